"""What was asked before: where a question alone proves no section, one that colleagues put in
other words may, once staff have said which section answers it.

Two witnesses have to agree. One is the nearest wording that is known; the other is what the engine
itself thinks of the section that it leads to. Neither is enough: of questions that no manual
answers, 60 % have a known wording that leads somewhere, and 6 % one whose section the engine, too,
thinks the likeliest (``evals/benchmarks/wordings`` has the figures).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answering.deciding.decision import Decision, threshold
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.examining import Examined, weighed_by
from bot.answering.deciding.judging import Judged, judge
from bot.answering.deciding.several import Considered
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.people import employment
from bot.answering.weights import Weights, probability
from knowledge.model import Passage
from knowledge.search import Searcher

#: Learned from ``evals/quarter``: log odds that the section of the nearest wording answers.
_BIAS, _SIMILAR, _AHEAD, _SECTION, _UNSAID, _WANTS_THE_SAME = -5.6, 12.2, 7.2, 0.57, -1.9, 0.19
_MOST_AHEAD, _MOST_SURE = 0.15, 5.3
#: Signals of a section that holds for others than are asked about.
_OTHERS = ("relative missing", "others' employment", "employment missing")
#: Least probability with which it is answered, however bold the setting.
_LEAST = 0.8
#: Of questions in the very words of one that is known, 99 % were answered right; no other words
#: make surer.
_SAME_WORDS = 0.97
#: A section that is less likely was cited by mistake.
_LEAST_OF_SECTION = 0.01


@dataclass(frozen=True, kw_only=True)
class Witness:
    """The wording that is nearest to a question, and where it leads."""

    #: Names it, to be forgotten by.
    key: str
    #: Without what is personal.
    wording: str
    #: Where it leads: manual and section hash. Several where staff gave one answer from each.
    places: frozenset[tuple[int, str]]
    #: Cosine similarity to the question, and by how much more than the nearest wording that leads
    #: to another section.
    similarity: float
    ahead: float
    #: Whether it asks for the same in every word that counts.
    is_same: bool
    #: Words that the question says of its matter beyond the wording.
    beyond: frozenset[str]
    #: Whether it wants the same kind of statement: an amount, a deadline, …
    wants_the_same: bool


#: Finds the witness for a standalone question. None where no wording is known, where the question
#: has a number, a date, a person or a negation that the nearest lacks, or where one that leads
#: elsewhere is as near.
Witnesses = Callable[[str], Witness | None]


def no_witnesses(question: str) -> None:
    """For whoever asks where nothing is remembered."""


def may_be_witnessed(one: Considered) -> bool:
    """Whether earlier questions have a say: nothing is answered, for want of proof alone."""
    reading, decided = one.examined.reading, one.decided
    left = decided.action == "ask_back" or (decided.action == "hand_over" and decided.open)
    return (
        left
        and not reading.asks_for_person
        and reading.sensitive is None
        # What goes on with a question before is asked in words that nobody would ask it alone.
        and not reading.understood_as
        and reading.standalone == reading.said
    )


def witnessed(
    searcher: Searcher, one: Considered, witness: Witness, caution: float, weights: Weights
) -> Considered:
    """The question answered from the section of the witness, where the engine does not object."""
    examined = one.examined
    found = _found(examined, witness, weights)
    if found is None and witness.is_same:
        examined = _looked_at(searcher, examined, witness)
        found = _found(examined, witness, weights)
    if found is None or _holds_for_others(one, found) or _names_more(found, witness):
        return one
    judged = next(j for j in judge(examined.weighed, weights.section) if j.evidence is found)
    likely = _probability(examined, judged, witness)
    if likely < max(_LEAST, threshold(caution)):
        return one
    how = "before" if witness.is_same else "before in other words"
    decided = Decision(
        action="answer",
        confidence=max(likely, one.decided.confidence),
        chosen=(found,),
        why=f"{one.decided.why}; asked {how}: “{witness.wording}”, which “{found.label}” answers "
        f"({likely:.2f})",
    )
    return replace(one, examined=examined, decided=decided)


def _found(examined: Examined, witness: Witness, weights: Weights) -> Evidence | None:
    """The likeliest section that the wording leads to."""
    likeliest = (j.evidence for j in judge(examined.weighed, weights.section))
    return next((e for e in likeliest if _place(e.passage) in witness.places), None)


def _place(passage: Passage) -> tuple[int, str]:
    return passage.manual.id, passage.section.hash


def _looked_at(searcher: Searcher, examined: Examined, witness: Witness) -> Examined:
    """With the section of the witness as what is weighed, if the search found it at all."""
    passages = [p for p in examined.passages if _place(p) in witness.places]
    return weighed_by(searcher, examined.reading, passages) if passages else examined


def _holds_for_others(one: Considered, found: Evidence) -> bool:
    """Whether the section is for others than the asker, or it depends on who asks."""
    if any(found.signals[name] for name in _OTHERS):
        return True
    if one.decided.action != "ask_back":
        return False
    return len({_holds_for(evidence) for evidence in (found, *one.decided.chosen)}) > 1


def _names_more(found: Evidence, witness: Witness) -> bool:
    """Whether the question names a thing that neither the wording nor the section speaks of.

    レンタカーを持ち帰る is not 営業車を持ち帰る, however alike the two are asked.
    """
    if witness.is_same:
        return False
    said = terms_of(witness.wording)
    beyond = (m for m in found.missing if m.names and m.word in witness.beyond)
    return any(not matter.is_in(said) for matter in beyond)


def _holds_for(evidence: Evidence) -> frozenset[str]:
    """The kinds of employment that its manual or heading names."""
    passage = evidence.passage
    return employment(f"{passage.manual.title} {passage.chunk.heading}")


def _probability(examined: Examined, judged: Judged, witness: Witness) -> float:
    """How likely the section answers, as far as both witnesses tell."""
    if witness.is_same:
        return _SAME_WORDS if judged.probability >= _LEAST_OF_SECTION else 0.0
    sure = max(-_MOST_SURE, min(_MOST_SURE, judged.log_odds))
    likely = probability(
        _BIAS
        + _SIMILAR * witness.similarity
        + _AHEAD * min(witness.ahead, _MOST_AHEAD)
        + _SECTION * sure
        + _UNSAID * _unsaid(examined, judged.evidence, witness)
        + _WANTS_THE_SAME * witness.wants_the_same
    )
    return min(likely, _SAME_WORDS)


def _unsaid(examined: Examined, evidence: Evidence, witness: Witness) -> float:
    """The share of what is asked of which neither the section's quote nor the wording speaks."""
    said = terms_of(witness.wording)
    unsaid = sum(m.weight for m in evidence.missing if not m.is_in(said))
    return unsaid / examined.asked.weight if examined.asked.weight else 0.0
