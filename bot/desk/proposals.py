"""Proposals: a staff reply becomes a reviewed change of the source manual.

proposed → publishing → published; or rejected. The change is approved by somebody other than its
author. Once approved it is carried out in steps that may be repeated, so a crash in the middle is
finished by the next start (:meth:`Proposals.resume`).
"""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot import schema
from bot.desk import events, places, staging
from bot.desk.notifications import notify_askers
from bot.desk.places import Place
from bot.desk.ticket import ticket_of
from bot.desk.tickets import set_status
from ingest import patching
from ingest.patching import PlaceNotFound
from knowledge import schema as knowledge_schema
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound
from knowledge.library import Library
from knowledge.model import EVERYONE, Manual

_log = logging.getLogger(__name__)

#: Ingests a manual's changed file: (manual, author, note) → report like ``zeroji ingest --json``.
Ingest = Callable[[Manual, str, str], dict[str, Any]]


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
    #: in_place, tracked or addendum.
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
    #: Number of the revision that it became.
    revision: int | None
    taken_back_at: datetime | None
    taken_back_by: str | None
    taken_back_because: str | None


class Proposals:
    def __init__(
        self, database: Engine, library: Library, ingest: Ingest, staging_folder: Path
    ) -> None:
        self._database = database
        self._library = library
        self._ingest = ingest
        self._staging = staging_folder

    def suggest(self, ticket_id: int) -> list[Place]:
        """Places for a ticket's reply, the most fitting first."""
        with self._database.connect() as tx:
            nearest = ticket_of(tx, ticket_id).nearest
        return places.suggest(self._library, nearest)

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
        empty or unchanged or the manual cannot be changed in place, Conflict when the place or
        the ticket has moved on.
        """
        manual = self._library.manual(place[0])
        if objection := places.why_not(manual.source):
            raise objection
        path = Path(manual.source)
        target = self._target(manual, place[1], question)
        before = _text_at(path, target)
        _check_text(before, after)
        values = {
            "ticket_id": ticket_id,
            "manual_id": manual.id,
            "how": "in_place",
            "base_hash": staging.file_hash(path),
            "heading_path": list(target.heading_path),
            "before": before,
            "after": after.strip(),
            "author": author,
            "status": "proposed",
            "gate_status": "waiting",
            "withheld": [],
            "created_at": now(),
        }
        with writing(self._database) as tx:
            if ticket_id is not None:
                _move_ticket(tx, ticket_id)
            made = insert(schema.proposals).values(values).returning(schema.proposals.c.id)
            proposal_id = int(tx.execute(made).scalar_one())
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
                raise NotAllowed(
                    "Nobody approves their own proposal: ask a colleague.",
                    "自分の提案は承認できません。ほかの承認者に依頼してください。",
                )
            _expect_proposed(proposal)
            manual = self._library.manual(proposal.manual_id)
            staging.check_base(Path(manual.source), _row(tx, proposal_id).base_hash)
            _set(tx, proposal_id, status="publishing", approver=by, decided_at=now())
            events.record(tx, by, "proposal.approved", f"proposal:{proposal_id}")
        return self._carry_out(proposal_id)

    def reject(self, proposal_id: int, by: str, reason: str) -> Proposal:
        """Turn a proposal down; its ticket goes back to answered."""
        if not reason.strip():
            raise InvalidInput(
                "Say why, so that the author can make it better.",
                "提案者が直せるように、却下の理由を入力してください。",
            )
        with writing(self._database) as tx:
            proposal = _proposal_of(tx, proposal_id)
            _expect_proposed(proposal)
            values = {"approver": by, "reason": reason.strip(), "decided_at": now()}
            _set(tx, proposal_id, status="rejected", **values)
            if proposal.ticket_id is not None:
                set_status(tx, proposal.ticket_id, "answered")
            events.record(tx, by, "proposal.rejected", f"proposal:{proposal_id}")
        return self.proposal(proposal_id)

    def resume(self) -> list[int]:
        """Finish what a crash left half done; the ids of those proposals.

        What cannot be finished is up for decision again.
        """
        begun = [proposal.id for proposal in self.proposals("publishing")]
        for proposal_id in begun:
            try:
                self._carry_out(proposal_id)
            except Conflict as conflict:
                _log.warning("Proposal %d was not published: %s", proposal_id, conflict)
        return begun

    def _carry_out(self, proposal_id: int) -> Proposal:
        proposal = self.proposal(proposal_id)
        change = self._change(proposal)
        try:
            staging.apply(change, self._staging)
            self._publish(proposal, change)
        except Conflict:
            self._withdraw(proposal)
            raise
        self._finish(proposal)
        return self.proposal(proposal_id)

    def _change(self, proposal: Proposal) -> staging.Change:
        with self._database.connect() as tx:
            row = _row(tx, proposal.id)
        return staging.Change(
            name=f"proposal-{proposal.id}",
            path=Path(self._library.manual(proposal.manual_id).source),
            place=patching.Place(heading_path=tuple(row.heading_path), new=not proposal.before),
            text=proposal.after,
            base_hash=row.base_hash,
        )

    def _publish(self, proposal: Proposal, change: staging.Change) -> None:
        """Ingest the changed file. Raises Conflict, with the old file back, if it is unreadable."""
        note = f"proposal {proposal.id} by {proposal.author}"
        manual = self._library.manual(proposal.manual_id)
        failed = self._ingest(manual, str(proposal.approver), note)["manuals"]["failed"]
        if failed:
            staging.revert(change, self._staging)
            raise Conflict(
                "With the change the file cannot be read, so it was taken back. "
                f"{failed[0]['error']}",
                f"変更後のファイルを読み取れなかったため、元に戻しました。{failed[0]['error']}",
            )

    def _withdraw(self, proposal: Proposal) -> None:
        with writing(self._database) as tx:
            _set(tx, proposal.id, status="proposed", approver=None, decided_at=None)
            events.record(tx, "zeroji", "proposal.failed", f"proposal:{proposal.id}")

    def _finish(self, proposal: Proposal) -> None:
        revision = self._library.history(proposal.manual_id)[-1]
        manual = self._library.manual(proposal.manual_id)
        told = f"「{proposal.manual}」の「{proposal.heading}」に反映しました。"
        if manual.audience == EVERYONE:
            # Askers have the staff's reply; a restricted manual's text is not theirs to read.
            told = f"{told}\n{proposal.after}"
        detail = {"manual": proposal.manual_id, "revision": revision.number}
        with writing(self._database) as tx:
            _set(tx, proposal.id, status="published", revision_id=revision.id)
            if proposal.ticket_id is not None:
                set_status(tx, proposal.ticket_id, "published")
                notify_askers(tx, proposal.ticket_id, "published", told)
            subject = f"proposal:{proposal.id}"
            events.record(tx, str(proposal.approver), "proposal.published", subject, detail)

    def _target(
        self, manual: Manual, section_hash: str | None, question: str | None
    ) -> patching.Place:
        if section_hash is None:
            if not question or not question.strip():
                raise InvalidInput(
                    "A new entry needs its question (or heading).",
                    "新しい項目の質問（見出し）を入力してください。",
                )
            return patching.Place(heading_path=(question.strip(),), new=True)
        section = places.section_with(self._library, manual.id, section_hash)
        if section is None:
            raise Conflict(
                f"「{manual.title}」 no longer has that section. Choose the place again.",
                f"「{manual.title}」のその箇所は変更されています。場所を選び直してください。",
            )
        return patching.Place(heading_path=section.heading_path)


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


def _row(tx: Connection, proposal_id: int) -> Row[Any]:
    row = tx.execute(_SELECT.where(schema.proposals.c.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFound(
            f"There is no proposal {proposal_id}. `zeroji proposals list` shows them.",
            f"提案 {proposal_id} はありません。一覧から選んでください。",
        )
    return row


def _proposal_of(tx: Connection, proposal_id: int) -> Proposal:
    return _proposal(_row(tx, proposal_id))


def _proposal(row: Row[Any]) -> Proposal:
    hidden = ("base_hash", "heading_path", "revision_id")
    values = {key: value for key, value in row._mapping.items() if key not in hidden}
    values["withheld"] = tuple(row.withheld)
    return Proposal(heading=" > ".join(row.heading_path), **values)


def _expect_proposed(proposal: Proposal) -> None:
    if proposal.status != "proposed":
        raise Conflict(
            f"Proposal {proposal.id} is {proposal.status} already.",
            f"提案 {proposal.id} はすでに処理されています。画面を再読み込みしてください。",
        )


def _move_ticket(tx: Connection, ticket_id: int) -> None:
    ticket = ticket_of(tx, ticket_id)
    if ticket.status != "answered":
        raise Conflict(
            f"Ticket {ticket_id} is {ticket.status}: reply to the asker before you propose.",
            "先に質問者へ回答してから、マニュアルへの反映を提案してください。",
        )
    set_status(tx, ticket_id, "proposed")


def _set(tx: Connection, proposal_id: int, **values: Any) -> None:
    table = schema.proposals
    tx.execute(update(table).where(table.c.id == proposal_id).values(**values))


def _text_at(path: Path, place: patching.Place) -> str:
    try:
        return patching.text_at(path, place)
    except PlaceNotFound as error:
        raise Conflict(f"{path.name}: {error}") from error


def _check_text(before: str, after: str) -> None:
    if not after.strip():
        raise InvalidInput("The new text is empty.", "新しい文面を入力してください。")
    if after.strip() == before.strip():
        raise InvalidInput(
            "The new text is the same as the present one.",
            "今の文面と同じです。変更してから提案してください。",
        )
