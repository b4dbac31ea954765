"""The sections that passages are from, read once for each publication."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from knowledge.library import Library, Place
from knowledge.model import Section

#: Up to so many the sections of a manual are read together, since the next question is likely to
#: be about others of them; beyond that, one by one. They take about 2 KiB each.
_TOGETHER = 20_000
#: More are not kept.
_MOST = 2 * _TOGETHER


class Sections:
    """Keeps sections that were read, as long as the database stays as it was."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._generation = -1
        self._kept: dict[Place, Section] = {}

    def at(self, places: Sequence[Place], generation: int) -> list[Section]:
        """The section at each place."""
        kept = self._of(generation)
        missing = {place for place in places if place not in kept}
        if missing and len(kept) < _TOGETHER:
            kept.update(self._library.sections_in({revision_id for revision_id, _ in missing}))
        elif missing:
            kept.update(self._library.sections_at(missing))
        return [kept[place] for place in places]

    def _of(self, generation: int) -> dict[Place, Section]:
        with self._lock:
            if generation != self._generation or len(self._kept) > _MOST:
                self._generation, self._kept = generation, {}
            return self._kept
