"""What askers are told after the fact. A row is written in the transaction that causes it.

The web chat shows the rows of its conversation; other channels deliver them and set
``delivered_at``. The key makes each telling happen once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, select

from bot import schema
from bot.desk import events
from knowledge import schema as kb
from knowledge.database import now
from knowledge.japanese import is_japanese
from knowledge.model import EVERYONE
from knowledge.store import insert_missing

#: ``corrected`` tells who was given an answer that a change made wrong, ``taken_back`` that what
#: was told of a change no longer holds.
Kind = Literal["reply", "published", "dismissed", "corrected", "taken_back"]
Places = Sequence[Mapping[str, Any]]


def notify_askers(
    tx: Connection, ticket_id: int, kind: Kind, text: str, *, citations: Places = ()
) -> None:
    """Tell each conversation in which a ticket's question was asked, once per telling.

    Below the text stand the places that it rests on, of manuals that the asker may read.
    """
    table = schema.ticket_askers.c
    query = select(table.asker, table.conversation).where(table.ticket_id == ticket_id)
    asked_in = {row.conversation: row.asker for row in tx.execute(query)}
    count = _told(tx, ticket_id, kind)
    readable = _readable(tx, citations, set(asked_in.values()))
    rows = [
        {
            "key": f"ticket:{ticket_id}:{kind}:{count}:{conversation}",
            "recipient": asker,
            "conversation": conversation,
            "ticket_id": ticket_id,
            "kind": kind,
            "text": _with_places(text, readable[asker]),
            "created_at": now(),
        }
        for conversation, asker in asked_in.items()
    ]
    insert_missing(tx, schema.notifications, rows)
    _record(tx, ticket_id, kind, sorted(set(asked_in.values())))


def _record(tx: Connection, ticket_id: int, kind: Kind, recipients: Sequence[str]) -> None:
    """Who was told; of a private ticket, only that somebody was."""
    table = schema.tickets.c
    private = tx.execute(select(table.private).where(table.id == ticket_id)).scalar_one()
    details: list[dict[str, str]] = [{"recipient": name, "kind": kind} for name in recipients]
    for detail in [{}] if private else details:
        events.record(tx, "zeroji", "asker.told", f"ticket:{ticket_id}", detail)


def _with_places(text: str, places: Places) -> str:
    """``…　根拠：『就業規則』第32条（年次有給休暇）``"""
    if not places:
        return text
    if is_japanese(text):
        named = "、".join(f"『{place['manual']}』{_last(place)}" for place in places)
        return f"{text}\n\n根拠：{named}"
    named = "; ".join(f"“{place['manual']}”, {_last(place)}" for place in places)
    return f"{text}\n\nSource: {named}"


def _last(place: Mapping[str, Any]) -> str:
    return str(place["section"]).rsplit(" > ", 1)[-1]


def _readable(tx: Connection, places: Places, askers: set[str]) -> dict[str, Places]:
    """By asker, the places in manuals that they may read."""
    numbers = {place["manual_id"] for place in places}
    manual, user = kb.manuals.c, schema.users.c
    query = select(manual.id, manual.audience).where(manual.id.in_(numbers))
    audience = {row.id: row.audience for row in tx.execute(query)}
    who = select(user.name, user.audiences).where(user.name.in_(askers), user.active)
    reads = {row.name: {EVERYONE, *row.audiences} for row in tx.execute(who)}
    return {
        asker: [
            place
            for place in places
            if audience.get(place["manual_id"]) in reads.get(asker, {EVERYONE})
        ]
        for asker in askers
    }


def _told(tx: Connection, ticket_id: int, kind: Kind) -> int:
    """How often a kind of text has been told before: a reopened ticket tells again."""
    table = schema.notifications.c
    query = select(table.key).where(table.ticket_id == ticket_id, table.kind == kind)
    prefix = f"ticket:{ticket_id}:{kind}:"
    return len({key.removeprefix(prefix).split(":")[0] for key in tx.scalars(query)})
