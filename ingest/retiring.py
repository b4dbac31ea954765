"""Manuals whose source is gone leave search, but not many at once without a word.

A run that would retire more than a third of what it looked at asks first: it may be a share that
is not mounted, or a server that has a bad day, rather than a clear-out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from ingest.sources import gone, within
from ingest.sources.folders import Scan
from knowledge import schema

_RETIRED_SHARE = 1 / 3


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a manual that is in force was read from."""

    manual_id: int
    path: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Manuals of one folder (or of the URLs of a run) that have lost their source."""

    sources: tuple[Source, ...]
    #: How many manuals there are in all.
    of: int
    #: What they have in common, for a sentence: "this folder", "these addresses".
    place: str

    @property
    def are_many(self) -> bool:
        return len(self.sources) > self.of * _RETIRED_SHARE

    @property
    def question(self) -> str:
        return (
            f"Its source is gone or ignored now. {len(self.sources)} of {self.of} manuals of "
            f"{self.place} would be retired; if that is right, confirm with --retire-missing. "
            "Until then they stay."
        )


def current_sources(database: Engine) -> list[Source]:
    """The main source of each manual that is not retired."""
    table = schema.manuals.c
    query = select(table.id, table.path, table.source).where(table.retired_at.is_(None))
    with database.connect() as tx:
        return [
            Source(manual_id=row.id, path=row.path, source=row.source) for row in tx.execute(query)
        ]


def missing_in(scan: Scan, sources: Collection[Source], moved: Collection[str]) -> Missing:
    """Manuals of a folder whose file is gone or ignored. ``moved``: sources known elsewhere now."""

    def lost(source: str) -> bool:
        if source in moved or scan.may_hold(Path(source)):
            return False
        return gone(source) or scan.dropped(Path(source))

    return _missing(sources, lambda source: within(source, [scan.folder]), lost, "this folder")


def missing_urls(
    fetched: Collection[str], lost: Collection[str], sources: Collection[Source]
) -> Missing:
    """Manuals of URLs where there is nothing any more, among those that a run asked for."""
    return _missing(sources, fetched.__contains__, lost.__contains__, "these addresses")


def _missing(
    sources: Collection[Source],
    belongs: Callable[[str], bool],
    lost: Callable[[str], bool],
    place: str,
) -> Missing:
    inside = [source for source in sources if belongs(source.source)]
    return Missing(
        sources=tuple(source for source in inside if lost(source.source)),
        of=len(inside),
        place=place,
    )
