"""Pages of lines and ruled tables, whether printed as text or scanned, become elements.

Headers, footers and page numbers are dropped, wrapped lines are joined to paragraphs, and a table
that goes on over the page break keeps its header. Coordinates are points or pixels from the top
left corner; only their proportions matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.reading.continuation import continues, mended, says_again
from ingest.reading.elements import Element
from ingest.reading.joining import join_lines
from ingest.reading.margins import without_margins
from ingest.reading.page import Line, Page, Ruled
from ingest.reading.paragraphs import Measure, goes_on, measure

#: Type this much larger than the body's is a heading.
_LARGER = 1.2
#: Type smaller than this part of another's is of a lower level: scanned type is not exact.
_SAME_LEVEL = 0.93


def elements_of(pages: Sequence[Page]) -> list[Element]:
    """The pages' text in reading order."""
    pages = without_margins(pages)
    lines = [line for page in pages for line in page.lines]
    measured = measure(lines)
    flow = _Flow(measured, _levels(lines, measured.size))
    for page in pages:
        pieces: list[Line | Ruled] = [*page.lines, *page.tables]
        for piece in sorted(pieces, key=lambda piece: (piece.column, piece.top)):
            flow.add(piece, page)
    return flow.finish()


def _levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Levels from 1 of the type sizes that are larger than the body's."""
    sizes = {round(line.size) for line in lines if line.size >= body * _LARGER}
    levels: dict[float, int] = {}
    level, largest = 0, float("inf")
    for size in sorted(sizes, reverse=True):
        if size < largest * _SAME_LEVEL:
            level, largest = level + 1, size
        levels[size] = level
    return levels


@dataclass
class _Flow:
    """The elements so far, and the paragraph that is being joined."""

    measure: Measure
    levels: dict[float, int]
    _elements: list[Element] = field(default_factory=list)
    _paragraph: list[Line] = field(default_factory=list)
    _last_table: tuple[Ruled, Page] | None = None

    def add(self, piece: Line | Ruled, page: Page) -> None:
        if isinstance(piece, Ruled):
            self._end_paragraph()
            self._add_table(piece, page)
            self._last_table = (piece, page)
            return
        if self._paragraph and not goes_on(self._paragraph, piece, self.measure):
            self._end_paragraph()
        self._paragraph.append(piece)
        self._last_table = None

    def finish(self) -> list[Element]:
        self._end_paragraph()
        return self._elements

    def _end_paragraph(self) -> None:
        if not self._paragraph:
            return
        first = self._paragraph[0]
        level = self.levels.get(round(first.size))
        self._elements.append(
            Element(
                category="text",
                text=join_lines(line.text for line in self._paragraph),
                depth=level,
                page=first.page,
                strong=level is not None or all(line.bold for line in self._paragraph),
            )
        )
        self._paragraph = []

    def _add_table(self, table: Ruled, page: Page) -> None:
        rows, header_rows = table.rows, table.header_rows
        last = self._last_table
        if last is not None and continues(last, (table, page)):
            before = self._elements[-1]
            header = before.rows[: before.header_rows or 1]
            header_rows = len(header)
            rows = rows[header_rows:] if says_again(rows[:header_rows], header) else rows
            above, rows = mended(before.rows, rows, last[0].full)
            self._elements[-1] = replace(before, rows=above)
            if not rows:
                return
            rows = header + rows
        self._elements.append(
            Element(category="table", rows=rows, header_rows=header_rows, page=page.number)
        )
