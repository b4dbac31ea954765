"""What has changed in a manual since another text was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ingest.checking.anatomy import appendix_keys, article_number, plain
from ingest.checking.finding import InForce
from ingest.checking.quotes import whole_sentences
from ingest.checking.shingles import said
from knowledge.library import Library
from knowledge.model import Revision, Section
from knowledge.timeline import in_force

Key = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A section that says something else than it did; sentences that are the same left out."""

    document: InForce
    #: As it is now.
    section: Section
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass
class Changes:
    """Compares manuals with what they said earlier; each pair of revisions once."""

    library: Library
    _compared: dict[tuple[int, int], list[Change]] = field(default_factory=dict)
    _sections: dict[int, list[Section]] = field(default_factory=dict)
    _histories: dict[int, list[Revision]] = field(default_factory=dict)

    def since(self, document: InForce, written: Revision) -> list[Change]:
        """What of a document has changed since another manual's revision was published."""
        before = self._known_at(document, written)
        key = (before.id, document.revision.id)
        if key not in self._compared:
            known = self.sections(before)
            self._compared[key] = (
                [] if before.id == document.revision.id else list(_changes(document, known))
            )
        return self._compared[key]

    def sections(self, revision: Revision) -> list[Section]:
        if revision.id not in self._sections:
            self._sections[revision.id] = self.library.sections(revision.id)
        return self._sections[revision.id]

    def history(self, manual_id: int) -> list[Revision]:
        if manual_id not in self._histories:
            self._histories[manual_id] = self.library.history(manual_id)
        return self._histories[manual_id]

    def _known_at(self, document: InForce, written: Revision) -> Revision:
        """The revision that was in force when the other was written, of those published by then.

        What was published only later, as when all manuals are ingested one after the other,
        counts as it was in force on the day before.
        """
        history = self.history(document.manual.id)
        day = written.published_at.astimezone().date()
        published = [r for r in history if r.published_at <= written.published_at]
        return in_force(published, day) or in_force(history, day - timedelta(days=1)) or history[0]


def _changes(document: InForce, before: Sequence[Section]) -> Iterator[Change]:
    old = _by_place(before)
    for key, sections in _by_place(document.sections).items():
        if key not in old:
            continue
        lost, gained = _sentences(old[key]), _sentences(sections)
        lost_only = tuple(text for text in lost if said(text) not in map(said, gained))
        gained_only = tuple(text for text in gained if said(text) not in map(said, lost))
        if lost_only or gained_only:
            yield Change(document, _holding(sections, gained_only), lost_only, gained_only)


def _by_place(sections: Sequence[Section]) -> dict[Key, list[Section]]:
    """Sections by where they stand: an article by its number, since titles are reworded."""
    found: dict[Key, list[Section]] = {}
    for section in sections:
        found.setdefault(tuple(map(_place, section.heading_path)), []).append(section)
    return found


def _place(heading: str) -> str:
    if number := article_number(heading):
        return f"第{number}条"
    return next(iter(appendix_keys(heading)), plain(heading))


def _sentences(sections: Sequence[Section]) -> list[str]:
    blocks = (block for section in sections for block in section.blocks)
    return [
        text
        for block in blocks
        for text in ([block.text] if block.kind == "row" else whole_sentences(block.text))
    ]


def _holding(sections: Sequence[Section], texts: Sequence[str]) -> Section:
    return next((s for s in sections if texts and texts[0] in s.text), sections[0])
