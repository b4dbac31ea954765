from __future__ import annotations

import json

import pytest

from bot.answering.weights import FILE, Logistic, learned, read

MODEL = Logistic(bias=-1.0, signals={"covered": (0.5, 0.25, 2.0)})


def test_a_signal_counts_by_its_distance_from_the_mean() -> None:
    assert MODEL.log_odds({"covered": 0.5}) == -1.0
    assert MODEL.log_odds({"covered": 1.0}) == pytest.approx(3.0)


def test_a_signal_that_is_not_given_counts_as_its_mean() -> None:
    assert MODEL.log_odds({}) == -1.0


def test_a_probability_lies_between_0_and_1_whatever_the_signals() -> None:
    assert 0 < MODEL.probability({"covered": -1e6}) < 1e-9
    assert 1 - 1e-9 < MODEL.probability({"covered": 1e6}) <= 1


def test_the_weights_that_come_with_zeroji_say_what_they_were_learned_from() -> None:
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    assert stored["data"]
    assert stored["date"]
    assert learned() == read(stored)
