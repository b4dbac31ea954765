"""Which open ticket a question joins: one that asks for the same, of somebody to whom the same
reply may be given.

A wrong join sends a person a wrong reply, so whatever may make a reply differ parts two questions:
what they ask for (:mod:`bot.desk.needs`), the date whose rules are meant, the askers' kinds of
employment, and manuals that one of the askers may not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, delete, select

from bot import schema
from bot.answering.semantics.people import employment
from bot.desk.needs import asks_the_same, likeness, need_of
from bot.desk.ticket import WAITING
from bot.outcomes import Question
from knowledge import japanese
from knowledge import schema as kb
from knowledge.database import writing
from knowledge.store import insert_missing

#: Before what is no word of a question but names what it asks for.
_NEED = "="
#: Characters of a term.
_LONGEST = 64


@dataclass(frozen=True, kw_only=True)
class Join:
    """A ticket that a question joins."""

    ticket_id: int
    #: In the same words, or in others.
    how: Literal["same", "similar"]
    #: From 0 to 1.
    similarity: float


def ticket_to_join(
    tx: Connection, exchange: int, question: Question, standalone: str, reason: str
) -> Join | None:
    """The open ticket that asks for the same; the asker's own before others', old ones first."""
    need = need_of(standalone)
    if not need.is_shared:
        return None
    waiting = _waiting(tx, _key(standalone))
    mine = set(_asked_by(tx, question.asker, [row.id for row in waiting]))
    for row in sorted(waiting, key=lambda row: (row.id not in mine, row.id)):
        # A complaint is about an answer that somebody got: no other question's ticket tells that.
        if (row.reason == "complained") != (reason == "complained"):
            continue
        if not asks_the_same(need, need_of(row.question)):
            continue
        if not _may_share(tx, row, exchange, question, standalone):
            continue
        is_same = _said(row.question) == _said(standalone)
        return Join(
            ticket_id=row.id,
            how="same" if is_same else "similar",
            similarity=1.0 if is_same else likeness(need, need_of(row.question)),
        )
    return None


def remember(tx: Connection, ticket_id: int, question: str) -> None:
    """Keep by what a ticket is found; never that of a private one."""
    rows = [{"term": term, "ticket_id": ticket_id} for term in sorted(terms_of(question))]
    insert_missing(tx, schema.ticket_terms, rows)


def forget(tx: Connection, ticket_id: int) -> None:
    table = schema.ticket_terms
    tx.execute(delete(table).where(table.c.ticket_id == ticket_id))


def remember_all(database: Engine) -> None:
    """Keep by what those tickets are found that were opened before this was kept."""
    ticket = schema.tickets.c
    shared = select(ticket.id).where(~ticket.private)
    with database.connect() as tx:
        missing = list(tx.scalars(shared.except_(select(schema.ticket_terms.c.ticket_id))))
    for number in missing:
        with writing(database) as tx:
            asked = select(ticket.question).where(ticket.id == number, ~ticket.private)
            for question in tx.scalars(asked).all():
                remember(tx, number, question)


def terms_of(question: str) -> set[str]:
    """The words and concepts of a question, and what names all that it asks for."""
    concepts = {
        same for _, group in japanese.matters(question) for same in group if same.startswith("@<")
    }
    said = {*need_of(question).words, *concepts}
    return {term for term in said if len(term) <= _LONGEST} | {_key(question)}


def _waiting(tx: Connection, key: str) -> Sequence[Any]:
    """Open tickets that ask for the same."""
    ticket, term = schema.tickets.c, schema.ticket_terms.c
    query = (
        select(ticket.id, ticket.question, ticket.reason, ticket.nearest)
        .where(ticket.id.in_(select(term.ticket_id).where(term.term == key)))
        .where(ticket.status.in_(WAITING), ~ticket.private)
    )
    return tx.execute(query).all()


def _asked_by(tx: Connection, asker: str, tickets: Sequence[int]) -> list[int]:
    table = schema.ticket_askers.c
    query = select(table.ticket_id).where(table.ticket_id.in_(tickets), table.asker == asker)
    return list(tx.scalars(query))


def _may_share(
    tx: Connection, ticket: Any, exchange: int, question: Question, standalone: str
) -> bool:
    """Whether a reply to the ticket's first asker may be given to this one as well."""
    asked, one = schema.ticket_askers.c, schema.exchanges.c
    query = (
        select(one.asker, one.on_date, one.asked_at)
        .join(schema.ticket_askers, asked.exchange_id == one.id)
        .where(asked.ticket_id == ticket.id, asked.joined == "first")
    )
    first = tx.execute(query).first()
    mine = tx.execute(select(one.on_date, one.asked_at).where(one.id == exchange)).one()
    return bool(
        first is not None
        and _other_day(first.on_date, first.asked_at) == _other_day(mine.on_date, mine.asked_at)
        and (employment(standalone) or _are_employed_alike(tx, first.asker, question.asker))
        and audiences_of(tx, ticket.nearest) <= question.audiences
    )


def _other_day(on: date, asked_at: datetime) -> date | None:
    """The day whose rules are meant, where that is not the day of asking."""
    return None if on == asked_at.astimezone().date() else on


def _are_employed_alike(tx: Connection, *askers: str) -> bool:
    """As far as their accounts tell: unless a question says whom it is about, its rules may differ
    by the kind of employment."""
    table = schema.users.c
    profiles = tx.scalars(select(table.profile).where(table.name.in_(askers)))
    return len({profile.get("employment", "") for profile in profiles} - {""}) < 2


def audiences_of(tx: Connection, nearest: Sequence[dict[str, Any]]) -> set[str]:
    """Whom the manuals are for on which a reply is likely to rest."""
    manual = kb.manuals.c
    numbers = {place["manual_id"] for place in nearest}
    return set(tx.scalars(select(manual.audience).where(manual.id.in_(numbers))))


def _key(question: str) -> str:
    return _NEED + need_of(question).key[: _LONGEST - len(_NEED)]


def _said(question: str) -> str:
    return " ".join(japanese.words(question))
