from __future__ import annotations

import logging
import time

import pytest
from sqlalchemy import select

from bot import durable, schema
from bot.desk.notices import Notices
from bot.slack.posting import access
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Slack
from evals.loopback.slack import Person as Member
from tests.bot.slack.workspace import Person, shown, wait_for

_QUESTION = "{}階の社員食堂のカレーの辛さは何倍ですか"
REPLY = "二倍です <!channel>。\n" + "詳しくは総務まで。"


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "pause_after", lambda failures: 0.1)
    monkeypatch.setattr(access, "_PAUSE_SECONDS", 0.5)


@pytest.fixture
def ticket(person: Person, zeroji: Zeroji) -> int:
    """The ticket of a question that the person has asked."""
    question = _QUESTION.format(person.user)
    person.ask(question)
    return next(t.id for t in zeroji.desk.tickets(limit=500) if t.question == question)


def test_a_reply_reaches_the_thread_once(person: Person, zeroji: Zeroji, ticket: int) -> None:
    zeroji.desk.reply(ticket, "sato", REPLY)
    wait_for(lambda: delivered(zeroji, ticket))
    time.sleep(1.5)  # another look for what is waiting
    asked, reply = person.received
    assert reply["thread_ts"] == asked["thread_ts"]
    assert shown(reply) == f"<@{person.user}> 担当者からの回答です。\n{REPLY}"
    assert "<!channel>" not in reply["text"]


def test_a_dismissal_is_told_too(person: Person, zeroji: Zeroji, ticket: int) -> None:
    zeroji.desk.dismiss(ticket, "sato", "社員食堂はありません。")
    wait_for(lambda: len(person.received) == 2)
    assert "社員食堂はありません。" in shown(person.received[1])


def test_slack_may_ask_to_wait(person: Person, slack: Slack, zeroji: Zeroji, ticket: int) -> None:
    failure = Failure(429, "ratelimited", headers={"Retry-After": "1"})
    slack.fail(person.channel, failure)
    began = time.monotonic()
    zeroji.desk.reply(ticket, "sato", REPLY)
    wait_for(lambda: delivered(zeroji, ticket))
    assert time.monotonic() - began > 1
    assert len(person.received) == 2


def test_a_refused_reply_is_tried_again(
    person: Person,
    slack: Slack,
    zeroji: Zeroji,
    ticket: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.fail(person.channel, Failure(200, "fatal_error"), Failure(500, "fatal_error"))
    zeroji.desk.reply(ticket, "sato", REPLY)
    wait_for(lambda: delivered(zeroji, ticket))
    assert len(person.received) == 2
    assert "Slack refused a message: fatal_error" in caplog.text
    assert "二倍" not in caplog.text


def test_a_reply_that_arrived_unnoticed_is_not_posted_again(
    person: Person, slack: Slack, zeroji: Zeroji, ticket: int
) -> None:
    slack.fail(person.channel, Failure(500, after=True))
    zeroji.desk.reply(ticket, "sato", REPLY)
    wait_for(lambda: delivered(zeroji, ticket))
    assert len(person.received) == 2


def test_an_answer_that_slack_refuses_is_asked_once_and_posted_later(
    person: Person, slack: Slack, zeroji: Zeroji
) -> None:
    slack.fail(person.channel, Failure(200, "fatal_error"))
    person.ask("在宅勤務は週に何日までできますか")
    table = schema.exchanges.c
    with zeroji.database.connect() as tx:
        asked = tx.execute(select(table.id).where(table.asker == f"slack:{person.user}")).all()
    assert len(asked) == len(person.received) == 1


def delivered(zeroji: Zeroji, ticket: int) -> bool:
    table = schema.notifications.c
    query = select(table.delivered_at).where(table.ticket_id == ticket)
    with zeroji.database.connect() as tx:
        return tx.execute(query).scalar_one() is not None


def test_a_reply_to_a_channel_that_was_archived_comes_directly(
    employee: Member, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel()
    question = _QUESTION.format(employee.id)
    employee.mention(question, channel.id)
    wait_for(lambda: slack.posted(channel.id))
    number = next(t.id for t in zeroji.desk.tickets(limit=500) if t.question == question)
    channel.archived = True
    zeroji.desk.reply(number, "sato", REPLY)
    (reply,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "二倍です" in shown(reply)
    assert question in shown(reply)  # nothing else there says what it is about
    wait_for(lambda: delivered(zeroji, number))


def test_staff_learn_that_a_reply_reached_nobody(
    person: Person, slack: Slack, zeroji: Zeroji, ticket: int
) -> None:
    if "tanaka" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("tanaka", roles=["staff"])
    zeroji.desk.claim(ticket, "tanaka")
    refused = [Failure(200, "user_not_found") for _ in range(3)]
    slack.fail(person.channel, *refused)
    zeroji.desk.reply(ticket, "tanaka", REPLY)
    told = Notices(zeroji.database)
    wait_for(lambda: [n for n in told.latest("tanaka") if n.kind == "undelivered"])
    time.sleep(1.5)  # another look for what is waiting
    arrived_not = [n.ticket_id for n in told.latest("tanaka") if n.kind == "undelivered"]
    assert arrived_not == [ticket]
    assert not refused[1].happened.is_set()


def test_a_token_that_was_revoked_is_told_and_nothing_is_lost(
    person: Person, slack: Slack, zeroji: Zeroji
) -> None:
    if "kanri" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("kanri", roles=["admin"])
    slack.revoke()
    try:
        person.send(person.message("在宅勤務は週に何日までできますか"))
        wait_for(lambda: Notices(zeroji.database).latest("kanri"))
    finally:
        slack.reinstall()
    wait_for(lambda: person.received)
    assert [n.kind for n in Notices(zeroji.database).latest("kanri")] == ["slack_token"]
