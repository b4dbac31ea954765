"""An eval run as tables and lines of text, for the terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evals.comparison import CaseChange, Comparison, SliceChange
from evals.judging import Judged
from evals.run import EvalRun
from evals.summary import Slice

#: Ids that a line names; a summary is no place for more.
_MOST_NAMED = 30
#: Depths of search that are told; the JSON and the page have more.
_DEPTHS = (1, 5)
_OUTCOMES = ("answer", "clarification", "escalation", "refusal")
#: Measure → column heading.
_CHECKS = {
    "gold_cited": "cited",
    "facts_present": "facts",
    "must_not_absent": "must not",
    "options_ok": "options",
    "contact_named": "contact",
}


@dataclass(frozen=True, kw_only=True)
class TextTable:
    """Groups of rows; each cell is text, and the first one of a row its name."""

    title: str
    headings: Sequence[str]
    groups: Sequence[Sequence[Sequence[str]]]


def quality(run: EvalRun) -> TextTable:
    """How much is correct and wrong, with 95 % intervals: in all, by kind, difficulty, topic."""
    return TextTable(
        title="Answer quality",
        headings=("", "cases", "correct", "95 %", "wrong", "95 %", "answered"),
        groups=_by_sort([(part.by, _quality_row(part)) for part in run.slices]),
    )


def outcomes(run: EvalRun) -> TextTable:
    """By kind: how often which outcome came."""
    return TextTable(
        title="Outcomes",
        headings=("", *_OUTCOMES),
        groups=_by_sort([(part.by, _outcome_row(part)) for part in _kinds(run)]),
    )


def checks(run: EvalRun) -> TextTable:
    """By kind: what search found, how many citations were right, what held where it applies."""
    found = (f"found @{depth}" for depth in _DEPTHS)
    return TextTable(
        title="Search and checks",
        headings=("", *found, "precision", *_CHECKS.values()),
        groups=_by_sort([(part.by, _check_row(part)) for part in _kinds(run)]),
    )


def changes(comparison: Comparison) -> TextTable:
    """What differs from the baseline, slice by slice."""
    return TextTable(
        title="Compared with the baseline",
        headings=("", "correct before", "now", "wrong before", "now"),
        groups=_by_sort([(change.by, _change_row(change)) for change in comparison.slices]),
    )


def remarks(run: EvalRun) -> list[str]:
    """What is no table: the times, calibration, and which answers were wrong."""
    latency, error = run.latency_ms, run.calibration_error
    wrong = [result.case.id for result in run.results if result.score.wrong]
    return [
        f"Latency: p50 {latency['p50_ms']:.0f} ms, p95 {latency['p95_ms']:.0f} ms.",
        f"Calibration error: {'-' if error is None else f'{error:.3f}'}.",
        f"Wrong answers ({len(wrong)}): {_named(wrong)}.",
    ]


def verdict(comparison: Comparison) -> list[str]:
    """Whether it got worse, and which cases came out differently."""
    told = "Worse than the baseline" if comparison.regressed else "No regression"
    chance = "" if comparison.significant else ", within chance"
    return [
        f"{told}: correct {comparison.correct_change:+d}, wrong {comparison.wrong_change:+d} "
        f"(p = {comparison.p_value:.3f}{chance}).",
        f"Worse ({len(comparison.worse)}): {_moves(comparison.worse)}.",
        f"Better ({len(comparison.better)}): {_moves(comparison.better)}.",
        f"Only now ({len(comparison.new)}): {_named(comparison.new)}. "
        f"Only before ({len(comparison.gone)}): {_named(comparison.gone)}.",
    ]


def opinions(judged: Judged) -> list[str]:
    """What the judge found, apart from all scores."""
    differing = [result.case.id for result in judged.differing]
    lines = [
        f"The judge {judged.model} finds {judged.count('right')} answers right, "
        f"{judged.count('wrong')} wrong, {judged.count('unclear')} unclear. "
        f"It differs from the score on {len(differing)}: {_named(differing)}.",
    ]
    if judged.failed:
        case, why = next(iter(judged.failed.items()))
        lines.append(f"No opinion on {len(judged.failed)} answers; {case}: {why}.")
    return lines


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _quality_row(part: Slice) -> tuple[str, ...]:
    return (
        _name(part.by, part.name),
        str(part.cases),
        _share(part.correct_share),
        _between(part.correct_interval),
        _share(part.wrong_share),
        _between(part.wrong_interval),
        str(part.answered),
    )


def _kinds(run: EvalRun) -> list[Slice]:
    return [part for part in run.slices if part.by in ("all", "kind")]


def _outcome_row(part: Slice) -> tuple[str, ...]:
    came = [score.outcome for score in part.scores]
    return (_name(part.by, part.name), *(str(came.count(outcome)) for outcome in _OUTCOMES))


def _check_row(part: Slice) -> tuple[str, ...]:
    recall = part.section_recall
    held = (part.held[check] for check in _CHECKS)
    return (
        _name(part.by, part.name),
        *(_share(recall[depth] if recall else None) for depth in _DEPTHS),
        _share(part.citation_precision),
        *(f"{n}/{of}" if of else "-" for n, of in held),
    )


def _change_row(change: SliceChange) -> tuple[str, ...]:
    return (
        _name(change.by, change.name),
        _share(change.correct_before),
        _share(change.correct_now),
        _share(change.wrong_before),
        _share(change.wrong_now),
    )


def _name(by: str, name: str) -> str:
    return name if by == "all" else f"{by}: {name}"


def _by_sort(rows: Iterable[tuple[str, tuple[str, ...]]]) -> list[list[tuple[str, ...]]]:
    return [[row for _, row in group] for _, group in groupby(rows, key=lambda row: row[0])]


def _between(ends: tuple[float, float]) -> str:
    return f"{100 * ends[0]:.0f}–{100 * ends[1]:.0f}"


def _moves(moved: Sequence[CaseChange]) -> str:
    return _named([f"{change.id} ({change.before} → {change.now})" for change in moved])


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more if names else "none"
