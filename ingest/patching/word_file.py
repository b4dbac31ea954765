"""A Word file while it is changed: its text as XML, and where the reader finds each section."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import etree

from ingest.patching.package import with_part
from ingest.patching.places import Place, PlaceNotFound, same_path, same_text
from ingest.reading.elements import Reading
from ingest.reading.flow import elements_of
from ingest.reading.word_page import WordPage
from ingest.reading.word_styles import Styles
from ingest.reading.word_xml import PLACE, list_everything
from ingest.structure import structure
from ingest.structure.headings import find_headings
from ingest.structure.title import find_title
from knowledge.model import Section


@dataclass(frozen=True, kw_only=True)
class WordSection:
    """A section as the reader has it, in the paragraphs and tables of the file."""

    heading_path: tuple[str, ...]
    #: Its heading's paragraph; None above all headings.
    heading: Any
    #: Paragraphs and tables of its own, in reading order. A heading that is all there is, or that
    #: shares its paragraph with text, is among them.
    content: tuple[Any, ...]
    #: The heading, where text stands in the same paragraph: ``第5条　休日は…``.
    lead: str = ""


class WordFile:
    """Raises PlaceNotFound for what is no Word file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
            document = docx.Document(io.BytesIO(data))
        except (zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
            raise PlaceNotFound(
                f"It is no Word file that can be read ({error}).",
                "Word ファイルとして読み取れません。ファイルを確認してください。",
            ) from error
        self.styles = Styles(document)
        self._part = str(document.part.partname).lstrip("/")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        self.root: Any = etree.fromstring(self._package.read(self._part), parser)
        body: Any = self.root.find(qn("w:body"))
        self.body = body
        self._nodes = list(body.iter(qn("w:p"), qn("w:tbl")))
        self._reading = _read(document)

    def section(self, place: Place) -> WordSection:
        """The section at a place. Raises PlaceNotFound where there is none or more than one."""
        return self.named(place.heading_path)

    def named(self, path: tuple[str, ...]) -> WordSection:
        sections = self.sections(fallback_title=path[0])
        return sections[place_of([section.heading_path for section in sections], path)]

    def sections(self, fallback_title: str = "") -> list[WordSection]:
        """All sections as the reader has them, in order."""
        headings = self._headings()
        outline = structure(self._reading, fallback_title)
        return [self._section(section, headings) for section in outline.sections]

    def with_below(self, section: WordSection) -> list[WordSection]:
        """A section and those under its heading, in order."""
        sections, depth = self.sections(section.heading_path[0]), len(section.heading_path)
        place = next(n for n, s in enumerate(sections) if s.content == section.content)
        return [
            sections[place],
            *takewhile(
                lambda s: same_path(s.heading_path[:depth], section.heading_path),
                sections[place + 1 :],
            ),
        ]

    def saved(self) -> bytes:
        """The whole file with the changes; parts other than the text keep their bytes."""
        return with_part(self._package, self._part, self.root)

    def _section(self, section: Section, headings: dict[int, int]) -> WordSection:
        places = list(dict.fromkeys(b.page for b in section.blocks if b.page is not None))
        heading = headings.get(places[0]) if places else None
        shared = heading is not None and heading == places[0]
        is_heading_only = len(section.blocks) == 1 and section.text == section.heading_path[-1]
        return WordSection(
            heading_path=section.heading_path,
            heading=None if heading is None else self._nodes[heading],
            content=tuple(self._nodes[place] for place in places),
            lead=section.heading_path[-1] if shared and not is_heading_only else "",
        )

    def _headings(self) -> dict[int, int]:
        """For each paragraph and table with text, the heading above it (itself for a heading)."""
        found: dict[int, int] = {}
        last: int | None = None
        for line in find_headings(find_title(self._reading)[1]):
            place = line.element.page
            if line.heading is not None and place is not None:
                last = place
            if last is not None and place is not None:
                found.setdefault(place, last)
        return found


def place_of(paths: Sequence[tuple[str, ...]], wanted: tuple[str, ...]) -> int:
    """Which of some sections is the one that is looked for. Raises PlaceNotFound."""
    found = [n for n, path in enumerate(paths) if same_path(path, wanted)]
    if not found:
        found = [n for n, path in enumerate(paths) if same_text(path[-1], wanted[-1])]
    if len(found) != 1:
        count = "no section" if not found else f"{len(found)} sections"
        raise PlaceNotFound(
            f"It has {count} 「{wanted[-1]}」.",
            f"ファイルに「{wanted[-1]}」が"
            + ("見つかりません。" if not found else "複数あり、どれか決められません。"),
        )
    return found[0]


def _read(document: Any) -> Reading:
    """What the reader reads, with places in the file instead of pages."""
    body = document.element.body
    for place, node in enumerate(body.iter(qn("w:p"), qn("w:tbl"))):
        node.set(PLACE, str(place))
    list_everything(document)
    elements = tuple(elements_of(WordPage(document).render(body)))
    title = next((element.text for element in elements if element.category == "title"), None)
    return Reading(elements=elements, title=title)
