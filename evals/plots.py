"""Plots for the report page: points in the unit square, drawn as SVG by the template."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from evals.calibration import Bin, Operating

#: Pixels of the area in which values are drawn.
WIDTH, HEIGHT = 360, 220
_TICKS = 5
_LATENCY_BINS = 20
#: A first question that loads a dictionary would flatten all the others.
_USUAL_LATENCY = 0.98


@dataclass(frozen=True, kw_only=True)
class Point:
    """Where a value is drawn, in pixels from the upper left corner, and what it says."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis: pixels along it, and its text."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A line through points, or bars that stand on the x axis."""

    title: str
    x_label: str
    y_label: str
    points: tuple[Point, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    bars: bool = False
    #: A line from corner to corner, on which what is promised is kept.
    diagonal: bool = False
    #: A point that stands out.
    mark: Point | None = None

    @property
    def path(self) -> str:
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def reliability_plot(bins: Sequence[Bin]) -> Plot:
    return Plot(
        title="信頼度曲線",
        x_label="確信度",
        y_label="誤りのなかった割合",
        points=tuple(
            Point(
                x=_across(part.confidence),
                y=_up(part.right),
                label=f"確信度 {part.confidence:.2f}：{part.right:.0%}（{part.answers}件）",
            )
            for part in bins
        ),
        x_ticks=_shares(_across),
        y_ticks=_shares(_up),
        diagonal=True,
    )


def coverage_plot(curve: Sequence[Operating], now: tuple[float, float]) -> Plot:
    """Share answered against share wrong, and where those shares are as set now."""
    answered, wrong = now
    most = _round_up(max([0.05, wrong, *(point.wrong for point in curve)]))
    return Plot(
        title="回答する割合と誤回答",
        x_label="回答した割合",
        y_label="誤回答の割合",
        points=tuple(
            Point(
                x=_across(point.answered),
                y=_up(point.wrong / most),
                label=f"確信度 {point.confidence:.2f} 以上：回答 {point.answered:.0%}、"
                f"誤回答 {point.wrong:.1%}",
            )
            for point in curve
        ),
        mark=Point(
            x=_across(answered),
            y=_up(wrong / most),
            label=f"現在の設定：回答 {answered:.0%}、誤回答 {wrong:.1%}",
        ),
        x_ticks=_shares(_across),
        y_ticks=tuple(
            Tick(at=_up(n / _TICKS), text=f"{most * n / _TICKS:.0%}") for n in range(_TICKS + 1)
        ),
    )


def latency_plot(milliseconds: Sequence[float]) -> Plot:
    """How many questions took how long; the slowest few stand in the last bar."""
    spent = np.asarray(milliseconds or [0.0], dtype=float)
    last = _round_up(max(1.0, float(np.quantile(spent, _USUAL_LATENCY))))
    counts, edges = np.histogram(np.minimum(spent, last), bins=_LATENCY_BINS, range=(0, last))
    most = max(int(counts.max()), 1)
    return Plot(
        title="応答時間",
        x_label=f"ミリ秒（右端の棒は {last:.0f} ミリ秒以上も含む）",
        y_label="件数",
        points=tuple(
            Point(
                x=_across(n / _LATENCY_BINS),
                y=_up(count / most),
                label=f"{edges[n]:g}–{edges[n + 1]:g} ms：{count}件",
            )
            for n, count in enumerate(counts.tolist())
        ),
        x_ticks=tuple(
            Tick(at=_across(n / _TICKS), text=f"{last * n / _TICKS:g}") for n in range(_TICKS + 1)
        ),
        y_ticks=(Tick(at=_up(0), text="0"), Tick(at=_up(1), text=str(most))),
        bars=True,
    )


def weekly_plot(title: str, y_label: str, shares: Sequence[float], *, most: float = 1.0) -> Plot:
    """Shares week by week, drawn from 0 to ``most``."""
    last = max(len(shares) - 1, 1)
    return Plot(
        title=title,
        x_label="週",
        y_label=y_label,
        points=tuple(
            Point(
                x=_across(n / last),
                y=_up(min(share, most) / most),
                label=f"第{n + 1}週：{share:.1%}",
            )
            for n, share in enumerate(shares)
        ),
        x_ticks=tuple(Tick(at=_across(n / last), text=str(n + 1)) for n in range(len(shares))),
        y_ticks=tuple(
            Tick(at=_up(n / _TICKS), text=f"{most * n / _TICKS:.0%}") for n in range(_TICKS + 1)
        ),
    )


def _round_up(value: float) -> float:
    """The next number whose ticks are short to read: steps of one digit."""
    power = 10.0 ** math.floor(math.log10(value / _TICKS))
    step = next(
        n * power for n in (1, 2, 3, 4, 5, 6, 8, 10) if n * power * _TICKS >= value * (1 - 1e-9)
    )
    return round(step * _TICKS, 10)


def _across(share: float) -> float:
    return round(WIDTH * share, 1)


def _up(share: float) -> float:
    return round(HEIGHT * (1 - share), 1)


def _shares(place: Callable[[float], float]) -> tuple[Tick, ...]:
    return tuple(Tick(at=place(n / _TICKS), text=f"{n / _TICKS:.0%}") for n in range(_TICKS + 1))
