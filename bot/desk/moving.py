"""Moves of a ticket from one status to the next: who may make them, and whom they are told to.

Each function works in the transaction of its caller, on a ticket that was read and locked in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot import schema
from bot.desk import events, notices
from bot.desk.members import may, shown_name, who_may
from bot.desk.notifications import notify_askers
from bot.desk.noting import add_note, checked_text, record
from bot.desk.ticket import WAITING, Ticket, ticket_of
from knowledge.database import now
from knowledge.errors import Conflict, InvalidInput, NotAllowed

#: What a place that a reply rests on says; see bot.desk.ticket.place_of.
_CITATION = frozenset({"manual", "manual_id", "section", "page", "text", "path", "chunk_id"})


def claim(tx: Connection, ticket: Ticket, by: str) -> None:
    """Raises Conflict when somebody else has it."""
    _expect(ticket, WAITING)
    _expect_nobody_else(tx, ticket, by)
    _set(tx, ticket.id, status="claimed", owner=by, claimed_at=now())
    record(tx, by, "ticket.claimed", ticket)


def release(tx: Connection, ticket: Ticket, by: str) -> None:
    """Raises Conflict when it is somebody else's, unless ``by`` may assign tickets."""
    _expect(ticket, ("claimed",))
    _expect_in_charge(tx, ticket, by)
    _set(tx, ticket.id, status="open", owner=None, claimed_at=None)
    record(tx, by, "ticket.released", ticket)


def hand_over(tx: Connection, ticket: Ticket, by: str, to: str, note: str) -> None:
    """Give it to an active user who may reply, with a note. Raises InvalidInput, Conflict."""
    _expect(ticket, WAITING)
    _expect_in_charge(tx, ticket, by)
    if to == ticket.owner:
        raise Conflict(
            f"Ticket {ticket.id} is {to}'s already.",
            f"受付番号 {ticket.id} は、すでに {shown_name(tx, to)} さんが担当しています。",
        )
    _expect_able(tx, ticket, to)
    said = checked_text(note, "note") if note.strip() else ""
    _set(tx, ticket.id, status="claimed", owner=to, claimed_at=now())
    number = add_note(tx, ticket.id, "handover", by, said, to)
    if to != by:
        notices.tell(tx, to, "handed_over", f"ticket:{ticket.id}:handover:{number}", ticket.id)
    record(tx, by, "ticket.handed_over", ticket, to=to)


def reply(
    tx: Connection, ticket: Ticket, by: str, text: str, citations: Sequence[Mapping[str, Any]]
) -> None:
    """Raises Conflict when somebody else has the ticket."""
    said, places = checked_text(text, "reply"), _checked_citations(citations)
    _expect(ticket, WAITING)
    _expect_nobody_else(tx, ticket, by)
    _set(
        tx,
        ticket.id,
        status="answered",
        owner=by,
        reply=said,
        citations=places,
        answered_at=now(),
    )
    record(tx, by, "ticket.answered", ticket, **events.digest(said))
    notify_askers(tx, ticket.id, "reply", said, citations=places)


def dismiss(tx: Connection, ticket: Ticket, by: str, because: str) -> None:
    """Whoever waits is told why."""
    reason = checked_text(because, "reason")
    _expect(ticket, (*WAITING, "answered"))
    if ticket.status == "claimed":
        _expect_in_charge(tx, ticket, by)
    _set(tx, ticket.id, status="dismissed", dismissed_because=reason, closed_at=now())
    record(tx, by, "ticket.dismissed", ticket, **events.digest(reason))
    if ticket.status in WAITING:
        notify_askers(tx, ticket.id, "dismissed", reason)


def reopen(tx: Connection, ticket: Ticket, by: str, due_at: datetime) -> None:
    _expect(ticket, ("answered", "dismissed", "published"))
    _set(
        tx,
        ticket.id,
        status="open",
        owner=None,
        claimed_at=None,
        closed_at=None,
        dismissed_because=None,
        due_at=due_at,
    )
    record(tx, by, "ticket.reopened", ticket)


def set_status(tx: Connection, ticket_id: int, status: str) -> None:
    """Move a ticket on as its proposal moves on."""
    closed_at = now() if status == "published" else None
    _set(tx, ticket_id, status=status, closed_at=closed_at)


def take_up_again(tx: Connection, ticket_id: int, due_at: datetime) -> None:
    """Have a ticket wait anew for whoever had it, for all where nobody had."""
    owner = ticket_of(tx, ticket_id, private=True).owner
    _set(
        tx,
        ticket_id,
        status="claimed" if owner else "open",
        claimed_at=now() if owner else None,
        closed_at=None,
        due_at=due_at,
    )


def locked(tx: Connection, ticket_id: int, *, private: bool) -> Ticket:
    """A ticket that nobody else moves until the transaction ends. Raises NotFound."""
    table = schema.tickets.c
    tx.execute(select(table.id).where(table.id == ticket_id).with_for_update())
    return ticket_of(tx, ticket_id, private=private)


def _set(tx: Connection, ticket_id: int, **values: Any) -> None:
    tx.execute(update(schema.tickets).where(schema.tickets.c.id == ticket_id).values(**values))


def _expect(ticket: Ticket, statuses: Collection[str]) -> None:
    if ticket.status not in statuses:
        raise Conflict(
            f"Ticket {ticket.id} is {ticket.status}; it cannot be changed that way.",
            f"受付番号 {ticket.id} の状況が変わったため、この操作はできません。"
            "画面を再読み込みして確かめてください。",
        )


def _expect_nobody_else(tx: Connection, ticket: Ticket, by: str) -> None:
    if ticket.owner not in (None, by):
        owner = shown_name(tx, ticket.owner)
        raise Conflict(
            f"{owner} has taken ticket {ticket.id} already.",
            f"受付番号 {ticket.id} は {owner} さんが担当しています。",
        )


def _expect_in_charge(tx: Connection, ticket: Ticket, by: str) -> None:
    """Its owner, anybody where it has none, or somebody who assigns the tickets of others.

    A private ticket is passed on among those who read it.
    """
    if not ticket.private and ticket.owner not in (None, by) and may(tx, by, "assign"):
        return
    _expect_nobody_else(tx, ticket, by)


def _expect_able(tx: Connection, ticket: Ticket, to: str) -> None:
    able = {member.name for member in who_may(tx, "read_private" if ticket.private else "reply")}
    if to not in able:
        raise InvalidInput(
            f"{to} cannot reply to ticket {ticket.id}: name an active user who may.",
            f"{shown_name(tx, to)} さんは、この質問に返信できる担当者ではありません。別の担当者を"
            "選んでください。",
        )
    if any(asker.asker == to for asker in ticket.askers) and ticket.private:
        raise NotAllowed(
            "Nobody replies to a private ticket of their own.",
            "本人が出した非公開の相談を、本人に引き継ぐことはできません。",
        )


def _checked_citations(citations: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each place once. Raises InvalidInput for one that does not say what a place says."""
    if any(not _CITATION.issubset(place) for place in citations):
        raise InvalidInput(
            "A citation needs " + ", ".join(sorted(_CITATION)) + ".",
            "根拠の箇所を読み取れませんでした。もう一度選んでください。",
        )
    places = {(place["manual_id"], place["section"]): place for place in citations}
    return [{key: place[key] for key in sorted(_CITATION)} for place in places.values()]
