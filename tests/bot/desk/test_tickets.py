from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.outcomes import Exchange
from bot.wiring import Zeroji
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotFound

Ticket = Callable[..., int]
Told = Callable[..., list[tuple[str, str, str]]]
CURRY = "社員食堂のカレーの値段はいくらですか"
BIKES = "駐輪場はどこにありますか"


@pytest.fixture
def told(zeroji: Zeroji) -> Told:
    """What the askers of a ticket were told: (recipient, kind, text)."""

    def told_about(ticket_id: int) -> list[tuple[str, str, str]]:
        table = schema.notifications.c
        query = select(table.recipient, table.kind, table.text).where(table.ticket_id == ticket_id)
        with zeroji.database.connect() as tx:
            return [(r.recipient, r.kind, r.text) for r in tx.execute(query.order_by(table.id))]

    return told_about


def actions(zeroji: Zeroji, ticket_id: int) -> list[tuple[str, str]]:
    """Who did what to a ticket."""
    table = schema.events.c
    query = select(table.actor, table.action).where(table.subject == f"ticket:{ticket_id}")
    with zeroji.database.connect() as tx:
        return [(row.actor, row.action) for row in tx.execute(query.order_by(table.id))]


# Opening


def test_a_ticket_opens_with_its_question_asker_and_deadline(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    opened = zeroji.desk.ticket(ticket(CURRY))
    assert (opened.status, opened.reason) == ("open", "not_in_manuals")
    assert (opened.question, opened.owner, opened.reply) == (CURRY, None, None)
    assert [asker.asker for asker in opened.askers] == ["shain"]
    assert opened.due_at == zeroji.desk.deadlines.due(opened.opened_at)
    assert not opened.overdue


def test_the_same_question_joins_the_open_ticket(zeroji: Zeroji, ticket: Ticket) -> None:
    first = ticket(CURRY)
    assert ticket("社員食堂のｶﾚｰの値段は、いくらですか？", asker="tanaka") == first
    assert ticket(BIKES, asker="tanaka") != first
    assert [a.asker for a in zeroji.desk.ticket(first).askers] == ["shain", "tanaka"]


def test_a_question_joins_no_ticket_that_was_answered(zeroji: Zeroji, ticket: Ticket) -> None:
    first = ticket(CURRY)
    zeroji.desk.reply(first, "sato", "500円です。")
    assert ticket(CURRY) != first


def test_questions_without_content_words_are_not_taken_for_the_same(ticket: Ticket) -> None:
    assert ticket("これは何ですか") != ticket("それはどうですか")


def test_the_asker_of_an_answer_may_still_want_a_person(
    zeroji: Zeroji, ask: Callable[..., Exchange]
) -> None:
    exchange = ask("")
    opened = zeroji.desk.ask_a_person(exchange.id, "shain")
    assert opened.reason == "asked_for_a_person"
    assert zeroji.desk.ask_a_person(exchange.id, "shain").id == opened.id


def test_nobody_asks_a_person_about_the_question_of_another(
    zeroji: Zeroji, ask: Callable[..., Exchange]
) -> None:
    exchange = ask("")
    for number, asker in ((exchange.id, "tanaka"), (999, "shain")):
        with pytest.raises(NotFound, match="no such question"):
            zeroji.desk.ask_a_person(number, asker)


# Working on it


def test_a_ticket_goes_from_open_to_claimed_to_answered(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    claimed = zeroji.desk.claim(number, "sato")
    assert (claimed.status, claimed.owner) == ("claimed", "sato")
    answered = zeroji.desk.reply(number, "sato", " 500円です。\n")
    assert (answered.status, answered.reply) == ("answered", "500円です。")
    assert answered.answered_at is not None
    assert actions(zeroji, number) == [
        ("shain", "ticket.opened"),
        ("sato", "ticket.claimed"),
        ("sato", "ticket.answered"),
        ("zeroji", "asker.told"),
    ]


def test_a_ticket_belongs_to_who_claimed_it_first(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    with pytest.raises(Conflict, match="sato has taken"):
        zeroji.desk.claim(number, "mori")
    with pytest.raises(Conflict, match="sato has taken"):
        zeroji.desk.reply(number, "mori", "知りません。")
    assert zeroji.desk.claim(number, "sato").owner == "sato"


def test_of_people_who_claim_at_once_one_gets_the_ticket(zeroji: Zeroji, ticket: Ticket) -> None:
    number, people = ticket(CURRY), ["sato", "mori", "suzuki", "kanri"]
    together, refused = Barrier(len(people)), []

    def claim(name: str) -> None:
        together.wait()
        try:
            zeroji.desk.claim(number, name)
        except Conflict:
            refused.append(name)

    threads = [Thread(target=claim, args=(name,)) for name in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == len(people) - 1
    assert zeroji.desk.ticket(number).owner not in refused
    assert [action for _, action in actions(zeroji, number)].count("ticket.claimed") == 1


def test_a_released_ticket_is_free_for_others(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    assert zeroji.desk.release(number, "sato").owner is None
    assert zeroji.desk.claim(number, "mori").owner == "mori"


def test_a_reply_reaches_every_conversation_once(
    zeroji: Zeroji, ask: Callable[..., Exchange], ticket: Ticket, told: Told
) -> None:
    number = ticket(CURRY)
    talk = ask(BIKES, asker="tanaka").conversation
    for _ in range(2):
        ask(CURRY, asker="tanaka", conversation=talk)
    zeroji.desk.reply(number, "sato", "500円です。")
    assert told(number) == [("shain", "reply", "500円です。"), ("tanaka", "reply", "500円です。")]
    last = zeroji.ledger.messages(talk, "tanaka")[-1]
    assert (last.role, last.text, last.ticket) == ("staff", "500円です。", number)


def test_a_second_reply_is_refused_and_told_to_nobody(
    zeroji: Zeroji, ticket: Ticket, told: Told
) -> None:
    number = ticket(CURRY)
    zeroji.desk.reply(number, "sato", "500円です。")
    with pytest.raises(Conflict, match="is answered"):
        zeroji.desk.reply(number, "sato", "600円です。")
    assert len(told(number)) == 1


@pytest.mark.parametrize("text", ["", " \n　", "あ" * 10_001])
def test_a_reply_has_some_text_and_not_too_much(zeroji: Zeroji, ticket: Ticket, text: str) -> None:
    number = ticket(CURRY)
    with pytest.raises(InvalidInput):
        zeroji.desk.reply(number, "sato", text)
    assert zeroji.desk.ticket(number).status == "open"


def test_a_dismissed_ticket_tells_those_who_wait_why(
    zeroji: Zeroji, ticket: Ticket, told: Told
) -> None:
    number = ticket(CURRY)
    dismissed = zeroji.desk.dismiss(number, "sato", "業務の質問ではありません。")
    assert (dismissed.status, dismissed.dismissed_because) == (
        "dismissed",
        "業務の質問ではありません。",
    )
    assert told(number) == [("shain", "dismissed", "業務の質問ではありません。")]


def test_who_has_an_answer_is_not_told_of_a_dismissal(
    zeroji: Zeroji, ticket: Ticket, told: Told
) -> None:
    number = ticket(CURRY)
    zeroji.desk.reply(number, "sato", "500円です。")
    zeroji.desk.dismiss(number, "sato", "マニュアルには載せません。")
    assert [kind for _, kind, _ in told(number)] == ["reply"]


def test_a_reopened_ticket_waits_anew_and_its_new_reply_is_told(
    zeroji: Zeroji, ticket: Ticket, told: Told
) -> None:
    number = ticket(CURRY)
    zeroji.desk.reply(number, "sato", "500円です。")
    reopened = zeroji.desk.reopen(number, "mori")
    assert (reopened.status, reopened.owner, reopened.closed_at) == ("open", None, None)
    assert abs(reopened.due_at - zeroji.desk.deadlines.due(now())) < timedelta(minutes=1)
    for text in ("600円です。", "600円です。"):
        zeroji.desk.reply(number, "mori", text)
        zeroji.desk.reopen(number, "mori")
    assert [text for _, _, text in told(number)] == ["500円です。", "600円です。", "600円です。"]


@pytest.mark.parametrize("move", ["claim", "release", "reply", "dismiss"])
def test_a_dismissed_ticket_is_moved_by_reopening_only(
    zeroji: Zeroji, ticket: Ticket, move: str
) -> None:
    number = ticket(CURRY)
    zeroji.desk.dismiss(number, "sato", "業務の質問ではありません。")
    said = ("text",) if move in ("reply", "dismiss") else ()
    with pytest.raises(Conflict, match="is dismissed"):
        getattr(zeroji.desk, move)(number, "sato", *said)
    assert zeroji.desk.reopen(number, "sato").status == "open"


def test_an_open_ticket_is_not_reopened(zeroji: Zeroji, ticket: Ticket) -> None:
    with pytest.raises(Conflict, match="is open"):
        zeroji.desk.reopen(ticket(CURRY), "sato")


# Looking them up


def test_the_queue_is_filtered_and_the_most_urgent_is_first(zeroji: Zeroji, ticket: Ticket) -> None:
    late, mine, done = ticket(CURRY), ticket(BIKES), ticket("テニスコートを予約したい")
    with writing(zeroji.database) as tx:
        past = now() - timedelta(days=1)
        tx.execute(update(schema.tickets).where(schema.tickets.c.id == late).values(due_at=past))
    zeroji.desk.claim(mine, "sato")
    zeroji.desk.reply(done, "mori", "総務課へ。")

    def numbers(status: str | None = None, **filters: object) -> list[int]:
        return [t.id for t in zeroji.desk.tickets(status, **filters)]  # type: ignore[arg-type]

    assert numbers() == [late, mine, done]
    assert numbers("waiting") == [late, mine]
    assert numbers("claimed") == numbers(owner="sato") == [mine]
    assert numbers("waiting", owner="") == numbers(overdue=True) == [late]
    assert numbers(limit=1, offset=1) == [mine]
    assert zeroji.desk.ticket(late).overdue
    counts = zeroji.desk.count()
    assert (counts["open"], counts["claimed"], counts["answered"]) == (1, 1, 1)


def test_a_status_that_does_not_exist_is_refused(zeroji: Zeroji) -> None:
    with pytest.raises(InvalidInput, match="'late'"):
        zeroji.desk.tickets("late")


@pytest.mark.parametrize("move", ["ticket", "claim", "release", "reply", "dismiss", "reopen"])
def test_a_ticket_that_does_not_exist_is_not_found(zeroji: Zeroji, move: str) -> None:
    arguments = {"ticket": (), "reply": ("sato", "text"), "dismiss": ("sato", "text")}
    with pytest.raises(NotFound, match="no ticket 404") as raised:
        getattr(zeroji.desk, move)(404, *arguments.get(move, ("sato",)))
    assert "zeroji queue list" in str(raised.value)
