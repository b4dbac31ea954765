"""Plots as SVG that the server draws: attributes and classes only, no styles and no scripts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: Of the drawing; pages scale it to their width.
WIDTH, HEIGHT = 720, 260
#: Room for the texts of the axes.
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 12, 34
_TICKS = 4
#: So many labels go below the x axis without touching each other.
_LABELS = 7


@dataclass(frozen=True, kw_only=True)
class Series:
    """A line, or the bars of one colour; a value may be missing."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A point of a line or a bar, in the drawing's units, with what it says."""

    x: float
    y: float
    width: float
    height: float
    says: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A series as it is drawn: marks, and the runs of points between missing values."""

    name: str
    #: From 1; what a stylesheet colours it by.
    number: int
    marks: tuple[Mark, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Plot:
    """What the template ``console/_plot.html`` draws."""

    id: str
    kind: Literal["lines", "bars"]
    title: str
    #: In words, for who does not see it.
    description: str
    series: tuple[Drawn, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def lines(
    id: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: str = ""
) -> Plot:
    """A line for each series over labels from left to right; gaps where values are missing."""
    top = _top(series)
    step = _inner() / max(len(labels) - 1, 1)
    places = [LEFT + n * step for n in range(len(labels))]
    drawn = []
    for number, one in enumerate(series, start=1):
        marks = [
            None
            if value is None
            else _point(place, value, top, _says(one.name, label, value, unit))
            for place, label, value in zip(places, labels, one.values, strict=True)
        ]
        found = tuple(mark for mark in marks if mark)
        drawn.append(Drawn(name=one.name, number=number, marks=found, paths=_paths(marks)))
    return _plot(id, "lines", title, labels, series, drawn, places, top, unit)


def bars(
    id: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: str = ""
) -> Plot:
    """A bar of each series beside each other over each label."""
    top = _top(series)
    slot = _inner() / max(len(labels), 1)
    width = slot * 0.8 / max(len(series), 1)
    places = [LEFT + (n + 0.5) * slot for n in range(len(labels))]
    drawn = []
    for number, one in enumerate(series, start=1):
        shift = (number - 1 - len(series) / 2) * width
        marks = tuple(
            _bar(place + shift, width, value, top, _says(one.name, label, value, unit))
            for place, label, value in zip(places, labels, one.values, strict=True)
            if value is not None
        )
        drawn.append(Drawn(name=one.name, number=number, marks=marks, paths=()))
    return _plot(id, "bars", title, labels, series, drawn, places, top, unit)


def _plot(
    id: str,
    kind: Literal["lines", "bars"],
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    drawn: Sequence[Drawn],
    places: Sequence[float],
    top: float,
    unit: str,
) -> Plot:
    every = math.ceil(len(labels) / _LABELS) if labels else 1
    # Counted from the right: the last label, the present, is always there.
    shown = [n for n in range(len(labels)) if (len(labels) - 1 - n) % every == 0]
    return Plot(
        id=id,
        kind=kind,
        title=title,
        description="; ".join(_in_words(one, unit) for one in series),
        series=tuple(drawn),
        x_ticks=tuple(Tick(at=round(places[n], 1), text=labels[n]) for n in shown),
        y_ticks=tuple(
            Tick(at=round(_y(top * n / _TICKS, top), 1), text=_number(top * n / _TICKS) + unit)
            for n in range(_TICKS + 1)
        ),
    )


def _inner() -> float:
    return WIDTH - LEFT - RIGHT


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _point(x: float, value: float, top: float, says: str) -> Mark:
    return Mark(x=round(x, 1), y=round(_y(value, top), 1), width=0, height=0, says=says)


def _bar(x: float, width: float, value: float, top: float, says: str) -> Mark:
    y = _y(value, top)
    height = HEIGHT - BOTTOM - y
    return Mark(
        x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1), says=says
    )


def _paths(marks: Sequence[Mark | None]) -> tuple[str, ...]:
    """Points of each run without a missing value: ``48,10 108,20``."""
    runs: list[list[str]] = [[]]
    for mark in marks:
        if mark is None:
            runs.append([])
        else:
            runs[-1].append(f"{mark.x},{mark.y}")
    return tuple(" ".join(run) for run in runs if len(run) > 1)


def _top(series: Sequence[Series]) -> float:
    """The value at the top of the axis: so that each of the ticks is a plain number."""
    largest = max((v for one in series for v in one.values if v is not None), default=0)
    if largest <= 0:
        return float(_TICKS)
    power = 10.0 ** math.floor(math.log10(largest / _TICKS))
    steps = (power * factor for factor in (1, 2, 2.5, 5, 10))
    return next(step for step in steps if step * _TICKS >= largest - 1e-9) * _TICKS


def _says(name: str, label: str, value: float, unit: str) -> str:
    return f"{label} {name}: {_number(value)}{unit}"


def _in_words(series: Series, unit: str) -> str:
    known = [value for value in series.values if value is not None]
    if not known:
        return f"{series.name}: –"
    return f"{series.name}: {_number(known[0])}{unit} → {_number(known[-1])}{unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
