"""An eval run in Markdown, short enough for a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from evals.comparison import Comparison
from evals.run import EvalRun
from evals.summary import Slice

_HEADINGS = ("", "cases", "correct", "95 %", "wrong", "95 %", "answered")
#: Ids listed of each sort; a pull request is no place for more.
_MOST_IDS = 30


def summary(run: EvalRun, comparison: Comparison | None) -> str:
    """The slices, what changed since the baseline, and the wrong answers."""
    parts = ["## Answer quality", _table(run.slices)]
    latency = run.latency_ms
    parts.append(f"Latency: p50 {latency['p50_ms']:.0f} ms, p95 {latency['p95_ms']:.0f} ms.")
    if comparison:
        parts.append(_change(comparison))
    wrong = [result.case.id for result in run.results if result.score.wrong]
    parts.append(f"Wrong answers ({len(wrong)}): {_ids(wrong)}.")
    return "\n\n".join(parts) + "\n"


def _table(slices: Iterable[Slice]) -> str:
    rows = [_HEADINGS, tuple(["---"] + ["---:"] * (len(_HEADINGS) - 1))]
    for part in slices:
        rows.append(
            (
                part.name if part.by == "all" else f"{part.by}: {part.name}",
                str(part.cases),
                f"{part.correct_share:.1%}",
                _between(part.correct_interval),
                f"{part.wrong_share:.1%}",
                _between(part.wrong_interval),
                str(part.answered),
            )
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _change(comparison: Comparison) -> str:
    verdict = "**Worse than the baseline.**" if comparison.regressed else "No regression."
    return (
        f"{verdict} Correct {comparison.correct_change:+d}, wrong {comparison.wrong_change:+d} "
        f"(p = {comparison.p_value:.3f}).\n\n"
        f"Worse ({len(comparison.worse)}): {_ids(comparison.worse)}.\n\n"
        f"Better ({len(comparison.better)}): {_ids(comparison.better)}."
    )


def _between(ends: tuple[float, float]) -> str:
    return f"{100 * ends[0]:.0f}–{100 * ends[1]:.0f}"


def _ids(ids: Iterable[str]) -> str:
    listed = list(ids)
    more = f" and {len(listed) - _MOST_IDS} more" if len(listed) > _MOST_IDS else ""
    return ", ".join(listed[:_MOST_IDS]) + more if listed else "none"
