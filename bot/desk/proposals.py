"""Proposals: a staff reply becomes a reviewed change of the source manual.

proposed → publishing → published; or rejected. The change is approved by somebody other than its
author. Once approved it is carried out in steps that may be repeated, so a crash in the middle is
finished by the next start (:meth:`Proposals.resume`).
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot import schema
from bot.desk import events
from bot.desk.notifications import notify_askers
from bot.desk.tickets import set_status, ticket_of
from ingest import patching
from ingest.patching import PlaceNotFound
from knowledge import schema as knowledge_schema
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound
from knowledge.library import Library
from knowledge.model import Manual

#: Ingests one changed file: (path, author, note) → report in the shape of ``zeroji ingest``.
Ingest = Callable[[Path, str, str], dict[str, Any]]

_NEW_ENTRY = "（新しい項目として追加）"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a reply might go."""

    manual_id: int
    manual: str
    heading: str
    #: The text as it stands in the source file; empty for a new entry.
    before: str
    patchable: bool
    #: Why it cannot be changed in place, and what to do instead.
    why_not: str
    #: None for a new entry.
    section_hash: str | None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    id: int
    ticket_id: int | None
    manual_id: int
    manual: str
    heading: str
    before: str
    after: str
    author: str
    status: str
    approver: str | None
    #: Why it was rejected.
    reason: str | None
    gate: dict[str, Any] | None
    created_at: datetime
    decided_at: datetime | None
    #: Number of the revision that it became.
    revision: int | None


class Proposals:
    def __init__(self, database: Engine, library: Library, ingest: Ingest, staging: Path) -> None:
        self._database = database
        self._library = library
        self._ingest = ingest
        self._staging = staging

    def suggest(self, ticket_id: int) -> list[Place]:
        """Places for a ticket's reply: what was nearest, then a new entry in each FAQ."""
        with self._database.connect() as tx:
            nearest = ticket_of(tx, ticket_id).nearest
        places = [self._place(hit["manual_id"], hit["section"]) for hit in nearest]
        manuals = sorted(self._library.manuals(), key=lambda manual: manual.kind != "faq")
        places += [_new_entry(m) for m in manuals if patching.patchable(Path(m.source))]
        found = {(place.manual_id, place.section_hash): place for place in places if place}
        return sorted(found.values(), key=lambda place: not place.patchable)

    def create(
        self,
        ticket_id: int | None,
        place: tuple[int, str | None],
        after: str,
        author: str,
        question: str | None = None,
    ) -> Proposal:
        """Propose a change. ``place`` is a manual and the hash of a section, None for a new one.

        A new entry needs its ``question`` (its heading). Raises InvalidInput when the text is
        empty or unchanged, or the manual cannot be changed in place.
        """
        manual = self._library.manual(place[0])
        target = self._target(manual, place[1], question)
        path = Path(manual.source)
        if not patching.patchable(path):
            raise InvalidInput(_why_not(path))
        before = _text_at(path, target)
        if not after.strip():
            raise InvalidInput("The new text is empty.")
        if after.strip() == before.strip():
            raise InvalidInput("The new text is the same as the present one.")
        with writing(self._database) as tx:
            proposal_id = _insert(tx, ticket_id, manual, target, before, after.strip(), author)
            if ticket_id is not None:
                _move_ticket(tx, ticket_id)
            events.record(tx, author, "proposal.created", f"proposal:{proposal_id}")
        return self.proposal(proposal_id)

    def proposals(self, status: str | None = None) -> list[Proposal]:
        """Newest first."""
        query = _SELECT.order_by(schema.proposals.c.id.desc())
        if status is not None:
            query = query.where(schema.proposals.c.status == status)
        with self._database.connect() as tx:
            return [_proposal(row) for row in tx.execute(query)]

    def proposal(self, proposal_id: int) -> Proposal:
        with self._database.connect() as tx:
            return _proposal_of(tx, proposal_id)

    def diff(self, proposal_id: int) -> str:
        """A unified diff of the section."""
        proposal = self.proposal(proposal_id)
        lines = difflib.unified_diff(
            proposal.before.splitlines(),
            proposal.after.splitlines(),
            fromfile=f"{proposal.manual} {proposal.heading}",
            tofile=f"proposal {proposal.id}",
            lineterm="",
        )
        return "\n".join(lines)

    def diff_lines(self, proposal_id: int) -> list[tuple[str, str]]:
        """Each line with ``=`` (stays), ``-`` (goes) or ``+`` (comes)."""
        proposal = self.proposal(proposal_id)
        compared = difflib.ndiff(proposal.before.splitlines(), proposal.after.splitlines())
        marks = {"  ": "=", "- ": "-", "+ ": "+"}
        return [(marks[line[:2]], line[2:]) for line in compared if line[:2] in marks]

    def approve(self, proposal_id: int, by: str) -> Proposal:
        """Publish a proposal. Raises NotAllowed for its author, Conflict when it is out of date."""
        with writing(self._database) as tx:
            proposal = _proposal_of(tx, proposal_id)
            if proposal.author == by:
                raise NotAllowed("Nobody approves their own proposal: ask a colleague.")
            if proposal.status != "proposed":
                raise Conflict(f"Proposal {proposal_id} is {proposal.status} already.")
            _check_base(self._library.manual(proposal.manual_id), _base_hash(tx, proposal_id))
            _set(tx, proposal_id, status="publishing", approver=by, decided_at=now())
            events.record(tx, by, "proposal.approved", f"proposal:{proposal_id}")
        return self._carry_out(proposal_id)

    def reject(self, proposal_id: int, by: str, reason: str) -> Proposal:
        """Turn a proposal down; its ticket goes back to answered."""
        if not reason.strip():
            raise InvalidInput("Say why, so that the author can make it better.")
        with writing(self._database) as tx:
            proposal = _proposal_of(tx, proposal_id)
            if proposal.status != "proposed":
                raise Conflict(f"Proposal {proposal_id} is {proposal.status} already.")
            values = {"approver": by, "reason": reason.strip(), "decided_at": now()}
            _set(tx, proposal_id, status="rejected", **values)
            if proposal.ticket_id is not None:
                set_status(tx, proposal.ticket_id, "answered")
            events.record(tx, by, "proposal.rejected", f"proposal:{proposal_id}")
        return self.proposal(proposal_id)

    def resume(self) -> list[int]:
        """Finish what a crash left half done; the ids of those proposals."""
        begun = [proposal.id for proposal in self.proposals("publishing")]
        for proposal_id in begun:
            self._carry_out(proposal_id)
        return begun

    def _carry_out(self, proposal_id: int) -> Proposal:
        proposal = self.proposal(proposal_id)
        manual = self._library.manual(proposal.manual_id)
        path = Path(manual.source)
        previous = self._change_file(proposal, path)
        note = f"proposal {proposal.id} by {proposal.author}"
        failed = self._ingest(path, str(proposal.approver), note)["manuals"]["failed"]
        if failed:
            _replace(path, previous)
            with writing(self._database) as tx:
                _set(tx, proposal_id, status="proposed", approver=None, decided_at=None)
            raise Conflict(
                f"With the change the file cannot be read, so it was taken back. "
                f"{failed[0]['error']}"
            )
        self._finish(proposal)
        return self.proposal(proposal_id)

    def _change_file(self, proposal: Proposal, path: Path) -> bytes:
        """Put the changed file in place, unless it is there already; the bytes it had before."""
        base = self._staging / f"proposal-{proposal.id}.before{path.suffix}"
        changed = self._staging / f"proposal-{proposal.id}.after{path.suffix}"
        present = path.read_bytes()
        if changed.exists() and present == changed.read_bytes():
            return base.read_bytes()
        with self._database.connect() as tx:
            base_hash, heading_path = _base_hash(tx, proposal.id), _heading_path(tx, proposal.id)
        if _hash(present) != base_hash:
            raise Conflict(f"{path.name} has been changed since the proposal was made.")
        place = patching.Place(heading_path=heading_path, new=not proposal.before)
        self._staging.mkdir(parents=True, exist_ok=True)
        _replace(base, present)
        _replace(changed, patching.patch(path, present, place, proposal.after))
        _replace(path, changed.read_bytes())
        return present

    def _finish(self, proposal: Proposal) -> None:
        revision = self._library.history(proposal.manual_id)[-1]
        told = f"「{proposal.manual}」の「{proposal.heading}」に反映しました。\n{proposal.after}"
        with writing(self._database) as tx:
            _set(tx, proposal.id, status="published", revision_id=revision.id)
            if proposal.ticket_id is not None:
                set_status(tx, proposal.ticket_id, "published")
                notify_askers(tx, proposal.ticket_id, "published", told)
            events.record(
                tx,
                str(proposal.approver),
                "proposal.published",
                f"proposal:{proposal.id}",
                {"manual": proposal.manual_id, "revision": revision.number},
            )

    def _target(
        self, manual: Manual, section_hash: str | None, question: str | None
    ) -> patching.Place:
        if section_hash is None:
            if not question or not question.strip():
                raise InvalidInput("A new entry needs its question (or heading).")
            return patching.Place(heading_path=(question.strip(),), new=True)
        revision = self._library.history(manual.id)[-1]
        for section in self._library.sections(revision.id):
            if section.hash == section_hash:
                return patching.Place(heading_path=section.heading_path)
        raise Conflict(f"「{manual.title}」 no longer has that section. Choose the place again.")

    def _place(self, manual_id: int, heading: str) -> Place | None:
        """The place of a section as it is now; None when it is gone."""
        manual = self._library.manual(manual_id)
        revision = self._library.history(manual_id)[-1]
        for section in self._library.sections(revision.id):
            if section.heading == heading:
                path = Path(manual.source)
                why_not = _why_not(path)
                before = section.text
                if not why_not:
                    try:
                        before = patching.text_at(
                            path, patching.Place(heading_path=section.heading_path)
                        )
                    except (PlaceNotFound, OSError) as error:
                        why_not = str(error)
                return Place(
                    manual_id=manual_id,
                    manual=manual.title,
                    heading=heading,
                    before=before,
                    patchable=not why_not,
                    why_not=why_not,
                    section_hash=section.hash,
                )
        return None


_SELECT = (
    select(
        schema.proposals,
        knowledge_schema.manuals.c.title.label("manual"),
        knowledge_schema.revisions.c.number.label("revision"),
    )
    .join(
        knowledge_schema.manuals,
        knowledge_schema.manuals.c.id == schema.proposals.c.manual_id,
    )
    .outerjoin(
        knowledge_schema.revisions,
        knowledge_schema.revisions.c.id == schema.proposals.c.revision_id,
    )
)


def _proposal_of(tx: Connection, proposal_id: int) -> Proposal:
    row = tx.execute(_SELECT.where(schema.proposals.c.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFound(f"There is no proposal {proposal_id}. `zeroji proposals list` shows them.")
    return _proposal(row)


def _proposal(row: Row[Any]) -> Proposal:
    hidden = ("base_hash", "heading_path", "revision_id")
    values = {key: value for key, value in row._mapping.items() if key not in hidden}
    return Proposal(heading=" > ".join(row.heading_path), **values)


def _base_hash(tx: Connection, proposal_id: int) -> str:
    table = schema.proposals.c
    return str(tx.execute(select(table.base_hash).where(table.id == proposal_id)).scalar_one())


def _heading_path(tx: Connection, proposal_id: int) -> tuple[str, ...]:
    table = schema.proposals.c
    query = select(table.heading_path).where(table.id == proposal_id)
    return tuple(tx.execute(query).scalar_one())


def _insert(
    tx: Connection,
    ticket_id: int | None,
    manual: Manual,
    place: patching.Place,
    before: str,
    after: str,
    author: str,
) -> int:
    values = {
        "ticket_id": ticket_id,
        "manual_id": manual.id,
        "base_hash": _hash(Path(manual.source).read_bytes()),
        "heading_path": list(place.heading_path),
        "before": before,
        "after": after,
        "author": author,
        "status": "proposed",
        "created_at": now(),
    }
    made = insert(schema.proposals).values(values).returning(schema.proposals.c.id)
    return int(tx.execute(made).scalar_one())


def _move_ticket(tx: Connection, ticket_id: int) -> None:
    ticket = ticket_of(tx, ticket_id)
    if ticket.status != "answered":
        raise Conflict(
            f"Ticket {ticket_id} is {ticket.status}: reply to the asker before you propose."
        )
    set_status(tx, ticket_id, "proposed")


def _set(tx: Connection, proposal_id: int, **values: Any) -> None:
    table = schema.proposals
    tx.execute(update(table).where(table.c.id == proposal_id).values(**values))


def _check_base(manual: Manual, base_hash: str) -> None:
    path = Path(manual.source)
    if not path.is_file() or _hash(path.read_bytes()) != base_hash:
        raise Conflict(
            f"{path.name} has been changed since the proposal was made. Reject it and propose "
            "again on the present text."
        )


def _new_entry(manual: Manual) -> Place:
    return Place(
        manual_id=manual.id,
        manual=manual.title,
        heading=_NEW_ENTRY,
        before="",
        patchable=True,
        why_not="",
        section_hash=None,
    )


def _text_at(path: Path, place: patching.Place) -> str:
    try:
        return patching.text_at(path, place)
    except PlaceNotFound as error:
        raise Conflict(f"{path.name}: {error}") from error


def _why_not(path: Path) -> str:
    if patching.patchable(path):
        return ""
    return (
        f"{path.suffix.upper()[1:]} files cannot be changed in place: change the file in its own "
        "program and ingest it again, or add an entry to a FAQ."
    )


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    partial.replace(path)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
