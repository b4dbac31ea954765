"""Documents of all formats with something planted in them, each in another place or style."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from evals.benchmarks.instructions import office, printed, texts
from evals.benchmarks.instructions.plants import Plant, plant

#: Writes a document with what is planted into a file; PDFs are printed on a page of Chromium.
Write = Callable[[Path, Plant, Page], None]


@dataclass(frozen=True, kw_only=True)
class Way:
    """A place or style that a plant has in a document of one format."""

    suffix: str
    name: str
    write: Write
    is_hidden: bool
    #: The form of the plant; empty where any will do.
    kind: str = ""


def ways() -> list[Way]:
    """All of them, 100."""
    found = []
    for suffix, table in {**texts.WAYS, **office.WAYS, **printed.WAYS}.items():
        for name, (write, kind) in table.items():
            hidden = name.endswith("*")
            found.append(
                Way(suffix=suffix, name=name.rstrip("*"), write=write, is_hidden=hidden, kind=kind)
            )
    return found


def write_all(folder: Path, page: Page) -> Iterator[tuple[Way, Plant]]:
    """Write every document into a folder."""
    for number, way in enumerate(ways()):
        planted = plant(number, is_hidden=way.is_hidden, kind=way.kind)
        way.write(folder / f"{number:02}_{planted.subject}規程{way.suffix}", planted, page)
        yield way, planted
