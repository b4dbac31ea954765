"""How long it is until a deadline, in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.lapse import age, due_in
from bot.web.messages import translate

NOW = datetime(2026, 4, 3, 9, tzinfo=UTC)
JA, EN = translate("ja"), translate("en")


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(seconds=20), "あと1分"),
        (timedelta(minutes=59), "あと59分"),
        (timedelta(hours=3, minutes=50), "あと3時間"),
        (timedelta(hours=47), "あと47時間"),
        (timedelta(hours=48), "あと2日"),
        (timedelta(days=9, hours=23), "あと9日"),
        (-timedelta(minutes=5), "5分超過"),
        (-timedelta(hours=2, minutes=10), "2時間超過"),
        (-timedelta(days=3), "3日超過"),
    ],
)
def test_what_is_left_is_rounded_down(left: timedelta, words: str) -> None:
    assert due_in(NOW + left, NOW, JA) == words


def test_it_is_said_in_english_too() -> None:
    assert due_in(NOW + timedelta(hours=3), NOW, EN) == "3 h left"
    assert due_in(NOW - timedelta(days=3), NOW, EN) == "3 days late"


def test_an_age_is_never_negative() -> None:
    assert age(NOW - timedelta(days=4), NOW, JA) == "4日前"
    assert age(NOW + timedelta(seconds=5), NOW, JA) == "1分前"
