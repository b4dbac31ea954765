"""The slash command, the shortcuts, and the form for a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from bot import schema
from bot.slack.manifest import COMMAND
from bot.slack.messages.action_ids import ASK_ANYWHERE, ASK_MESSAGE
from bot.wiring import Zeroji
from bot.workspace.rules import Rules
from evals.loopback.slack import Failure, Params, Person, Slack
from evals.loopback.slack.interactions import command_form
from tests.bot.slack.workspace import PATIENCE, shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
UNANSWERED = "社員食堂の席は予約できますか"
UNEASY = "部長からハラスメントを受けていてつらいです"
RESTRICTED = "昇給の原資は何パーセントですか"


def said(message: Params) -> str:
    return shown(message) if message.get("blocks") else str(message.get("text"))


def direct(slack: Slack, person: Person, messages: int) -> list[Params]:
    """The direct messages, once there are so many."""
    wait_for(lambda: len(slack.posted(person.direct.id)) >= messages)
    return slack.posted(person.direct.id)


def test_a_question_is_answered_to_its_asker_alone_where_they_typed_it(
    employee: Person, colleague: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel(members=(employee.id, colleague.id)).id
    employee.command(COMMAND, QUESTION, channel)
    at_once, answer = wait_for(
        lambda: found if len(found := slack.whispered(employee.id, channel)) > 1 else None
    )[:2]
    assert "マニュアルを調べています" in said(at_once)
    assert "1週間につき3日まで" in said(answer)
    assert slack.posted(channel) == []
    assert slack.whispered(colleague.id) == []


def test_it_stays_in_the_direct_message_where_the_conversation_goes_on(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    employee.command(COMMAND, QUESTION, channel)
    question, answer = direct(slack, employee, 2)
    assert QUESTION in said(question)
    assert answer["thread_ts"] == question["ts"]
    assert "1週間につき3日まで" in said(answer)
    employee.reply(question, "手当はいくらですか")
    *_, more = direct(slack, employee, 3)
    assert "250円" in said(more)
    assert more["thread_ts"] == question["ts"]


def test_where_zeroji_is_no_member_the_answer_comes_directly(
    employee: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    slack.workspace.leave(channel, "UBOT")
    employee.command(COMMAND, QUESTION, channel)
    assert "1週間につき3日まで" in said(direct(slack, employee, 2)[1])
    assert slack.posted(channel) == []


def test_the_same_command_delivered_twice_is_one_question(
    employee: Person, slack: Slack, http: TestClient
) -> None:
    form = command_form(slack, employee.user, employee.direct, COMMAND, QUESTION)
    sent = [slack.deliver_to(http, patience=PATIENCE).command(form).acknowledged for _ in range(2)]
    assert sent == [True, True]
    direct(slack, employee, 2)
    employee.command(COMMAND, "在宅勤務の手当はいくらですか")
    assert len(direct(slack, employee, 4)) == 4


def test_what_becomes_a_ticket_is_listed_by_status(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    employee.command(COMMAND, UNANSWERED)
    direct(slack, employee, 2)
    ticket = next(t for t in zeroji.desk.tickets(limit=500) if t.question == UNANSWERED)
    told = employee.command(COMMAND, "status").body
    assert f"受付番号 {ticket.id}" in shown(told)
    assert UNANSWERED in shown(told)


def test_nobody_sees_what_waits_of_others(
    employee: Person, colleague: Person, slack: Slack
) -> None:
    employee.command(COMMAND, "屋上の鍵はどこで借りられますか")
    direct(slack, employee, 2)
    told = colleague.command(COMMAND, "status").body
    assert told["text"] == "担当者の回答を待っている質問はありません。"
    assert "blocks" not in told


@pytest.mark.parametrize("typed", ["", "help", "ヘルプ", "HELP"])
def test_help_is_said_at_once_and_nothing_is_asked(
    employee: Person, slack: Slack, typed: str
) -> None:
    told = employee.command(COMMAND, typed).body
    assert told["response_type"] == "ephemeral"
    assert "/zeroji status" in told["text"]
    assert slack.posted(employee.direct.id) == []


def test_a_delicate_matter_is_told_in_the_direct_message_only(
    employee: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    employee.command(COMMAND, UNEASY, channel)
    direct(slack, employee, 2)
    pointer = wait_for(lambda: slack.whispered(employee.id, channel)[1:])[0]
    assert said(pointer) == "ダイレクトメッセージでお返事しました。続きの質問もそちらでどうぞ。"


def test_what_not_everyone_may_read_is_never_shown_on_a_channels_screen(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    zeroji.accounts.add(f"slack-{employee.id.lower()}", audiences=["managers"])
    channel = slack.workspace.channel(members=(employee.id,)).id
    employee.command(COMMAND, RESTRICTED, channel)
    assert "2.5パーセント" in said(direct(slack, employee, 2)[1])
    whispered = wait_for(lambda: slack.whispered(employee.id, channel)[1:])
    assert not any("2.5パーセント" in said(one) for one in whispered)


def test_a_message_is_asked_about_with_a_shortcut(
    employee: Person, colleague: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel(members=(employee.id, colleague.id)).id
    message = colleague.message(QUESTION, channel)
    employee.shortcut(ASK_MESSAGE, message)
    view = wait_for(lambda: employee.modal)
    assert view["blocks"][0]["element"]["initial_value"] == QUESTION
    employee.submit()
    assert employee.modal is None
    assert "1週間につき3日まで" in said(direct(slack, employee, 2)[1])
    assert slack.posted(channel) == []


def test_a_person_is_asked_without_an_answer_of_the_manuals(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    employee.shortcut(ASK_ANYWHERE)
    wait_for(lambda: employee.modal)
    employee.submit({"text": "在宅勤務手当の月の上限はいくらですか", "to": "person"})
    _, told = direct(slack, employee, 2)
    ticket = next(t for t in zeroji.desk.tickets(limit=500) if "月の上限" in t.question)
    assert ticket.reason == "asked_for_a_person"
    assert f"受付番号 {ticket.id}" in said(told)
    assert "5,000円" not in said(told)


def test_a_delicate_matter_does_not_reach_all_staff_by_asking_for_a_person(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    employee.shortcut(ASK_ANYWHERE)
    wait_for(lambda: employee.modal)
    employee.submit({"text": UNEASY, "to": "person"})
    _, told = direct(slack, employee, 2)
    assert "コンプライアンス相談窓口" in said(told)
    assert not any(
        f"slack:{employee.id}" in {asker.asker for asker in ticket.askers}
        for ticket in zeroji.desk.tickets(limit=500)
    )


def test_somebody_who_takes_no_direct_messages_is_told_whom_to_ask(
    employee: Person, slack: Slack
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    closed = Failure(error="messages_tab_disabled")
    slack.fail_call("conversations.open", closed, channel=employee.id)
    employee.command(COMMAND, QUESTION, channel)
    told = wait_for(lambda: slack.whispered(employee.id, channel)[1:])[0]
    assert "総務部へご連絡ください" in said(told)


def test_a_first_message_whose_answer_was_lost_is_not_posted_twice(
    employee: Person, slack: Slack
) -> None:
    slack.fail(employee.direct.id, Failure(cut=True, after=True))
    employee.command(COMMAND, QUESTION)
    question, answer = direct(slack, employee, 2)
    assert answer["thread_ts"] == question["ts"]
    employee.command(COMMAND, "在宅勤務の手当はいくらですか")
    assert len(direct(slack, employee, 4)) == 4


@pytest.fixture
def direct_messages_are(zeroji: Zeroji) -> Iterator[Callable[[str], None]]:
    rules = Rules(zeroji.database)

    def are(mode: str) -> None:
        rules.set("channel", "dm", mode, by="test")

    yield are
    rules.clear("channel", "dm", by="test")


def test_before_the_start_it_says_whom_to_ask(
    employee: Person, slack: Slack, zeroji: Zeroji, direct_messages_are: Callable[[str], None]
) -> None:
    direct_messages_are("off")
    employee.command(COMMAND, QUESTION)
    (told,) = direct(slack, employee, 1)
    assert "準備中" in said(told)
    assert "総務部" in said(told)
    assert zeroji.ledger.conversations(f"slack:{employee.id}") == []


def test_while_staff_only_listen_there_is_a_draft_and_the_asker_is_not_left_waiting(
    employee: Person, slack: Slack, zeroji: Zeroji, direct_messages_are: Callable[[str], None]
) -> None:
    direct_messages_are("listen")
    employee.command(COMMAND, QUESTION)
    (told,) = direct(slack, employee, 1)
    assert "準備中" in said(told)
    held = wait_for(lambda: held_of(zeroji, employee))
    assert held == ["listen"]
    assert len(slack.posted(employee.direct.id)) == 1


def test_what_staff_look_at_first_is_not_shown_in_the_channel_either(
    employee: Person, slack: Slack, zeroji: Zeroji, direct_messages_are: Callable[[str], None]
) -> None:
    direct_messages_are("approve")
    channel = slack.workspace.channel(members=(employee.id,)).id
    employee.command(COMMAND, QUESTION, channel)
    _, waiting = direct(slack, employee, 2)
    assert "担当者が確認してから" in said(waiting)
    wait_for(lambda: slack.whispered(employee.id, channel)[1:])
    assert not any("3日" in said(one) for one in slack.whispered(employee.id, channel))
    assert held_of(zeroji, employee) == ["approve"]


def test_a_channels_own_rule_counts_for_a_command_that_is_typed_in_it(
    employee: Person, slack: Slack, zeroji: Zeroji, rule: Callable[[str, str, str], None]
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    rule("everywhere", "", "off")
    rule("channel", channel, "full")
    employee.command(COMMAND, QUESTION, channel)
    question, answer = direct(slack, employee, 2)
    assert "1週間につき3日まで" in said(answer)
    wait_for(lambda: any("3日まで" in said(one) for one in slack.whispered(employee.id, channel)))
    employee.reply(question, "手当はいくらですか")
    assert "250円" in said(direct(slack, employee, 3)[2])


def test_where_a_channel_is_silent_by_rule_the_answer_shows_in_the_direct_message_only(
    employee: Person, slack: Slack, rule: Callable[[str, str, str], None]
) -> None:
    channel = slack.workspace.channel(members=(employee.id,)).id
    rule("channel", channel, "off")
    employee.command(COMMAND, QUESTION, channel)
    assert "1週間につき3日まで" in said(direct(slack, employee, 2)[1])
    pointer = wait_for(lambda: slack.whispered(employee.id, channel)[1:])[0]
    assert said(pointer).startswith("ダイレクトメッセージでお返事しました")


@pytest.fixture
def rule(zeroji: Zeroji) -> Iterator[Callable[[str, str, str], None]]:
    rules, made = Rules(zeroji.database), list[tuple[str, str]]()

    def add(scope: str, value: str, mode: str) -> None:
        rules.set(scope, value, mode, by="test")
        made.append((scope, value))

    yield add
    for scope, value in made:
        rules.clear(scope, value, by="test")


def held_of(zeroji: Zeroji, person: Person) -> list[str]:
    """The modes of somebody's answers that are held for staff."""
    held, asked = schema.held_answers.c, schema.exchanges.c
    query = (
        select(held.mode)
        .join(schema.exchanges, asked.id == held.exchange_id)
        .where(asked.asker == f"slack:{person.id}")
    )
    with zeroji.database.connect() as tx:
        return list(tx.scalars(query))
