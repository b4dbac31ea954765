"""Answers that staff look at before the asker does, or instead of them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot import schema
from bot.business_days import BusinessHours
from bot.slack.messages.action_ids import DECLINE, REWRITE, SEND
from bot.slack.places import place_of
from bot.slack.posting.client import web_client
from bot.slack.posting.outbox import Outbox
from bot.slack.staff.held_answers import HeldAnswer, HeldAnswers
from bot.slack.staff.held_reminding import HeldReminding
from bot.slack.staff.links import Links
from bot.slack.staff.opening_hours import ReminderHours
from bot.wiring import Zeroji
from bot.workspace.rules import Rules
from evals.loopback.slack import Failure, Params, Person, Slack
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.desk import Desk, account, told
from tests.bot.slack.workspace import PATIENCE, shown, wait_for

QUESTION = "在宅勤務は週に何日までできますか"
ANSWER = "1週間につき3日まで"
InMode = Callable[[str], str]


@pytest.fixture
def in_mode(zeroji: Zeroji, slack: Slack) -> InMode:
    """Makes a channel in which Zeroji goes so far by itself."""

    def in_mode(mode: str) -> str:
        channel = slack.workspace.channel().id
        Rules(zeroji.database).set("channel", channel, mode, "slack-tanaka")
        return channel

    return in_mode


def held_in(zeroji: Zeroji, channel: str) -> HeldAnswer | None:
    """The held answer to a question in a channel."""
    held, said = schema.held_answers.c, schema.exchanges.c
    query = select(held.exchange_id, said.conversation).join(
        schema.exchanges, said.id == held.exchange_id
    )
    with zeroji.database.connect() as tx:
        found = [r.exchange_id for r in tx.execute(query) if f":{channel}:" in r.conversation]
    return HeldAnswers(zeroji.database).held(max(found)) if found else None


def cards(slack: Slack, held: HeldAnswer) -> list[Params]:
    """The cards of a held answer that can be pressed, else those that show its question."""
    value = f"'value': '{held.exchange_id}'"
    return [
        one
        for one in slack.posted(STAFF_CHANNEL)
        if SEND in str(one) and value in str(one) and "回答の確認" in shown(one)
    ]


def is_done(zeroji: Zeroji, person: Person) -> bool:
    """Whether all that somebody did has been worked on."""
    table = schema.slack_events.c
    waits = (table.answered_at.is_(None), table.failure.is_(None))
    query = select(table.id).where(table.lane.contains(person.id), *waits)
    with zeroji.database.connect() as tx:
        return tx.execute(query).first() is None


def at(slack: Slack, ts: str) -> Params:
    (found,) = [one for one in slack.posted(STAFF_CHANNEL) if one["ts"] == ts]
    return found


def kind_of(zeroji: Zeroji, held: HeldAnswer) -> str:
    table = schema.exchanges.c
    with zeroji.database.connect() as tx:
        query = select(table.kind).where(table.id == held.exchange_id)
        return str(tx.execute(query).scalar_one())


def asked(
    employee: Person, channel: str, zeroji: Zeroji, slack: Slack
) -> tuple[Params, HeldAnswer, Params]:
    """The question in the channel, what is held of it, and its card."""
    question = employee.mention(QUESTION, channel)
    held = wait_for(lambda: held_in(zeroji, channel))
    (card,) = wait_for(lambda: cards(slack, held))
    return question, held, card


def test_an_answer_to_be_approved_waits_for_staff_and_the_asker_is_told_so(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person
) -> None:
    channel = in_mode("approve")
    question, held, card = asked(employee, channel, zeroji, slack)
    assert ANSWER in shown(card)
    assert "承認待ち" in shown(card)
    (waiting,) = wait_for(lambda: slack.posted(channel))
    assert "担当者が確認してから" in shown(waiting)
    assert kind_of(zeroji, held) == "held"
    for _ in range(2):
        tanaka.press(card, SEND)
    wait_for(lambda: len(slack.posted(channel)) == 2)
    answer = slack.posted(channel)[1]
    assert ANSWER in shown(answer)
    assert answer["thread_ts"] == question["ts"]
    wait_for(lambda: "田中 花子 さんが送りました" in shown(at(slack, card["ts"])))
    assert kind_of(zeroji, held) == "answer"
    assert len(slack.posted(channel)) == 2


def test_an_answer_is_changed_before_it_is_sent_and_the_ledger_has_what_was_told(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person
) -> None:
    channel = in_mode("approve")
    _, _, card = asked(employee, channel, zeroji, slack)
    tanaka.press(card, REWRITE)
    assert ANSWER in str(wait_for(lambda: tanaka.modal))
    tanaka.submit({"text": "週に3日までです。試用期間中は1日です。"})
    wait_for(lambda: len(slack.posted(channel)) == 2)
    assert "試用期間中は1日です" in shown(slack.posted(channel)[1])
    place = place_of(f"slack:{channel}:{slack.posted(channel)[1]['thread_ts']}:{employee.id}")
    said = zeroji.ledger.messages(place.conversation, place.asker)
    assert [one.text for one in said][-1] == "週に3日までです。試用期間中は1日です。"
    wait_for(lambda: "直して送りました" in shown(at(slack, card["ts"])))


def test_an_answer_that_is_not_approved_becomes_a_ticket(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person, desk: Desk
) -> None:
    channel = in_mode("approve")
    _, held, card = asked(employee, channel, zeroji, slack)
    tanaka.press(card, DECLINE)
    ticket = wait_for(lambda: desk.ticket_of(employee))
    assert QUESTION in shown(desk.card(ticket))
    wait_for(lambda: "担当者の回答に切り替えました" in shown(at(slack, card["ts"])))
    wait_for(lambda: f"受付番号 {ticket.id}：" in shown(slack.posted(channel)[-1]))
    zeroji.desk.reply(ticket.id, account(tanaka), "部署により異なります。")
    wait_for(lambda: "部署により異なります。" in str(slack.posted(channel)))
    assert ANSWER not in str(slack.posted(channel))
    assert kind_of(zeroji, held) == "held"


def test_a_question_that_is_made_private_takes_the_draft_of_its_answer_along(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person, desk: Desk
) -> None:
    channel = in_mode("approve")
    _, held, card = asked(employee, channel, zeroji, slack)
    tanaka.press(card, DECLINE)
    wait_for(lambda: desk.ticket_of(employee))
    wait_for(lambda: "担当者の回答に切り替えました" in shown(at(slack, card["ts"])))
    zeroji.accounts.add(f"soudan-{employee.id.lower()}", roles=["counselor"])
    zeroji.desk.confide(held.exchange_id, f"slack:{employee.id}")
    wait_for(lambda: card["ts"] not in {one["ts"] for one in slack.posted(STAFF_CHANNEL)})


def test_a_personal_matter_that_is_not_approved_is_answered_directly(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person, desk: Desk
) -> None:
    channel = in_mode("approve")
    employee.mention(f"親の介護中ですが、{QUESTION}", channel)
    held = wait_for(lambda: held_in(zeroji, channel))
    (card,) = wait_for(lambda: cards(slack, held))
    tanaka.press(card, DECLINE)
    (told_directly,) = wait_for(lambda: slack.posted(employee.direct.id))
    ticket = wait_for(lambda: desk.ticket_of(employee))
    assert f"受付番号 {ticket.id}" in shown(told_directly)
    zeroji.desk.reply(ticket.id, account(tanaka), "個別にご相談ください。")
    wait_for(lambda: "個別にご相談ください。" in str(slack.posted(employee.direct.id)))
    assert "個別にご相談ください。" not in str(slack.posted(channel))


def test_what_is_only_listened_to_is_told_to_nobody_but_staff(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person
) -> None:
    channel = in_mode("listen")
    _, held, card = asked(employee, channel, zeroji, slack)
    assert "下書き" in shown(card)
    tanaka.press(card, DECLINE)
    wait_for(lambda: "送らないことにしました" in shown(at(slack, card["ts"])))
    assert slack.posted(channel) == []
    assert slack.posted(employee.direct.id) == []
    assert zeroji.desk.asked_in(f"slack:{channel}:{'x'}:{employee.id}") == {}
    assert kind_of(zeroji, held) == "held"


def test_of_two_who_decide_the_second_is_told_who_was_first(
    employee: Person,
    in_mode: InMode,
    zeroji: Zeroji,
    slack: Slack,
    tanaka: Person,
    sato: Person,
) -> None:
    channel = in_mode("approve")
    _, _, card = asked(employee, channel, zeroji, slack)
    sato.press(card, REWRITE)
    wait_for(lambda: sato.modal)
    tanaka.press(card, SEND)
    wait_for(lambda: len(slack.posted(channel)) == 2)
    late = sato.submit({"text": "佐藤が直した回答です。"})
    assert "田中 花子 さんが先に確認しました" in str(late.view)
    assert "佐藤が直した回答です。" in str(late.view)
    sato.press(card, DECLINE)
    (said,) = wait_for(lambda: told(slack, sato))
    assert "田中 花子 さんが先に確認しました" in said
    assert len(slack.posted(channel)) == 2


def test_it_is_sent_once_though_slack_fails_in_the_middle(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person
) -> None:
    channel = in_mode("approve")
    _, _, card = asked(employee, channel, zeroji, slack)
    wait_for(lambda: slack.posted(channel))
    failure = Failure(500, after=True)
    slack.fail(channel, failure)
    tanaka.press(card, SEND)
    assert failure.happened.wait(PATIENCE)
    wait_for(lambda: "さんが送りました" in shown(at(slack, card["ts"])))
    wait_for(lambda: is_done(zeroji, tanaka))
    assert len([one for one in slack.posted(channel) if ANSWER in shown(one)]) == 1


def test_a_question_that_is_deleted_is_not_answered_any_more(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack, tanaka: Person
) -> None:
    channel = in_mode("approve")
    question, _, card = asked(employee, channel, zeroji, slack)
    wait_for(lambda: slack.posted(channel))
    seen = deepcopy(card)
    employee.delete(question)
    wait_for(lambda: "削除されました" in shown(at(slack, card["ts"])))
    assert SEND not in str(at(slack, card["ts"]))
    tanaka.press(seen, SEND)
    (said,) = wait_for(lambda: told(slack, tanaka))
    assert "この回答は送られません" in said
    assert ANSWER not in str(slack.posted(channel))


def test_an_answer_that_not_all_staff_may_read_goes_to_a_person_instead(
    zeroji: Zeroji, slack: Slack, employee: Person, desk: Desk
) -> None:
    zeroji.accounts.add(account(employee), "管理職", audiences=["managers"])
    Rules(zeroji.database).set("channel", "dm", "approve", "slack-tanaka")
    try:
        employee.message("昇給の原資は何パーセントですか")
        ticket = wait_for(lambda: desk.ticket_of(employee))
    finally:
        Rules(zeroji.database).clear("channel", "dm", "slack-tanaka")
    desk.card(ticket)
    assert "2.5パーセント" not in str(slack.posted(STAFF_CHANNEL))
    assert "2.5パーセント" not in str(slack.posted(employee.direct.id))


def test_staff_are_reminded_before_an_answer_is_due_and_after_in_hours_only(
    employee: Person, in_mode: InMode, zeroji: Zeroji, slack: Slack
) -> None:
    channel = in_mode("approve")
    _, held, card = asked(employee, channel, zeroji, slack)
    assert held.due_at is not None
    clock = [held.due_at]
    client = web_client(zeroji.settings)
    hours = ReminderHours(calendar=zeroji.settings.holidays, hours=BusinessHours())
    reminding = HeldReminding(
        zeroji,
        Outbox(client, zeroji.database),
        Links(client, ""),
        hours,
        clock=lambda: clock[0],
    )

    def reminders() -> list[str]:
        mine = [job for job in reminding.waiting() if f":{held.exchange_id}:" in job.key]
        for job in mine:
            reminding.remind(job.subject, False)
        link = card["ts"].replace(".", "")
        return [shown(m) for m in slack.posted(STAFF_CHANNEL) if f"p{link}" in str(m)]

    clock[0] = _in_hours(held.due_at - timedelta(hours=1), hours, step=-timedelta(minutes=30))
    assert len(reminders()) == len(reminders()) == 1
    assert "確認が必要です" in reminders()[0]
    clock[0] = (held.due_at.astimezone() + timedelta(days=1)).replace(hour=3)
    assert len(reminders()) == 1
    clock[0] = _in_hours(held.due_at + timedelta(hours=1), hours, step=timedelta(hours=1))
    assert len(reminders()) == 2
    assert "質問した人が待っています" in reminders()[1]


def _in_hours(moment: datetime, hours: ReminderHours, *, step: timedelta) -> datetime:
    """A moment, or the next in steps from it, at which staff are reminded."""
    while not hours.are_at(moment.astimezone()):
        moment += step
    return moment.astimezone()
