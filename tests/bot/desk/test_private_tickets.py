"""Private tickets: counselors read them, nobody else, and nothing of them goes on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot import schema
from bot.desk import joining
from bot.outcomes import Escalation, Exchange
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.errors import Conflict, InvalidInput, NotFound

Ask = Callable[..., Exchange]
HARASSED = "課長に毎日みんなの前で怒鳴られています"
CURRY = "社員食堂のカレーの値段はいくらですか"
BIKES = "駐輪場はどこにありますか"


@pytest.fixture
def counselor(zeroji: Zeroji) -> str:
    return zeroji.accounts.add("soudan", "相談 花子", ["counselor"]).name


@pytest.fixture
def private(zeroji: Zeroji, ask: Ask, counselor: str) -> int:
    """The private ticket of a matter told in confidence."""
    return zeroji.desk.confide(ask(HARASSED).id, "shain").id


def details(zeroji: Zeroji, ticket_id: int) -> list[tuple[str, dict[str, str]]]:
    table = schema.events.c
    query = select(table.action, table.detail).where(table.subject == f"ticket:{ticket_id}")
    with zeroji.database.connect() as tx:
        return [(row.action, row.detail) for row in tx.execute(query.order_by(table.id))]


def test_it_keeps_the_question_and_nothing_that_came_near(zeroji: Zeroji, private: int) -> None:
    ticket = zeroji.desk.in_confidence().ticket(private)

    assert (ticket.private, ticket.reason, ticket.status) == (True, "sensitive", "open")
    assert (ticket.question, ticket.nearest, ticket.topic) == (HARASSED, (), "")
    assert [asker.asker for asker in ticket.askers] == ["shain"]


def test_to_everybody_else_it_is_as_if_there_were_none(zeroji: Zeroji, private: int) -> None:
    desk = zeroji.desk

    assert desk.tickets() == [] and desk.tickets("open") == []
    assert sum(desk.count().values()) == 0
    for work in (
        lambda: desk.ticket(private),
        lambda: desk.claim(private, "sato"),
        lambda: desk.release(private, "sato"),
        lambda: desk.reply(private, "sato", "はい"),
        lambda: desk.dismiss(private, "sato", "不要"),
        lambda: desk.reopen(private, "sato"),
        lambda: desk.hand_over(private, "sato", "mori"),
        lambda: desk.note(private, "sato", "覚え書き"),
        lambda: desk.notes(private),
        lambda: desk.history(private),
        lambda: desk.similar(private),
        lambda: desk.split(private, 1, "sato"),
        lambda: zeroji.proposals.suggest(private),
    ):
        with pytest.raises(NotFound):
            work()
    assert zeroji.desk.in_confidence().ticket(private).status == "open"


def test_a_counselor_sees_it_among_the_others(zeroji: Zeroji, ask: Ask, private: int) -> None:
    ask(CURRY, asker="tanaka")

    assert [t.private for t in zeroji.desk.in_confidence().tickets()] == [True, False]
    assert zeroji.desk.in_confidence().count()["open"] == 2
    assert [t.question for t in zeroji.desk.tickets()] == [CURRY]


def test_the_reply_reaches_the_asker_and_leaves_no_text_in_the_events(
    zeroji: Zeroji, private: int, counselor: str
) -> None:
    desk = zeroji.desk.in_confidence()
    desk.claim(private, counselor)
    desk.reply(private, counselor, "明日お話を伺えますか。")
    desk.reopen(private, counselor)
    desk.dismiss(private, counselor, "解決したため")

    table = schema.notifications.c
    with zeroji.database.connect() as tx:
        told = [tuple(row) for row in tx.execute(select(table.recipient, table.text))]
    assert told == [("shain", "明日お話を伺えますか。"), ("shain", "解決したため")]
    assert all(detail == {} for _, detail in details(zeroji, private))
    assert [action for action, _ in details(zeroji, private)][:3] == [
        "ticket.confided",
        "ticket.claimed",
        "ticket.answered",
    ]


def test_its_reply_cannot_go_into_a_manual(zeroji: Zeroji, private: int, counselor: str) -> None:
    zeroji.desk.in_confidence().reply(private, counselor, "伺いました。")

    with pytest.raises(NotFound):
        zeroji.proposals.suggest(private)


def test_the_same_question_neither_joins_it_nor_is_joined(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    ordinary = ask(CURRY).outcome
    first = zeroji.desk.confide(ask(CURRY, asker="tanaka").id, "tanaka").id
    second = zeroji.desk.confide(ask(CURRY, asker="mori").id, "mori").id
    again = ask(CURRY, asker="kato").outcome

    assert isinstance(ordinary, Escalation) and isinstance(again, Escalation)
    assert len({ordinary.ticket, first, second}) == 3
    assert again.ticket == ordinary.ticket
    assert [a.asker for a in zeroji.desk.ticket(ordinary.ticket).askers] == ["shain", "kato"]


def test_confiding_twice_opens_one(zeroji: Zeroji, ask: Ask, counselor: str) -> None:
    exchange = ask(HARASSED).id

    assert zeroji.desk.confide(exchange, "shain") == zeroji.desk.confide(exchange, "shain")
    assert len(zeroji.desk.in_confidence().tickets()) == 1


def test_only_ones_own_question_can_be_confided(zeroji: Zeroji, ask: Ask, counselor: str) -> None:
    exchange = ask(HARASSED).id
    with pytest.raises(NotFound):
        zeroji.desk.confide(exchange, "tanaka")
    with pytest.raises(NotFound):
        zeroji.desk.confide(exchange + 99, "shain")


def test_an_open_ticket_becomes_private_when_its_only_asker_wants_it(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    exchange = ask(CURRY)
    assert isinstance(exchange.outcome, Escalation)
    zeroji.desk.claim(exchange.outcome.ticket, "sato")

    made = zeroji.desk.confide(exchange.id, "shain")

    assert (made.id, made.private, made.owner) == (exchange.outcome.ticket, True, None)
    assert (made.nearest, made.topic, made.status) == ((), "", "open")
    with pytest.raises(NotFound):
        zeroji.desk.reply(made.id, "sato", "はい")


def test_what_was_answered_already_stays_and_the_private_ticket_is_another(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    exchange = ask(CURRY)
    assert isinstance(exchange.outcome, Escalation)
    zeroji.desk.reply(exchange.outcome.ticket, "sato", "500円です。")

    made = zeroji.desk.confide(exchange.id, "shain")

    assert made.private and made.id != exchange.outcome.ticket
    assert zeroji.desk.ticket(exchange.outcome.ticket).askers == ()


# Nobody to read it


def test_without_a_counselor_there_is_no_private_ticket(zeroji: Zeroji, ask: Ask) -> None:
    zeroji.accounts.add("kanri", "管理", ["admin"])
    exchange = ask(HARASSED).id

    with pytest.raises(Conflict):
        zeroji.desk.confide(exchange, "shain")
    assert zeroji.desk.in_confidence().tickets() == []


def test_a_counselor_alone_is_nobody_to_confide_in_oneself(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    assert zeroji.desk.counselors(besides="shain") == ["相談 花子"]
    assert zeroji.desk.counselors(besides=counselor) == []
    with pytest.raises(Conflict):
        zeroji.desk.confide(ask(HARASSED, asker=counselor).id, counselor)


@pytest.mark.parametrize(("roles", "active"), [(["staff"], True), (["counselor"], False)])
def test_the_last_counselor_stays_while_somebody_waits(
    zeroji: Zeroji, private: int, counselor: str, roles: list[str], active: bool
) -> None:
    def leave() -> None:
        zeroji.accounts.change(
            counselor, display_name="相談", roles=roles, audiences=[], active=active
        )

    with pytest.raises(Conflict):
        leave()
    assert zeroji.accounts.user(counselor).may("read_private")

    zeroji.desk.in_confidence().reply(private, counselor, "伺いました。")
    leave()
    assert zeroji.desk.counselors(besides="") == []


# What follows in the conversation


def test_what_a_confidential_conversation_leads_to_is_private_as_well(
    zeroji: Zeroji, ask: Ask, private: int
) -> None:
    (asked,) = zeroji.desk.in_confidence().ticket(private).askers
    outcome = ask(BIKES, conversation=asked.conversation).outcome

    assert isinstance(outcome, Escalation)
    assert zeroji.desk.in_confidence().ticket(outcome.ticket).private
    assert zeroji.desk.tickets() == []


def test_another_conversation_of_the_asker_is_not(zeroji: Zeroji, ask: Ask, private: int) -> None:
    outcome = ask(BIKES).outcome

    assert isinstance(outcome, Escalation)
    assert not zeroji.desk.ticket(outcome.ticket).private


def test_what_was_asked_in_confidence_goes_to_no_ordinary_desk(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    exchange = ask(HARASSED).id

    with pytest.raises(InvalidInput):
        zeroji.desk.ask_a_person(exchange, "shain")
    assert zeroji.desk.in_confidence().tickets() == []


def test_an_asker_finds_the_tickets_of_a_conversation(
    zeroji: Zeroji, ask: Ask, private: int
) -> None:
    (asked,) = zeroji.desk.in_confidence().ticket(private).askers

    found = zeroji.desk.asked_in(asked.conversation)

    assert {exchange: ticket.id for exchange, ticket in found.items()} == {
        asked.exchange_id: private
    }
    assert zeroji.desk.asked_in("another") == {}
    assert not found[asked.exchange_id].overdue and found[asked.exchange_id].opened_at < now()


# What is kept of it elsewhere


def test_no_word_of_it_is_kept_to_find_others_by(
    zeroji: Zeroji, ask: Ask, private: int, counselor: str
) -> None:
    shared = ask(CURRY)
    assert isinstance(shared.outcome, Escalation)
    zeroji.desk.confide(shared.id, "shain")
    zeroji.desk.in_confidence().note(private, counselor, "明日会います。")

    table = schema.ticket_terms.c
    with zeroji.database.connect() as tx:
        assert list(tx.scalars(select(table.ticket_id))) == []
    again = ask(HARASSED, asker="mori").id
    assert zeroji.desk.confide(again, "mori").id != private


def test_the_next_start_keeps_no_word_of_it_either(zeroji: Zeroji, private: int) -> None:
    joining.remember_all(zeroji.database)
    with zeroji.database.connect() as tx:
        assert tx.execute(select(schema.ticket_terms)).all() == []


def test_its_notes_and_history_are_for_counselors(
    zeroji: Zeroji, private: int, counselor: str
) -> None:
    desk = zeroji.desk.in_confidence()
    desk.note(private, counselor, "明日会います。")
    desk.reply(private, counselor, "明日お話を伺えますか。")

    assert [note.text for note in desk.notes(private)] == ["明日会います。"]
    assert [event.action for event in desk.history(private)] == [
        "ticket.confided",
        "ticket.noted",
        "ticket.answered",
        "asker.told",
    ]
    assert all(event.detail == {} for event in desk.history(private))


def test_a_question_asked_in_confidence_is_no_wording_of_a_shared_ticket(
    zeroji: Zeroji, ask: Ask, counselor: str
) -> None:
    ask(CURRY)
    ask(HARASSED, asker="tanaka")
    ask(HARASSED, asker="mori")
    asked = [a.question for t in zeroji.desk.tickets() for a in t.askers]
    assert asked == [CURRY]
