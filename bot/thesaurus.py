"""What a company calls things: additions to the thesaurus, and what its tickets suggest to add.

An addition is in force at once: in questions when it is added, in the manuals as soon as their
index terms are made anew, which :meth:`CompanyThesaurus.add` waits for.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from bot import schema
from bot.desk import events
from bot.masking import mask
from bot.masking.kinds import PLACEHOLDER
from knowledge import japanese, thesaurus
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotFound
from knowledge.model import heading_label
from knowledge.renewal import Progress, renew
from knowledge.thesaurus import Addition

_LONGEST = 100
#: A form of one character would match far too much.
_SHORTEST = 2


@dataclass(frozen=True, kw_only=True)
class Added:
    form: str
    concept: str
    added_by: str
    ticket_id: int | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A word that askers used for what a section answers, and the manuals do not."""

    form: str
    concept: str
    #: Tickets whose questions used it.
    tickets: tuple[int, ...]
    #: One of these questions.
    question: str


def _added(row: Row[Any]) -> Added:
    return Added(**row._mapping)


class CompanyThesaurus:
    def __init__(self, database: Engine, kept: Path | None = None) -> None:
        """``kept`` is a file of the home that makes the next start faster."""
        self._database = database
        self._kept = kept
        self._changing = threading.Lock()

    def take_effect(self, progress: Progress = lambda done, total: None) -> int:
        """Put the additions into force; how many chunks' index terms that made anew."""
        with self._changing:
            additions = (Addition(added.form, added.concept) for added in self.additions())
            thesaurus.use(additions, self._kept)
            return renew(self._database, progress)

    def additions(self) -> list[Added]:
        table = schema.thesaurus_additions
        with self._database.connect() as tx:
            rows = tx.execute(select(table).order_by(table.c.concept, table.c.form))
            return [_added(row) for row in rows]

    def add(
        self,
        form: str,
        concept: str,
        by: str,
        ticket: int | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Added:
        """Add a form for a concept, which may be named by any of its forms or be new.

        Raises InvalidInput for a form that cannot be one, Conflict where it names the concept
        already, NotFound when there is no such ticket.
        """
        form, concept = _checked(form), _checked(concept)
        name = _concept_named(concept)
        if name in thesaurus.current().lists.names.get(japanese.normalize(form), ()):
            raise Conflict(
                f"「{form}」 means 「{name}」 already.", f"「{form}」は既に「{name}」を指します。"
            )
        values = {
            "form": form,
            "concept": name,
            "added_by": by,
            "ticket_id": ticket,
            "created_at": now(),
        }
        with writing(self._database) as tx:
            _require_ticket(tx, ticket)
            tx.execute(insert(schema.thesaurus_additions).values(values))
            events.record(tx, by, "thesaurus.added", f"thesaurus:{form}"[:100], {"concept": name})
        self.take_effect(progress)
        return next(a for a in self.additions() if (a.form, a.concept) == (form, name))

    def remove(
        self,
        form: str,
        concept: str,
        by: str,
        progress: Progress = lambda done, total: None,
    ) -> Added:
        """Take an addition back. Raises NotFound when there is none."""
        wanted = (form.strip(), concept.strip())
        found = next((a for a in self.additions() if (a.form, a.concept) == wanted), None)
        if found is None:
            raise NotFound(
                f"No addition says that 「{form}」 means 「{concept}」. `zeroji thesaurus list` "
                "shows them; what comes with Zeroji stays.",
                f"「{form}」を「{concept}」とする追加はありません。",
            )
        table = schema.thesaurus_additions
        with writing(self._database) as tx:
            same = (table.c.form == found.form) & (table.c.concept == found.concept)
            tx.execute(delete(table).where(same))
            events.record(tx, by, "thesaurus.removed", f"thesaurus:{form}"[:100])
        self.take_effect(progress)
        return found

    def suggest(self) -> list[Suggestion]:
        """Words of published tickets' questions that the published sections do not speak of.

        Those of most tickets come first. They are proposals: whether a word means the concept is
        for a person to say.
        """
        used: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
        with self._database.connect() as tx:
            for answered in _answered(tx):
                for question in answered.questions:
                    for form, concept in _unspoken(question, answered):
                        used[form, concept].setdefault(answered.ticket_id, question)
        found = [
            Suggestion(
                form=form,
                concept=concept,
                tickets=tuple(tickets),
                question=next(iter(tickets.values())),
            )
            for (form, concept), tickets in used.items()
        ]
        return sorted(found, key=lambda suggestion: (-len(suggestion.tickets), suggestion.form))


@dataclass(frozen=True, kw_only=True)
class _Answered:
    """A ticket whose reply was published to a section; its questions without personal data."""

    ticket_id: int
    questions: Sequence[str]
    heading: str
    text: str


def _answered(tx: Connection) -> Iterator[_Answered]:
    proposal, ticket = schema.proposals.c, schema.tickets.c
    query = (
        select(ticket.id, ticket.question, proposal.heading_path, proposal.after)
        .join(schema.tickets, ticket.id == proposal.ticket_id)
        .where(proposal.status == "published")
        .order_by(ticket.id)
    )
    for row in tx.execute(query).all():
        yield _Answered(
            ticket_id=row.id,
            questions=tuple(dict.fromkeys(map(_impersonal, [row.question, *_asked(tx, row.id)]))),
            heading=heading_label(row.heading_path[-1]) if row.heading_path else "",
            text=" ".join([*row.heading_path, row.after]),
        )


def _asked(tx: Connection, ticket_id: int) -> Iterable[str]:
    exchange, asker = schema.exchanges.c, schema.ticket_askers.c
    query = (
        select(exchange.question)
        .join(schema.ticket_askers, asker.exchange_id == exchange.id)
        .where(asker.ticket_id == ticket_id)
        .order_by(exchange.id)
    )
    return tx.scalars(query)


def _impersonal(question: str) -> str:
    """Whoever keeps the thesaurus need not see the askers' telephone numbers."""
    return mask(question).text


def _unspoken(question: str, answered: _Answered) -> Iterator[tuple[str, str]]:
    """Words that no concept explains and the section does not say, with what it is about."""
    about = _about(answered.heading)
    asked = PLACEHOLDER.sub(" ", question)
    for word in japanese.unsaid(asked, set(japanese.terms(answered.text))):
        if _SHORTEST <= len(word) <= _LONGEST:
            yield from ((word, concept) for concept in about)


def _about(heading: str) -> list[str]:
    """The concepts that a heading names, or the heading itself."""
    normal = japanese.normalize(heading)
    named = [name for concept in thesaurus.concepts(normal) for name in concept.names]
    return list(dict.fromkeys(named)) or ([heading] if heading else [])


def _concept_named(text: str) -> str:
    """The concept of which this is the name or the only meaning; itself where it is new."""
    current = thesaurus.current()
    if text in current.concepts:
        return text
    names = current.lists.names.get(japanese.normalize(text), ())
    return names[0] if len(names) == 1 else text


def _checked(text: str) -> str:
    said = " ".join(text.split())
    if not _SHORTEST <= len(said) <= _LONGEST or "," in said or ":" in said or ">" in said:
        raise InvalidInput(
            f"“{said}” cannot be a word of the thesaurus: it takes {_SHORTEST} to {_LONGEST} "
            "characters without , : and >.",
            f"「{said}」は登録できません。{_SHORTEST}〜{_LONGEST}文字で、「,」「:」「>」を含まない"
            "言葉にしてください。",
        )
    return said


def _require_ticket(tx: Connection, ticket: int | None) -> None:
    if ticket is None:
        return
    table = schema.tickets.c
    if tx.execute(select(table.id).where(table.id == ticket)).first() is None:
        raise NotFound(f"There is no ticket {ticket}.", f"受付番号 {ticket} はありません。")
