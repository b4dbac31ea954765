"""What members are told in the console reaches them in Slack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.business_days import BusinessHours
from bot.desk import notices
from bot.desk.notices import Kind, Notices
from bot.desk.ticket import Ticket
from bot.jobs import JobFailed
from bot.slack.people.directory import directory
from bot.slack.posting.client import web_client
from bot.slack.posting.outbox import Outbox
from bot.slack.staff.links import Links
from bot.slack.staff.members import Members
from bot.slack.staff.opening_hours import ReminderHours
from bot.slack.staff.reminding import Reminding
from bot.wiring import Zeroji
from bot.workspace import members as people
from evals.loopback.slack import Failure, Person, Slack
from knowledge.database import now, writing
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account
from tests.bot.slack.workspace import shown

Tell = Callable[[Person, Kind, Ticket], None]


class Clock:
    """In reminder hours of a business day at first."""

    def __init__(self, hours: ReminderHours) -> None:
        self._hours = hours
        # Later than all that a test writes, however slow the machine is.
        self.now = now() + timedelta(hours=1)
        self.open()

    def __call__(self) -> datetime:
        return self.now

    def open(self) -> None:
        """Go on to when the hours next begin, or stay in them."""
        while not self._hours.are_at(self.now):
            self.now += timedelta(minutes=30)

    def close(self) -> None:
        """Go on to when they end."""
        while self._hours.are_at(self.now):
            self.now += timedelta(minutes=30)


@pytest.fixture
def hours(zeroji: Zeroji) -> ReminderHours:
    return ReminderHours(calendar=zeroji.settings.holidays, hours=BusinessHours())


@pytest.fixture
def clock(hours: ReminderHours) -> Clock:
    return Clock(hours)


@pytest.fixture
def reminding(zeroji: Zeroji, hours: ReminderHours, clock: Clock) -> Reminding:
    """One that reminds when the test says so, beside the one that runs."""
    client = web_client(zeroji.settings)
    outbox = Outbox(client, zeroji.database)
    known = directory(people.Members(zeroji.database), zeroji.accounts, zeroji.settings, client)
    members = Members(zeroji.database, known, outbox)
    links = Links(client, "https://zeroji.example.co.jp")
    return Reminding(zeroji.database, outbox, members, links, hours, clock)


@pytest.fixture
def tell(zeroji: Zeroji) -> Tell:
    """Writes a notice, as the console shows it."""

    def tell(who: Person, kind: Kind, ticket: Ticket) -> None:
        with writing(zeroji.database) as tx:
            notices.tell(tx, account(who), kind, f"ticket:{ticket.id}:{kind}", ticket.id)

    return tell


def remind(reminding: Reminding, who: Person) -> list[str]:
    """What somebody has been told in direct messages after all reminders are given."""
    for job in reminding.waiting():
        if job.subject.startswith(f"{account(who)} "):
            reminding.remind(job.subject, False)
    return [shown(one) for one in who.slack.posted(who.direct.id)]


def test_what_is_due_is_told_once_with_a_link(
    reminding: Reminding, tell: Tell, desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    tell(tanaka, "due_soon", ticket)
    (said,) = remind(reminding, tanaka)
    assert "期限の近い問い合わせがあります（1件）" in said
    assert f"受付番号 {ticket.id}" in said
    assert f"/console/tickets/{ticket.id}" in str(desk.slack.posted(tanaka.direct.id))
    assert remind(reminding, tanaka) == [said]


def test_outside_of_the_hours_nobody_is_reminded_before_they_begin(
    reminding: Reminding, tell: Tell, clock: Clock, ticket: Ticket, tanaka: Person
) -> None:
    clock.close()
    tell(tanaka, "overdue", ticket)
    assert remind(reminding, tanaka) == []
    clock.open()
    assert len(remind(reminding, tanaka)) == 1


def test_what_gathers_is_told_together_the_most_urgent_first(
    reminding: Reminding, tell: Tell, clock: Clock, ticket: Ticket, tanaka: Person, desk: Desk
) -> None:
    clock.close()
    desk.zeroji.desk.claim(ticket.id, account(tanaka))
    for kind in ("handed_over", "due_soon", "overdue"):
        tell(tanaka, kind, ticket)
    clock.open()
    said = remind(reminding, tanaka)
    assert [one.splitlines()[0].partition("（")[0] for one in said] == [
        "期限を過ぎた問い合わせがあります",
        "期限の近い問い合わせがあります",
        "問い合わせが引き継がれました",
    ]


@pytest.fixture
def emma(hire: Hire) -> Person:
    """A lead who reads Slack in English."""
    person = hire("lead", "staff", name="Emma Jones")
    person.user.locale = "en-US"
    return person


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("due_soon", "Tickets are due soon (1)."),
        ("overdue", "Tickets are overdue (1)."),
        ("handed_over", "Tickets were handed over to you (1)."),
        ("undelivered", "Something did not arrive in Slack."),
        ("slack_channel", "The staff channel takes no messages."),
    ],
)
def test_who_reads_slack_in_english_is_reminded_in_english(
    reminding: Reminding,
    tell: Tell,
    ticket: Ticket,
    emma: Person,
    desk: Desk,
    kind: Kind,
    says: str,
) -> None:
    desk.zeroji.desk.claim(ticket.id, account(emma))
    tell(emma, kind, ticket)
    (said,) = remind(reminding, emma)
    assert says in said
    assert f"Ticket {ticket.id}" in said and "受付番号" not in said


def test_in_english_nobody_is_reminded_outside_of_the_hours_either(
    reminding: Reminding, tell: Tell, clock: Clock, ticket: Ticket, emma: Person, tanaka: Person
) -> None:
    clock.close()
    for who in (emma, tanaka):
        tell(who, "overdue", ticket)
        assert remind(reminding, who) == []
    clock.open()
    (english,), (japanese,) = remind(reminding, emma), remind(reminding, tanaka)
    assert "Tickets are overdue" in english and "期限" not in english
    assert "期限を過ぎた問い合わせがあります" in japanese


def test_what_was_dealt_with_or_read_meanwhile_is_not_told(
    reminding: Reminding, tell: Tell, ticket: Ticket, tanaka: Person, sato: Person, desk: Desk
) -> None:
    tell(tanaka, "overdue", ticket)
    tell(sato, "overdue", ticket)
    Notices(desk.zeroji.database).read(account(sato))
    desk.zeroji.desk.dismiss(ticket.id, account(tanaka), "別の窓口です。")
    assert remind(reminding, tanaka) == []
    assert remind(reminding, sato) == []


def test_of_a_private_ticket_a_reminder_says_nothing(
    reminding: Reminding,
    tell: Tell,
    ticket: Ticket,
    hire: Hire,
    employee: Person,
    question: str,
    desk: Desk,
) -> None:
    counselor = hire("counselor", name="相談 窓口")
    desk.zeroji.desk.confide(ticket.askers[0].exchange_id, f"slack:{employee.id}")
    tell(counselor, "overdue", ticket)
    said = "\n".join(remind(reminding, counselor))
    assert f"受付番号 {ticket.id}" in said
    assert question not in str(desk.slack.posted(counselor.direct.id))


def test_of_a_proposal_and_of_what_did_not_arrive_the_page_is_named(
    reminding: Reminding, tell: Tell, ticket: Ticket, tanaka: Person
) -> None:
    tell(tanaka, "undelivered", ticket)
    (said,) = remind(reminding, tanaka)
    assert "届かなかったお知らせ" in said
    assert f"受付番号 {ticket.id}" in said


def test_a_failure_of_slack_loses_nothing_and_doubles_nothing(
    reminding: Reminding, tell: Tell, ticket: Ticket, tanaka: Person, slack: Slack
) -> None:
    tell(tanaka, "overdue", ticket)
    slack.fail(tanaka.direct.id, Failure(500, after=True))
    (job,) = [j for j in reminding.waiting() if j.subject.startswith(f"{account(tanaka)} ")]
    with pytest.raises(JobFailed):
        reminding.remind(job.subject, False)
    reminding.remind(job.subject, True)
    assert len(slack.posted(tanaka.direct.id)) == 1


def test_who_has_left_is_no_failure(
    reminding: Reminding, tell: Tell, ticket: Ticket, tanaka: Person, slack: Slack
) -> None:
    tell(tanaka, "overdue", ticket)
    tanaka.user.deleted = True
    assert remind(reminding, tanaka) == []
