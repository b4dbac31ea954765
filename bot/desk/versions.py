"""Which of a manual's files a change goes to, and which later versions say the same place.

A manual has a file of its own, and others may revise it from some day on. What is changed is what
holds today, in the file that says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ingest.fetching.addresses import is_url
from ingest.patching.places import same_path
from knowledge.library import Library
from knowledge.model import Revision, Section
from knowledge.timeline import in_force, periods, standing


def present(history: Sequence[Revision], day: date | None = None) -> Revision:
    """The revision that holds on a day (today); where none does, the next one, else the newest."""
    on = day or date.today()
    if (holding := in_force(history, on)) is not None:
        return holding
    coming = [revision for period, revision in periods(history) if period.start > on]
    return coming[0] if coming else history[-1]


def sections_of(library: Library, manual_id: int) -> list[Section]:
    """What a manual says today."""
    return library.sections(present(library.history(manual_id)).id)


def takes_effect(history: Sequence[Revision], source: str, day: date | None = None) -> date | None:
    """From when on a change of a file would hold, where that is after today.

    A file that says already what holds later cannot be changed for the time until then.
    """
    on = day or date.today()
    said = [revision for revision in standing(history) if revision.source == source]
    return said[-1].effective_from if said and said[-1].effective_from > on else None


def later_with(
    library: Library,
    manual_id: int,
    source: str,
    heading_path: tuple[str, ...],
    day: date | None = None,
) -> list[tuple[date, str]]:
    """Versions from other files that have the same place: since when they hold, and the file."""
    on = day or date.today()
    found: dict[str, date] = {}
    for period, revision in periods(library.history(manual_id)):
        if period.start <= on or revision.source == source:
            continue
        paths = [section.heading_path for section in library.sections(revision.id)]
        if any(same_path(heading_path, path) for path in paths):
            found.setdefault(revision.source, period.start)
    return [(start, name_of(file)) for file, start in found.items()]


def name_of(source: str) -> str:
    """A source as people know it."""
    return source if is_url(source) else Path(source).name
