"""Searches for a question and examines what is found: what every decision rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.asked import Asked, asked_by
from bot.answering.evidence import Evidence, weigh
from bot.answering.judging import judge
from bot.answering.understanding import Understanding
from bot.answering.weights import Weights
from knowledge.model import Passage, SearchRequest
from knowledge.search import Searcher

#: Passages searched for; several may be of one section.
SEARCHED = 20
#: How much likelier a question that could stand alone must be with the one before to go on with it.
_MARGIN = 0.1
#: A question goes on with the one before only where together they find something so likely.
_FOUND = 0.2


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
    """Weigh the evidence of passages that were found already."""
    lexical = searcher.index.snapshot().lexical
    asked = asked_by(reading, lexical)
    return Examined(
        reading=reading,
        asked=asked,
        passages=tuple(passages),
        weighed=tuple(weigh(asked, passages, lexical)),
    )


def examine_either(
    searcher: Searcher, reading: Understanding, audiences: frozenset[str], weights: Weights
) -> Examined:
    """As a new question or as one that goes on with the one before: what the manuals answer."""
    alone = examine(searcher, replace(reading, perhaps=None), audiences)
    if reading.perhaps is None:
        return alone
    going_on = replace(reading, standalone=reading.perhaps, perhaps=None)
    together = examine(searcher, going_on, audiences)
    likely = _best(together, weights)
    asked_before = any(evidence.asks_the_same for evidence in alone.weighed)
    goes_on = likely >= _FOUND and likely - _MARGIN >= _best(alone, weights)
    return together if goes_on and not asked_before else alone


def _best(examined: Examined, weights: Weights) -> float:
    judged = judge(examined.weighed, weights.section)
    return judged[0].probability if judged else 0.0
