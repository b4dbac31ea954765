"""What Slack refuses, repeats and mixes up: nothing is lost or told twice, no call is wasted."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, or_, select

from bot import durable, schema
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Params, Slack, Workspace
from evals.loopback.slack import Person as Member
from tests.bot.slack.posting.test_delivery import delivered
from tests.bot.slack.workspace import PATIENCE, Person, shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
ALLOWANCE = "在宅勤務手当は1日いくらですか"
#: What no manual says; with the asker, so that nobody else has asked it.
UNKNOWN = "{}階の社員食堂のカレーの辛さは何倍ですか"
#: Within this, a second try of what was refused would have come (see quick_retries).
_LONG_ENOUGH = 2.0


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "pause_after", lambda failures: 0.1)


@pytest.fixture
def posts(slack: Slack) -> Callable[[str], int]:
    """How often it was tried to post to a channel from here on, taken or refused."""
    begun = len(slack.calls)

    def count(channel: str) -> int:
        methods = ("chat.postMessage", "chat.postEphemeral")
        return sum(
            method in methods and given.get("channel") == channel
            for method, given in slack.calls[begun:]
        )

    return count


def ticket_of(zeroji: Zeroji, asker: str) -> int:
    """The ticket of somebody's question, once it is there."""

    def found() -> list[int]:
        tickets = zeroji.desk.tickets(limit=500)
        return [t.id for t in tickets if f"slack:{asker}" in {one.asker for one in t.askers}]

    (number,) = wait_for(found)
    return int(number)


def kept(zeroji: Zeroji, *names: str) -> int:
    """Requests of people or channels that were written down."""
    table = schema.slack_events.c
    query = select(func.count()).where(or_(*(table.lane.contains(name) for name in names)))
    with zeroji.database.connect() as tx:
        return tx.execute(query).scalar_one()


# Places and people that are gone


def archive(workspace: Workspace, channel: str) -> None:
    workspace.channels[channel].archived = True


def leave(workspace: Workspace, channel: str) -> None:
    workspace.leave(channel, "UBOT")


@pytest.mark.parametrize("lose", [archive, leave])
def test_a_channel_that_is_gone_is_tried_once(
    lose: Callable[[Workspace, str], None],
    employee: Member,
    slack: Slack,
    zeroji: Zeroji,
    posts: Callable[[str], int],
) -> None:
    channel = slack.workspace.channel().id
    employee.mention(UNKNOWN.format(employee.id), channel)
    wait_for(lambda: slack.posted(channel))
    lose(slack.workspace, channel)
    before = posts(channel)
    zeroji.desk.reply(ticket_of(zeroji, employee.id), "sato", "共用です。")
    wait_for(lambda: slack.posted(employee.direct.id))
    time.sleep(_LONG_ENOUGH)
    assert posts(channel) - before == 1
    assert posts(employee.direct.id) == 1


def test_a_reply_to_who_has_left_is_tried_once(
    person: Person, slack: Slack, zeroji: Zeroji, posts: Callable[[str], int]
) -> None:
    person.ask(UNKNOWN.format(person.user))
    number = ticket_of(zeroji, person.user)
    slack.workspace.user(person.user, deleted=True)
    first, second = Failure(error="user_disabled"), Failure(error="user_disabled")
    slack.fail(person.channel, first, second)
    before = len(slack.calls)
    zeroji.desk.reply(number, "sato", "共用です。")
    assert first.happened.wait(PATIENCE)
    time.sleep(_LONG_ENOUGH)
    assert not second.happened.is_set()
    assert not delivered(zeroji, number)
    assert [m for m, g in slack.calls[before:] if g.get("channel") == person.channel] == []


# Loops


def test_what_zeroji_hears_of_itself_is_not_answered(
    employee: Member, slack: Slack, zeroji: Zeroji, posts: Callable[[str], int]
) -> None:
    slack.echoes = True
    try:
        employee.message(QUESTION)
        channel = slack.workspace.channel().id
        employee.mention(QUESTION, channel)
        wait_for(lambda: slack.posted(employee.direct.id) and slack.posted(channel))
        slack.settle()
        time.sleep(_LONG_ENOUGH)
    finally:
        slack.echoes = False
    assert (posts(employee.direct.id), posts(channel)) == (1, 1)


def test_two_bots_do_not_talk_to_each_other(
    employee: Member, slack: Slack, zeroji: Zeroji, posts: Callable[[str], int]
) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention(QUESTION, channel)
    wait_for(lambda: slack.posted(channel))
    before = kept(zeroji, channel)
    other = Member(slack, slack.workspace.user(f"UBOT{employee.id}", bot=True).id)
    for _ in range(3):
        other.reply(asked, "ご質問ありがとうございます。")
        other.mention(QUESTION, channel, str(asked["ts"]))
    time.sleep(_LONG_ENOUGH)
    assert kept(zeroji, channel) == before
    assert posts(channel) == 1


# Repeated, mixed up, unknown


def test_events_that_come_twice_and_in_another_order_are_answered_once_each(
    person: Person, posts: Callable[[str], int]
) -> None:
    first = person.message(QUESTION)
    second = person.message(ALLOWANCE, str(first["ts"]))
    for event in (second, first, second, first):
        person.send(event, f"Ev{person.user}{event['ts']}")
    wait_for(lambda: len(person.received) == 2)
    time.sleep(_LONG_ENOUGH)
    said = sorted(shown(message) for message in person.received)
    assert len(said) == posts(person.channel) == 2
    assert any("3日まで" in one for one in said) and any("250円" in one for one in said)


def test_buttons_forms_and_commands_that_nobody_knows_cost_nothing(
    person: Person, employee: Member, slack: Slack, zeroji: Zeroji
) -> None:
    ours = (person.user, person.channel, employee.id)

    def calls() -> list[str]:
        made = list(slack.calls)
        return [m for m, given in made if any(one in given.values() for one in ours)]

    answer = person.ask(QUESTION)
    # What Zeroji says of its work is taken away after the answer has arrived.
    wait_for(lambda: calls()[-1] == "assistant.threads.setStatus")
    before, made = kept(zeroji, *ours), calls()
    given: list[Params] = [
        {"action_id": "zeroji.of_an_old_release", "value": "7"},
        {"action_id": "", "value": ""},
        {"type": "overflow", "action_id": "x", "selected_option": {"value": "1"}},
    ]
    assert {person.press(answer, button).status_code for button in given} == {200}
    # Slack says so to who pressed what cannot be read.
    unreadable = {"action_id": "zeroji.person", "value": "no number"}
    assert person.press(answer, unreadable).status_code == 500
    employee.command("/somebody-elses", "help")
    assert employee.delivered[-1].status == 200
    time.sleep(_LONG_ENOUGH)
    assert kept(zeroji, *ours) == before
    assert calls() == made


# Slack that is slow, or fails


def test_a_channel_that_is_limited_keeps_its_order_and_holds_up_no_other(
    http: TestClient, slack: Slack
) -> None:
    limited, other = Person(http, slack), Person(http, slack)
    may_go_on = Event()
    limit = Failure.rate_limited(1, until=may_go_on)
    slack.fail(limited.channel, limit)
    first = limited.message(QUESTION)
    try:
        limited.send(first)
        limited.send(limited.message(ALLOWANCE, str(first["ts"])))
        assert limit.called.wait(PATIENCE)
        other.ask(QUESTION)
        assert limited.received == []
    finally:
        may_go_on.set()
    wait_for(lambda: len(limited.received) == 2)
    said = [shown(message) for message in limited.received]
    assert "3日まで" in said[0] and "250円" in said[1]


@pytest.mark.parametrize(
    "lost",
    [
        Failure(500, after=True),
        Failure(503, "service_unavailable", after=True),
        Failure(cut=True, after=True),
    ],
    ids=["500", "503", "cut"],
)
def test_what_was_posted_though_the_answer_was_lost_is_posted_once(
    person: Person, slack: Slack, posts: Callable[[str], int], lost: Failure
) -> None:
    slack.fail(person.channel, lost)
    person.send(person.message(QUESTION))
    assert lost.happened.wait(PATIENCE)
    wait_for(lambda: person.received)
    time.sleep(_LONG_ENOUGH)
    assert len(person.received) == posts(person.channel) == 1


def test_many_failures_in_a_row_end_in_one_answer(
    person: Person, slack: Slack, posts: Callable[[str], int]
) -> None:
    failures = [Failure(status, "internal_error") for status in (500, 502, 503, 500)]
    slack.fail(person.channel, *failures)
    person.ask(QUESTION)
    time.sleep(_LONG_ENOUGH)
    assert all(one.happened.is_set() for one in failures)
    assert len(person.received) == posts(person.channel) == 1
