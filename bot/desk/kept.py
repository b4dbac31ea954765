"""Finds what a change made of a file, where what was staged for it is gone: in the originals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.desk import staging
from bot.desk.change import Change
from bot.desk.proposal import Proposal
from bot.desk.publication import Sources
from bot.desk.staging import Swap
from ingest import sources
from knowledge import schema as kb
from knowledge.errors import Conflict


def stage_again(
    tx: Connection, kept_in: Sources, proposal: Proposal, change: Change, swap: Swap
) -> None:
    """Stage a published change anew, if the files of its revisions are still there.

    Raises Conflict where they are not.
    """
    revisions = _revisions(tx, proposal, change.path)
    for revision in revisions[1:]:
        before = _data(revision, kept_in.originals, change.path)
        if staging.hash_of(before) == proposal.base_hash:
            # The very bytes again: the change has the same author and time.
            swap.stage(before, staging.changed(change.path, change.applied, before))
            return
    after = _data(revisions[0], kept_in.originals, change.path) if revisions else b""
    if proposal.how == "addendum" and after:  # it may have made the file
        swap.stage(staging.changed(change.path, change.without, after), after)
        return
    raise Conflict(
        f"What {change.path.name} said before this change is no longer kept. Propose a change of "
        "what it says now instead.",
        f"{change.path.name} のこの変更の前の内容が残っていないため、自動では取り消せません。"
        "今の文面を直す改定案を新しく出してください。",
    )


def _revisions(tx: Connection, proposal: Proposal, path: Path) -> list[Row[Any]]:
    """The revision that it became and those before it from the same file, the newest first."""
    table = kb.revisions.c
    query = (
        select(table.number, table.file_hash)
        .where(table.manual_id == proposal.published_in, table.source == str(path.resolve()))
        .where(table.number <= proposal.revision)
        .order_by(table.number.desc())
    )
    return list(tx.execute(query))


def _data(revision: Row[Any], originals: Path, path: Path) -> bytes:
    """A revision's file as it was kept; empty where it is lost or no longer whole."""
    kept = sources.original(revision.file_hash, path.suffix, originals)
    return kept.read_bytes() if sources.is_whole(kept, revision.file_hash) else b""
