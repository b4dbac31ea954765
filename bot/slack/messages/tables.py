"""Tables of manuals as Slack's tables, none of them cut: what is too large goes on in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.outcomes import Language, Table
from bot.slack.messages import limits, wording
from bot.slack.messages.blocks import Block, Element, paragraphs, words
from bot.slack.messages.texts import clean

#: An amount, a count, a share: columns of them stand to the right.
_FIGURE = re.compile(r"[^0-9]{0,3}[0-9][0-9,.]*\s?\D{0,3}")
#: Characters of a row that no table shows.
_LONGEST_ROW = limits.TABLE_CHARACTERS // 2
#: Characters kept free for the mark of each row that holds.
_MARK = 10


@dataclass(frozen=True, kw_only=True)
class _Row:
    cells: tuple[str, ...]
    #: Whether it holds for the asker.
    holds: bool = False

    @property
    def length(self) -> int:
        return sum(map(limits.length, self.cells)) + (_MARK if self.holds else 0)


def table(shown: Table, language: Language) -> list[Block]:
    """As many tables as Slack needs for all rows and columns, each with the header row.

    Rows that hold for the asker are bold and say so. Without rows there is no block.
    """
    rows = [
        _Row(cells=tuple(map(clean, cells)), holds=number in shown.marked)
        for number, cells in enumerate(shown.rows)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    head = tuple(map(clean, shown.columns)) if len(shown.columns) == width else ()
    even = [replace(row, cells=row.cells + ("",) * (width - len(row.cells))) for row in rows]
    return [
        block
        for part in _parts(width)
        for block in _tables([_only(row, part) for row in even], _picked(head, part), language)
    ]


def _parts(width: int) -> Iterator[list[int]]:
    """Which columns each table shows: the first, by which rows are known, in each of them."""
    step = limits.TABLE_COLUMNS - 1
    for start in range(1, max(width, 2), step):
        yield [0, *range(start, min(start + step, width))]


def _only(row: _Row, columns: Sequence[int]) -> _Row:
    return replace(row, cells=_picked(row.cells, columns))


def _picked(cells: tuple[str, ...], columns: Sequence[int]) -> tuple[str, ...]:
    return tuple(cells[n] for n in columns) if cells else ()


def _tables(rows: Sequence[_Row], head: tuple[str, ...], language: Language) -> Iterator[Block]:
    settings = _settings(rows)
    for group in _groups(rows, head):
        if group[0].length > _LONGEST_ROW:
            yield from _told(group[0], head)
        else:
            titles = [[_cell(title, bold=True) for title in head]] if head else []
            body = [_cells(row, language) for row in group]
            yield {"type": "table", "rows": titles + body, "column_settings": settings}


def _groups(rows: Iterable[_Row], head: tuple[str, ...]) -> list[list[_Row]]:
    """Rows that stand in one table; one that is too long stands alone."""
    titles = _Row(cells=head)
    groups: list[list[_Row]] = []
    for row in rows:
        alone = row.length > _LONGEST_ROW or not groups or groups[-1][0].length > _LONGEST_ROW
        if alone or not _fits([titles, *groups[-1], row]):
            groups.append([])
        groups[-1].append(row)
    return groups


def _fits(rows: Sequence[_Row]) -> bool:
    used = sum(row.length for row in rows)
    return len(rows) <= limits.TABLE_ROWS and used <= limits.TABLE_CHARACTERS


def _settings(rows: Sequence[_Row]) -> list[Element]:
    """Figures stand to the right and are not broken over lines; texts are."""
    figures = [_are_figures(column) for column in zip(*(row.cells for row in rows), strict=True)]
    return [{"align": "right" if one else "left", "is_wrapped": not one} for one in figures]


def _are_figures(column: Iterable[str]) -> bool:
    said = [cell for cell in column if cell.strip()]
    return bool(said) and all(_FIGURE.fullmatch(cell) for cell in said)


def _cells(row: _Row, language: Language) -> list[Element]:
    cells = [_cell(cell, bold=row.holds) for cell in row.cells]
    if row.holds:
        mark = words(wording.text("applies", language))
        cells[0]["elements"][0]["elements"].append(mark)
    return cells


def _cell(text: str, *, bold: bool) -> Element:
    # Slack takes no empty text.
    section = {"type": "rich_text_section", "elements": [words(text or " ", bold=bold)]}
    return {"type": "rich_text", "elements": [section]}


def _told(row: _Row, head: tuple[str, ...]) -> list[Block]:
    """A row as lines of text."""
    titles = head or ("",) * len(row.cells)
    named = zip(titles, row.cells, strict=True)
    lines = [f"{title}：{cell}" if title else cell for title, cell in named if cell]
    return paragraphs("\n".join(lines), bold=row.holds)
