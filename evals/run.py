"""Runs cases against something that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from evals.calibration import Bin, Operating, calibration_error, coverage_curve, reliability
from evals.cases import EvalCase
from evals.metrics import Said, Score, score
from evals.summary import Slice, confusion, milliseconds, percentiles, slices

#: Asks all turns of a case in one conversation; the last outcome as ``zeroji ask --json`` has it.
Ask = Callable[[EvalCase], Said]


@dataclass(frozen=True, kw_only=True)
class Result:
    """A case, what was said, and the score."""

    case: EvalCase
    said: Said
    score: Score

    @property
    def failed(self) -> bool:
        return self.score.wrong or not self.score.correct

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.case.id,
            "kind": self.case.kind,
            "difficulty": self.case.difficulty,
            "topic": self.case.topic,
            "asked": list(self.case.asked),
            "correct": self.score.correct,
            **asdict(self.score),
            "said": dict(self.said),
            "expected": self.case.model_dump(
                mode="json", include={"gold", "gold_mode", "facts", "must_not", "candidates"}
            ),
        }


@dataclass(frozen=True, kw_only=True)
class EvalRun:
    """All results, and the cases left out because their manuals are not ingested."""

    results: tuple[Result, ...]
    left_out: tuple[EvalCase, ...] = ()
    #: The same cases asked without any caution, where that was done: what confidence is worth
    #: shows only where it is low, too.
    boldly: tuple[Result, ...] = ()
    #: Settings that were measured, by name.
    conditions: Mapping[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> list[Result]:
        """Wrong answers first, then what is merely not correct."""
        failed = [result for result in self.results if result.failed]
        return sorted(failed, key=lambda result: not result.score.wrong)

    @cached_property
    def slices(self) -> list[Slice]:
        return slices(self._scored)

    @property
    def confusion(self) -> dict[str, dict[str, int]]:
        """By kind of case: how often each outcome came."""
        return confusion(self._scored)

    @property
    def latency_ms(self) -> dict[str, float]:
        return percentiles(self.milliseconds)

    @property
    def milliseconds(self) -> list[float]:
        return milliseconds([result.said for result in self.results])

    @property
    def reliability(self) -> list[Bin]:
        """Whether what was answered with a confidence was right as often as it says."""
        answers = self._answers
        return reliability([c for c, _ in answers], [not score.wrong for _, score in answers])

    @property
    def coverage(self) -> list[Operating]:
        """What would be answered, and wrongly, if more confidence were asked for."""
        answers = self._answers
        wrong = [score.wrong for _, score in answers]
        return coverage_curve([c for c, _ in answers], wrong, len(self.results))

    @property
    def operating(self) -> tuple[float, float]:
        """Shares of all cases that were answered, and wrongly, as set."""
        whole = self.slices[0]
        return whole.answered / whole.cases, whole.wrong_share

    @property
    def calibration_error(self) -> float | None:
        return calibration_error(self.reliability)

    @property
    def _scored(self) -> list[tuple[EvalCase, Score]]:
        return [(result.case, result.score) for result in self.results]

    @property
    def _answers(self) -> list[tuple[float, Score]]:
        """Confidence and score of everything that was answered."""
        asked = self.boldly or self.results
        return [(float(r.said["confidence"]), r.score) for r in asked if r.score.answered]

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": len(self.results),
            "conditions": dict(self.conditions),
            "left_out": [case.id for case in self.left_out],
            "summary": [part.as_json() for part in self.slices],
            "confusion": self.confusion,
            "latency": self.latency_ms,
            "calibration": {
                "error": self.calibration_error,
                "reliability": [asdict(part) for part in self.reliability],
                "coverage": [asdict(point) for point in self.coverage],
            },
            "results": [result.as_json() for result in self.results],
        }


def run(
    cases: Sequence[EvalCase],
    ask: Ask,
    *,
    boldly: Ask | None = None,
    left_out: Sequence[EvalCase] = (),
    conditions: Mapping[str, str] | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> EvalRun:
    """Ask every case and score it; ``progress`` is told how many of how many are done.

    ``boldly`` asks without caution: then it is also known what more answers would cost.
    """
    results: list[Result] = []
    bold: list[Result] = []
    for case in cases:
        results.append(_result(case, ask))
        if boldly:
            bold.append(_result(case, boldly))
        progress(len(results), len(cases))
    return EvalRun(
        results=tuple(results),
        left_out=tuple(left_out),
        boldly=tuple(bold),
        conditions=conditions or {},
    )


def _result(case: EvalCase, ask: Ask) -> Result:
    said = ask(case)
    return Result(case=case, said=said, score=score(case, said))
