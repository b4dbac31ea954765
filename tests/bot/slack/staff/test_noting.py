"""What staff write below a card."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import schema
from bot.desk.ticket import Ticket
from evals.loopback.slack import Person
from evals.loopback.slack.writing import MENTION
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.conftest import Hire
from tests.bot.slack.staff.desk import Desk, account, told
from tests.bot.slack.workspace import shown, wait_for

SAID = "車両課の山田さんに聞いてみます。"


def notes(desk: Desk, ticket: Ticket) -> list[str]:
    return [one.text for one in desk.zeroji.desk.in_confidence().notes(ticket.id)]


@pytest.fixture
def noted(desk: Desk, ticket: Ticket, tanaka: Person) -> dict[str, object]:
    """A message of staff below the card, kept as a note."""
    message = tanaka.reply(desk.card(ticket), SAID)
    wait_for(lambda: notes(desk, ticket) == [SAID])
    return message


def test_it_is_a_note_of_the_ticket_by_who_wrote_it(
    desk: Desk, ticket: Ticket, tanaka: Person, noted: dict[str, object]
) -> None:
    (note,) = desk.zeroji.desk.notes(ticket.id)
    assert note.author == account(tanaka)
    wait_for(lambda: any("質問した人には届きません" in one for one in told(desk.slack, tanaka)))


def test_it_is_not_said_again_below_the_card_nor_to_the_asker(
    desk: Desk, ticket: Ticket, tanaka: Person, employee: Person, noted: dict[str, object]
) -> None:
    desk.zeroji.desk.note(ticket.id, account(tanaka), "管理画面で書いたメモです。")
    wait_for(lambda: any("管理画面で書いたメモ" in one for one in desk.thread(ticket)))
    below = desk.slack.posted(STAFF_CHANNEL)
    assert not [one for one in below if SAID in str(one) and "metadata" in one]
    assert SAID not in str(desk.slack.posted(employee.direct.id))


def test_who_writes_it_is_told_once_what_becomes_of_it(
    desk: Desk, ticket: Ticket, tanaka: Person, noted: dict[str, object]
) -> None:
    tanaka.reply(desk.card(ticket), "内線は2211でした。")
    wait_for(lambda: len(notes(desk, ticket)) == 2)
    said = [one for one in told(desk.slack, tanaka) if "メモに残しました" in one]
    assert len(said) == 1


def test_it_changes_and_goes_with_the_message(
    desk: Desk, ticket: Ticket, tanaka: Person, noted: dict[str, object]
) -> None:
    tanaka.edit(noted, "車両課の佐々木さんに聞いてみます。")
    wait_for(lambda: notes(desk, ticket) == ["車両課の佐々木さんに聞いてみます。"])
    tanaka.delete(noted)
    wait_for(lambda: notes(desk, ticket) == [])
    done = [one.action for one in desk.zeroji.desk.history(ticket.id)]
    assert done[-3:] == ["ticket.noted", "ticket.note_changed", "ticket.note_removed"]


def test_colleagues_who_are_mentioned_are_named(
    desk: Desk, ticket: Ticket, tanaka: Person, sato: Person
) -> None:
    tanaka.reply(desk.card(ticket), f"<@{sato.id}> 前回はどうしましたか", files=1)
    (said,) = wait_for(lambda: notes(desk, ticket))
    assert said.startswith("@佐藤 一郎 前回はどうしましたか")
    assert "添付ファイル 1件" in said


def test_a_question_to_zeroji_below_a_card_is_no_note(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    tanaka.reply(desk.card(ticket), f"{MENTION} 在宅勤務は週に何日までできますか")
    wait_for(lambda: any("3日まで" in one for one in desk.thread(ticket)))
    assert notes(desk, ticket) == []


def test_who_is_no_staff_is_told_that_it_is_not_kept(
    desk: Desk, ticket: Ticket, colleague: Person
) -> None:
    desk.slack.workspace.channel(STAFF_CHANNEL, members=(colleague.id,))
    colleague.reply(desk.card(ticket), "私も気になります。")
    wait_for(lambda: any("メモには残りません" in one for one in told(desk.slack, colleague)))
    assert notes(desk, ticket) == []


def test_below_a_card_that_left_the_channel_nothing_is_kept(
    desk: Desk, ticket: Ticket, employee: Person, tanaka: Person, hire: Hire
) -> None:
    card = dict(desk.card(ticket))
    hire("counselor", name="相談 員")
    (exchange,) = [one.exchange_id for one in ticket.askers]
    desk.zeroji.desk.confide(exchange, f"slack:{employee.id}")
    wait_for(lambda: not desk.cards(ticket))
    tanaka.reply(card, SAID)
    with desk.zeroji.database.connect() as tx:
        kept = tx.execute(select(schema.slack_events.c.payload)).scalars().all()
    assert tanaka.delivered
    assert not [one for one in kept if one.get("ticket") == ticket.id and one["kind"] == "Noted"]


def test_who_wrote_below_a_card_that_left_is_told_what_only_they_can_delete(
    desk: Desk, ticket: Ticket, employee: Person, tanaka: Person, sato: Person, hire: Hire
) -> None:
    card = desk.card(ticket)
    for text in (SAID, "内線は2211でした。"):
        tanaka.reply(card, text)
    written = tanaka.sees(STAFF_CHANNEL)
    wait_for(lambda: len(notes(desk, ticket)) == 2)
    desk.zeroji.desk.note(ticket.id, account(sato), "鍵は守衛室にもあります。")
    wait_for(lambda: any("守衛室" in one for one in desk.thread(ticket)))
    hire("counselor", name="相談 員")
    desk.zeroji.desk.confide(ticket.askers[0].exchange_id, f"slack:{employee.id}")

    (told_directly,) = wait_for(lambda: desk.slack.posted(tanaka.direct.id))
    assert "削除してください" in shown(told_directly) and "（2件）" in shown(told_directly)
    mine = [one["ts"].replace(".", "") for one in written if one["user"] == tanaka.id]
    assert len([ts for ts in mine if ts in str(told_directly)]) == 2
    assert SAID not in str(told_directly) and ticket.question not in str(told_directly)
    # What Zeroji has posted itself is gone, and nobody else need do anything.
    assert "守衛室" not in str(desk.slack.posted(STAFF_CHANNEL))
    assert desk.slack.posted(sato.direct.id) == []
    assert SAID in notes_in_confidence(desk, ticket)


def notes_in_confidence(desk: Desk, ticket: Ticket) -> list[str]:
    """They stay with the ticket, for its counselors."""
    return [one.text for one in desk.zeroji.desk.in_confidence().notes(ticket.id)]


def test_what_stands_elsewhere_in_the_channel_is_no_note(
    desk: Desk, ticket: Ticket, tanaka: Person
) -> None:
    desk.card(ticket)
    message = tanaka.message("お昼に行ってきます。", STAFF_CHANNEL)
    tanaka.reply(message, "12時に戻ります。")
    tanaka.reply(desk.card(ticket), SAID)
    wait_for(lambda: notes(desk, ticket) == [SAID])
