"""Runs cases against something that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evals.cases import EvalCase
from evals.metrics import Said, Score, score
from evals.summary import Slice, latency, slices

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

    @property
    def failures(self) -> list[Result]:
        """Wrong answers first, then what is merely not correct."""
        failed = [result for result in self.results if result.failed]
        return sorted(failed, key=lambda result: not result.score.wrong)

    @property
    def slices(self) -> list[Slice]:
        return slices([(result.case, result.score) for result in self.results])

    @property
    def latency_ms(self) -> dict[str, float]:
        return latency([result.said for result in self.results])

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": len(self.results),
            "left_out": [case.id for case in self.left_out],
            "summary": [part.as_json() for part in self.slices],
            "latency": self.latency_ms,
            "results": [result.as_json() for result in self.results],
        }


def run(
    cases: Sequence[EvalCase],
    ask: Ask,
    *,
    left_out: Sequence[EvalCase] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> EvalRun:
    """Ask every case and score it; ``progress`` is told how many of how many are done."""
    results: list[Result] = []
    for case in cases:
        said = ask(case)
        results.append(Result(case=case, said=said, score=score(case, said)))
        progress(len(results), len(cases))
    return EvalRun(results=tuple(results), left_out=tuple(left_out))
