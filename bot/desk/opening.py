"""Questions that become tickets: opened, joined, taken apart, or told in confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot import schema
from bot.desk import confiding, events, joining, wordings
from bot.desk.deadlines import Deadlines
from bot.desk.ticket import WAITING, Ticket, TicketAsker, passed_by, standalone_of, ticket_of
from bot.outcomes import EscalationReason, Question
from knowledge.database import now
from knowledge.errors import InvalidInput, NotFound
from knowledge.model import EVERYONE


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question on its way to a ticket."""

    exchange: int
    question: Question
    #: With what it continues.
    standalone: str
    #: See bot.outcomes.EscalationReason.
    reason: str
    #: See bot.desk.ticket.place_of.
    nearest: Sequence[dict[str, Any]] = ()
    topic: str = ""


def open_or_join(tx: Connection, asked: Asked, deadlines: Deadlines) -> int:
    """The id of the ticket that waits for a reply to a question now."""
    conversation = tx.execute(
        select(schema.exchanges.c.conversation).where(schema.exchanges.c.id == asked.exchange)
    ).scalar_one()
    asker = asked.question.asker
    private = confiding.goes_on(tx, conversation, asker)
    join = None if private else _join(tx, asked)
    if join is None:
        ticket_id = _insert(tx, asked, deadlines, private=private)
        events.record(tx, asker, "ticket.opened", f"ticket:{ticket_id}")
    else:
        ticket_id = join.ticket_id
        events.record(tx, asker, "ticket.joined", f"ticket:{ticket_id}", {"how": join.how})
    tx.execute(
        insert(schema.ticket_askers).values(
            ticket_id=ticket_id,
            exchange_id=asked.exchange,
            asker=asker,
            conversation=conversation,
            question=asked.question.text,
            joined=join.how if join else "first",
            similarity=join.similarity if join else None,
        )
    )
    return ticket_id


def ask_a_person(
    tx: Connection, exchange_id: int, asker: str, reason: EscalationReason, deadlines: Deadlines
) -> int:
    """The ticket of a question that was answered or asked back.

    Raises InvalidInput for one in confidence.
    """
    row = confiding.own_exchange(tx, exchange_id, asker)
    if row.outcome.get("reason") == "sensitive":
        raise InvalidInput(
            "This was asked in confidence: open a private ticket for it.",
            "この内容は、相談担当者への非公開の相談としてだけ送れます。",
        )
    if reason == "complained":
        wordings.forget_complained(tx, row.examined, asker)
    known = confiding.ticket_of_exchange(tx, exchange_id)
    if known is not None:
        return known
    nearest = passed_by(tx, [*row.chunk_ids, *_offered(row.outcome)])
    asked = Asked(
        exchange=exchange_id,
        question=Question(
            text=row.question,
            asker=asker,
            # Whoever was shown these places may read them.
            audiences=frozenset({EVERYONE, *joining.audiences_of(tx, nearest)}),
            conversation=row.conversation,
        ),
        standalone=row.outcome.get("standalone", row.question),
        reason=_unless_asked_back(reason, row.outcome),
        nearest=nearest,
    )
    return open_or_join(tx, asked, deadlines)


def _unless_asked_back(reason: EscalationReason, outcome: Mapping[str, Any]) -> EscalationReason:
    """Who is asked back and asks for a person finds nothing that is meant among the options."""
    options = outcome.get("options", ())
    if reason != "asked_for_a_person" or not options:
        return reason
    unproved = any(option.get("unproved") for option in options)
    return "low_confidence" if unproved else "ambiguous_rule"


def _offered(outcome: Mapping[str, Any]) -> Iterator[str]:
    """Chunks of what the asker might have chosen, and did not."""
    return (str(option.get("chunk_id", "")) for option in outcome.get("options", ()))


def confide(tx: Connection, exchange_id: int, asker: str, deadlines: Deadlines) -> int:
    """The private ticket of a question. Raises NotFound for somebody else's question, Conflict
    where nobody would read it."""
    row = confiding.own_exchange(tx, exchange_id, asker)
    confiding.require_counselor(tx, asker)
    known = confiding.ticket_of_exchange(tx, exchange_id)
    if known is not None and ticket_of(tx, known, private=True).private:
        return known
    ticket_id = None if known is None else confiding.take_aside(tx, known, exchange_id)
    if ticket_id is None:
        asked = Asked(
            exchange=exchange_id,
            question=Question(text=row.question, asker=asker, conversation=row.conversation),
            standalone=row.question,
            reason="sensitive",
        )
        ticket_id = _insert(tx, asked, deadlines, private=True)
        confiding.add_asker(tx, ticket_id, row)
    events.record(tx, asker, "ticket.confided", f"ticket:{ticket_id}")
    return ticket_id


def split(tx: Connection, ticket: Ticket, exchange_id: int, by: str, deadlines: Deadlines) -> int:
    """A ticket of its own for an asker who joined, with all that they asked here; its id.

    Raises NotFound where the question is not among the ticket's, InvalidInput for its first.
    """
    leaving = next((one for one in ticket.askers if one.exchange_id == exchange_id), None)
    if leaving is None:
        raise NotFound(
            f"Ticket {ticket.id} has no question {exchange_id}.",
            f"受付番号 {ticket.id} に、その質問はありません。画面を再読み込みしてください。",
        )
    if leaving.joined == "first":
        raise InvalidInput(
            "This is the question that the ticket was opened for: split off the others instead.",
            "この受付の最初の質問は分けられません。あとから加わった質問のほうを分けてください。",
        )
    row = tx.execute(select(schema.exchanges).where(schema.exchanges.c.id == exchange_id)).one()
    number = _insert(tx, _of_its_own(tx, ticket, leaving, row), deadlines, private=False)
    if ticket.status in WAITING:
        # Who asked has waited since then, whichever ticket it was.
        _set_opened(tx, number, row.asked_at, deadlines.due(row.asked_at))
    _move(tx, ticket, leaving, number)
    detail = {"exchange": exchange_id, "ticket": number}
    events.record(tx, by, "ticket.split", f"ticket:{ticket.id}", detail)
    events.record(tx, by, "ticket.opened", f"ticket:{number}", {"split_from": ticket.id})
    return number


def _join(tx: Connection, asked: Asked) -> joining.Join | None:
    return joining.ticket_to_join(
        tx, asked.exchange, asked.question, asked.standalone, asked.reason
    )


def _insert(tx: Connection, asked: Asked, deadlines: Deadlines, *, private: bool) -> int:
    opened = now()
    values = {
        "question": asked.standalone,
        "status": "open",
        "reason": asked.reason,
        "private": private,
        "topic": asked.topic,
        "nearest": list(asked.nearest),
        "citations": [],
        "opened_at": opened,
        "due_at": deadlines.due(opened),
    }
    made = insert(schema.tickets).values(values).returning(schema.tickets.c.id)
    ticket_id = int(tx.execute(made).scalar_one())
    if not private:
        joining.remember(tx, ticket_id, asked.standalone)
    return ticket_id


def _of_its_own(tx: Connection, ticket: Ticket, leaving: TicketAsker, row: Row[Any]) -> Asked:
    return Asked(
        exchange=leaving.exchange_id,
        question=Question(text=leaving.question, asker=leaving.asker),
        standalone=standalone_of(tx, leaving.exchange_id, leaving.question),
        # Of an answer it is the asker who wanted more; of an escalation it is told there.
        reason=row.outcome.get("reason") or ticket.reason,
        nearest=passed_by(tx, row.chunk_ids),
        topic=ticket.topic,
    )


def _move(tx: Connection, ticket: Ticket, leaving: TicketAsker, number: int) -> None:
    """Move all that one asker joined with to another ticket."""
    theirs = [
        one.exchange_id
        for one in ticket.askers
        if one.asker == leaving.asker and one.joined != "first"
    ]
    table = schema.ticket_askers
    here = (table.c.ticket_id == ticket.id) & table.c.exchange_id.in_(theirs)
    tx.execute(update(table).where(here).values(ticket_id=number))
    first = (table.c.ticket_id == number) & (table.c.exchange_id == leaving.exchange_id)
    tx.execute(update(table).where(first).values(joined="first", similarity=None))


def _set_opened(tx: Connection, ticket_id: int, opened_at: datetime, due_at: datetime) -> None:
    table = schema.tickets
    change = update(table).where(table.c.id == ticket_id)
    tx.execute(change.values(opened_at=opened_at, due_at=due_at))
