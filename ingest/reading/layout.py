"""Pages of lines and ruled tables, whether printed as text or scanned, become elements.

Headers, footers and page numbers are dropped, wrapped lines are joined to paragraphs, and a table
that goes on over the page break keeps its header. Coordinates are points or pixels from the top
left corner; only their proportions matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.reading.elements import Element
from ingest.reading.joining import join_lines
from ingest.reading.margins import alike, without_margins
from ingest.reading.page import Line, Page, Ruled
from ingest.reading.paragraphs import Measure, goes_on, measure

Rows = tuple[tuple[str, ...], ...]

#: Type this much larger than the body's is a heading.
_LARGER = 1.2
#: Two columns of lines are in the same place when they are this near, in parts of the width.
_SAME_PLACE = 0.02


def elements_of(pages: Sequence[Page]) -> list[Element]:
    """The pages' text in reading order."""
    pages = without_margins(pages)
    lines = [line for page in pages for line in page.lines]
    measured = measure(lines)
    flow = _Flow(measured, _levels(lines, measured.size))
    for page in pages:
        pieces: list[Line | Ruled] = [*page.lines, *page.tables]
        for piece in sorted(pieces, key=lambda piece: piece.top):
            flow.add(piece, page)
    return flow.finish()


def _levels(lines: Sequence[Line], body: float) -> dict[float, int]:
    """Levels from 1 of the type sizes that are larger than the body's."""
    counts = Counter(round(line.size) for line in lines if line.size >= body * _LARGER)
    return {size: level for level, size in enumerate(sorted(counts, reverse=True), start=1)}


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
        if self._last_table is not None and _continues(self._last_table, (table, page)):
            before = self._elements[-1]
            header = before.rows[: before.header_rows or 1]
            header_rows = len(header)
            repeats = alike(_joined(rows[:header_rows]), _joined(header))
            rows = self._mended(rows[header_rows:] if repeats else rows)
            if not rows:
                return
            rows = header + rows
        self._elements.append(
            Element(category="table", rows=rows, header_rows=header_rows, page=page.number)
        )

    def _mended(self, rows: Rows) -> Rows:
        """Rows below a page break, with what the break cut off: the end of a row, or its name."""
        before = self._elements[-1]
        above = before.rows[-1]
        if not rows or rows[0][0]:
            return rows
        if _is_cut_off(above, rows[0]):
            mended = tuple(join_lines([a, b]) for a, b in zip(above, rows[0], strict=True))
            self._elements[-1] = replace(before, rows=(*before.rows[:-1], mended))
            return rows[1:]
        named = 0
        while named < len(rows) and not rows[named][0]:
            named += 1
        return tuple((above[0], *row[1:]) for row in rows[:named]) + rows[named:]


def _is_cut_off(above: Sequence[str], row: Sequence[str]) -> bool:
    """Whether a row ends a sentence that the row above it began, or is hardly a row."""
    if sum(map(bool, row)) * 2 < len(row):
        return True
    return any(
        end.endswith("。") and start and not start.endswith("。")
        for start, end in zip(above, row, strict=True)
    )


def _joined(rows: Sequence[Sequence[str]]) -> str:
    return "|".join(cell for row in rows for cell in row)


def _continues(before: tuple[Ruled, Page], after: tuple[Ruled, Page]) -> bool:
    """Whether a table at the top of a page goes on where the one before it left off."""
    (first, first_page), (second, second_page) = before, after
    if second_page.number != first_page.number + 1 or len(first.columns) != len(second.columns):
        return False
    tolerance = second_page.width * _SAME_PLACE
    pairs = zip(first.columns, second.columns, strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)
