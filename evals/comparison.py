"""Compares a run with an earlier one: which cases got worse, which better."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evals.bootstrap import sign_test
from evals.run import EvalRun
from evals.summary import Slice
from knowledge.errors import InvalidInput

_WRONG, _FAILED, _CORRECT = range(3)


@dataclass(frozen=True, kw_only=True)
class SliceChange:
    """A slice before and now, in cases; None where the earlier run had no such slice."""

    by: str
    name: str
    correct_before: float | None
    correct_now: float
    wrong_before: float | None
    wrong_now: float


@dataclass(frozen=True, kw_only=True)
class Comparison:
    slices: tuple[SliceChange, ...]
    #: Ids of cases that were correct and are not, or that are newly wrong.
    worse: tuple[str, ...]
    better: tuple[str, ...]
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

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"regressed": self.regressed}


class Baseline:
    """An earlier run as its JSON file has it. Raises InvalidInput when it is not one."""

    def __init__(self, path: Path) -> None:
        try:
            run = json.loads(path.read_text(encoding="utf-8"))
            self._grades = {r["id"]: _grade(r["correct"], r["wrong"]) for r in run["results"]}
            self._slices = {(s["by"], s["name"]): _shares(s) for s in run["summary"]}
        except OSError as error:
            raise InvalidInput(f"The baseline {path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"The baseline {path} is not a file that `zeroji eval run --json FILE` wrote."
            ) from error

    def compare(self, run: EvalRun) -> Comparison:
        """What this run did differently."""
        now = {r.case.id: _grade(r.score.correct, r.score.wrong) for r in run.results}
        before = self._grades
        both = [case for case in now if case in before]
        worse = tuple(case for case in both if now[case] < before[case])
        better = tuple(case for case in both if now[case] > before[case])
        return Comparison(
            slices=tuple(self._change(part) for part in run.slices),
            worse=worse,
            better=better,
            correct_change=sum((now[c] == _CORRECT) - (before[c] == _CORRECT) for c in both),
            wrong_change=sum((now[c] == _WRONG) - (before[c] == _WRONG) for c in both),
            p_value=round(sign_test(len(better), len(worse)), 4),
            new=tuple(case for case in now if case not in before),
            gone=tuple(case for case in before if case not in now),
        )

    def _change(self, part: Slice) -> SliceChange:
        correct, wrong = self._slices.get((part.by, part.name), (None, None))
        return SliceChange(
            by=part.by,
            name=part.name,
            correct_before=correct,
            correct_now=round(part.correct_share, 6),
            wrong_before=wrong,
            wrong_now=round(part.wrong_share, 6),
        )


def _grade(correct: bool, wrong: bool) -> int:
    """A wrong answer is worse than a failure that misleads nobody."""
    return _WRONG if wrong else _CORRECT if correct else _FAILED


def _shares(part: Mapping[str, Any]) -> tuple[float, float]:
    return float(part["correct_share"]), float(part["wrong_share"])
