"""A short quarter on the real engine, desk, proposals and ingestion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot import schema
from bot.settings import Settings
from evals.loop.figures import weeks_of
from evals.loop.misses import misses
from evals.loop.needs import load_needs, load_stream
from evals.loop.plan import Plan, Quarter
from evals.loop.report import as_json, page
from evals.loop.simulation import prepare, run
from evals.loop.told import lost
from evals.rehearsal import empty_home
from knowledge.database import now, writing

_MONDAY = date(2026, 8, 24)


def plan_of(dataset: Path) -> Plan:
    needs = load_needs(dataset)
    return Plan(
        needs=needs,
        stream=load_stream(dataset, needs),
        first_day=_MONDAY,
        weeks=2,
        questions=4,
        askers=3,
        seed=1,
        days_to_reply=1,
        wordings="none",
    )


def simulated(dataset: Path, settings: Settings) -> Quarter:
    with empty_home(settings) as zeroji:
        prepare(zeroji, [dataset / "company"])
        return run(zeroji, plan_of(dataset), None, lambda done, total: None)


def test_what_was_handed_over_is_answered_once_its_reply_is_published(
    dataset: Path, settings: Settings
) -> None:
    quarter = simulated(dataset, settings)
    by_asker = {(a.asker, a.need): a for a in quarter.asked if not a.again}
    assert by_asker["employee-1", "cards"].result == "right"
    assert by_asker["employee-1", "parking"].result == "escalated"
    assert not by_asker["employee-1", "parking"].answerable
    later = by_asker["employee-3", "parking"]
    assert (later.result, later.answerable, later.first_time) == ("right", True, False)
    assert list(quarter.published) == ["parking"]


def test_both_askers_of_one_ticket_are_told_and_nothing_is_lost(
    dataset: Path, settings: Settings
) -> None:
    quarter = simulated(dataset, settings)
    (ticket,) = quarter.tickets
    assert {asker.asker for asker in ticket.askers} == {"employee-1", "employee-2"}
    assert ticket.status == "published"
    # Each was told of the reply and of the publication.
    assert quarter.lost.told == 4
    assert not quarter.lost.anything


def test_the_desk_replies_on_the_next_business_day_of_the_simulation(
    dataset: Path, settings: Settings
) -> None:
    (ticket,) = simulated(dataset, settings).tickets
    assert ticket.opened_at.astimezone().date() == _MONDAY
    assert ticket.answered_at is not None
    assert ticket.answered_at.astimezone().date() == date(2026, 8, 25)
    # Outside of the simulation, time is what it was.
    assert now().date() != _MONDAY


def test_an_asker_who_was_not_told_is_noticed(dataset: Path, settings: Settings) -> None:
    with empty_home(settings) as zeroji:
        prepare(zeroji, [dataset / "company"])
        quarter = run(zeroji, plan_of(dataset), None, lambda done, total: None)
        handed_over = [a.exchange for a in quarter.asked if a.result == "escalated"]
        with writing(zeroji.database) as tx:
            table = schema.notifications
            tx.execute(
                delete(table).where(table.c.recipient == "employee-2", table.c.kind == "reply")
            )
        found = lost(zeroji.database, [*handed_over, 4711])
    assert found.without_ticket == (4711,)
    assert len(found.not_told) == 1
    assert found.not_told[0].endswith(":reply")
    assert found.anything


def test_weeks_tell_how_much_of_the_answerable_was_answered(
    dataset: Path, settings: Settings
) -> None:
    quarter = simulated(dataset, settings)
    first, second = weeks_of(quarter, settings.holidays)
    assert (first.questions, first.answerable, first.zero_tier, first.escalated) == (3, 1, 1, 2)
    assert (first.tickets, first.published, first.days_to_reply) == (1, 1, 1.0)
    assert (second.questions, second.answerable, second.zero_tier_share) == (1, 1, 1.0)


def test_the_report_tells_the_weeks_on_a_page_and_as_json(
    dataset: Path, settings: Settings
) -> None:
    quarter = simulated(dataset, settings)
    weeks, missed = weeks_of(quarter, settings.holidays), misses(quarter)
    told = as_json(quarter, weeks, missed)
    assert [week["zero_tier_share"] for week in told["weeks"]] == [1.0, 1.0]
    assert told["asked"][0]["at"].startswith("2026-08-24T")
    shown = page(quarter, weeks, missed)
    assert shown.count("<svg") == 4
    assert "<script" not in shown
    assert "第2週" in shown


@pytest.mark.parametrize("days_to_reply", [0, 3])
def test_the_desk_may_be_faster_or_slower(
    dataset: Path, settings: Settings, days_to_reply: int
) -> None:
    plan = plan_of(dataset)
    changed = replace(plan, days_to_reply=days_to_reply)
    with empty_home(settings) as zeroji:
        prepare(zeroji, [dataset / "company"])
        quarter = run(zeroji, changed, None, lambda done, total: None)
        (week, _) = weeks_of(quarter, settings.holidays)
    assert not quarter.lost.anything
    assert week.days_to_reply is None or week.days_to_reply >= days_to_reply
