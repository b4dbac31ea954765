from __future__ import annotations

import pytest

from evals.calibration import calibration_error, coverage_curve, reliability


def test_confidence_that_keeps_its_promise_has_no_error() -> None:
    stated = [0.5] * 20 + [0.9] * 20
    right = [True, False] * 10 + ([True] * 9 + [False]) * 2
    assert calibration_error(reliability(stated, right)) == pytest.approx(0, abs=0.05)


def test_boasting_is_an_error() -> None:
    assert calibration_error(reliability([0.9] * 20, [False] * 20)) == 0.9


def test_bins_hold_enough_answers_to_mean_something() -> None:
    bins = reliability([n / 37 for n in range(37)], [True] * 37)
    assert sum(part.answers for part in bins) == 37
    assert min(part.answers for part in bins) >= 10
    assert [part.confidence for part in bins] == sorted(part.confidence for part in bins)


def test_nothing_answered_has_no_curve() -> None:
    assert reliability([], []) == [] and coverage_curve([], [], 5) == []
    assert calibration_error([]) is None


def test_asking_for_more_confidence_answers_less_and_is_wrong_less() -> None:
    curve = coverage_curve([0.2, 0.6, 0.9], [True, True, False], cases=4)
    assert [(p.confidence, p.answered, p.wrong) for p in curve] == [
        (0.2, 0.75, 0.5),
        (0.6, 0.5, 0.25),
        (0.9, 0.25, 0.0),
    ]
