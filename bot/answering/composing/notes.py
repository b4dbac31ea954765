"""What an answer says besides: the date that it holds for, and that a place changes soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answering import wording
from bot.answering.understanding import Understanding
from bot.outcomes import Citation
from knowledge.index import Snapshot


def notes_on(
    reading: Understanding, citations: Sequence[Citation], snapshot: Snapshot
) -> list[str]:
    """Lines to put below an answer, none twice."""
    notes = [wording.as_of(reading.on, reading.language)] if reading.on_stated else []
    for citation in citations:
        changed = _changes_after(citation, reading.on, snapshot)
        if changed:
            notes.append(wording.changes_soon(citation.manual, changed, reading.language))
    return list(dict.fromkeys(notes))


def _changes_after(citation: Citation, on: date, snapshot: Snapshot) -> date | None:
    """The day after ``on`` from which a published revision no longer has the cited chunk."""
    if snapshot.manuals[citation.manual_id].retired_at is not None:
        return None
    ends = [
        entry.valid_until
        for entry in snapshot.entries
        if entry.chunk.id == citation.chunk_id and entry.valid_until and entry.valid_until > on
    ]
    return min(ends, default=None)
