"""Who asks what when, drawn."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from bot.business_days import Calendar
from evals.loop.needs import Asking, load_needs
from evals.loop.stream import draw, moments

_MONDAY = date(2026, 8, 24)
_NEEDS = load_needs(Path(__file__).parents[3] / "evals" / "quarter")
_ASKERS = ["sato", "suzuki", "tanaka"]


def drawn(seed: int) -> list[Asking]:
    return draw(_NEEDS, askers=_ASKERS, days=91, questions=1000, seed=seed)


def test_the_same_seed_draws_the_same_questions() -> None:
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_few_needs_are_asked_often_and_most_seldom() -> None:
    counts = sorted(Counter(asking.need for asking in drawn(1)).values(), reverse=True)
    assert sum(counts[:24]) > 300
    assert counts[0] > 5 * counts[len(counts) // 2]


def test_every_question_is_asked_in_words_of_its_need() -> None:
    words = {need.id: set(need.wordings) for need in _NEEDS}
    assert all(asking.wording in words[asking.need] for asking in drawn(1))
    assert {asking.asker for asking in drawn(1)} == set(_ASKERS)


def test_questions_come_in_business_hours_and_in_their_week() -> None:
    calendar = Calendar()
    for moment, asking in moments(drawn(3), _MONDAY, calendar, seed=3):
        assert calendar.is_business_day(moment.date())
        assert 9 <= moment.hour < 18
        assert (moment.date() - _MONDAY).days // 7 == asking.at // 7


def test_moments_are_in_order() -> None:
    times = [moment for moment, _ in moments(drawn(1), _MONDAY, Calendar(), seed=1)]
    assert times == sorted(times)
