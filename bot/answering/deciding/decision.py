"""Answer, ask back, or hand over: decided from evidence, moved by one setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering.deciding.agreement import agree
from bot.answering.deciding.alike import give_the_same
from bot.answering.deciding.clarifying import chosen_reading, readings
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.judging import Judged, judge, situation
from bot.answering.reading.asked import Asked
from bot.answering.reading.differing import (
    is_introduced,
    is_one_cell,
    is_own_row,
    settled_by_account,
)
from bot.answering.reading.quoting import whole
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.people import weekly_days
from bot.answering.weights import Weights
from bot.outcomes import EscalationReason, Option

#: Asking back when it is at least so likely that the question means several things.
_ASKS = 0.3
#: An option is at least so likely beside the likeliest.
_MAY_MEAN = 0.03
#: Least probability of an answer's being right: for caution 0 and for caution 1.
_BOLDEST, _MOST_CAREFUL = 0.03, 0.97
#: How many times as often something is worked out of the right rule as of another one: of 127,676
#: quotes of other rules it was of none.
WORKED_OUT = 20.0
#: So likely is a section at least whose row the asker's account settles.
_SURE_OF_PLACE = 0.6
#: A section far behind is at most so likely beside the likeliest.
_FAR = 0.33
#: A further section is quoted that is likely enough beside the best and says the same, or that
#: speaks of what the best does not; less likely, where its very heading names that.
_LIKELY, _ADDS, _NAMED = 0.25, 0.25, 0.05
MOST_PLACES = 3
#: Sections that may be what is looked for: not proved, but as likely as this. Of everyday questions
#: that are handed over and that a manual answers, they have the answer in 90 of 130.
_NEAR, _MOST_NEAR = 0.1, 3


@dataclass(frozen=True, kw_only=True)
class Decision:
    action: Literal["answer", "ask_back", "hand_over"]
    #: Probability, as far as the evidence tells, that answering would be right.
    confidence: float
    #: The evidence that the answer rests on, best first; the readings when asking back; what may
    #: be looked for when handing over.
    chosen: tuple[Evidence, ...] = ()
    #: Which signal decided, in a short sentence for whoever evaluates.
    why: str = ""
    #: Nothing more needs to be weighed: a FAQ asks the same, or the asker chose the reading.
    settled: bool = False
    #: The asker chose the place, and nothing proves that it states what was asked.
    unproved: bool = False
    #: Handed over for want of proof; whoever reads the passages may find it there.
    open: bool = False
    #: Why it is handed over, where that is known; else by confidence.
    reason: EscalationReason | None = None


def decide(asked: Asked, weighed: Sequence[Evidence], caution: float, weights: Weights) -> Decision:
    """Decide from the evidence. ``caution`` from 0 (bold) to 1 (hardly ever answers)."""
    if not weighed:
        return Decision(action="hand_over", confidence=0.0, why="nothing was found")
    judged = judge(weighed, weights.section)
    picked = [j for j in judged if _is_chosen(asked, j.evidence)]
    if picked:
        return Decision(
            action="answer",
            confidence=max(picked[0].probability, threshold(caution)),
            chosen=(picked[0].evidence,),
            why="the asker chose this reading",
            settled=True,
        )
    same = [j.evidence for j in judged if j.evidence.asks_the_same]
    if same:
        return Decision(
            action="answer",
            confidence=_MOST_CAREFUL,
            chosen=tuple(same[:MOST_PLACES]),
            why=f"“{same[0].label}” asks the same",
            settled=True,
        )
    best = judged[0]
    sure = best.probability >= max(_SURE_OF_PLACE, threshold(caution))
    if sure and settled_by_account(asked, best.evidence.quoted):
        return Decision(
            action="answer",
            confidence=best.probability,
            chosen=(best.evidence,),
            why="the account of the asker settles which row is meant",
        )
    if introduces(asked, judged) and is_own_row(asked, best.evidence.quoted):
        return Decision(
            action="answer",
            confidence=max(best.probability, threshold(caution)),
            chosen=(best.evidence,),
            why="a line says what is asked and introduces the row of whom the question names",
        )
    whole = not best.evidence.missing and _is_far_ahead(judged)
    if sure and whole and is_one_cell(asked, best.evidence.quoted):
        return Decision(
            action="answer",
            confidence=best.probability,
            chosen=(best.evidence,),
            why="the question names the row and the column",
        )
    seen = situation(asked, judged)
    several = weights.ambiguous.probability(seen)
    answers = weights.answer.probability(seen)
    right = answers * (1 - several)
    options = readings(likely_enough(judged))
    if several >= max(_ASKS, right) and len(options) > 1:
        return Decision(
            action="ask_back",
            confidence=right,
            chosen=tuple(options),
            why=f"the question may mean several things ({several:.2f})",
        )
    if give_the_same(asked, judged):
        right = answers
    objection = _objection(asked, judged[0].evidence)
    if right >= threshold(caution) and not objection:
        return Decision(
            action="answer",
            confidence=right,
            chosen=tuple(places(asked, judged)),
            why=f"confidence {right:.2f} reaches {threshold(caution):.2f}",
        )
    below = f"confidence {right:.2f} is below {threshold(caution):.2f}; {_weakness(judged[0])}"
    why = objection if right >= threshold(caution) else below
    near = [
        j.evidence for j in judged if j.probability >= _NEAR and not _objection(asked, j.evidence)
    ]
    others = bool(judged[0].evidence.signals["relative missing"])
    return Decision(
        action="hand_over",
        confidence=right,
        chosen=tuple(near[:_MOST_NEAR]),
        why=why,
        open=not others,
    )


def chosen_by_name(asked: Asked, decided: Decision, option: Option) -> Decision:
    """The decision for who chose an option that may be the name of a place."""
    chosen = (
        replace(e, quoted=whole(asked, e.quoted)) if e.label == option.label else e
        for e in decided.chosen
    )
    return replace(decided, chosen=tuple(chosen), unproved=option.unproved)


def supported(
    decided: Decision, best: Evidence, times: float, caution: float, why: str
) -> Decision:
    """The decision with further evidence for the likeliest section.

    ``times`` is how many times as often such evidence is found for the right one as for another.
    """
    odds = times * decided.confidence / max(1 - decided.confidence, 1e-6)
    likely = min(odds / (1 + odds), _MOST_CAREFUL)
    if likely < threshold(caution):
        return decided
    told = f"{decided.why}; {why}, which makes it {likely:.2f}"
    return Decision(action="answer", confidence=likely, chosen=(best,), why=told)


def threshold(caution: float) -> float:
    """The least probability of being right with which to answer."""
    return _BOLDEST + (_MOST_CAREFUL - _BOLDEST) * caution


def places(asked: Asked, judged: Sequence[Judged]) -> list[Evidence]:
    """The best section, those that say the same, and those that speak of what the others do not."""
    best = judged[0]
    chosen = [best.evidence]
    missing = set(best.evidence.missing)
    for other in judged[1:]:
        more = sum(m.weight for m in missing if m not in other.evidence.missing)
        likely = other.probability >= _LIKELY * best.probability
        same = agree(best.evidence.quoted, other.evidence.quoted)
        adds = asked.weight > 0 and more >= _ADDS * asked.weight
        named = adds and any(m.is_in(_heading(other.evidence)) for m in missing)
        if (likely and (same or adds)) or (named and other.probability >= _NAMED):
            chosen.append(other.evidence)
            missing &= set(other.evidence.missing)
        if len(chosen) == MOST_PLACES:
            break
    return chosen


def likely_enough(judged: Sequence[Judged]) -> list[Evidence]:
    """The sections that the question may mean, beside the likeliest one."""
    least = _MAY_MEAN * judged[0].probability
    return [j.evidence for j in judged if j.probability >= least]


def introduces(asked: Asked, judged: Sequence[Judged]) -> bool:
    """Whether the likeliest section says in one line all that is asked and gives it in the table
    that the line introduces, and no other that says all and gives such a figure comes near it."""
    best = judged[0]
    if best.evidence.missing or not is_introduced(asked, best.evidence.quoted):
        return False
    rivals = (j for j in judged[1:] if not agree(best.evidence.quoted, j.evidence.quoted))
    near = (j.evidence for j in rivals if j.probability > _FAR * best.probability)
    return all(one.missing or one.signals["figure not given"] for one in near)


def _is_far_ahead(judged: Sequence[Judged]) -> bool:
    """Whether no section that says something else comes near the likeliest."""
    best = judged[0]
    rivals = (j for j in judged[1:] if not agree(best.evidence.quoted, j.evidence.quoted))
    return all(j.probability <= _FAR * best.probability for j in rivals)


def _objection(asked: Asked, evidence: Evidence) -> str:
    """Why a section proves nothing, whatever the weights say; empty where nothing speaks against.

    Days for a parent are none for a parent-in-law, those for 週3日勤務 none for 週4日, and a
    名刺入れ is no 名刺. And in a few manuals anything is the nearest.
    """
    named = {matter.word for matter in asked.matters if matter.names}
    if evidence.signals["relative missing"]:
        return f"“{evidence.label}” is about other relatives than the one asked about"
    worked, others = weekly_days(asked.text), weekly_days(evidence.label)
    if worked and others and worked.isdisjoint(others):
        return f"“{evidence.label}” is for who works on other days a week"
    if named and named <= {matter.word for matter in evidence.missing}:
        return f"“{evidence.label}” speaks of nothing that the question names"
    if evidence.passed_over:
        return f"“{evidence.label}” does not speak of {evidence.passed_over}"
    return ""


def _heading(evidence: Evidence) -> frozenset[str]:
    return terms_of(evidence.label)


def _is_chosen(asked: Asked, evidence: Evidence) -> bool:
    """Whether the asker was asked back and chose this reading."""
    return asked.text.startswith(chosen_reading(evidence.label, ""))


def _weakness(judged: Judged) -> str:
    """What speaks most against the best section, in words."""
    evidence = judged.evidence
    names = [matter for matter in evidence.missing if matter.names]
    if names:
        heaviest = max(names, key=lambda matter: matter.weight)
        return f"{heaviest.word} stands nowhere in “{evidence.label}”"
    if evidence.signals["figure not given"] or evidence.signals["states nothing"]:
        return f"“{evidence.label}” does not state what is asked"
    return f"“{evidence.label}” is not likely enough"
