"""Tables that go on over a page break: which ones do, and what the break cut off."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.reading.joining import join_lines
from ingest.reading.margins import alike
from ingest.reading.page import Page, Ruled

Rows = tuple[tuple[str, ...], ...]

#: Two columns of lines are in the same place when they are this near, in parts of the width.
_SAME_PLACE = 0.02


def continues(before: tuple[Ruled, Page], after: tuple[Ruled, Page]) -> bool:
    """Whether a table at the top of a page or column goes on where the one before it left off."""
    (first, first_page), (second, second_page) = before, after
    is_next = second_page.number == first_page.number + 1
    if second_page.number == first_page.number:
        is_next = second.column == first.column + 1
    if not is_next or len(first.columns) != len(second.columns):
        return False
    tolerance = second_page.width * _SAME_PLACE
    pairs = zip(first.columns, second.columns, strict=True)
    return all(abs(a - b) <= tolerance for a, b in pairs)


def says_again(rows: Rows, header: Rows) -> bool:
    """Whether rows repeat the header of the page before."""
    return alike(_joined(rows), _joined(header))


def mended(above: Rows, rows: Rows, full: Sequence[bool]) -> tuple[Rows, Rows]:
    """The rows above and below a page break, with what the break cut off.

    That is the end of a row, or the name that is merged over several. ``full`` says of the last
    cells above whether their last lines reach the right edges of the cells.
    """
    last = above[-1]
    if rows and _is_cut_off(last, rows[0], full or [False] * len(last)):
        last = tuple(join_lines([a, b]) for a, b in zip(last, rows[0], strict=True))
        above, rows = (*above[:-1], last), rows[1:]
    named = 0
    while named < len(rows) and not rows[named][0]:
        named += 1
    return above, tuple((last[0], *row[1:]) for row in rows[:named]) + rows[named:]


def _is_cut_off(above: Sequence[str], row: Sequence[str], full: Sequence[bool]) -> bool:
    """Whether a row only ends what the row above it began."""
    pairs = [pair for pair in zip(above, row, full, strict=True) if pair[1]]
    if len(pairs) < len(row) and all(before and is_full for before, _, is_full in pairs):
        return True
    if row[0]:
        return False
    return len(pairs) * 2 < len(row) or any(_ends_within(before, cell) for before, cell, _ in pairs)


def _ends_within(text: str, following: str) -> bool:
    """Whether a cell ends within a sentence or a bracket that the next one ends."""
    is_open = sum(map(text.count, "（「(")) > sum(map(text.count, "）」)"))
    return is_open or (following.endswith("。") and bool(text) and not text.endswith("。"))


def _joined(rows: Sequence[Sequence[str]]) -> str:
    return "|".join(cell for row in rows for cell in row)
