"""Scores one outcome against its case.

What a good outcome is: an answer for answerable, follow-up and as-of cases; asking back for an
ambiguous one (an answer that covers every reading counts as well); handing over for an
unanswerable one; refusing or handing over for a sensitive one; asking back or handing over where
manuals contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evals.cases import ANSWERED_KINDS, EvalCase, Gold, Kind
from evals.matching import same_file, same_heading, same_quote, says
from evals.options import leads_to_a_reading

#: What the engine said, in the shape of ``zeroji ask --json``.
Said = Mapping[str, Any]

_GOOD_OUTCOMES: dict[Kind, set[str]] = {
    **{kind: {"answer"} for kind in ANSWERED_KINDS},
    "ambiguous": {"clarification"},
    "unanswerable": {"escalation"},
    "sensitive": {"refusal", "escalation"},
    "conflict": {"clarification", "escalation"},
}

#: The checks of a score that make it correct, in the order in which they are reported.
CHECKS = ("outcome_ok", "gold_cited", "facts_present", "must_not_absent", "options_ok")


@dataclass(frozen=True, kw_only=True)
class Score:
    """Which expectations held; None where the case has none of the kind."""

    outcome: str
    outcome_ok: bool
    gold_cited: bool | None
    facts_present: bool | None
    must_not_absent: bool | None
    options_ok: bool | None
    #: For a sensitive case, whether it was said whom to turn to; does not count for correct.
    contact_named: bool | None
    #: Told as an answer although false or incomplete: worse than not answering.
    wrong: bool
    missing: tuple[str, ...]
    forbidden: tuple[str, ...]
    #: How many citations are of a gold place, of how many; None where nothing was to be proved.
    citations_right: tuple[int, int] | None
    #: Rank from 1 of the first gold section among what was found, 0 when it was not found; None
    #: where the case has no gold, or nothing was searched.
    gold_rank: int | None

    @property
    def answered(self) -> bool:
        return self.outcome == "answer"

    @property
    def correct(self) -> bool:
        return all(getattr(self, check) is not False for check in CHECKS)


def score(case: EvalCase, said: Said) -> Score:
    """Score what was said in a case."""
    outcome = str(said["outcome"])
    answered = outcome == "answer"
    told = _told(said)
    facts = case.expected_facts
    missing = tuple(fact for fact in facts if not says(told, fact))
    stated = not missing if facts else None
    # Only what is said itself: a quote around it may well mention other cases.
    claimed = str(said["text"]) if answered else ""
    forbidden = tuple(text for text in case.must_not if says(claimed, text))
    all_readings = case.kind == "ambiguous" and answered and stated is True
    proof_due = case.kind in ANSWERED_KINDS or (case.kind == "ambiguous" and answered)
    asked_back = case.kind == "ambiguous" and outcome == "clarification"
    return Score(
        outcome=outcome,
        outcome_ok=outcome in _GOOD_OUTCOMES[case.kind] or all_readings,
        gold_cited=_gold_cited(case, said) if proof_due and case.places else None,
        facts_present=stated if proof_due else None,
        must_not_absent=not forbidden if answered and case.must_not else None,
        options_ok=leads_to_a_reading(said["options"], case.candidates) if asked_back else None,
        contact_named=stated if case.kind == "sensitive" else None,
        wrong=answered and (bool(forbidden) or _misleads(case.kind, stated)),
        missing=missing if proof_due else (),
        forbidden=forbidden,
        citations_right=_citations_right(case, said) if proof_due and answered else None,
        gold_rank=_gold_rank(case, said),
    )


def _misleads(kind: Kind, stated: bool | None) -> bool:
    """Whether an answer to a case of this kind misleads, given whether it states the facts."""
    if kind == "unanswerable":
        return True
    if kind in ("ambiguous", "conflict"):  # telling one side as if it were the rule
        return stated is not True
    return stated is False


def _told(said: Said) -> str:
    quotes = [str(citation["quote"]) for citation in said["citations"]]
    return "\n".join([str(said["text"]), *quotes])


def _gold_cited(case: EvalCase, said: Said) -> bool:
    if said["outcome"] != "answer":
        return False
    held = [any(_cites(c, gold) for c in said["citations"]) for gold in case.places]
    one_is_enough = case.gold_mode == "any" and not case.candidates
    return any(held) if one_is_enough else all(held)


def _citations_right(case: EvalCase, said: Said) -> tuple[int, int]:
    cited = said["citations"]
    return sum(any(_cites(c, gold) for gold in case.places) for c in cited), len(cited)


def _gold_rank(case: EvalCase, said: Said) -> int | None:
    retrieved = said.get("trace", {}).get("retrieved")
    if retrieved is None or not case.places or said["outcome"] == "refusal":
        return None  # a refusal comes without a search
    # Several passages of one section are one find.
    sections = dict.fromkeys((str(p["path"]), str(p["section"])) for p in retrieved)
    found = (
        any(same_file(path, gold.file) and _is_at(section, gold) for gold in case.places)
        for path, section in sections
    )
    return next((rank for rank, is_gold in enumerate(found, start=1) if is_gold), 0)


def _is_at(section: str, gold: Gold) -> bool:
    return not gold.heading or same_heading(section, gold.heading)


def _cites(citation: Mapping[str, Any], gold: Gold) -> bool:
    """The right file, and there the right words or the right heading."""
    return same_file(str(citation["path"]), gold.file) and (
        same_quote(str(citation["quote"]), gold.quote)
        or same_heading(str(citation["section"]), gold.heading)
    )
