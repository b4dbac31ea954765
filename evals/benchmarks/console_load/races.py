"""Whether nothing was lost and nothing happened twice: what members were told is what is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot import schema
from bot.audit import verify
from evals.benchmarks.console_load.browsing import Member, Tally
from knowledge.database import connect, sqlite_url


async def race(members: Sequence[Member], tickets: Sequence[int]) -> None:
    """All claim each of the first half of the tickets, and reply to the others, at once."""
    half = len(tickets) // 2
    for ticket in tickets[:half]:
        await asyncio.gather(*(member.claim("claim, raced", ticket) for member in members))
    for ticket in tickets[half:]:
        await asyncio.gather(*(member.reply("reply, raced", ticket) for member in members))


def free_tickets(home: Path, count: int) -> list[int]:
    """The last tickets in the queue that nobody has."""
    table = schema.tickets.c
    query = select(table.id).where(table.status == "open", ~table.private)
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    with database.connect() as tx:
        found = list(tx.scalars(query.order_by(table.due_at.desc()).limit(count)))
    database.dispose()
    return found


def last_event(home: Path) -> int:
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    with database.connect() as tx:
        number = int(tx.execute(select(func.max(schema.events.c.id))).scalar() or 0)
    database.dispose()
    return number


def broken(home: Path, tally: Tally, since: int) -> list[str]:
    """What does not hold of the events after ``since``, in words; nothing where all does."""
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    try:
        with database.connect() as tx:
            found = [*_replies(tx, tally, since), *_claims(tx, tally, since)]
        damage = verify(database).broken
        return [*found, *([f"The log of events is broken: {damage}"] if damage else [])]
    finally:
        database.dispose()


def _replies(tx: Connection, tally: Tally, since: int) -> list[str]:
    told = Counter(tally.replied)
    found = [f"ticket {ticket}: several replies" for ticket in _several(tally.replied)]
    kept = _events(tx, "ticket.answered", since)
    found += [
        f"{reply}: told {told[reply]}, kept {kept[reply]}"
        for reply in told | kept
        if told[reply] != kept[reply]
    ]
    ticket, note, asked = schema.tickets.c, schema.notifications.c, schema.ticket_askers.c
    for number, _ in tally.replied:
        row = tx.execute(select(ticket.reply, ticket.status).where(ticket.id == number)).one()
        if (row.reply, row.status) != (tally.said[number], "answered"):
            found.append(f"ticket {number}: another reply is kept")
        askers = set(tx.scalars(select(asked.conversation).where(asked.ticket_id == number)))
        query = select(note.conversation).where(note.ticket_id == number, note.kind == "reply")
        if Counter(tx.scalars(query)) != Counter(askers):
            found.append(f"ticket {number}: not each asker was told once")
    return found


def _claims(tx: Connection, tally: Tally, since: int) -> list[str]:
    kept, told = _events(tx, "ticket.claimed", since), Counter(tally.claimed)
    return [
        f"{claim}: claimed {told[claim]}, kept {kept[claim]}"
        for claim in told | kept
        if told[claim] != kept[claim]
    ] + [f"ticket {ticket}: claimed by several" for ticket in _several(tally.claimed)]


def _several(moves: Sequence[tuple[int, str]]) -> list[int]:
    """Tickets that more than one member moved."""
    counts = Counter(ticket for ticket, _ in set(moves))
    return [ticket for ticket, count in counts.items() if count > 1]


def _events(tx: Connection, action: str, since: int) -> Counter[tuple[int, str]]:
    table = schema.events.c
    query = select(table.subject, table.actor).where(table.id > since, table.action == action)
    return Counter((int(r.subject.removeprefix("ticket:")), r.actor) for r in tx.execute(query))
