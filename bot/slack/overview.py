"""What the home shows somebody: their questions, what waits for staff, and the staff's queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, Engine, select

from bot import choices, schema
from bot.desk.listing import Found, Listing, Wanted
from bot.desk.ticket import WAITING
from bot.outcomes import Language
from bot.slack.messages.home_employee import Asked, Waiting
from bot.slack.messages.home_staff import SHOWN, Area, Queue
from bot.slack.places import place_of
from knowledge.database import now

_MOST = 10
#: Questions back that are looked at for what was chosen of them.
_ASKED_BACK = 50


def asked(database: Engine, asker: str, workspace: str, most: int = _MOST) -> list[Asked]:
    """The latest questions of an asker (``slack:U1``), newest first.

    ``workspace`` is its address, for links to the threads; empty for none.
    """
    table, talk = schema.exchanges.c, schema.conversations.c
    # Found by their conversations: exchanges are not in order of who asked.
    query = (
        select(table.conversation, table.question, table.kind, table.outcome, table.asked_at)
        .join(schema.conversations, talk.id == table.conversation)
        .where(talk.asker == asker)
        .order_by(table.id.desc())
        .limit(most)
    )
    with database.connect() as tx:
        rows = tx.execute(query).all()
        chosen = _chosen(tx, asker)
    newer: set[str] = set()
    shown = []
    for row in rows:
        # What was asked back is answered once one of its options was chosen.
        if newer.isdisjoint(option["question"] for option in row.outcome.get("options") or ()):
            shown.append(row)
        newer.add(row.question)
    return [
        Asked(
            question=chosen.get(row.question, row.question),
            outcome=_came_to(row.outcome),
            asked_at=row.asked_at,
            url=thread_address(workspace, row.conversation),
        )
        for row in shown
    ]


def last_question(database: Engine, asker: str) -> str | None:
    """What an asker (``slack:U1``) asked last."""
    last = asked(database, asker, workspace="", most=1)
    return last[0].question if last else None


def waiting(database: Engine, asker: str, workspace: str) -> list[Waiting]:
    """An asker's questions that wait for staff, the first due first; no private ones."""
    ticket, by, talk = schema.tickets.c, schema.ticket_askers.c, schema.conversations.c
    query = (
        select(ticket.id, ticket.due_at, by.question, by.conversation)
        .join(schema.ticket_askers, by.ticket_id == ticket.id)
        .join(schema.conversations, talk.id == by.conversation)
        .where(talk.asker == asker, ticket.status.in_(WAITING), ticket.private.is_(False))
        .order_by(ticket.due_at, ticket.id, by.exchange_id)
    )
    with database.connect() as tx:
        rows = tx.execute(query).all()
        chosen = _chosen(tx, asker)
    # One that somebody asked twice is listed once, in the words of the first time.
    first = {row.id: row for row in reversed(rows)}
    return [
        Waiting(
            ticket=row.id,
            question=chosen.get(row.question, row.question),
            due_at=row.due_at,
            url=thread_address(workspace, row.conversation),
        )
        for row in reversed(first.values())
    ]


def queue(database: Engine, member: str, console: str, language: Language = "ja") -> Queue:
    """What waits for staff, as ``member`` sees it: no private tickets."""
    listing = Listing(database)
    late = listing.look(Wanted(status="waiting", overdue=True), SHOWN)
    overdue = Area(tickets=late.tickets, count=_waits(late))
    areas = (overdue, _in_time(listing, member), _in_time(listing, ""))
    shown = choices.in_tickets(database, [one.id for area in areas for one in area.tickets])
    overdue, mine, unclaimed = (_as_said(area, shown) for area in areas)
    return Queue(
        overdue=overdue,
        mine=mine,
        unclaimed=unclaimed,
        now=now(),
        console=console,
        language=language,
    )


def thread_address(workspace: str, conversation: str) -> str:
    """Where the thread of a conversation is read, e.g. ``https://x.slack.com/archives/D1/p17…``."""
    if not workspace or conversation.count(":") != 3:
        return ""
    place = place_of(conversation)
    stamp = place.thread.replace(".", "")
    if not stamp:
        return ""
    at = f"{workspace.rstrip('/')}/archives/{place.channel}/p{stamp}"
    return f"{at}?thread_ts={place.thread}&cid={place.channel}"


def _chosen(tx: Connection, asker: str) -> dict[str, str]:
    """Questions of options that an asker was offered, as they would put them:
    ``出張の日当はいくらですか（課長）``."""
    table, talk = schema.exchanges.c, schema.conversations.c
    query = (
        select(table.question, table.outcome)
        .join(schema.conversations, talk.id == table.conversation)
        .where(talk.asker == asker, table.kind == "clarification")
        .order_by(table.id.desc())
        .limit(_ASKED_BACK)
    )
    latest = tx.execute(query).all()
    return choices.as_said((row.question, row.outcome) for row in reversed(latest))


def _as_said(area: Area, said: Mapping[str, str]) -> Area:
    tickets = (replace(one, question=said.get(one.question, one.question)) for one in area.tickets)
    return replace(area, tickets=tuple(tickets))


def _in_time(listing: Listing, owner: str) -> Area:
    """Those of an owner that are not overdue: the list begins with those that are."""
    late = _waits(listing.look(Wanted(status="waiting", owner=owner, overdue=True), 0))
    found = listing.look(Wanted(status="waiting", owner=owner), SHOWN, late)
    return Area(tickets=found.tickets, count=_waits(found) - late)


def _waits(found: Found) -> int:
    return sum(found.counted.statuses[status] for status in WAITING)


def _came_to(outcome: Mapping[str, object]) -> str:
    return "sensitive" if outcome.get("reason") == "sensitive" else str(outcome["outcome"])
