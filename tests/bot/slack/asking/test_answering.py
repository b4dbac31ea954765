"""Every question ends in an answer, a question back or a ticket, whatever happens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import durable, schema
from bot.answering.engine import AnswerEngine
from bot.slack.asking import answering
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Person, Slack
from evals.loopback.slack.events import event_callback, mention_event
from evals.loopback.slack.workspace import BOT
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"


@pytest.fixture(autouse=True)
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "pause_after", lambda failures: 0.1)


def test_a_status_is_shown_and_ends_with_the_answer(employee: Person, slack: Slack) -> None:
    asked = employee.message(QUESTION)
    wait_for(lambda: slack.posted(employee.direct.id))
    (status,) = [s for s in slack.statuses if s.thread_ts == asked["ts"]]
    assert "調べています" in status.text
    wait_for(lambda: slack.conversations.status(employee.direct.id, asked["ts"]) is None)


def test_a_status_ends_though_the_answer_is_for_the_asker_alone(
    employee: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention("親の介護中ですが、在宅勤務は週に何日までできますか", channel)
    wait_for(lambda: slack.whispered(employee.id, channel))
    wait_for(lambda: slack.conversations.status(channel, asked["ts"]) is None)


def test_without_the_status_there_is_an_answer_all_the_same(employee: Person, slack: Slack) -> None:
    refused = [Failure(error="fatal_error"), Failure(error="fatal_error")]
    slack.fail_call("assistant.threads.setStatus", *refused, channel=employee.direct.id)
    employee.message(QUESTION)
    assert "3日まで" in shown(wait_for(lambda: slack.posted(employee.direct.id))[0])


def test_files_are_not_read_and_that_is_said(employee: Person, slack: Slack) -> None:
    employee.message(QUESTION, files=2)
    (answer,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "読めません" in shown(answer)
    assert "3日まで" in shown(answer)


def test_a_file_alone_is_asked_to_be_told_in_words(employee: Person, slack: Slack) -> None:
    employee.message("", files=1)
    (said,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "文章でお書きください" in shown(said)


def test_what_cannot_be_worked_on_becomes_a_ticket(
    employee: Person,
    slack: Slack,
    zeroji: Zeroji,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError(QUESTION)

    monkeypatch.setattr(AnswerEngine, "ask", breaks)
    monkeypatch.setattr(answering, "_PATIENCE", timedelta(seconds=1))
    question = f"{employee.id}階の社員食堂のカレーの辛さは何倍ですか"
    employee.message(question)
    (told,) = wait_for(lambda: slack.posted(employee.direct.id))
    (ticket,) = [
        t for t in zeroji.desk.tickets(limit=500) if t.askers[0].asker == f"slack:{employee.id}"
    ]
    assert f"受付番号 {ticket.id}" in shown(told)
    assert ticket.askers[0].asker == f"slack:{employee.id}"
    assert "ZeroDivisionError" in caplog.text
    assert question not in caplog.text


def test_a_channel_that_takes_no_answer_is_left_for_a_direct_message(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    employee.mention(QUESTION, channel)
    wait_for(lambda: slack.posted(channel))
    slack.fail(channel, Failure(error="is_archived"))
    employee.mention(f"{QUESTION}。教えてください", channel)
    (answer,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "3日まで" in shown(answer)


def test_who_is_gone_is_left_alone(employee: Person, slack: Slack, zeroji: Zeroji) -> None:
    first, second = Failure(error="user_not_found"), Failure(error="user_not_found")
    slack.fail(employee.direct.id, first, second)
    employee.message(QUESTION)
    table = schema.slack_events.c
    query = select(table.failure).where(table.lane.contains(employee.id))

    def failure() -> str:
        with zeroji.database.connect() as tx:
            return str(tx.execute(query).scalar_one() or "")

    assert wait_for(failure) == "user_not_found"
    assert first.happened.is_set()
    assert not second.happened.is_set()


def test_a_question_that_was_deleted_before_it_was_heard_is_left_alone(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    # Slack tells of it again after the deletion, which nobody had heard of a question for.
    message = employee.message(QUESTION, channel)
    heard = event_callback(mention_event(message | {"text": f"<@{BOT}> {QUESTION}"}))
    with slack.lock:
        slack.conversations.remove(message)
    assert slack.transport is not None
    slack.transport.event(heard)
    table = schema.slack_events.c
    query = select(table.failure).where(table.id == f"asked:{channel}:{message['ts']}")

    def failure() -> str:
        with zeroji.database.connect() as tx:
            return str(tx.execute(query).scalar_one() or "")

    assert wait_for(failure) == "thread_not_found"
    assert slack.posted(channel) == slack.posted(employee.direct.id) == []
