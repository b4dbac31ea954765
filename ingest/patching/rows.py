"""Rows of plain tables as text that is edited: a line per column, ``日当: 3,000円``.

Further lines of a cell begin with a wide space. So a row can be told from its text alone, and the
text says which cells it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.patching.places import Place, PlaceNotFound, same_text
from ingest.reading.faq import Row as Cells
from ingest.reading.sheet import Area, tables
from ingest.structure.rows import body_rows

#: Why a cell cannot be edited: it is calculated, others are calculated from it, it stands for
#: several cells, nobody sees it, or it holds something that is no text, number or date.
Lock = Literal["", "formula", "feeds", "merged", "hidden", "kind"]

_MORE = "　"
_DIGIT = re.compile(r"[0-9０-９]")
_TOTAL = re.compile(r"[\s　]*(合[\s　]*計|小[\s　]*計|総[\s　]*計|計|total)[\s　]*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    label: str
    #: As a reader sees it.
    value: str
    lock: Lock = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row below the header of a plain table."""

    cells: tuple[Cell, ...]
    #: As search has it: ``役職: 部長 / 日当: 3,000円``.
    said: str
    #: Whether its table takes another row.
    grows: bool

    @property
    def labels(self) -> list[str]:
        return [cell.label for cell in self.cells]

    @property
    def values(self) -> list[str]:
        return [cell.value for cell in self.cells]

    @property
    def text(self) -> str:
        return told(self.labels, self.values)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A row and where it stands: sheet, row and columns from 0."""

    row: Row
    sheet: str
    number: int
    columns: tuple[int, ...]
    #: Of its table.
    is_last: bool


def told(labels: Sequence[str], values: Sequence[str]) -> str:
    """The text of a row."""
    return "\n".join(
        f"{label}: {value.strip().replace(chr(10), chr(10) + _MORE)}".rstrip()
        for label, value in zip(labels, values, strict=True)
    )


def parsed(text: str, labels: Sequence[str]) -> list[str]:
    """The values of a row's text. Raises PlaceNotFound where it is no such row's."""
    values: list[str] = []
    for line in text.split("\n"):
        label = labels[len(values)] if len(values) < len(labels) else None
        if values and line.startswith(_MORE):
            values[-1] += "\n" + line.removeprefix(_MORE)
        elif label is not None and line.startswith((f"{label}:", f"{label}：")):
            values.append(line[len(label) + 1 :].strip())
        elif line.strip():
            raise _other_columns(labels)
    if len(values) != len(labels):
        raise _other_columns(labels)
    return [value.strip() for value in values]


def rows_of(
    grid: Sequence[Cells],
    sheet: str,
    cell: Callable[[int, int, str], Cell],
    grows: Callable[[Area], bool],
) -> list[Found]:
    """The rows of the plain tables of a sheet; ``cell`` says what stands in a row and column."""
    found = []
    for area, table in tables(grid):
        named, body = body_rows(table)
        labels = _labels(named, area.columns)
        if not body:
            continue
        is_whole = max(body) == len(area.rows) - 1
        ends_in_total = any(_TOTAL.fullmatch(text) for text in table.rows[max(body)])
        can_grow = is_whole and not ends_in_total and grows(area)
        for number, said in body.items():
            there = [
                cell(area.rows[number], c, label)
                for c, label in zip(area.columns, labels, strict=True)
            ]
            row = Row(cells=tuple(there), said=said, grows=can_grow)
            found.append(
                Found(
                    row=row,
                    sheet=sheet,
                    number=area.rows[number],
                    columns=area.columns,
                    is_last=number == max(body),
                )
            )
    return found


def of_section(found: Sequence[Found], heading_path: Sequence[str]) -> list[Found]:
    """The rows on the sheet that a section's outermost heading names; all of a file without."""
    sheet = heading_path[0] if heading_path else ""
    return [one for one in found if not one.sheet or same_text(one.sheet, sheet)]


def located(found: Sequence[Found], place: Place) -> Found:
    """The row that a place names by its text, or that has its name by now. Raises PlaceNotFound."""
    there = of_section(found, place.heading_path)
    same = [one for one in there if one.row.text == place.row]
    return _only(same or [one for one in there if _has_name_of(one.row, place.row or "")], place)


def exactly(found: Sequence[Found], place: Place) -> Found:
    """The row that says what a place says. Raises PlaceNotFound."""
    there = of_section(found, place.heading_path)
    return _only([one for one in there if one.row.text == place.row], place)


def last_of(found: Sequence[Found], place: Place, text: str) -> tuple[Found, list[str]]:
    """The last row of the table whose columns a new row's text has, and the values of that.

    Raises PlaceNotFound where there is none, several, or where no row can be added.
    """
    fitting: list[tuple[Found, list[str]]] = []
    for one in of_section(found, place.heading_path):
        if one.is_last and text.startswith(one.row.cells[0].label):
            try:
                fitting.append((one, parsed(text, one.row.labels)))
            except PlaceNotFound:
                continue
    if len(fitting) != 1 or not fitting[0][0].row.grows:
        raise PlaceNotFound(
            "No row can be added to this table here. Add it in the file itself, or write an "
            "addendum.",
            "この表にはここから行を追加できません。元のファイルで追加するか、「補足」として"
            "書いてください。",
        )
    return fitting[0]


def expect(before: Sequence[Found], after: Sequence[Found], index: int, more: int) -> None:
    """Raises PlaceNotFound where a change did more than to change (0), add (1) or remove (-1)
    the row at an index, as a reader reads the table."""
    kept = [one.row.text for n, one in enumerate(before) if n != index or more == 1]
    left = [one.row.text for n, one in enumerate(after) if n != index or more == -1]
    is_same = more or before[index].row.labels == after[index].row.labels
    if len(after) != len(before) + more or kept != left or not is_same:
        raise PlaceNotFound(
            "With this change the table would be read in another way. Change it in the file "
            "itself.",
            "この変更では、表のほかの行の読み取りが変わってしまいます。元のファイルで直して"
            "ください。",
        )


def _labels(named: Sequence[str], columns: Sequence[int]) -> list[str]:
    """A label for each column that no other has."""
    labels: list[str] = []
    for place in range(len(columns)):
        label = named[place].strip() if place < len(named) else ""
        label, count = label or f"{place + 1}列目", 2
        while label in labels:
            label, count = f"{label}（{count}）", count + 1
        labels.append(label)
    return labels


def _has_name_of(row: Row, text: str) -> bool:
    """Whether the cells before its first figure are those of the text: who or what it is about.

    The first cell is part of that whatever it says; a row without figures is all name.
    """
    try:
        values = parsed(text, row.labels)
    except PlaceNotFound:
        return False
    figures = [n for n, value in enumerate(values) if n and _DIGIT.search(value)]
    name = figures[0] if figures else len(values)
    return values[:name] == row.values[:name] and bool("".join(values[:name]))


def _only(found: Sequence[Found], place: Place) -> Found:
    if len(found) != 1:
        said = (place.row or "").replace("\n", " / ")
        count = "no row" if not found else f"{len(found)} rows"
        raise PlaceNotFound(
            f"The table has {count} 「{said}」.",
            f"表に「{said}」の行が{'見つかりません' if not found else '複数あります'}。",
        )
    return found[0]


def _other_columns(labels: Sequence[str]) -> PlaceNotFound:
    return PlaceNotFound(
        f"Write one line for each column of the table: {', '.join(labels)}.",
        f"表の列ごとに1行で「列名: 値」と書いてください（列：{'、'.join(labels)}）。",
    )
