"""The ledger: every question with what came of it, and the conversations they form."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Engine, insert, select, update

from bot import schema
from bot.answering.understanding.memory import MOST_TURNS, Memory, recalled
from bot.outcomes import Answer, Escalation, Outcome, Question, Refusal, Trace, outcome_json
from knowledge.database import now, writing
from knowledge.errors import NotFound

#: Sections that are kept with what was not answered.
_EXAMINED = 8


@dataclass(frozen=True, kw_only=True)
class Message:
    """One bubble of a conversation."""

    id: str
    role: Literal["asker", "zeroji", "staff"]
    text: str
    #: The outcome in the shape of ``zeroji ask --json``, on Zeroji's messages.
    outcome: dict[str, Any] | None
    at: datetime
    ticket: int | None
    exchange: int | None
    #: What kind of thing staff tell (bot.desk.notifications.Kind), on their messages.
    told: str | None = None


class Ledger:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def begin(self, question: Question) -> str:
        """The conversation that a question belongs to, made when it begins one."""
        conversation = question.conversation or secrets.token_urlsafe(12)
        with writing(self._database) as tx:
            owner = _owner(tx, conversation)
            if owner is None:
                values = {"id": conversation, "asker": question.asker, "created_at": now()}
                tx.execute(insert(schema.conversations).values(values))
            elif owner != question.asker:
                raise NotFound(
                    "There is no such conversation. Leave it out to begin a new one.",
                    "この会話は見つかりません。新しい質問から始めてください。",
                )
        return conversation

    def memory(self, conversation: str) -> Memory:
        """What was asked and answered in a conversation, as far as it is remembered."""
        table = schema.exchanges.c
        query = (
            select(table.question, table.outcome)
            .where(table.conversation == conversation)
            .order_by(table.id.desc())
            .limit(MOST_TURNS)
        )
        with self._database.connect() as tx:
            rows = tx.execute(query).all()
        return recalled([(row.question, row.outcome) for row in reversed(rows)])

    def reserve(self, tx: Connection, question: Question, conversation: str, on: date) -> int:
        """Write a question down before its outcome; the id of the exchange."""
        values = {
            "conversation": conversation,
            "asker": question.asker,
            "question": question.text,
            "on_date": on,
            "kind": "",
            "outcome": {},
            "chunk_ids": [],
            "confidence": 0.0,
            "checks": [],
            "examined": {},
            "asked_at": now(),
        }
        made = insert(schema.exchanges).values(values).returning(schema.exchanges.c.id)
        return int(tx.execute(made).scalar_one())

    def record(
        self,
        tx: Connection,
        exchange: int,
        outcome: Outcome,
        standalone: str,
        trace: Trace = Trace(),
    ) -> None:
        """Write the outcome of a question down, with the chunks that it rests on, what became of
        each sentence that a model wrote and, unless it was answered by itself, what was
        examined."""
        shape = outcome_json(outcome)
        values = {
            "kind": outcome.kind,
            "outcome": shape | {"standalone": standalone},
            "chunk_ids": _chunk_ids(outcome),
            "confidence": shape["confidence"],
            "checks": [asdict(check) for check in trace.checks],
            "examined": _examined(trace) if _is_examined(outcome, trace) else {},
        }
        table = schema.exchanges
        tx.execute(update(table).where(table.c.id == exchange).values(values))

    def messages(self, conversation: str, asker: str) -> list[Message]:
        """The conversation in order of time. Raises NotFound for another asker's."""
        with self._database.connect() as tx:
            if _owner(tx, conversation) != asker:
                raise NotFound(
                    "There is no such conversation, or it is somebody else's.",
                    "この会話は見つかりません。",
                )
            found = _asked(tx, conversation) + _told(tx, conversation)
        return sorted(found, key=lambda message: message.at)

    def conversations(self, asker: str) -> list[tuple[str, str, datetime]]:
        """Conversations with their first question, newest first."""
        table, talk = schema.exchanges.c, schema.conversations.c
        # Found by their conversations: exchanges are not in order of who asked.
        query = (
            select(table.conversation, table.question, table.asked_at)
            .join(schema.conversations, talk.id == table.conversation)
            .where(talk.asker == asker)
            .order_by(table.id)
        )
        first: dict[str, tuple[str, str, datetime]] = {}
        with self._database.connect() as tx:
            for row in tx.execute(query):
                first.setdefault(row.conversation, (row.conversation, row.question, row.asked_at))
        return list(first.values())[::-1]


def _is_examined(outcome: Outcome, trace: Trace) -> bool:
    return bool(trace.remembered) or not isinstance(outcome, Answer | Refusal)


def _examined(trace: Trace) -> dict[str, Any]:
    """``{"standalone", "why", "retrieved": [{"path", "section", "score", "confidence"}]}``, and
    ``"wording"`` where an answer was found by one of an earlier question.
    """
    best = sorted(trace.retrieved, key=lambda found: -found.confidence)[:_EXAMINED]
    return {
        "standalone": trace.standalone,
        "why": trace.why,
        "retrieved": [asdict(found) for found in best],
    } | ({"wording": trace.remembered} if trace.remembered else {})


def _chunk_ids(outcome: Outcome) -> list[str]:
    """What the outcome rests on, or what was nearest when nothing was enough."""
    if isinstance(outcome, Escalation):
        return [passage.chunk.id for passage in outcome.nearest]
    return [citation.chunk_id for citation in getattr(outcome, "citations", ())]


def _owner(tx: Connection, conversation: str) -> str | None:
    table = schema.conversations.c
    return tx.execute(select(table.asker).where(table.id == conversation)).scalar_one_or_none()


def _asked(tx: Connection, conversation: str) -> list[Message]:
    table = schema.exchanges
    found: list[Message] = []
    query = select(table).where(table.c.conversation == conversation).order_by(table.c.id)
    for row in tx.execute(query):
        common = {"at": row.asked_at, "exchange": row.id}
        ticket = row.outcome.get("ticket")
        found.append(
            Message(
                id=f"q{row.id}",
                role="asker",
                text=row.question,
                outcome=None,
                ticket=None,
                **common,
            )
        )
        found.append(
            Message(
                id=f"a{row.id}",
                role="zeroji",
                text=row.outcome["text"],
                outcome=row.outcome,
                ticket=ticket,
                **common,
            )
        )
    return found


def _told(tx: Connection, conversation: str) -> list[Message]:
    table = schema.notifications
    query = select(table).where(table.c.conversation == conversation).order_by(table.c.id)
    return [
        Message(
            id=f"n{row.id}",
            role="staff",
            text=row.text,
            outcome=None,
            at=row.created_at,
            ticket=row.ticket_id,
            exchange=None,
            told=row.kind,
        )
        for row in tx.execute(query)
    ]
