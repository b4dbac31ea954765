"""A copy of the knowledge in which a change is made, with what is known of it before and after."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.outcomes import Escalation, Outcome, Question, outcome_json
from bot.wiring import Zeroji
from evals.gating.request import Request
from ingest.checking import Finding, check
from ingest.isolation import read_isolated
from ingest.recording import SourceFile, given_for
from knowledge import schema
from knowledge.model import Document

#: Instead of the number of a ticket that there never was.
_HANDED_OVER = "（自動では答えず、担当者に引き継ぎます）"
#: Characters of an answer that are kept.
_LONGEST = 600


def shown(kind: str, text: str) -> str:
    """What an outcome says, as far as it is worth keeping."""
    if kind == "escalation":
        return _HANDED_OVER
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody is told, and for whom the manuals are that it quotes."""

    outcome: Outcome
    audiences: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.outcome.kind

    @property
    def text(self) -> str:
        return shown(self.kind, self.outcome.text)

    @property
    def citations(self) -> list[dict[str, Any]]:
        return list(outcome_json(self.outcome)["citations"])

    @property
    def quoted(self) -> str:
        return "\n".join(str(citation["quote"]) for citation in self.citations)


class Shadow:
    """A Zeroji in a temporary home, and the document that it is to be tried with."""

    def __init__(self, zeroji: Zeroji, request: Request) -> None:
        """Reads the changed document. Raises UnreadableDocument."""
        self.zeroji = zeroji
        self._request = request
        with zeroji.database.connect() as tx:
            self._given = given_for(tx, request.source)
        self._document: Document = read_isolated(
            request.changed, overrides=self._given, limits=zeroji.limits
        )
        self.manual_ids = frozenset(request.manual_ids)
        self._before = self._chunks()
        changed = self._changed_manual()
        stays = {section.hash for section in self._document.sections}
        self.gone = frozenset(
            chunk
            for chunk, (manual, section) in self._before.items()
            if manual == changed and section not in stays
        )

    def publish(self) -> None:
        """Make the change."""
        source = self._request.source
        file = SourceFile(
            path=source,
            source=source,
            hash=hashlib.sha256(self._request.changed.read_bytes()).hexdigest(),
        )
        published = self.zeroji.publisher.publish(
            self._document, file, author="gate", given=self._given
        )
        self.manual_ids |= {published.manual_id}

    @property
    def come(self) -> frozenset[str]:
        """The chunks that were not there before the change."""
        return frozenset(self._chunks().keys() - self._before.keys())

    def ask(self, question: Question) -> Told:
        """What is answered now; nobody else hears of it."""
        outcome = self.zeroji.engine.ask(question).outcome
        cited = {c["manual_id"] for c in outcome_json(outcome)["citations"]}
        if isinstance(outcome, Escalation):
            cited |= {passage.manual.id for passage in outcome.nearest}
        manuals = self.zeroji.library.manuals(include_retired=True)
        audiences = sorted({m.audience for m in manuals if m.id in cited} - {"all"})
        return Told(outcome=outcome, audiences=tuple(audiences))

    def findings(self) -> list[Finding]:
        """What is to be put right in the manuals that change."""
        found = check(self.zeroji.library, date.today())
        return [f for f in found if self.manual_ids & {place.manual_id for place in f.places}]

    def audience_of(self, manual_id: int) -> str:
        return self.zeroji.library.manual(manual_id).audience

    def _changed_manual(self) -> int | None:
        """The manual of the file, be it its own or one that revises it; None for a new one."""
        revision = schema.revisions.c
        query = select(revision.manual_id).where(revision.source == self._request.source)
        with self.zeroji.database.connect() as tx:
            return tx.execute(query.order_by(revision.id.desc())).scalars().first()

    def _chunks(self) -> dict[str, tuple[int, str]]:
        """Manual and section of each chunk of the manuals that change, in force some day."""
        chunk, entry = schema.chunks.c, schema.entries.c
        query = (
            select(chunk.id, chunk.manual_id, chunk.section_hash)
            .join(schema.entries, entry.chunk_id == chunk.id)
            .where(chunk.manual_id.in_(self.manual_ids))
            .where(entry.valid_until.is_(None) | (entry.valid_until > date.today()))
        )
        with self.zeroji.database.connect() as tx:
            return {row.id: (row.manual_id, row.section_hash) for row in tx.execute(query)}
