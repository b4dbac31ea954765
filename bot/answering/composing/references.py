"""Follows a passage that only points: 「旅費規程の別表第2をご覧ください」, 「第57条による」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from ingest.chunking import chunks
from knowledge import japanese
from knowledge.index import Entry, Snapshot
from knowledge.library import Library
from knowledge.model import Manual, Passage, Revision, Section
from knowledge.sections import Sections

_TITLE = r"(?:([^\s、。「」（）()]*?(?:規程|規則|規定))の?」?\s*)?"
_TABLE = re.compile(rf"{_TITLE}別表第?\s*([0-9]+)")
#: An article that says what is asked, not one that only limits (第5条の場合を除く).
_ARTICLE = re.compile(
    rf"{_TITLE}第([0-9]+)条(?:の([0-9]+))?(?:第[0-9]+項)?(?:第[0-9]+号)?"
    r"(?:に(?:定め|規定|掲げ|準じ|基づ|従)|の(?:定め|規定|手続|例)?(?:に|を準用)|によ(?:る|り|っ)|を準用|を参照|をご覧)"
)


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
    #: Sections that were read before; without them each is read when it is pointed to.
    kept: Sections | None = None

    def tables(self, passage: Passage) -> Iterator[Place]:
        """The tables (別表) that a passage names, of its own manual or of a named one."""
        named = _TABLE.findall(japanese.normalize(passage.chunk.text))
        for title, number in dict.fromkeys(named):
            begins = re.compile(rf"別表第?{number}(?![0-9])")
            yield from self._places(passage, title, begins)

    def articles(self, passage: Passage, text: str) -> Iterator[Place]:
        """The articles that a text of a passage's section leaves the matter to (第57条による)."""
        named = _ARTICLE.findall(japanese.normalize(text))
        for title, number, branch in dict.fromkeys(named):
            begins = re.compile(rf"第{number}条{f'の{branch}' if branch else '(?!の[0-9])'}")
            yield from self._places(passage, title, begins)

    def _places(self, passage: Passage, title: str, begins: re.Pattern[str]) -> Iterator[Place]:
        """The section whose heading begins so, in the manual of that title or the passage's own."""
        manual = self._manual(title) if title else passage.manual
        entry = self._entry(manual, begins) if manual is not None else None
        if manual is None or entry is None or entry.chunk.section_hash == passage.section.hash:
            return
        revision = self.snapshot.revision(manual.id, self.on)
        yield Place(manual=manual, revision=revision, section=self._section(revision, entry))

    def _manual(self, title: str) -> Manual | None:
        for manual in self.snapshot.manuals.values():
            seen = manual.audience in self.audiences and manual.retired_at is None
            if seen and title.endswith(japanese.normalize(manual.title)):
                return manual
        return None

    def _entry(self, manual: Manual, begins: re.Pattern[str]) -> Entry | None:
        """An entry of the section, among what is seen on the day."""
        seen = self.snapshot.visible(self.audiences, self.on)
        for n in np.flatnonzero(seen & (self.snapshot.manual_ids == manual.id)).tolist():
            entry = self.snapshot.entries[n]
            if begins.match(_plain(entry.chunk.heading_path[-1])):
                return entry
        return None

    def _section(self, revision: Revision, entry: Entry) -> Section:
        place = (revision.id, entry.chunk.section_hash)
        if self.kept is not None:
            return self.kept.at([place], self.snapshot.generation)[0]
        return self.library.sections_at([place])[place]


@lru_cache(maxsize=20_000)
def _plain(heading: str) -> str:
    return japanese.normalize(heading).replace(" ", "")
