from __future__ import annotations

import pytest

from evals.bootstrap import interval, sign_test


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    held = [True] * 70 + [False] * 30
    low, high = interval(held)
    assert 0.55 < low < 0.7 < high < 0.85
    assert interval(held) == (low, high)


def test_more_cases_narrow_the_interval() -> None:
    few, many = interval([True, False] * 10), interval([True, False] * 500)
    assert many[1] - many[0] < (few[1] - few[0]) / 3


@pytest.mark.parametrize(("cases", "least"), [(1, 0.025), (11, 0.715), (200, 0.982)])
def test_what_always_held_so_far_is_not_certain(cases: int, least: float) -> None:
    low, high = interval([True] * cases)
    assert (low, high) == (pytest.approx(least, abs=1e-3), 1.0)
    assert interval([False] * cases) == (0.0, pytest.approx(1 - least, abs=1e-3))


def test_nothing_measured_may_be_anything() -> None:
    assert interval([]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1.0), (5, 5, 1.0), (10, 0, 0.00195), (0, 10, 0.00195)]
)
def test_only_a_lopsided_difference_is_significant(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p, abs=1e-4)
