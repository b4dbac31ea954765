"""Compares a run with an earlier one: which cases got worse, which better."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.bootstrap import sign_test
from evals.cases import EvalCase
from evals.run import EvalRun
from evals.summary import sorted_out
from knowledge.errors import InvalidInput


@dataclass(frozen=True, kw_only=True)
class SliceChange:
    """Shares of a slice before and now, of the cases that both runs have."""

    by: str
    name: str
    correct_before: float
    correct_now: float
    wrong_before: float
    wrong_now: float


@dataclass(frozen=True, kw_only=True)
class CaseChange:
    """A case that came out differently, such as ``correct answer`` and then ``escalation``."""

    id: str
    before: str
    now: str
    #: What was said before.
    text_before: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    slices: tuple[SliceChange, ...]
    #: Cases that were correct and are not, or that are newly wrong.
    worse: tuple[CaseChange, ...]
    better: tuple[CaseChange, ...]
    #: Ids of cases that only one of the two runs has.
    new: tuple[str, ...]
    gone: tuple[str, ...]
    #: Of the cases in both runs: how many more are correct, and how many more wrong, than before.
    correct_change: int
    wrong_change: int
    #: Probability of so lopsided a difference if neither run were better (sign test).
    p_value: float

    @property
    def regressed(self) -> bool:
        """Whether more is wrong, or less is correct, than before."""
        return self.wrong_change > 0 or self.correct_change < 0

    @property
    def significant(self) -> bool:
        """Whether chance alone hardly explains the difference."""
        return self.p_value < 0.05

    @property
    def change_of(self) -> dict[str, CaseChange]:
        """By id: what changed of the cases that got worse or better."""
        return {change.id: change for change in (*self.worse, *self.better)}

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"regressed": self.regressed}


class Baseline:
    """An earlier run of some of these cases, as its JSON file has it.

    Raises InvalidInput when it is no run, or one of other cases.
    """

    def __init__(self, path: Path, cases: Sequence[EvalCase]) -> None:
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
            self._cases = {r["id"]: _Outcome.of(r) for r in run["results"]}
        except OSError as error:
            raise InvalidInput(f"The baseline {path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"The baseline {path} is not a file that `zeroji eval run --json FILE` wrote."
            ) from error

        if not any(case.id in self._cases for case in cases):
            raise InvalidInput(f"The baseline {path} has none of these cases.")

    def compare(self, run: EvalRun) -> Comparison:
        """What this run did differently."""
        before = self._cases
        now = {r.case.id: _Outcome.of(r.as_json()) for r in run.results}
        both = [case for case in now if case in before]
        shared = [r.case for r in run.results if r.case.id in before]
        worse = [case for case in both if now[case].grade < before[case].grade]
        better = [case for case in both if now[case].grade > before[case].grade]
        return Comparison(
            slices=tuple(
                _slice_change(by, name, [(before[c.id], now[c.id]) for c in part])
                for by, name, part in sorted_out(shared, lambda case: case)
            ),
            worse=tuple(_change(case, before[case], now[case]) for case in worse),
            better=tuple(_change(case, before[case], now[case]) for case in better),
            correct_change=sum(now[c].is_correct - before[c].is_correct for c in both),
            wrong_change=sum(now[c].is_wrong - before[c].is_wrong for c in both),
            p_value=round(sign_test(len(better), len(worse)), 4),
            new=tuple(case for case in now if case not in before),
            gone=tuple(case for case in before if case not in now),
        )


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """How a case came out, of its result in JSON."""

    outcome: str
    text: str
    is_correct: bool
    is_wrong: bool

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> _Outcome:
        wrong = bool(result["wrong"])
        return cls(
            outcome=str(result["outcome"]),
            text=str(result["said"]["text"]),
            is_correct=bool(result["correct"]) and not wrong,
            is_wrong=wrong,
        )

    @property
    def grade(self) -> int:
        """A wrong answer is worse than a failure that misleads nobody."""
        return self.is_correct - self.is_wrong

    def __str__(self) -> str:
        return ("wrong ", "", "correct ")[self.grade + 1] + self.outcome


def _change(case: str, before: _Outcome, now: _Outcome) -> CaseChange:
    return CaseChange(id=case, before=str(before), now=str(now), text_before=before.text)


def _slice_change(by: str, name: str, moved: Sequence[tuple[_Outcome, _Outcome]]) -> SliceChange:
    before, now = [pair[0] for pair in moved], [pair[1] for pair in moved]
    return SliceChange(
        by=by,
        name=name,
        correct_before=_share(outcome.is_correct for outcome in before),
        correct_now=_share(outcome.is_correct for outcome in now),
        wrong_before=_share(outcome.is_wrong for outcome in before),
        wrong_now=_share(outcome.is_wrong for outcome in now),
    )


def _share(held: Iterable[bool]) -> float:
    values = list(held)
    return round(sum(values) / len(values), 6)
