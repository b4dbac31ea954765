"""What stands below a ticket's card: who else asked, how askers went on, what they were told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, Engine, select

from bot import choices, schema
from bot.desk.noting import Note, notes_of
from bot.desk.ticket import WAITING, Ticket
from bot.slack.messages import staff_thread, wording
from bot.slack.messages.blocks import Message
from bot.slack.places import PREFIX, Place
from bot.slack.posting.outbox import Outbox
from bot.slack.posting.posted import About, Posted
from bot.slack.staff.members import LANGUAGE, Members
from bot.slack.staff.posted import THREAD, PostedCards

#: By name, in the order in which they are posted.
_Entries = Mapping[str, list[Message]]


class Threads:
    def __init__(self, database: Engine, outbox: Outbox, members: Members) -> None:
        self._database = database
        self._outbox = outbox
        self._members = members
        self._posted = PostedCards(database)

    def keep_in_step(self, ticket: Ticket, card: Posted, again: bool) -> None:
        """Post what is missing; take back words of who is no longer an asker of this ticket."""
        entries = self._entries(ticket)
        known = {one.name.rpartition("#")[0]: one for one in self._posted.of_ticket(ticket.id)}
        place = Place(channel=card.channel, thread=card.ts, user="")
        about = About(kind=THREAD, user="", ticket_id=ticket.id)
        for name, messages in entries.items():
            if name not in known:
                self._outbox.post(place, name, messages, again=again, about=about)
        for name, one in known.items():
            if name not in entries and name.startswith(_asked_name(ticket.id, "")):
                self._outbox.delete(name, number=int(one.name.rpartition("#")[2]))

    def _entries(self, ticket: Ticket) -> _Entries:
        chosen = choices.in_tickets(self._database, [ticket.id])
        with self._database.connect() as tx:
            return {
                **dict(_asked(tx, ticket, chosen)),
                **dict(self._noted(tx, ticket)),
                **dict(_told(tx, ticket)),
            }

    def _noted(self, tx: Connection, ticket: Ticket) -> Iterator[tuple[str, list[Message]]]:
        for note in notes_of(tx, ticket.id):
            if note.kind == "note" or note.text:
                shown = staff_thread.entry(self._heading(note), note.text)
                yield f"ticket:{ticket.id}:note:{note.id}", shown

    def _heading(self, note: Note) -> str:
        if note.author.startswith(PREFIX):
            return wording.text("thread.note.asker", LANGUAGE)
        names = {"by": self._members.shown(note.author), "to": self._members.shown(note.recipient)}
        return wording.text(
            "thread.handover" if note.recipient else "thread.note", LANGUAGE, **names
        )


def _asked(
    tx: Connection, ticket: Ticket, chosen: Mapping[str, str]
) -> Iterator[tuple[str, list[Message]]]:
    """Those who joined, and how askers went on in their threads in Slack while they wait."""
    first = next((one for one in ticket.askers if one.joined == "first"), None)
    if first is None:
        return
    said = {
        asker.exchange_id: (asker.question, asker.asker == first.asker)
        for asker in ticket.askers
        if asker is not first
    }
    said |= {number: (text, True) for number, text in _gone_on(tx, ticket)}
    for exchange, (text, by_same) in sorted(said.items()):
        read = chosen.get(text, text)
        shown = staff_thread.asked(read, by_same=by_same, language=LANGUAGE)
        yield _asked_name(ticket.id, str(exchange)), shown


def _gone_on(tx: Connection, ticket: Ticket) -> Iterator[tuple[int, str]]:
    """What askers wrote in their threads in Slack since, and no other ticket is for.

    What somebody asks in the web chat afterwards is theirs. So is what is asked in confidence, and
    all that may refer to it.
    """
    own = {asker.exchange_id for asker in ticket.askers}
    begun = {
        asker.conversation: asker.exchange_id
        for asker in reversed(ticket.askers)
        if asker.conversation.startswith(PREFIX)
    }
    closed = _in_confidence(tx, list(begun))
    table = schema.exchanges.c
    query = select(table.id, table.conversation, table.question, table.outcome).where(
        table.conversation.in_(list(begun))
    )
    until = ticket.closed_at if ticket.status == "dismissed" else ticket.answered_at
    if ticket.status not in WAITING and until:
        query = query.where(table.asked_at <= until)
    for row in tx.execute(query.order_by(table.id)):
        if row.outcome.get("reason") == "sensitive":
            closed.add(row.conversation)
        is_later = row.id > begun[row.conversation] and row.id not in own
        is_ours = row.outcome.get("ticket") in (None, ticket.id)
        if is_later and is_ours and row.conversation not in closed:
            yield row.id, row.question


def _in_confidence(tx: Connection, conversations: Collection[str]) -> set[str]:
    """Which of these have a private ticket."""
    asked, ticket = schema.ticket_askers.c, schema.tickets.c
    query = (
        select(asked.conversation)
        .join(schema.tickets, ticket.id == asked.ticket_id)
        .where(asked.conversation.in_(conversations), ticket.private)
    )
    return set(tx.execute(query).scalars())


def _told(tx: Connection, ticket: Ticket) -> Iterator[tuple[str, list[Message]]]:
    """What askers were told, each telling once; the words of it are on the card."""
    table = schema.notifications.c
    query = select(table.key, table.kind, table.proposal_id).where(table.ticket_id == ticket.id)
    counts: dict[tuple[str, str], int] = {}
    for row in tx.execute(query.order_by(table.id)):
        # A reopened ticket tells again: ``ticket:12:reply:1:…``.
        number = str(row.proposal_id or row.key.split(":")[3])
        counts[row.kind, number] = counts.get((row.kind, number), 0) + 1
    for (kind, number), count in counts.items():
        heading = wording.text(f"thread.told.{kind}", LANGUAGE, count=count)
        text = (ticket.reply or "") if kind == "reply" and ticket.status not in WAITING else ""
        yield f"ticket:{ticket.id}:told:{kind}:{number}", staff_thread.entry(heading, text)


def _asked_name(ticket: int, exchange: str) -> str:
    return f"ticket:{ticket}:asked:{exchange}"
