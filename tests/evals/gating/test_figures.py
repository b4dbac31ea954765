"""Whether two texts state the same figures and dates."""

from __future__ import annotations

import pytest

from evals.gating import figures


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("月額500円を負担する。", "月額800円を負担する。", ["figures"]),
        ("月額5,000円を負担する。", "会社は月に5千円を負担する。", []),
        ("4月1日から適用する。", "5月1日から適用する。", ["dates"]),
        ("3日以内に届け出る。", "3日前までに届け出る。", ["figures"]),
        ("第5条による。", "第6条による。", []),
        ("上長の承認を受ける。", "課長の承認を受ける。", []),
    ],
)
def test_what_differs_is_named(before: str, after: str, expected: list[str]) -> None:
    assert figures.differing(before, after) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("駐輪場代は月額2,000円まで。", "駐輪場代は3,000円まで。", True),
        ("駐輪場代は月額2,000円まで。", "2,000円まで支給する。", False),
        ("駐輪場代は月額2,000円まで。", "3日前までに申請する。", False),
        ("総務課が行う。", "3日前までに申請する。", False),
    ],
)
def test_a_contradiction_is_another_figure_of_the_unit(
    one: str, other: str, expected: bool
) -> None:
    assert figures.contradict(one, other) is expected


def test_only_lines_that_are_new_are_what_changes() -> None:
    assert (
        figures.new_in("一行目\n二行目（改）\n三行目", "一行目\n二行目\n三行目") == "二行目（改）"
    )
