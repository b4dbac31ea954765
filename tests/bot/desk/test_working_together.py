"""Handing over, notes, history, notices, and replies that name what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.desk import notices
from bot.desk.notices import Notices
from bot.outcomes import Exchange
from bot.wiring import Zeroji
from knowledge.database import writing
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound

Ticket = Callable[..., int]
Ask = Callable[..., Exchange]
CURRY = "社員食堂のカレーの値段はいくらですか"
BIKES = "駐輪場はどこにありますか"


@pytest.fixture(autouse=True)
def staff(zeroji: Zeroji) -> None:
    for name, role in (
        ("sato", "staff"),
        ("mori", "staff"),
        ("kacho", "lead"),
        ("kanri", "admin"),
        ("soudan", "counselor"),
        ("hogo", "counselor"),
        ("shain", "employee"),
    ):
        zeroji.accounts.add(name, name, [role])


def told(zeroji: Zeroji, name: str) -> list[tuple[str, int | None]]:
    return [(n.kind, n.ticket_id) for n in Notices(zeroji.database).unread(name)]


# Handing over


def test_the_owner_hands_a_ticket_over_with_a_note(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    handed = zeroji.desk.hand_over(number, "sato", "mori", "食堂の担当なので。")

    assert (handed.owner, handed.status) == ("mori", "claimed")
    (note,) = zeroji.desk.notes(number)
    assert (note.kind, note.author, note.recipient) == ("handover", "sato", "mori")
    assert note.text == "食堂の担当なので。"
    assert told(zeroji, "mori") == [("handed_over", number)]
    assert told(zeroji, "sato") == []
    with pytest.raises(Conflict, match="mori has taken"):
        zeroji.desk.reply(number, "sato", "500円です。")


def test_who_may_assign_hands_over_what_somebody_else_has(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    with pytest.raises(Conflict, match="sato has taken"):
        zeroji.desk.hand_over(number, "mori", "mori")
    for by in ("kacho", "kanri"):
        to = "mori" if by == "kacho" else "sato"
        assert zeroji.desk.hand_over(number, by, to).owner == to


def test_what_nobody_has_is_handed_over_by_anybody(zeroji: Zeroji, ticket: Ticket) -> None:
    assert zeroji.desk.hand_over(ticket(CURRY), "sato", "mori").owner == "mori"


@pytest.mark.parametrize("to", ["shain", "soudan", "nobody"])
def test_only_who_may_reply_is_handed_a_ticket(zeroji: Zeroji, ticket: Ticket, to: str) -> None:
    number = ticket(CURRY)
    with pytest.raises(InvalidInput, match="cannot reply"):
        zeroji.desk.hand_over(number, "sato", to)
    assert (zeroji.desk.ticket(number).owner, zeroji.desk.notes(number)) == (None, [])


def test_nobody_is_handed_a_ticket_who_has_left(zeroji: Zeroji, ticket: Ticket) -> None:
    zeroji.accounts.change("mori", display_name="mori", roles=["staff"], audiences=[], active=False)
    with pytest.raises(InvalidInput):
        zeroji.desk.hand_over(ticket(CURRY), "sato", "mori")


def test_a_ticket_is_not_handed_to_its_owner_nor_once_it_is_answered(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    with pytest.raises(Conflict, match="already"):
        zeroji.desk.hand_over(number, "sato", "sato")
    zeroji.desk.reply(number, "sato", "500円です。")
    with pytest.raises(Conflict, match="is answered"):
        zeroji.desk.hand_over(number, "sato", "mori")


def test_what_somebody_has_is_released_and_dismissed_by_them_or_a_lead(
    zeroji: Zeroji, ticket: Ticket
) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    with pytest.raises(Conflict, match="sato has taken"):
        zeroji.desk.release(number, "mori")
    with pytest.raises(Conflict, match="sato has taken"):
        zeroji.desk.dismiss(number, "mori", "不要")
    assert zeroji.desk.release(number, "kacho").status == "open"
    zeroji.desk.claim(number, "sato")
    assert zeroji.desk.dismiss(number, "kacho", "不要").status == "dismissed"


def test_a_private_ticket_goes_from_counselor_to_counselor(zeroji: Zeroji, ask: Ask) -> None:
    number = zeroji.desk.confide(ask(BIKES).id, "shain").id
    desk = zeroji.desk.in_confidence()
    desk.claim(number, "soudan")
    for to in ("mori", "kanri"):
        with pytest.raises(InvalidInput):
            desk.hand_over(number, "soudan", to)
    for by in ("kacho", "kanri", "hogo"):
        with pytest.raises(Conflict):
            desk.hand_over(number, by, "hogo")
    assert desk.hand_over(number, "soudan", "hogo", "続きをお願いします。").owner == "hogo"
    assert told(zeroji, "hogo") == [("handed_over", number)]


def test_nobody_is_handed_their_own_confidence(zeroji: Zeroji, ask: Ask) -> None:
    number = zeroji.desk.confide(ask(BIKES, asker="hogo").id, "hogo").id
    with pytest.raises(NotAllowed):
        zeroji.desk.in_confidence().hand_over(number, "soudan", "hogo")


# Notes and history


def test_notes_are_kept_in_order_and_told_to_no_asker(zeroji: Zeroji, ask: Ask) -> None:
    exchange = ask(CURRY)
    number = zeroji.desk.tickets()[0].id
    zeroji.desk.note(number, "sato", " 食堂に聞いています。 ")
    zeroji.desk.note(number, "mori", "明日わかるそうです。")
    assert [(n.kind, n.author, n.text) for n in zeroji.desk.notes(number)] == [
        ("note", "sato", "食堂に聞いています。"),
        ("note", "mori", "明日わかるそうです。"),
    ]
    messages = zeroji.ledger.messages(exchange.conversation, "shain")
    assert not any("食堂に聞いて" in message.text for message in messages)


@pytest.mark.parametrize("text", ["", " \n", "あ" * 10_001])
def test_a_note_has_some_text_and_not_too_much(zeroji: Zeroji, ticket: Ticket, text: str) -> None:
    number = ticket(CURRY)
    with pytest.raises(InvalidInput):
        zeroji.desk.note(number, "sato", text)
    assert zeroji.desk.notes(number) == []


def test_the_history_says_who_did_what_and_repeats_no_text(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    zeroji.desk.claim(number, "sato")
    zeroji.desk.hand_over(number, "sato", "mori", "お願いします。")
    zeroji.desk.note(number, "mori", "了解です。")
    zeroji.desk.reply(number, "mori", "500円です。")
    zeroji.desk.reopen(number, "kacho")
    zeroji.desk.dismiss(number, "kacho", "重複です。")

    history = zeroji.desk.history(number)
    assert [(e.actor, e.action.removeprefix("ticket.")) for e in history] == [
        ("shain", "opened"),
        ("sato", "claimed"),
        ("sato", "handed_over"),
        ("mori", "noted"),
        ("mori", "answered"),
        ("zeroji", "asker.told"),
        ("kacho", "reopened"),
        ("kacho", "dismissed"),
        ("zeroji", "asker.told"),
    ]
    said = " ".join(str(dict(event.detail)) for event in history)
    assert not any(text in said for text in ("お願い", "了解", "500円", "重複", CURRY))
    assert [e.detail["length"] for e in history if e.action == "ticket.answered"] == [7]


# Replies with what they rest on


@pytest.fixture
def rule(zeroji: Zeroji, tmp_path: Path) -> dict[str, Any]:
    """A place that only managers may read."""
    path = tmp_path / "食堂規程.md"
    head = "---\ntitle: 食堂規程\naudience: managers\n---\n# 第1章\n\n"
    path.write_text(f"{head}## 第3条（値段）\n\n500円とする。\n", encoding="utf-8")
    zeroji.ingest([path])
    (manual,) = zeroji.library.manuals()
    return {
        "manual": manual.title,
        "manual_id": manual.id,
        "section": "第1章 > 第3条（値段）",
        "page": None,
        "text": "500円とする。",
        "path": manual.path,
        "chunk_id": "c1",
    }


def test_who_may_read_what_a_reply_rests_on_is_told_where_it_stands(
    zeroji: Zeroji, ask: Ask, rule: dict[str, Any]
) -> None:
    zeroji.accounts.add("bucho", "部長", ["employee"], ["managers"])
    talks = {name: ask(CURRY, asker=name).conversation for name in ("bucho", "shain", "guest-1")}
    (ticket,) = zeroji.desk.tickets()

    replied = zeroji.desk.reply(ticket.id, "sato", "500円です。", [rule, rule])

    assert [place["section"] for place in replied.citations] == ["第1章 > 第3条（値段）"]
    last = {name: zeroji.ledger.messages(talk, name)[-1].text for name, talk in talks.items()}
    assert last["bucho"] == "500円です。\n\n根拠：『食堂規程』第3条（値段）"
    assert last["shain"] == last["guest-1"] == "500円です。"


def test_a_citation_that_names_no_place_is_refused(zeroji: Zeroji, ticket: Ticket) -> None:
    number = ticket(CURRY)
    with pytest.raises(InvalidInput, match="citation"):
        zeroji.desk.reply(number, "sato", "500円です。", [{"manual": "食堂規程"}])
    assert zeroji.desk.ticket(number).status == "open"


# Notices


def test_a_member_is_told_once_per_key_and_marks_it_read(zeroji: Zeroji, ticket: Ticket) -> None:
    first, second = ticket(CURRY), ticket(BIKES)
    kept = Notices(zeroji.database)
    with writing(zeroji.database) as tx:
        for number in (first, first, second):
            notices.tell(tx, "sato", "overdue", f"ticket:{number}:overdue:x", number)
        notices.tell(tx, "mori", "overdue", f"ticket:{first}:overdue:x", first)

    assert told(zeroji, "sato") == [("overdue", second), ("overdue", first)]
    assert (kept.count("sato"), kept.count("mori"), kept.count("kacho")) == (2, 1, 0)
    newest, oldest = kept.unread("sato")
    kept.read("mori", [newest.id])
    kept.read("sato", [newest.id])
    assert [notice.id for notice in kept.unread("sato")] == [oldest.id]
    kept.read("sato")
    assert (kept.unread("sato"), kept.count("mori")) == ([], 1)
    assert [n.read_at is not None for n in kept.latest("sato")] == [True, True]


def test_a_ticket_that_is_not_there_has_neither_notes_nor_history(zeroji: Zeroji) -> None:
    for look in (
        lambda: zeroji.desk.notes(404),
        lambda: zeroji.desk.history(404),
        lambda: zeroji.desk.note(404, "sato", "x"),
        lambda: zeroji.desk.hand_over(404, "sato", "mori"),
        lambda: zeroji.desk.similar(404),
    ):
        with pytest.raises(NotFound):
            look()
