"""What an answer says besides: the date that it holds for, and that a place changes soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answering import wording
from bot.answering.understanding import Understanding
from bot.outcomes import Citation
from knowledge.dates import Style
from knowledge.index import Snapshot

#: Days that are as good as today.
_NEAR = 31


def notes_on(
    reading: Understanding,
    citations: Sequence[Citation],
    styles: Sequence[Style],
    snapshot: Snapshot,
) -> list[str]:
    """Lines to put below an answer, none twice; ``styles`` as each citation's manual has dates."""
    told = reading.on_stated and not _is_as_today(citations, reading.on, snapshot)
    first = styles[0] if styles else "western"
    notes = [wording.as_of(reading.on, reading.language, first)] if told else []
    for citation, style in zip(citations, styles, strict=True):
        changed = _changes_after(citation, reading.on, snapshot)
        if changed:
            notes.append(wording.changes_soon(citation.manual, changed, reading.language, style))
    return list(dict.fromkeys(notes))


def _is_as_today(citations: Sequence[Citation], on: date, snapshot: Snapshot) -> bool:
    """Whether a day is near and what is cited holds today, too: then nobody need be told of it."""
    today = date.today()
    if abs((on - today).days) > _NEAR:
        return False
    cited = {citation.chunk_id for citation in citations}
    holding = {
        entry.chunk.id
        for entry in snapshot.entries
        if entry.chunk.id in cited
        and entry.valid_from <= today
        and (entry.valid_until is None or today < entry.valid_until)
    }
    return cited <= holding


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
