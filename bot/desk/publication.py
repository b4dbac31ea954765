"""Carries out an approved proposal: stage, replace the file, ingest, tell.

Each step may be repeated, so whatever a crash leaves half done is finished by the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine, select

from bot.desk import addenda, cases, events, notices, rebasing, staging, telling
from bot.desk.addenda import Addenda
from bot.desk.change import Change, change_of
from bot.desk.moving import set_status
from bot.desk.proposal import Proposal, keep, proposal_of
from bot.desk.staging import Swap
from ingest import sources
from ingest.errors import UnreadableDocument
from knowledge import schema as kb
from knowledge.database import writing
from knowledge.errors import Conflict
from knowledge.library import Library
from knowledge.model import Manual

#: Ingests a changed file: (file, author, note) → report like ``zeroji ingest --json``.
Ingest = Callable[[Path, str, str], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where files are changed, and how search comes to know of it."""

    ingest: Ingest
    #: Takes manuals out of search whose file is gone.
    retire: Callable[[list[int]], int]
    addenda: Addenda
    staging: Path
    originals: Path
    #: Held while files are changed.
    changing: Lock = field(default_factory=Lock)

    def swap(self, name: str, path: Path) -> Swap:
        return Swap(name=name, path=path, folder=self.staging)

    def keep_present(self, path: Path) -> None:
        """Keep the file that is about to be changed. Raises Conflict where that cannot be."""
        if not path.exists():
            return
        try:
            sources.keep_original(path, sources.describe(path), self.originals)
        except OSError as error:
            raise staging.unkept(path, error) from error
        except UnreadableDocument as error:
            raise staging.changed_meanwhile(path) from error


@dataclass(frozen=True, kw_only=True)
class _Revision:
    id: int
    number: int
    manual_id: int


class Publication:
    """Publishes approved proposals, one at a time."""

    def __init__(self, database: Engine, library: Library, sources: Sources) -> None:
        self._database = database
        self._library = library
        self._sources = sources

    def carry_out(self, proposal_id: int) -> None:
        """Raises Conflict, with everything as it was before, where it cannot be done."""
        with self._sources.changing:
            with self._database.connect() as tx:
                proposal = proposal_of(tx, proposal_id)
            if proposal.status != "publishing":
                return  # somebody else has finished it meanwhile
            manual = self._library.manual(proposal.manual_id)
            change = change_of(proposal, manual, self._sources.addenda)
            try:
                revision = self._revision(proposal) or self._published(proposal, change)
            except Conflict:
                self._withdraw(proposal)
                raise
            self._finish(proposal, manual, revision)

    def _published(self, proposal: Proposal, change: Change) -> _Revision:
        self._replace(proposal, change)
        self._ingest(proposal, change)
        if revision := self._revision(proposal) or self._newest(change.path):
            return revision
        self._swap(proposal, change).back()
        raise Conflict(
            f"{change.path.name} was not taken in, so it is as it was. Its folder may be ignored.",
            f"{change.path.name} を取り込めなかったため、元に戻しました。取り込みの対象から"
            "外れていないか確かめてください。",
        )

    def _replace(self, proposal: Proposal, change: Change) -> None:
        swap = self._swap(proposal, change)
        if swap.is_in_place:
            return
        with self._database.connect() as tx:
            rebasing.check_holds(tx, proposal)
        base = change.base()
        rebasing.check_base(change.path, base, proposal.base_hash)
        changed = staging.changed(change.path, change.applied, base)
        self._sources.keep_present(change.path)
        swap.stage(staging.present(change.path), changed)
        swap.forward()

    def _ingest(self, proposal: Proposal, change: Change) -> None:
        """Raises Conflict, with the old file back, if the new one is unreadable."""
        report = self._sources.ingest(change.path, str(proposal.approver), _note(proposal))
        if failed := report["manuals"]["failed"]:
            self._swap(proposal, change).back()
            raise Conflict(
                "With the change the file cannot be read, so it was taken back. "
                f"{failed[0]['error']}",
                "変更後のファイルを読み取れなかったため、元に戻しました。"
                f"{staging.why_unread(failed[0])}",
            )

    def _withdraw(self, proposal: Proposal) -> None:
        """Up for decision again."""
        with writing(self._database) as tx:
            rebasing.undecide(tx, proposal.id)
            events.record(tx, "zeroji", "proposal.failed", f"proposal:{proposal.id}")

    def _finish(self, proposal: Proposal, manual: Manual, revision: _Revision) -> None:
        with writing(self._database) as tx:
            if proposal_of(tx, proposal.id).status != "publishing":
                return
            keep(tx, proposal.id, status="published", revision_id=revision.id)
            if proposal.how == "addendum":
                addenda.link(
                    tx,
                    proposal_id=proposal.id,
                    master_id=manual.id,
                    addendum_id=revision.manual_id,
                    heading_path=proposal.heading_path,
                )
            if proposal.ticket_id is not None:
                set_status(tx, proposal.ticket_id, "published")
                cases.from_ticket(tx, proposal.id, revision.number)
            telling.tell_published(tx, proposal, manual)
            telling.tell_corrected(tx, proposal, manual)
            rebasing.refresh_others(tx, proposal, manual, self._sources.addenda)
            subject = f"proposal:{proposal.id}"
            notices.tell(tx, proposal.author, "published", subject, proposal_id=proposal.id)
            detail = {"manual": revision.manual_id, "revision": revision.number}
            events.record(tx, str(proposal.approver), "proposal.published", subject, detail)

    def _revision(self, proposal: Proposal) -> _Revision | None:
        """What it became, where it was ingested before."""
        table = kb.revisions.c
        query = _REVISIONS.where(table.note == _note(proposal))
        with self._database.connect() as tx:
            row = tx.execute(query.order_by(table.id.desc())).first()
        return _Revision(**row._mapping) if row else None

    def _newest(self, path: Path) -> _Revision | None:
        """Of a file: where whoever watches its folder was faster to ingest it."""
        table = kb.revisions.c
        query = _REVISIONS.where(table.source == str(path.resolve())).order_by(table.id.desc())
        with self._database.connect() as tx:
            row = tx.execute(query).first()
        return _Revision(**row._mapping) if row else None

    def _swap(self, proposal: Proposal, change: Change) -> Swap:
        return self._sources.swap(f"proposal-{proposal.id}", change.path)


_REVISIONS = select(kb.revisions.c.id, kb.revisions.c.number, kb.revisions.c.manual_id)


def _note(proposal: Proposal) -> str:
    return f"proposal {proposal.id} by {proposal.author}"
