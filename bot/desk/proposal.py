"""The noun: a change of a manual that is proposed, decided on, published, perhaps taken back.

proposed → publishing → published → taking_back → taken_back; or rejected. Against a red gate a
second approver is asked for in between (seconding).
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot import schema
from ingest import patching
from knowledge import schema as knowledge_schema
from knowledge.errors import Conflict, NotFound

STATUSES = (
    "proposed",
    "seconding",
    "publishing",
    "published",
    "taking_back",
    "taken_back",
    "rejected",
)
#: Statuses in which somebody still has to decide.
UNDECIDED = ("proposed", "seconding")
#: Columns that stand for what is joined to them.
_REFERENCES = ("revision_id", "base_revision")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    id: int
    ticket_id: int | None
    #: The manual that it is about; an addendum to it is a manual of its own once published.
    manual_id: int
    manual: str
    heading: str
    heading_path: tuple[str, ...]
    #: Empty for a new section or entry.
    before: str
    after: str
    #: The file that it is about: the one that says what holds today, of a manual that has several.
    source: str
    #: SHA-256 of the file that ``before`` was taken from.
    base_hash: str
    author: str
    status: str
    approver: str | None
    #: Why it was rejected.
    reason: str | None
    #: in_place, row, tracked or addendum.
    how: str
    #: waiting, running, green, amber, red or failed.
    gate_status: str
    gate: dict[str, Any] | None
    #: Who published it against a red gate besides the approver, and why.
    second_approver: str | None
    override_reason: str | None
    #: Exchanges whose askers are not told that their answer changed.
    withheld: tuple[int, ...]
    created_at: datetime
    decided_at: datetime | None
    #: Number of the revision that it became, and of which manual.
    revision: int | None
    published_in: int | None
    taken_back_at: datetime | None
    taken_back_by: str | None
    taken_back_because: str | None

    @property
    def place(self) -> patching.Place:
        row = self.before if self.how == "row" else None
        return patching.Place(heading_path=self.heading_path, new=not self.before, row=row)

    @property
    def impact(self) -> tuple[dict[str, Any], ...]:
        """Earlier answers that it makes wrong, as the gate found them."""
        return tuple((self.gate or {}).get("impact", ()))

    @property
    def digest(self) -> str:
        """Of what is proposed: who decides says by it what they have read."""
        said = "\0".join((self.base_hash, *self.heading_path, self.after))
        return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]

    def diff(self) -> str:
        """A unified diff of the section."""
        lines = difflib.unified_diff(
            self.before.splitlines(),
            self.after.splitlines(),
            fromfile=f"{self.manual} {self.heading}",
            tofile=f"proposal {self.id}",
            lineterm="",
        )
        return "\n".join(lines)


_REVISIONS, _MANUALS = knowledge_schema.revisions.c, knowledge_schema.manuals.c
_BASES = knowledge_schema.revisions.alias("bases")
SELECT = (
    select(
        schema.proposals,
        _MANUALS.title.label("manual"),
        func.coalesce(_BASES.c.source, _MANUALS.source).label("source"),
        _REVISIONS.number.label("revision"),
        _REVISIONS.manual_id.label("published_in"),
    )
    .join(knowledge_schema.manuals, _MANUALS.id == schema.proposals.c.manual_id)
    .outerjoin(knowledge_schema.revisions, _REVISIONS.id == schema.proposals.c.revision_id)
    .outerjoin(_BASES, _BASES.c.id == schema.proposals.c.base_revision)
)


def proposal_of(tx: Connection, proposal_id: int) -> Proposal:
    """Raises NotFound."""
    row = tx.execute(SELECT.where(schema.proposals.c.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no proposal {proposal_id}. `zeroji proposals list` shows them.",
            f"提案 {proposal_id} はありません。一覧から選んでください。",
        )
    return proposal_from(row)


def proposal_from(row: Row[Any]) -> Proposal:
    values = {key: value for key, value in row._mapping.items() if key not in _REFERENCES}
    values["withheld"] = tuple(row.withheld)
    values["heading_path"] = tuple(row.heading_path)
    return Proposal(heading=" > ".join(row.heading_path), **values)


def keep(tx: Connection, proposal_id: int, **values: Any) -> None:
    """Write columns of a proposal."""
    table = schema.proposals
    tx.execute(update(table).where(table.c.id == proposal_id).values(**values))


def expect(proposal: Proposal, statuses: Collection[str]) -> None:
    """Raises Conflict where it has another status."""
    if proposal.status not in statuses:
        raise Conflict(
            f"Proposal {proposal.id} is {proposal.status} already.",
            f"提案 {proposal.id} はすでに処理されています。画面を再読み込みしてください。",
        )
