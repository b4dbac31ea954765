from __future__ import annotations

import pytest

from evals.calibration import Bin, Operating
from evals.plots import HEIGHT, WIDTH, Plot, coverage_plot, latency_plot, reliability_plot


def test_a_value_is_drawn_where_its_axes_say() -> None:
    plot = reliability_plot([Bin(answers=10, confidence=0.5, right=1.0)])
    assert (plot.points[0].x, plot.points[0].y) == (WIDTH / 2, 0)
    assert "10件" in plot.points[0].label


def test_the_axis_of_wrong_answers_reaches_what_occurs() -> None:
    plot = coverage_plot([Operating(confidence=0.1, answered=1.0, wrong=0.2)])
    assert plot.y_ticks[-1].text == "20.0%" and plot.points[0].y == 0


def test_every_question_stands_in_a_bar() -> None:
    plot = latency_plot([10.0, 11.0, 30.0])
    assert plot.bars and sum("：0件" not in point.label for point in plot.points) == 3


@pytest.mark.parametrize("plot", [reliability_plot([]), coverage_plot([]), latency_plot([])])
def test_nothing_measured_is_an_empty_plot(plot: Plot) -> None:
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in plot.points)
