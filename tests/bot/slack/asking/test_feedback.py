"""The buttons under an answer."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import schema
from bot.desk.ticket import Ticket
from bot.wiring import Zeroji
from evals.loopback.slack import Params, Person, Slack
from tests.bot.slack.workspace import shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
UNEASY = "部長からハラスメントを受けていてつらいです"


@pytest.fixture
def answer(employee: Person, slack: Slack) -> Params:
    employee.message(QUESTION)
    answer: Params = wait_for(lambda: slack.posted(employee.direct.id))[0]
    return answer


def value(answer: Params, verdict: str) -> str:
    """The value of a feedback button."""
    (block,) = [b for b in answer["blocks"] if b["type"] == "context_actions"]
    button = "positive_button" if verdict == "helpful" else "negative_button"
    return str(block["elements"][0][button]["value"])


def events_of(zeroji: Zeroji, answer: Params) -> list[str]:
    exchange = value(answer, "helpful").partition(":")[2]
    table = schema.events.c
    query = select(table.action).where(table.subject == f"exchange:{exchange}")
    with zeroji.database.connect() as tx:
        return list(tx.execute(query).scalars())


def tickets_of(zeroji: Zeroji, person: Person) -> list[Ticket]:
    return [
        ticket
        for ticket in zeroji.desk.in_confidence().tickets(limit=500)
        if f"slack:{person.id}" in {asker.asker for asker in ticket.askers}
    ]


def test_it_helped_is_kept_once_and_thanked_for(
    employee: Person, slack: Slack, zeroji: Zeroji, answer: Params
) -> None:
    for _ in range(2):
        assert employee.press(answer, value(answer, "helpful")).status == 200
    wait_for(lambda: slack.whispered(employee.id))
    assert events_of(zeroji, answer) == ["answer.helpful"]
    assert len(slack.whispered(employee.id)) == 1
    assert employee.modal is None


def test_wrong_asks_what_is_wrong_and_makes_a_ticket(
    employee: Person, slack: Slack, zeroji: Zeroji, answer: Params
) -> None:
    employee.press(answer, value(answer, "wrong"))
    wait_for(lambda: employee.modal)
    assert tickets_of(zeroji, employee) == []  # not before it is sent
    employee.submit({"because": "figure", "text": "4日までのはずです。"})
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 2)
    (ticket,) = tickets_of(zeroji, employee)
    assert ticket.reason == "complained"
    assert "4日までのはずです。" in zeroji.desk.notes(ticket.id)[0].text
    told = slack.posted(employee.direct.id)[1]
    assert f"受付番号 {ticket.id}" in shown(told)
    assert told["thread_ts"] == answer["thread_ts"]
    assert "answer.wrong" in events_of(zeroji, answer)


def test_somebody_else_is_told_that_the_buttons_are_not_theirs(
    employee: Person, colleague: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention(QUESTION, channel)
    colleague.message("ふむふむ", channel, asked["ts"])
    (answer,) = wait_for(lambda: slack.posted(channel))
    colleague.press(answer, value(answer, "wrong"))
    wait_for(lambda: slack.whispered(colleague.id))
    assert colleague.modal is None
    colleague.press(answer, value(answer, "helpful"))
    wait_for(lambda: len(slack.whispered(colleague.id)) == 2)
    assert all("質問した方だけ" in str(told) for told in slack.whispered(colleague.id))
    assert events_of(zeroji, answer) == []


def test_in_a_channel_only_the_asker_reads_what_a_button_says(
    employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    channel = slack.workspace.channel().id
    employee.mention(QUESTION, channel)
    (answer,) = wait_for(lambda: slack.posted(channel))
    employee.press(answer, "zeroji.person")
    (told,) = wait_for(lambda: slack.whispered(employee.id, channel))
    (ticket,) = tickets_of(zeroji, employee)
    assert f"受付番号 {ticket.id}" in shown(told)
    assert len(slack.posted(channel)) == 1


def test_a_matter_is_confided_and_the_reply_comes_in_a_direct_message(
    employee: Person, slack: Slack, zeroji: Zeroji, counselor: str
) -> None:
    channel = slack.workspace.channel().id
    employee.mention(UNEASY, channel)
    (refusal,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "ダイレクトメッセージ" in shown(wait_for(lambda: slack.posted(channel))[0])
    employee.press(refusal, "zeroji.confide")
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 2)
    (ticket,) = tickets_of(zeroji, employee)
    assert ticket.private
    zeroji.desk.in_confidence().reply(ticket.id, counselor, "明日10時に相談室でお待ちします。")
    wait_for(lambda: len(slack.posted(employee.direct.id)) == 3)
    assert "相談室" in shown(slack.posted(employee.direct.id)[2])
    assert len(slack.posted(channel)) == 1
    assert "ハラスメント" not in shown(slack.posted(channel)[0])


@pytest.fixture
def counselor(zeroji: Zeroji) -> str:
    if "soudan" not in {user.name for user in zeroji.accounts.users()}:
        zeroji.accounts.add("soudan", roles=["counselor"])
    return "soudan"
