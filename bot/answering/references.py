"""Follows a passage that only points: 「旅費規程の別表第2をご覧ください」 → that table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.chunking import chunks
from knowledge import japanese
from knowledge.index import Snapshot
from knowledge.library import Library
from knowledge.model import Manual, Passage, Revision, Section

_TABLE = re.compile(r"(?:([^\s、。「」（）()]*?(?:規程|規則|規定))の?」?\s*)?別表第?\s*([0-9]+)")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section in the revision in force."""

    manual: Manual
    revision: Revision
    section: Section

    def chunk_id(self, text: str) -> str:
        """The chunk that holds a text of the section."""
        made = chunks(self.section, self.manual.id)
        return next((chunk.id for chunk in made if text in chunk.text), made[0].id)


@dataclass(frozen=True, kw_only=True)
class References:
    """Finds what passages point to, among what the asker may see on the day asked about."""

    library: Library
    snapshot: Snapshot
    audiences: frozenset[str]
    on: date

    def tables(self, passage: Passage) -> Iterator[Place]:
        """The tables (別表) that a passage names, of its own manual or of a named one."""
        named = _TABLE.findall(japanese.normalize(passage.chunk.text))
        for title, number in dict.fromkeys(named):
            manual = self._manual(title) if title else passage.manual
            place = self._table(manual, number) if manual is not None else None
            if place is not None and place.section.hash != passage.section.hash:
                yield place

    def _manual(self, title: str) -> Manual | None:
        for manual in self.snapshot.manuals.values():
            seen = manual.audience in self.audiences and manual.retired_at is None
            if seen and title.endswith(japanese.normalize(manual.title)):
                return manual
        return None

    def _table(self, manual: Manual, number: str) -> Place | None:
        revision = self.library.revision_on(manual.id, self.on)
        if revision is None:
            return None
        begins = (f"別表第{number}", f"別表{number}")
        for section in self.library.sections(revision.id):
            heading = japanese.normalize(section.heading_path[-1]).replace(" ", "")
            if heading.startswith(begins):
                return Place(manual=manual, revision=revision, section=section)
        return None
