"""Kinds of misses, from what was asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from evals.loop.asking import Asked
from evals.loop.misses import misses
from evals.loop.needs import Need
from evals.loop.plan import Plan, Quarter
from evals.loop.told import Lost

_NOTHING_LOST = Lost(without_ticket=(), without_reply=(), not_told=(), told_twice=(), told=0)


def asked(need: str, result: Any, **changes: Any) -> Asked:
    fields: dict[str, Any] = {
        "at": datetime(2026, 11, 16, 9, tzinfo=UTC),
        "asker": "sato",
        "need": need,
        "wording": "いくら？",
        "week": 12,
        "answerable": True,
        "first_time": True,
        "again": False,
        "exchange": 1,
        "result": result,
        "text": "…",
        "cited": (),
        "ms": 100.0,
    }
    return Asked(**fields | changes)


def counted(cards: dict[str, Any], parking: dict[str, Any], *questions: Asked) -> dict[str, int]:
    plan = Plan(
        needs=[Need(**cards), Need(**parking)],
        stream=None,
        first_day=date(2026, 8, 24),
        weeks=13,
        questions=len(questions),
        askers=1,
        seed=1,
        days_to_reply=1,
        wordings="none",
    )
    quarter = Quarter(
        plan=plan,
        asked=questions,
        tickets=(),
        lost=_NOTHING_LOST,
        gates={},
        published={"parking": "総務FAQ > 駐輪場はいくらですか"},
        misjoined=(),
        refused={},
    )
    return {miss.kind: miss.count for miss in misses(quarter) if miss.count}


def test_each_way_of_missing_is_told_apart(cards: dict[str, Any], parking: dict[str, Any]) -> None:
    found = counted(
        cards,
        parking,
        asked("parking", "wrong", cited=("駐輪場はいくらですか",)),
        asked("cards", "wrong", cited=("別の項目",)),
        asked("cards", "asked_back"),
        asked("cards", "escalated"),
        asked("parking", "escalated"),
        asked("parking", "escalated", first_time=False),
        asked("cards", "refused"),
    )
    assert found == {
        "wrong: the entry of the need was cited": 1,
        "wrong: something else was cited": 1,
        "asked back": 1,
        "handed over: known from the start": 1,
        "handed over: published, in new words": 1,
        "handed over: published, asked in these words before": 1,
        "refused": 1,
    }


def test_only_what_the_manuals_answered_in_the_last_weeks_was_missed(
    cards: dict[str, Any], parking: dict[str, Any]
) -> None:
    found = counted(
        cards,
        parking,
        asked("parking", "escalated", answerable=False),
        asked("cards", "escalated", week=9),
        asked("cards", "right"),
    )
    assert found == {}
