"""Searches for a question and examines what is found: what every decision rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.deciding.changes import asks_of_change, begins_on, next_change, that_hold
from bot.answering.deciding.evidence import Evidence, best_of, weigh
from bot.answering.deciding.judging import judge
from bot.answering.reading.asked import Asked, asked_by
from bot.answering.reading.quoting import above
from bot.answering.semantics.matters import recall, terms_of
from bot.answering.understanding import Understanding
from bot.answering.weights import Weights
from knowledge.model import Passage, SearchRequest
from knowledge.search import Searcher

#: Passages searched for; several may be of one section.
SEARCHED = 60
#: How much likelier a question that could stand alone must be with the one before to go on with it.
_MARGIN = 0.1
#: A question goes on with the one before only where together they find something so likely.
_FOUND = 0.2

#: What asks for a sum that no rule states, and that code may work out from what it states.
_SUM = re.compile(
    r"(?:全部|合計|トータル|総額)(?:で|の|は|、)?|合わせて|あわせて|\b(?:in total|altogether)\b"
)

#: A rule that comes with a change is at least so likely beside what holds before it.
_CHANGED = 0.5


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A question with what was found for it."""

    reading: Understanding
    asked: Asked
    #: In the order of search.
    passages: tuple[Passage, ...]
    #: The best sections, in the order of search.
    weighed: tuple[Evidence, ...]


def examine(searcher: Searcher, reading: Understanding, audiences: frozenset[str]) -> Examined:
    """Search for the standalone question and weigh the evidence for each section."""
    request = SearchRequest(
        query=reading.standalone, audiences=audiences, on=reading.on, top=SEARCHED
    )
    return weighed_by(searcher, reading, searcher.search(request).passages)


def weighed_by(searcher: Searcher, reading: Understanding, passages: Sequence[Passage]) -> Examined:
    """Weigh the evidence of passages that were found already, of those that hold on the day."""
    snapshot = searcher.index.snapshot()
    lexical = snapshot.lexical
    asked = asked_by(reading, lexical)
    passages = that_hold(passages, reading.standalone, reading.on)
    recall(snapshot, [(p.manual.id, p.section.hash) for p in best_of(passages)])
    return Examined(
        reading=reading,
        asked=asked,
        passages=passages,
        weighed=tuple(weigh(asked, passages, lexical)),
    )


def examine_chosen(searcher: Searcher, examined: Examined, chunk_id: str) -> Examined:
    """The same of the section alone that the asker chose, wherever among the others it was found.

    As it was where it was not found: it has changed since it was offered.
    """
    entries = searcher.index.snapshot().entries
    chosen = {entry.chunk.section_hash for entry in entries if entry.chunk.id == chunk_id}
    passages = [passage for passage in examined.passages if passage.section.hash in chosen]
    return weighed_by(searcher, examined.reading, passages) if passages else examined


def examine_either(
    searcher: Searcher,
    reading: Understanding,
    audiences: frozenset[str],
    weights: Weights,
    *,
    of_several: bool = False,
) -> Examined:
    """As a new question or as one that goes on with the one before: what the manuals answer.

    It goes on only where what is found speaks of the weightiest thing that it names itself: what
    the question before is about would be found whatever came after it.
    """
    alone = examine(searcher, replace(reading, perhaps=None), audiences)
    if reading.perhaps is None:
        return alone
    going_on = replace(
        reading,
        standalone=reading.perhaps,
        perhaps=None,
        understood_as=reading.perhaps_as,
    )
    together = examine(searcher, going_on, audiences)
    likely = _best(together, weights)
    asked_before = any(evidence.asks_the_same for evidence in alone.weighed)
    margin = 0.0 if of_several else _MARGIN
    goes_on = likely >= _FOUND and likely - margin >= _best(alone, weights)
    goes_on = goes_on and _speaks_of(alone.asked, together, weights)
    return together if goes_on and not asked_before else alone


def examine_change(
    searcher: Searcher, examined: Examined, audiences: frozenset[str], weights: Weights
) -> Examined:
    """What is asked about a coming change by the rules that it brings, where those speak of it."""
    reading = examined.reading
    if not asks_of_change(reading.said):
        return examined
    coming = next_change(searcher.index.snapshot(), audiences, reading.on)
    if coming is None:
        return examined
    changed = examine(searcher, replace(reading, on=coming, on_stated=True), audiences)
    judged = judge(changed.weighed, weights.section)
    if not judged or not begins_on(searcher.index.snapshot(), judged[0].evidence.passage, coming):
        return examined
    likely = _CHANGED * _best(examined, weights)
    return changed if judged[0].probability >= likely else examined


def without_sum(reading: Understanding) -> Understanding | None:
    """The question for what a sum is made of; None where no sum is asked for."""
    text = _SUM.sub("", reading.standalone)
    return replace(reading, standalone=text) if text != reading.standalone else None


def _best(examined: Examined, weights: Weights) -> float:
    judged = judge(examined.weighed, weights.section)
    return judged[0].probability if judged else 0.0


def _speaks_of(asked: Asked, examined: Examined, weights: Weights) -> bool:
    """Whether the likeliest section speaks of the weightiest thing that is named, if any is."""
    named = [m for m in asked.matters if m.names and m.known]
    if not named:
        return True
    passage = judge(examined.weighed, weights.section)[0].evidence.passage
    said = above(passage.manual.title, passage.section) | terms_of(passage.section.text)
    return max(named, key=lambda matter: matter.weight).is_in(said)
