"""Whether the manuals contradict each other on what would be told: then people say which is right.

Telling one side as if it were the rule is wrong whichever side it is, and asking back is no help:
both places speak of the same matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.deciding.changes import asks_of_change
from bot.answering.deciding.decision import Decision
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.judging import judge
from bot.answering.deciding.several import Considered
from bot.answering.reading.quoting import Quoted
from bot.answering.semantics.people import employment
from bot.answering.weights import Weights
from ingest.checking.finding import Finding, Place
from knowledge.question_types import states
from knowledge.spelling import normalize

#: With two places that cannot both be right, answering from one of them is no surer than this.
_EITHER = 0.5
#: The likeliest place is at least so likely to answer, and the other one beside it.
_LIKELY, _NEAR = 0.3, 0.25

#: The contradictions between the manuals that are in force on a day.
Contradictions = Callable[[date], Sequence[Finding]]


def no_contradictions(day: date) -> Sequence[Finding]:
    """For whoever asks where the manuals were not compared."""
    return ()


def unless_conflicting(
    one: Considered, contradictions: Contradictions, weights: Weights
) -> Considered:
    """The question as decided, or handed over where two places that are about as likely to answer
    it would tell different figures for it.

    Only places that were found count: these are current, and the asker may read them.
    """
    proves_nothing = one.decided.action == "hand_over" and not one.decided.open
    if proves_nothing or asks_of_change(one.examined.reading.said):
        return one  # who asks what changes is told of the old and the new
    likely = _about_as_likely(one, weights)
    if len(likely) < 2:
        return one
    found = next(_conflicts(likely, contradictions(one.examined.reading.on)), None)
    if found is None:
        return one
    here, there = found
    decided = Decision(
        action="hand_over",
        confidence=min(one.decided.confidence, _EITHER),
        chosen=found,
        why=f"“{here.label}” and “{there.label}” contradict each other",
        reason="conflicting_rules",
    )
    return replace(one, decided=decided)


def _about_as_likely(one: Considered, weights: Weights) -> list[Evidence]:
    """The likeliest place that states what is asked, and those that come near it.

    What was chosen to be told counts as the likeliest.
    """
    wanted = one.examined.asked.wanted
    judged = judge(one.examined.weighed, weights.section)
    chosen = {id(evidence) for evidence in one.decided.chosen if one.is_answered}
    best = next((j for j in judged if id(j.evidence) in chosen), judged[0] if judged else None)
    if best is None or best.probability < _LIKELY:
        return []
    return [best.evidence] + [
        j.evidence
        for j in judged
        if j is not best
        and (id(j.evidence) in chosen or j.probability >= _NEAR * best.probability)
        and states(wanted, j.evidence.quoted.quote)
        and _holds_for(j.evidence) == _holds_for(best.evidence)
    ]


def _conflicts(
    likely: Sequence[Evidence], findings: Sequence[Finding]
) -> Iterator[tuple[Evidence, Evidence]]:
    """The likeliest place with each other one, where the very lines that answer contradict."""
    best = likely[0]
    for here, there in _sides(findings):
        if _is_told(best, here):
            yield from ((best, other) for other in likely[1:] if _is_told(other, there))


def _holds_for(evidence: Evidence) -> frozenset[str]:
    """The kinds of employment that a place is for: part-timers have their own rules."""
    passage = evidence.passage
    headings = " ".join(passage.section.heading_path)
    return employment(normalize(f"{passage.manual.title} {headings}"))


def _sides(findings: Sequence[Finding]) -> Iterator[tuple[Place, Place]]:
    for finding in findings:
        here, there = finding.places
        yield here, there
        yield there, here


def _is_at(evidence: Evidence, place: Place) -> bool:
    passage = evidence.passage
    return (passage.manual.id, passage.section.heading) == (place.manual_id, place.section)


def _is_told(evidence: Evidence, place: Place) -> bool:
    return _is_at(evidence, place) and _says(evidence.quoted, normalize(place.quote))


def _says(quoted: Quoted, sentence: str) -> bool:
    """Whether a sentence or row is among what is quoted, as a part of a line or as several."""
    pieces = (normalize(piece) for piece in (*quoted.lines, *quoted.rows))
    return any(sentence in piece or piece in sentence for piece in pieces if piece)
