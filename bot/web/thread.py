"""A conversation as the chat shows it: messages with their sources, tickets and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from bot import schema
from bot.answering.ledger import Message
from bot.desk.ticket import WAITING, Ticket
from bot.web import links
from bot.web.feedback import helpful
from bot.wiring import Zeroji
from knowledge.library import Library

#: Seconds between two looks for news: while somebody is expected to reply, and otherwise.
EXPECTING, IDLE = 5, 30


@dataclass(frozen=True, kw_only=True)
class Source:
    """A citation with the address of its place."""

    manual: str
    section: str
    page: int | None
    quote: str
    url: str
    #: The answer itself says the quote already, word for word.
    repeats: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A message, ready to be shown."""

    message: Message
    sources: tuple[Source, ...]
    ticket: Ticket | None
    helpful: bool

    @property
    def kind(self) -> str:
        return self.message.outcome["outcome"] if self.message.outcome else ""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A conversation, or its news since the first ``seen - len(entries)`` messages."""

    conversation: str
    entries: tuple[Entry, ...]
    #: How many messages the page knows once it shows these.
    seen: int
    #: Seconds to the next look for news.
    poll: int


def thread(zeroji: Zeroji, conversation: str, asker: str, seen: int = 0) -> Thread:
    messages = zeroji.ledger.messages(conversation, asker)
    tickets = _tickets(zeroji, conversation, messages)
    waiting = any(ticket.status in WAITING for ticket in tickets.values())
    return Thread(
        conversation=conversation,
        entries=tuple(_entries(zeroji, messages[max(seen, 0) :], tickets)),
        seen=len(messages),
        poll=EXPECTING if waiting else IDLE,
    )


def _tickets(zeroji: Zeroji, conversation: str, messages: Sequence[Message]) -> dict[str, Ticket]:
    """The ticket of each message that has one: by an escalation, a request or a reply."""
    asked = schema.ticket_askers.c
    query = select(asked.exchange_id, asked.ticket_id).where(asked.conversation == conversation)
    with zeroji.database.connect() as tx:
        by_exchange = {row.exchange_id: row.ticket_id for row in tx.execute(query)}
    numbers = {m.id: m.ticket or by_exchange.get(m.exchange) for m in messages}
    tickets = {number: zeroji.desk.ticket(number) for number in set(numbers.values()) if number}
    return {message: tickets[number] for message, number in numbers.items() if number}


def _entries(
    zeroji: Zeroji, messages: Sequence[Message], tickets: dict[str, Ticket]
) -> list[Entry]:
    praised = helpful(zeroji.database, [m.exchange for m in messages if m.exchange])
    return [
        Entry(
            message=message,
            sources=sources(zeroji.library, message.outcome),
            ticket=tickets.get(message.id),
            helpful=message.exchange in praised,
        )
        for message in messages
    ]


def sources(library: Library, outcome: dict[str, Any] | None) -> tuple[Source, ...]:
    if outcome is None:
        return ()
    return tuple(
        Source(
            manual=citation["manual"],
            section=citation["section"],
            page=citation["page"],
            quote=citation["quote"],
            url=_url(library, citation),
            repeats=citation["quote"] in outcome["text"],
        )
        for citation in outcome["citations"]
    )


def _url(library: Library, citation: dict[str, Any]) -> str:
    manual, number = citation["manual_id"], citation["revision"]
    fragment = _anchors(library, manual, number).get(citation["section"], "")
    return f"{links.manual_url(manual, number)}{fragment}"


@lru_cache(maxsize=64)
def _anchors(library: Library, manual_id: int, number: int) -> dict[str, str]:
    """``{heading: "#s-…"}`` of a revision, which never changes."""
    for revision in library.history(manual_id):
        if revision.number == number:
            sections = library.sections(revision.id)
            return {s.heading: f"#{links.section_anchor(s.hash)}" for s in sections}
    return {}
