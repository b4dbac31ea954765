from __future__ import annotations

import re

import pytest

from evals.calibration import Bin, Operating
from evals.plots import (
    HEIGHT,
    WIDTH,
    Plot,
    coverage_plot,
    latency_plot,
    reliability_plot,
    weekly_plot,
)


def test_a_value_is_drawn_where_its_axes_say() -> None:
    plot = reliability_plot([Bin(answers=10, confidence=0.5, right=1.0)])
    assert (plot.points[0].x, plot.points[0].y) == (WIDTH / 2, 0)
    assert "10件" in plot.points[0].label


def test_the_axis_of_wrong_answers_reaches_what_occurs() -> None:
    plot = coverage_plot([Operating(confidence=0.1, answered=1.0, wrong=0.2)], now=(0.5, 0.1))
    assert plot.y_ticks[-1].text == "20%" and plot.points[0].y == 0


def test_where_things_stand_now_is_marked() -> None:
    mark = coverage_plot([], now=(0.5, 0.05)).mark
    assert mark and (mark.x, mark.y) == (WIDTH / 2, 0) and "誤回答 5.0%" in mark.label


def test_every_question_stands_in_a_bar() -> None:
    plot = latency_plot([*range(1, 100), 5000.0])
    counts = [int(re.search(r"：(\d+)件", point.label)[1]) for point in plot.points]
    assert plot.bars and sum(counts) == 100


@pytest.mark.parametrize(
    ("slowest", "ticks"),
    [(3.1, "0 0.8 1.6 2.4 3.2 4"), (95, "0 20 40 60 80 100"), (171, "0 40 80 120 160 200")],
)
def test_an_axis_of_times_has_ticks_that_are_short_to_read(slowest: float, ticks: str) -> None:
    assert " ".join(tick.text for tick in latency_plot([slowest]).x_ticks) == ticks


@pytest.mark.parametrize(
    "plot", [reliability_plot([]), coverage_plot([], now=(0, 0)), latency_plot([])]
)
def test_nothing_measured_is_an_empty_plot(plot: Plot) -> None:
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in plot.points)


def test_weeks_run_from_left_to_right_and_no_share_leaves_the_area() -> None:
    plot = weekly_plot("誤った回答", "質問のうち", [0.0, 0.05, 0.2], most=0.1)
    assert [(point.x, point.y) for point in plot.points] == [
        (0, HEIGHT),
        (WIDTH / 2, HEIGHT / 2),
        (WIDTH, 0),
    ]
    assert plot.points[2].label == "第3週：20.0%"
    assert [tick.text for tick in plot.x_ticks] == ["1", "2", "3"]
    assert plot.y_ticks[-1].text == "10%"
