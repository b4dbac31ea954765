"""The cards of tickets in the staff channel."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.desk.ticket import Ticket
from bot.slack.messages.action_ids import CONFIDE, REPLY
from bot.slack.places import place_of
from bot.wiring import Zeroji
from evals.loopback.slack import Failure, Person, Slack
from knowledge.database import now, writing
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account
from tests.bot.slack.workspace import shown, wait_for

UNEASY = "部長からハラスメントを受けていてつらいです"


def test_a_ticket_has_one_card_with_its_question_due_time_and_links(
    desk: Desk, ticket: Ticket, question: str
) -> None:
    card = desk.card(ticket)
    said = shown(card)
    assert question in said
    assert "未対応" in said
    assert f"期限：{ticket.due_at.astimezone().month}月" in said
    assert f"https://zeroji.example.co.jp/console/tickets/{ticket.id}" in str(card)
    assert desk.labels(ticket)[:4] == ["担当する", "回答する", "引き継ぐ", "対応しない"]


def test_the_card_follows_whoever_moves_the_ticket(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    desk.card(ticket)
    desk.zeroji.desk.claim(ticket.id, account(tanaka))
    assert "担当：田中 花子" in shown(desk.card(ticket, says="対応中"))
    desk.zeroji.desk.release(ticket.id, account(tanaka))
    assert "担当：なし" in shown(desk.card(ticket, says="未対応"))
    desk.zeroji.desk.reply(ticket.id, account(tanaka), "管理課が手配します。")
    assert "管理課が手配します。" in shown(desk.card(ticket, says="回答済み"))
    desk.zeroji.desk.reopen(ticket.id, account(tanaka))
    assert "管理課が手配します。" not in shown(desk.card(ticket, says="未対応"))


def test_the_card_says_when_the_due_time_has_passed(desk: Desk, ticket: Ticket) -> None:
    desk.card(ticket)
    table = schema.tickets
    with writing(desk.zeroji.database) as tx:
        tx.execute(update(table).where(table.c.id == ticket.id).values(due_at=now()))
    desk.card(ticket, says="期限切れ")


def test_nothing_is_posted_for_what_the_card_shows_already(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    card = desk.card(ticket)
    desk.zeroji.desk.claim(ticket.id, account(tanaka))
    desk.card(ticket, says="対応中")
    changes = [
        params
        for method, params in list(desk.slack.calls)
        if method == "chat.update" and params.get("ts") == card["ts"]
    ]
    assert len(changes) == 1


def test_another_asker_and_what_the_first_one_adds_stand_below_the_card(
    desk: Desk, ticket: Ticket, employee: Person, colleague: Person, question: str
) -> None:
    desk.card(ticket)
    colleague.message(question)
    wait_for(lambda: "2人" in shown(desk.card(ticket)))
    wait_for(lambda: any("ほかの人も" in one and question in one for one in desk.thread(ticket)))
    thread = place_of(ticket.askers[0].conversation).thread
    employee.message("在宅勤務は週に何日までできますか", thread=thread)
    wait_for(lambda: any("続き" in one and "週に何日" in one for one in desk.thread(ticket)))
    assert len(desk.thread(ticket)) == 2


def test_what_an_asker_says_in_confidence_and_after_it_stands_nowhere(
    desk: Desk, ticket: Ticket, employee: Person, slack: Slack
) -> None:
    desk.card(ticket)
    thread = place_of(ticket.askers[0].conversation).thread
    for text in ("在宅勤務手当はいくらですか", UNEASY, "在宅勤務は週に何日までできますか"):
        before = len(slack.posted(employee.direct.id))
        employee.message(text, thread=thread)
        wait_for(lambda: len(slack.posted(employee.direct.id)) > before)  # noqa: B023
    desk.zeroji.desk.note(ticket.id, f"slack:{employee.id}", "あとから書いたこと")
    wait_for(lambda: any("あとから書いたこと" in one for one in desk.thread(ticket)))
    said = "\n".join(desk.thread(ticket))
    assert "いくらですか" in said
    assert "ハラスメント" not in said
    assert "週に何日" not in said


def test_what_the_askers_were_told_and_notes_stand_below_the_card(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    desk.card(ticket)
    desk.zeroji.desk.note(ticket.id, account(tanaka), "車両管理規程を確認中")
    wait_for(lambda: any("田中 花子 さんのメモ" in one for one in desk.thread(ticket)))
    desk.zeroji.desk.reply(ticket.id, account(tanaka), "管理課が手配します。")
    wait_for(lambda: any("回答を伝えました（1件）" in one for one in desk.thread(ticket)))


def test_a_question_asked_in_a_channel_is_linked(
    desk: Desk, employee: Person, question: str, slack: Slack
) -> None:
    channel = slack.workspace.channel().id
    asked = employee.mention(question, channel)
    ticket = wait_for(lambda: desk.ticket_of(employee))
    assert asked["ts"].replace(".", "") in str(desk.card(ticket, says="スレッドを開く"))


def test_slack_out_of_order_for_a_while_makes_neither_a_second_card_nor_none(
    desk: Desk, employee: Person, question: str, slack: Slack
) -> None:
    slack.fail(STAFF_CHANNEL, Failure(500, after=True))
    employee.message(question)
    ticket = wait_for(lambda: desk.ticket_of(employee))
    wait_for(lambda: desk.cards(ticket))
    desk.zeroji.desk.dismiss(ticket.id, "slack-nobody", "試験です。")
    wait_for(lambda: any("対応しない" in shown(one) for one in desk.cards(ticket)))
    assert len(desk.cards(ticket)) == 1


def test_a_card_that_somebody_deleted_is_posted_anew(
    desk: Desk, ticket: Ticket, tanaka: Person, slack: Slack
) -> None:
    card = desk.card(ticket)
    with slack.lock:
        slack.conversations.remove(card)
    desk.zeroji.desk.claim(ticket.id, account(tanaka))
    assert desk.card(ticket, says="対応中")["ts"] != card["ts"]


def test_what_was_asked_by_choosing_an_option_is_shown_as_people_say_it(
    desk: Desk, employee: Person, slack: Slack, question: str, tanaka: Person
) -> None:
    first = employee.message("在宅勤務は週に何日までできますか")
    wait_for(lambda: slack.posted(employee.direct.id))
    offer(
        desk.zeroji, f"slack:{employee.id}", {"label": "正社員", "question": f"正社員：{question}"}
    )
    employee.reply(first, f"正社員：{question}")
    ticket = wait_for(lambda: desk.ticket_of(employee))
    card = shown(desk.card(ticket))
    assert "在宅勤務は週に何日までできますか（正社員）" in card
    assert f"正社員：{question}" not in card
    tanaka.press(desk.card(ticket), REPLY)
    assert "（正社員）" in str(wait_for(lambda: tanaka.modal))


def offer(zeroji: Zeroji, asker: str, option: dict[str, str]) -> None:
    """Make the only question of an asker one that was asked back."""
    table = schema.exchanges
    with writing(zeroji.database) as tx:
        row = tx.execute(select(table).where(table.c.asker == asker)).one()
        outcome = row.outcome | {"outcome": "clarification", "options": [option]}
        change = update(table).where(table.c.id == row.id)
        tx.execute(change.values(outcome=outcome, kind="clarification"))


@pytest.fixture
def counselor(hire: Hire) -> Person:
    return hire("counselor", name="相談 窓口")


def test_of_a_private_ticket_the_channel_sees_nothing_and_counselors_only_that_it_waits(
    desk: Desk, employee: Person, counselor: Person, tanaka: Person, slack: Slack
) -> None:
    employee.message(UNEASY)
    (refusal,) = wait_for(lambda: slack.posted(employee.direct.id))
    employee.press(refusal, CONFIDE)
    ticket = wait_for(lambda: desk.ticket_of(employee))
    assert ticket.private
    (told,) = wait_for(lambda: slack.posted(counselor.direct.id))
    assert "非公開の相談が届いています" in shown(told)
    assert "ハラスメント" not in str(told)
    assert slack.posted(tanaka.direct.id) == []
    assert not desk.cards(ticket)
    assert "ハラスメント" not in str(slack.posted(STAFF_CHANNEL))


def test_a_question_that_is_made_private_leaves_the_channel(
    desk: Desk, ticket: Ticket, employee: Person, counselor: Person, question: str, slack: Slack
) -> None:
    desk.card(ticket)
    (exchange,) = [one.exchange_id for one in ticket.askers]
    desk.zeroji.desk.confide(exchange, f"slack:{employee.id}")
    wait_for(lambda: not desk.cards(ticket))
    assert question not in str(slack.posted(STAFF_CHANNEL))
    wait_for(lambda: slack.posted(counselor.direct.id))


def test_of_a_question_of_several_only_the_one_that_was_confided_leaves_the_channel(
    desk: Desk,
    ticket: Ticket,
    employee: Person,
    colleague: Person,
    counselor: Person,
    question: str,
) -> None:
    colleague.message(question)
    wait_for(lambda: len(desk.now(ticket).askers) == 2)
    wait_for(lambda: len(desk.thread(ticket)) == 1)
    theirs = [o for o in desk.now(ticket).askers if o.asker == f"slack:{colleague.id}"]
    desk.zeroji.desk.confide(theirs[0].exchange_id, theirs[0].asker)
    wait_for(lambda: desk.thread(ticket) == [])
    assert "1人" in shown(desk.card(ticket))


def test_a_channel_that_takes_no_messages_is_told_to_staff_and_gets_its_cards_later(
    desk: Desk, employee: Person, question: str, slack: Slack, hire: Hire, zeroji: Zeroji
) -> None:
    who = [hire("admin", name="管理者"), hire(name="田中 花子")]
    slack.fail(STAFF_CHANNEL, Failure(error="not_in_channel"))
    employee.message(question)
    ticket = wait_for(lambda: desk.ticket_of(employee))
    wait_for(lambda: desk.cards(ticket))
    table = schema.staff_notices.c
    with zeroji.database.connect() as tx:
        told = {
            one.id: tx.scalars(select(table.kind).where(table.recipient == account(one))).all()
            for one in who
        }
    assert told == {one.id: ["slack_channel"] for one in who}
