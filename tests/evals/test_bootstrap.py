from __future__ import annotations

import pytest

from evals.bootstrap import interval, sign_test


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [1.0] * 70 + [0.0] * 30
    low, high = interval(values)
    assert 0.55 < low < 0.7 < high < 0.85
    assert interval(values) == (low, high)


def test_more_cases_narrow_the_interval() -> None:
    few, many = interval([1.0, 0.0] * 10), interval([1.0, 0.0] * 500)
    assert many[1] - many[0] < (few[1] - few[0]) / 3


def test_what_always_happens_has_no_width() -> None:
    assert interval([1.0] * 20) == (1.0, 1.0)
    assert interval([]) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1.0), (5, 5, 1.0), (10, 0, 0.00195), (0, 10, 0.00195)]
)
def test_only_a_lopsided_difference_is_significant(better: int, worse: int, p: float) -> None:
    assert sign_test(better, worse) == pytest.approx(p, abs=1e-4)
