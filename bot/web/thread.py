"""A conversation as the chat shows it: messages with their sources, tickets and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot import choices
from bot.answering import addresses
from bot.answering.ledger import Message
from bot.desk.ticket import WAITING, Ticket
from bot.feedback import helpful
from bot.web import links
from bot.web.answer_parts import Block, Said, blocks, language_of, spoken
from bot.wiring import Zeroji
from knowledge.library import Library
from knowledge.machine_instructions import without
from knowledge.model import Section
from knowledge.visible import visible

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
    #: Of the quote, which is in the manual's own language.
    lang: str
    #: The answer itself shows the quote already, word for word or as a table.
    repeats: bool


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A message, ready to be shown."""

    message: Message
    #: The whole text; addresses in it lead only where a cited manual says them.
    said: Said
    #: The same in parts; none where it was recorded without.
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    ticket: Ticket | None
    #: The ticket's question, as people say it; empty without a ticket.
    about: str
    helpful: bool

    @property
    def kind(self) -> str:
        return self.message.outcome["outcome"] if self.message.outcome else ""

    @property
    def in_confidence(self) -> bool:
        """Whether it is about a matter on which a machine must not judge."""
        return bool(self.message.outcome and self.message.outcome["reason"] == "sensitive")


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A conversation, or its news since the first ``seen - len(entries)`` messages."""

    conversation: str
    entries: tuple[Entry, ...]
    #: How many messages the page knows once it shows these.
    seen: int
    #: Seconds to the next look for news.
    poll: int
    #: Who would read what the asker confides.
    counselors: tuple[str, ...]
    #: Whom else to turn to in confidence.
    contact: str


def thread(zeroji: Zeroji, conversation: str, asker: str, seen: int = 0) -> Thread:
    messages = zeroji.ledger.messages(conversation, asker)
    tickets = _tickets(zeroji, conversation, messages)
    waiting = any(ticket.status in WAITING for ticket in tickets.values())
    return Thread(
        conversation=conversation,
        entries=tuple(_entries(zeroji, messages[max(seen, 0) :], tickets, _said(messages))),
        seen=len(messages),
        poll=EXPECTING if waiting else IDLE,
        counselors=tuple(zeroji.desk.counselors(besides=asker)),
        contact=zeroji.settings.confidential_contact,
    )


def _tickets(zeroji: Zeroji, conversation: str, messages: Sequence[Message]) -> dict[str, Ticket]:
    """The ticket of each message that has one: by an escalation, a request or a reply."""
    asked = zeroji.desk.asked_in(conversation)
    known = {ticket.id: ticket for ticket in asked.values()}
    found = {m.id: asked.get(m.exchange or 0) or known.get(m.ticket or 0) for m in messages}
    return {message: ticket for message, ticket in found.items() if ticket}


def _said(messages: Sequence[Message]) -> dict[str, str]:
    """How the options of a conversation are said by whoever chooses them."""
    asked = {m.exchange: m.text for m in messages if m.role == "asker"}
    return choices.as_said((asked[m.exchange], m.outcome) for m in messages if m.outcome)


def _entries(
    zeroji: Zeroji,
    messages: Sequence[Message],
    tickets: dict[str, Ticket],
    said: dict[str, str],
) -> list[Entry]:
    praised = helpful(zeroji.database, [m.exchange for m in messages if m.exchange])
    stated = [_allowed(zeroji.library, message) for message in messages]
    about = {id_: said.get(ticket.question, ticket.question) for id_, ticket in tickets.items()}
    return [
        Entry(
            message=message,
            said=spoken(said.get(message.text, message.text), allowed),
            blocks=blocks(message.outcome or {}, allowed),
            sources=sources(zeroji.library, message.outcome),
            ticket=tickets.get(message.id),
            about=about.get(message.id, ""),
            helpful=message.exchange in praised,
        )
        for message, allowed in zip(messages, stated, strict=True)
    ]


def _allowed(library: Library, message: Message) -> frozenset[str]:
    """The addresses of a message that its cited manuals state; without those none counts."""
    cited = (message.outcome or {}).get("citations", ())
    if not cited or not (named := addresses.addresses(message.text)):
        return frozenset()
    manuals = {(citation["manual_id"], citation["revision"]) for citation in cited}
    return named & frozenset().union(*(_stated(library, *manual) for manual in manuals))


def sources(library: Library, outcome: dict[str, Any] | None) -> tuple[Source, ...]:
    if outcome is None:
        return ()
    quoting = (p for p in outcome.get("parts", ()) if p["kind"] in ("quote", "table"))
    shown = {number for part in quoting for number in part["citations"]}
    return tuple(
        Source(
            manual=citation["manual"],
            section=citation["section"],
            page=citation["page"],
            quote=visible(citation["quote"]),
            lang=language_of(citation["quote"]),
            url=_url(library, citation),
            repeats=citation["quote"] in outcome["text"] or number in shown,
        )
        for number, citation in enumerate(outcome["citations"])
    )


def _url(library: Library, citation: dict[str, Any]) -> str:
    manual, number = citation["manual_id"], citation["revision"]
    fragment = _anchors(library, manual, number).get(citation["section"], "")
    return f"{links.manual_url(manual, number)}{fragment}"


@lru_cache(maxsize=64)
def _stated(library: Library, manual_id: int, number: int) -> frozenset[str]:
    """The addresses that stand in a revision, which never changes, but for lines to machines."""
    sections = _sections(library, manual_id, number)
    return addresses.addresses("\n".join(without(section).text for section in sections))


@lru_cache(maxsize=64)
def _anchors(library: Library, manual_id: int, number: int) -> dict[str, str]:
    """``{heading: "#s-…"}`` of a revision, which never changes."""
    sections = _sections(library, manual_id, number)
    return {s.heading: f"#{links.section_anchor(s.hash)}" for s in sections}


def _sections(library: Library, manual_id: int, number: int) -> Sequence[Section]:
    for revision in library.history(manual_id):
        if revision.number == number:
            return library.sections(revision.id)
    return ()
