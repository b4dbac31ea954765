"""Which sources the knowledge was read from, so that a file is recognised under another name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

from sqlalchemy import Engine, select

from ingest.fetching.addresses import is_url
from ingest.recording import SourceFile
from ingest.sources import gone
from knowledge import schema


class Known:
    """The sources as they were when this was made, and those remembered since."""

    def __init__(self, database: Engine) -> None:
        #: Source → hash of its file at the last revision; of manuals that are not retired.
        self.hashes: dict[str, str] = {}
        self._retired: dict[str, str] = {}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_hash: dict[str, list[str]] = defaultdict(list)
        revisions, manuals = schema.revisions.c, schema.manuals.c
        query = (
            select(revisions.source, revisions.file_hash, manuals.retired_at)
            .join(schema.manuals, manuals.id == revisions.manual_id)
            .order_by(revisions.id)
        )
        with database.connect() as tx:
            for source, file_hash, retired_at in tx.execute(query):
                (self._retired if retired_at else self.hashes)[source] = file_hash
        for source, file_hash in [*self.hashes.items(), *self._retired.items()]:
            self._note(source, file_hash)

    def remember(self, file: SourceFile) -> None:
        if not self.is_known(file.source):
            self._note(file.source, file.hash)
        self.hashes[file.source] = file.hash

    def is_unchanged(self, file: SourceFile) -> bool:
        """Whether the last revision from this source was read from these very bytes."""
        return self.hashes.get(file.source) == file.hash

    def is_known(self, source: str) -> bool:
        return source in self.hashes or source in self._retired

    def same_file(self, source: str) -> str | None:
        """The source under which this file is known, where the disk ignores upper and lower case
        or how a Mac composes characters."""
        path = Path(source)
        for other in self._alike(source):
            if not gone(other) and path.exists() and path.samefile(other):
                return other
        return None

    def twin(self, source: str) -> str | None:
        """Another file whose name looks the same, but is composed of other characters."""
        alike = [other for other in self._alike(source) if _composed(other) == _composed(source)]
        return next((other for other in alike if not gone(other)), None)

    def moved_from(self, file: SourceFile) -> str | None:
        """The source, now gone, of a file that is here now: of the same content or name."""
        if self.is_known(file.source):
            return None
        suffix = Path(file.source).suffix.lower()
        same = [other for other in self._by_hash[file.hash] if Path(other).suffix.lower() == suffix]
        candidates = [*self._alike(file.source), *same]
        return next((other for other in candidates if not is_url(other) and gone(other)), None)

    def move(self, old: str, file: SourceFile) -> None:
        """Take note that a file has moved."""
        file_hash = self.hashes.pop(old, None) or self._retired.pop(old)
        self._by_name[_folded(old)].remove(old)
        self._by_hash[file_hash].remove(old)
        self.remember(file)

    def _alike(self, source: str) -> list[str]:
        return [other for other in self._by_name[_folded(source)] if other != source]

    def _note(self, source: str, file_hash: str) -> None:
        self._by_name[_folded(source)].append(source)
        self._by_hash[file_hash].append(source)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _folded(source: str) -> str:
    return _composed(source).casefold()
