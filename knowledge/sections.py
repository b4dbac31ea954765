"""The sections that passages are from, read once for each publication.

They are as answers may use them: without lines that command a machine. Whoever reads a manual, or
checks it, reads all of it from the library.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence, Set

from knowledge.library import Library, Place
from knowledge.machine_instructions import without
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
        self._reading = threading.Lock()
        self._generation = -1
        self._kept: dict[Place, Section] = {}
        #: Hashes of sections that command no machine.
        self._plain: set[str] = set()

    def at(self, places: Sequence[Place], generation: int) -> list[Section]:
        """The section at each place."""
        kept = self._of(generation)
        if any(place not in kept for place in places):
            # Of many that miss the same, one reads it.
            with self._reading:
                self._read({place for place in places if place not in kept}, kept)
        return [self._for_people(place, kept[place]) for place in places]

    def _read(self, missing: Set[Place], kept: dict[Place, Section]) -> None:
        if missing and len(kept) < _TOGETHER:
            kept.update(self._library.sections_in({revision_id for revision_id, _ in missing}))
        elif missing:
            kept.update(self._library.sections_at(missing))

    def _for_people(self, place: Place, section: Section) -> Section:
        if place[1] in self._plain:
            return section
        rest = without(section)
        if rest is section:
            with self._lock:
                if len(self._plain) > _MOST:
                    self._plain.clear()
                self._plain.add(place[1])
        return rest

    def _of(self, generation: int) -> dict[Place, Section]:
        with self._lock:
            if generation != self._generation or len(self._kept) > _MOST:
                self._generation, self._kept = generation, {}
            return self._kept
