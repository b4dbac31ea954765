"""All that the page of a ticket shows, gathered for one visitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request, Response
from sqlalchemy import select

from bot import choices, schema
from bot.answering.ledger import Message
from bot.desk.drafting import Sentence
from bot.desk.ticket import WAITING, Ticket
from bot.desk.tickets import Desk
from bot.web.access import readable_passages, unreadable_answers
from bot.web.console import citing
from bot.web.console.examined import examined
from bot.web.lapse import due_in
from bot.web.messages import catalogue
from bot.web.pages import render, texts
from bot.web.visitors import Visitor
from bot.wiring import Zeroji
from knowledge.database import now

#: Earlier tickets that are shown.
_SIMILAR = 3


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody is at: it is shown again with whatever their request came to."""

    text: str = ""
    #: Chunk ids of the ticked passages.
    cite: Sequence[str] = ()
    find: str = ""
    #: Why the reply was not sent.
    problem: str = ""
    draft: Sequence[Sentence] | None = None
    draft_problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A request for the page of a ticket."""

    request: Request
    zeroji: Zeroji
    desk: Desk
    visitor: Visitor
    ticket: Ticket
    typed: Typed = field(default_factory=Typed)

    def response(self, status: int = 200) -> Response:
        ticket, zeroji, visitor, typed = self.ticket, self.zeroji, self.visitor, self.typed
        readable = readable_passages(zeroji, visitor, ticket)
        conversation = _conversation(zeroji, ticket)
        users, similar = zeroji.accounts.users(), self.similar()
        shown = [ticket.id, *(one.ticket.id for one in similar)]
        may_work = visitor.may("read_private" if ticket.private else "reply")
        return render(
            self.request,
            "console/ticket.html",
            status,
            ticket=ticket,
            waits=ticket.status in WAITING,
            due_in=due_in(ticket.due_at, now(), texts(self.request)),
            may_work=may_work,
            may_hand_over=may_work and _has_say(visitor, ticket),
            members=[
                user
                for user in users
                if user.active
                and user.may("read_private" if ticket.private else "reply")
                and user.name != ticket.owner
                and not (ticket.private and user.name in {a.asker for a in ticket.askers})
            ],
            names={user.name: user.display_name for user in users},
            confidential=_confidential(zeroji, ticket),
            conversation=conversation,
            unreadable=unreadable_answers(zeroji, visitor, conversation),
            nearest=citing.choices(zeroji, readable, typed.cite),
            hits=self._hits({place["chunk_id"] for place in readable}),
            hidden=len(ticket.nearest) - len(readable),
            examined=examined(zeroji, visitor, ticket),
            similar=similar,
            said=choices.in_tickets(zeroji.database, shown),
            cited=citing.choices(zeroji, _readable(zeroji, visitor, ticket.citations)),
            notes=self.desk.notes(ticket.id),
            history=self.desk.history(ticket.id),
            proposals=zeroji.proposals.proposals(ticket_id=ticket.id),
            known=catalogue(),
            typed=typed,
            can_draft=zeroji.model is not None and not ticket.private,
            was_sent=self.request.query_params.get("done") == "replied",
        )

    def similar(self) -> list[Any]:
        """Earlier tickets with a reply; none for what is confidential."""
        if self.ticket.private:
            return []
        found = self.desk.similar(self.ticket.id, _SIMILAR + 1)
        return [one for one in found if one.ticket.id != self.ticket.id][:_SIMILAR]

    def _hits(self, shown: set[str]) -> list[citing.Choice]:
        """What is searched for and what else is ticked, without what is shown anyway."""
        typed, zeroji = self.typed, self.zeroji
        others = [n for n in typed.cite if n not in shown]
        ticked = citing.ticked_places(zeroji, self.visitor, self.ticket, others) if others else []
        found = citing.search(zeroji, self.visitor, typed.find)
        places = {p["chunk_id"]: p for p in (*ticked, *found) if p["chunk_id"] not in shown}
        return citing.choices(zeroji, places.values(), typed.cite)


def _has_say(visitor: Visitor, ticket: Ticket) -> bool:
    """Whether a visitor may hand it over, release or dismiss it: its owner, anybody while it is
    free, and of what is not private a lead."""
    mine = ticket.owner in (None, visitor.asker)
    leads = visitor.may("assign") and not ticket.private
    return ticket.status in WAITING and (mine or leads)


def _readable(
    zeroji: Zeroji, visitor: Visitor, places: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    if not places:
        return []
    audiences = {m.id: m.audience for m in zeroji.library.manuals(include_retired=True)}
    return [place for place in places if visitor.may_read(audiences[place["manual_id"]])]


def _confidential(zeroji: Zeroji, ticket: Ticket) -> frozenset[int]:
    """Exchanges of the ticket that were asked in confidence: nobody else reads them."""
    if ticket.private:
        return frozenset()
    table = schema.exchanges.c
    numbers = [asker.exchange_id for asker in ticket.askers]
    query = select(table.id, table.outcome).where(table.id.in_(numbers))
    with zeroji.database.connect() as tx:
        rows = tx.execute(query).all()
    return frozenset(row.id for row in rows if row.outcome.get("reason") == "sensitive")


def _conversation(zeroji: Zeroji, ticket: Ticket) -> list[Message]:
    """What led the first asker to the question, and the replies to it.

    What they asked afterwards, or in confidence, is not shown.
    """
    if not ticket.askers:
        return []
    first = ticket.askers[0]
    messages = zeroji.ledger.messages(first.conversation, first.asker)
    if ticket.private:
        return _confided(zeroji, messages, first.conversation)
    confidential = {
        m.exchange for m in messages if m.outcome and m.outcome["reason"] == "sensitive"
    }
    return [
        message
        for message in messages
        if message.ticket == ticket.id
        or (
            (message.exchange or 0) <= first.exchange_id
            and message.exchange is not None
            and message.exchange not in confidential
        )
    ]


def _confided(zeroji: Zeroji, messages: Sequence[Message], conversation: str) -> list[Message]:
    """What of a conversation was handed to counselors, with their replies; nothing else of it."""
    asked = zeroji.desk.asked_in(conversation)
    private = {exchange: ticket.id for exchange, ticket in asked.items() if ticket.private}
    return [m for m in messages if m.exchange in private or m.ticket in private.values()]
