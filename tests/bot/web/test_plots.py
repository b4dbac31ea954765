"""Plots as the server draws them."""

from __future__ import annotations

from bot.web.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Series, bars, lines

LABELS = ["4/6", "4/13", "4/20"]


def test_a_line_goes_from_left_to_right_and_up() -> None:
    plot = lines("n", "質問", LABELS, [Series(name="回答", values=[0, 5, 10])])

    first, _, last = plot.series[0].marks
    assert (first.x, first.y) == (LEFT, HEIGHT - BOTTOM)
    assert (last.x, last.y) == (WIDTH - RIGHT, TOP)
    assert last.says == "4/20 回答: 10"
    assert plot.series[0].paths == (f"48.0,226.0 378.0,{(TOP + HEIGHT - BOTTOM) / 2} 708.0,12.0",)


def test_a_missing_value_parts_the_line() -> None:
    plot = lines("n", "率", LABELS, [Series(name="率", values=[1, None, 2])], unit="%")

    assert plot.series[0].paths == ()
    assert [mark.says for mark in plot.series[0].marks] == ["4/6 率: 1%", "4/20 率: 2%"]


def test_bars_stand_on_the_axis_beside_each_other() -> None:
    series = [Series(name="受付", values=[4, 0, 2]), Series(name="完了", values=[2, 2, 2])]
    one, other = bars("n", "受付", LABELS, series).series

    assert all(mark.y + mark.height == HEIGHT - BOTTOM for mark in one.marks)
    assert one.marks[0].x + one.marks[0].width <= other.marks[0].x + 0.1
    assert one.marks[0].height == HEIGHT - BOTTOM - TOP


def test_the_axis_has_plain_numbers_also_of_nothing() -> None:
    assert [
        t.text for t in lines("n", "", LABELS, [Series(name="", values=[37, 1, 2])]).y_ticks
    ] == [*("0", "10", "20", "30", "40")]
    empty = lines("n", "", [], [])
    assert (empty.series, empty.x_ticks) == ((), ())


def test_labels_do_not_touch_and_the_last_is_there() -> None:
    labels = [str(n) for n in range(52)]
    plot = lines("n", "", labels, [Series(name="", values=[1] * 52)])

    assert len(plot.x_ticks) <= 7
    assert plot.x_ticks[-1].text == "51"


def test_who_does_not_see_it_is_told() -> None:
    plot = lines("n", "率", LABELS, [Series(name="回答", values=[10, 20, 30])], unit="%")

    assert plot.description == "回答: 10% → 30%"
