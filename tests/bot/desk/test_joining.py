"""Which open ticket a question joins, and that staff can undo it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot import schema
from bot.desk import joining
from bot.outcomes import Escalation, Exchange
from bot.profiles import checked_profile
from bot.wiring import Zeroji
from knowledge.database import writing
from knowledge.errors import InvalidInput, NotFound

Ask = Callable[..., Exchange]
Ticket = Callable[..., int]
CURRY = "社員食堂のカレーの値段はいくらですか"
CURRY_TOO = "社食のカレーっていくら？"
RAMEN = "社員食堂のラーメンの値段はいくらですか"


def told(zeroji: Zeroji) -> list[tuple[str, str]]:
    table = schema.notifications.c
    with zeroji.database.connect() as tx:
        query = select(table.recipient, table.text).order_by(table.id)
        return [(row.recipient, row.text) for row in tx.execute(query)]


def test_the_same_question_in_other_words_joins_and_says_how_like_it_is(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    assert ticket(CURRY_TOO, asker="tanaka") == first
    assert ticket(f"{CURRY}？", asker="mori") == first

    asked = zeroji.desk.ticket(first).askers
    assert [(a.asker, a.joined) for a in asked] == [
        ("shain", "first"),
        ("tanaka", "similar"),
        ("mori", "same"),
    ]
    assert [a.question for a in asked] == [CURRY, CURRY_TOO, f"{CURRY}？"]
    assert [a.similarity for a in asked] == [None, 1.0, 1.0]
    actions = [(e.actor, e.action, dict(e.detail)) for e in zeroji.desk.history(first)]
    assert ("tanaka", "ticket.joined", {"how": "similar"}) in actions


def test_a_near_miss_opens_a_ticket_of_its_own(ticket: Ticket) -> None:
    assert len({ticket(q) for q in (CURRY, RAMEN, "社員食堂のカレーは何時からですか")}) == 3


@pytest.mark.parametrize("question", ["私の残日数は何日ですか", "これは何ですか"])
def test_what_only_the_asker_means_joins_nothing_not_even_in_the_same_words(
    ticket: Ticket, question: str
) -> None:
    assert ticket(question) != ticket(question, asker="tanaka")


def test_people_of_different_employment_are_replied_to_apart(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    for name, employment in (("ito", "正社員"), ("ueda", "パート"), ("endo", "正社員")):
        profile = checked_profile({"employment": employment})
        zeroji.accounts.add(name, name, ["employee"], (), profile)

    first = ticket(CURRY, asker="ito")
    assert ticket(CURRY, asker="ueda") != first
    assert ticket(CURRY, asker="endo") == first
    by_name = "パートの社員食堂のカレーの値段はいくらですか"
    assert ticket(by_name, asker="ito") == ticket(by_name, asker="ueda")


def test_questions_about_the_rules_of_another_day_are_others(ticket: Ticket) -> None:
    first = ticket(CURRY)
    later = ticket(CURRY, asker="tanaka", on=date(2030, 4, 1))
    assert later != first
    assert ticket(CURRY, asker="mori", on=date(2030, 4, 1)) == later


def test_nobody_joins_a_ticket_that_rests_on_a_manual_they_may_not_read(
    zeroji: Zeroji, ticket: Ticket, tmp_path: Path
) -> None:
    rule = tmp_path / "役員規程.md"
    head = "---\ntitle: 役員規程\naudience: managers\n---\n"
    rule.write_text(f"{head}## 第1条（役員車）\n\n役員車は社長が使う。\n", encoding="utf-8")
    zeroji.ingest([rule])
    both = frozenset({"all", "managers"})
    asked = "役員車の洗車の頻度を教えてください"

    first = ticket(asked, asker="bucho", audiences=both)
    assert zeroji.desk.ticket(first).nearest[0]["manual"] == "役員規程"
    assert ticket(asked, asker="shain") != first
    assert ticket(asked, asker="kacho", audiences=both) == first


def test_a_complaint_joins_complaints_only(zeroji: Zeroji, ask: Ask, ticket: Ticket) -> None:
    waiting = ticket(CURRY)
    answered = [ask("", asker=name) for name in ("tanaka", "mori")]
    table = schema.exchanges
    with writing(zeroji.database) as tx:
        numbers = [exchange.id for exchange in answered]
        tx.execute(table.update().where(table.c.id.in_(numbers)).values(question=CURRY))
        tx.execute(
            table.update()
            .where(table.c.id.in_(numbers))
            .values(outcome={"kind": "answer", "standalone": CURRY})
        )

    first, second = (
        zeroji.desk.ask_a_person(exchange.id, exchange.question.asker, "complained")
        for exchange in answered
    )
    assert first.reason == "complained"
    assert first.id == second.id != waiting


def test_tickets_opened_before_words_were_kept_are_found_as_well(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    with writing(zeroji.database) as tx:
        tx.execute(delete(schema.ticket_terms))
    joining.remember_all(zeroji.database)
    assert ticket(CURRY_TOO, asker="tanaka") == first


# Taking apart what was joined


def test_staff_split_off_a_question_that_was_another_one_after_all(
    zeroji: Zeroji, ask: Ask, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    joined = ask(CURRY_TOO, asker="tanaka")

    made = zeroji.desk.split(first, joined.id, "sato")

    assert (made.id != first, made.status, made.question) == (True, "open", CURRY_TOO)
    assert [(a.asker, a.joined, a.similarity) for a in made.askers] == [("tanaka", "first", None)]
    assert [a.asker for a in zeroji.desk.ticket(first).askers] == ["shain"]
    zeroji.desk.reply(first, "sato", "500円です。")
    zeroji.desk.reply(made.id, "sato", "テイクアウトは450円です。")
    assert told(zeroji) == [("shain", "500円です。"), ("tanaka", "テイクアウトは450円です。")]
    assert "ticket.split" in [event.action for event in zeroji.desk.history(first)]


def test_who_was_split_off_has_waited_since_they_asked(
    zeroji: Zeroji, ask: Ask, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    joined = ask(CURRY, asker="tanaka")
    made = zeroji.desk.split(first, joined.id, "sato")
    assert made.opened_at < zeroji.desk.history(made.id)[0].at
    assert made.due_at == zeroji.desk.deadlines.due(made.opened_at)


def test_all_that_an_asker_joined_with_goes_along_and_comes_back_to_their_own_ticket(
    zeroji: Zeroji, ask: Ask, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    joined = ask(CURRY_TOO, asker="tanaka")
    ask(CURRY, asker="tanaka", conversation=joined.conversation)

    made = zeroji.desk.split(first, joined.id, "sato")

    assert len(made.askers) == 2
    assert ticket(CURRY, asker="tanaka") == made.id
    assert ticket(CURRY, asker="mori") == first
    zeroji.desk.reply(first, "sato", "500円です。")
    assert {recipient for recipient, _ in told(zeroji)} == {"shain", "mori"}


def test_after_a_reply_a_wrong_join_can_still_be_undone(
    zeroji: Zeroji, ask: Ask, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    joined = ask(CURRY_TOO, asker="tanaka")
    zeroji.desk.reply(first, "sato", "500円です。")
    made = zeroji.desk.split(first, joined.id, "sato")
    zeroji.desk.reply(made.id, "sato", "450円です。")
    assert told(zeroji)[-1] == ("tanaka", "450円です。")


def test_the_first_question_stays_and_others_are_not_found(
    zeroji: Zeroji, ask: Ask, ticket: Ticket
) -> None:
    first = ticket(CURRY)
    joined = ask(CURRY_TOO, asker="tanaka")
    (opened, *_) = zeroji.desk.ticket(first).askers
    with pytest.raises(InvalidInput, match="split off the others"):
        zeroji.desk.split(first, opened.exchange_id, "sato")
    zeroji.desk.split(first, joined.id, "sato")
    for ticket_id in (first, 404):
        with pytest.raises(NotFound):
            zeroji.desk.split(ticket_id, joined.id, "sato")


def test_whoever_confides_the_first_question_leaves_it_in_the_words_of_the_others(
    zeroji: Zeroji, ask: Ask
) -> None:
    zeroji.accounts.add("soudan", "相談", ["counselor"])
    mine = ask(CURRY)
    assert isinstance(mine.outcome, Escalation)
    ask(CURRY_TOO, asker="tanaka")

    zeroji.desk.confide(mine.id, "shain")

    left: Any = zeroji.desk.ticket(mine.outcome.ticket)
    assert left.question == CURRY_TOO
    assert [(a.asker, a.joined) for a in left.askers] == [("tanaka", "first")]
