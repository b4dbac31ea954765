from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.desk.notices import Notices
from bot.jobs import Jobs
from bot.outcomes import Escalation, Question
from bot.reminding import Reminders, add_reminders
from bot.settings import Settings
from bot.wiring import Zeroji
from knowledge.database import now, writing

CURRY = "社員食堂のカレーの値段はいくらですか"
#: 2026-11-16 is a Monday; tickets are due on Tuesday at noon.
DUE = datetime(2026, 11, 17, 12).astimezone(UTC)


@pytest.fixture(autouse=True)
def people(zeroji: Zeroji) -> None:
    for name, role in (
        ("sato", "staff"),
        ("mori", "staff"),
        ("kacho", "lead"),
        ("kanri", "admin"),
        ("soudan", "counselor"),
        ("hogo", "counselor"),
        ("shonin", "approver"),
        ("shain", "employee"),
    ):
        zeroji.accounts.add(name, name, [role])


@pytest.fixture
def reminders(zeroji: Zeroji) -> Reminders:
    """Four business hours before a ticket is due."""
    return Reminders(zeroji.database, zeroji.desk.deadlines, 4)


@pytest.fixture
def ticket(zeroji: Zeroji) -> int:
    outcome = zeroji.engine.ask(Question(text=CURRY, asker="shain")).outcome
    assert isinstance(outcome, Escalation)
    set_due(zeroji, outcome.ticket, DUE)
    return outcome.ticket


@pytest.fixture
def private(zeroji: Zeroji, ticket: int) -> int:
    (asked,) = zeroji.desk.ticket(ticket).askers
    number = zeroji.desk.confide(asked.exchange_id, "shain").id
    set_due(zeroji, number, DUE)
    return number


def set_due(zeroji: Zeroji, ticket_id: int, due_at: datetime) -> None:
    table = schema.tickets
    with writing(zeroji.database) as tx:
        tx.execute(update(table).where(table.c.id == ticket_id).values(due_at=due_at))


def remind(reminders: Reminders, at: datetime) -> None:
    for job in reminders.found(at.astimezone(UTC)):
        reminders.remind(job.subject, again=False)


def told(zeroji: Zeroji) -> set[tuple[str, str]]:
    table = schema.staff_notices.c
    with zeroji.database.connect() as tx:
        query = select(table.recipient, table.kind)
        return {(row.recipient, row.kind) for row in tx.execute(query)}


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute).astimezone()


@pytest.mark.parametrize(
    ("at", "is_soon"),
    [
        (local(16, 16, 59), False),
        (local(16, 17, 1), True),
        (local(16, 23), True),
        (local(17, 8), True),
        (local(17, 11, 59), True),
    ],
)
def test_it_is_due_soon_by_business_hours(
    zeroji: Zeroji, reminders: Reminders, ticket: int, at: datetime, is_soon: bool
) -> None:
    assert [job.subject.split()[0] for job in reminders.found(at)] == ["due_soon"] * is_soon


def test_the_owner_is_reminded_before_and_those_who_lead_as_well_after(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    zeroji.desk.claim(ticket, "sato")
    remind(reminders, local(17, 9))
    assert told(zeroji) == {("sato", "due_soon")}
    remind(reminders, local(17, 13))
    assert told(zeroji) == {("sato", "due_soon"), ("sato", "overdue"), ("kacho", "overdue")}


def test_of_what_nobody_has_all_are_reminded_who_may_reply(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    remind(reminders, local(17, 9))
    assert told(zeroji) == {(name, "due_soon") for name in ("sato", "mori", "kacho", "kanri")}


def test_of_what_somebody_had_who_has_left_all_are_reminded(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    zeroji.desk.claim(ticket, "sato")
    zeroji.accounts.change("sato", display_name="s", roles=["staff"], audiences=[], active=False)
    remind(reminders, local(17, 9))
    assert told(zeroji) == {(name, "due_soon") for name in ("mori", "kacho", "kanri")}


def test_without_anybody_who_leads_administrators_are_told(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    zeroji.accounts.change("kacho", display_name="k", roles=["staff"], audiences=[], active=True)
    zeroji.desk.claim(ticket, "sato")
    remind(reminders, local(17, 13))
    assert told(zeroji) == {("sato", "overdue"), ("kanri", "overdue")}


def test_each_is_told_once_per_due_time_whoever_reminds(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    zeroji.desk.claim(ticket, "sato")
    for again in (reminders, Reminders(zeroji.database, zeroji.desk.deadlines, 4)):
        for hour in (13, 14):
            remind(again, local(17, hour))
    assert Notices(zeroji.database).count("sato") == 1
    set_due(zeroji, ticket, DUE + timedelta(days=1))
    remind(reminders, local(18, 13))
    assert Notices(zeroji.database).count("sato") == 2


def test_nobody_is_reminded_of_what_was_dealt_with_meanwhile(
    zeroji: Zeroji, reminders: Reminders, ticket: int
) -> None:
    (job,) = reminders.found(local(17, 13))
    zeroji.desk.reply(ticket, "sato", "500円です。")
    reminders.remind(job.subject, again=False)
    assert (told(zeroji), reminders.found(local(17, 13))) == (set(), [])

    zeroji.desk.reopen(ticket, "sato")
    reminders.remind(job.subject, again=True)
    assert told(zeroji) == set()


def test_with_no_hours_only_what_is_overdue_is_told(zeroji: Zeroji, ticket: int) -> None:
    never = Reminders(zeroji.database, zeroji.desk.deadlines, 0)
    assert never.found(local(17, 11)) == []
    assert len(never.found(local(17, 13))) == 1


def test_only_counselors_hear_of_a_private_ticket_and_no_word_of_it(
    zeroji: Zeroji, reminders: Reminders, private: int
) -> None:
    remind(reminders, local(17, 9))
    remind(reminders, local(17, 13))
    counselors = ("soudan", "hogo")
    kinds = ("due_soon", "overdue")
    assert told(zeroji) == {(name, kind) for name in counselors for kind in kinds}
    table = schema.staff_notices
    with zeroji.database.connect() as tx:
        assert CURRY not in str(tx.execute(select(table)).all())


def test_before_a_private_ticket_is_due_its_owner_alone_is_reminded(
    zeroji: Zeroji, reminders: Reminders, private: int
) -> None:
    zeroji.desk.in_confidence().claim(private, "hogo")
    remind(reminders, local(17, 9))
    assert told(zeroji) == {("hogo", "due_soon")}


def test_a_counselor_is_not_reminded_of_what_they_confided_themselves(
    zeroji: Zeroji, reminders: Reminders
) -> None:
    exchange = zeroji.engine.ask(Question(text=CURRY, asker="hogo")).id
    number = zeroji.desk.confide(exchange, "hogo").id
    set_due(zeroji, number, DUE)
    remind(reminders, local(17, 13))
    assert told(zeroji) == {("soudan", "overdue")}


def test_a_server_reminds_by_itself(zeroji: Zeroji, ticket: int, tmp_path: Path) -> None:
    set_due(zeroji, ticket, now() - timedelta(hours=1))
    jobs = Jobs(Settings(home=tmp_path))
    add_reminders(jobs, Reminders(zeroji.database, zeroji.desk.deadlines, 4))
    jobs.launch()
    try:
        wait_for(lambda: ("kacho", "overdue") in told(zeroji))
    finally:
        jobs.destroy()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "It did not happen in time."
        sleep(0.1)
