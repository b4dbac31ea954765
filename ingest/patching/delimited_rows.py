"""Rows of a plain CSV table, changed cell by cell: every other cell keeps its bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.patching.delimited import DELIMITERS, guarded, records_of
from ingest.patching.encoding import decode, encode, line_end
from ingest.patching.figures import number, plain
from ingest.patching.places import Place, PlaceNotFound
from ingest.patching.rows import (
    Cell,
    Found,
    Row,
    exactly,
    expect,
    last_of,
    located,
    parsed,
    rows_of,
)
from ingest.reading.faq import find_faq_columns
from ingest.reading.sheet import Area


@dataclass(frozen=True, kw_only=True)
class _File:
    encoding: str
    newline: str
    delimiter: str
    #: Raw text of each record, with its line end, and the same record as cells.
    records: list[str]
    cells: list[list[str]]
    found: list[Found]


def rows(data: bytes, heading_path: Sequence[str]) -> list[Row]:
    """The rows of its tables; none of a FAQ."""
    return [one.row for one in _parse(data).found]


def read(data: bytes, place: Place) -> str:
    return located(_parse(data).found, place).row.text


def write(data: bytes, place: Place, text: str) -> bytes:
    file = _parse(data)
    return _with_new(file, place, text) if place.new else _with_changed(file, place, text)


def remove(data: bytes, place: Place) -> bytes:
    file = _parse(data)
    gone = exactly(file.found, place)
    left = [record for n, record in enumerate(file.records) if n != gone.number]
    return _checked(file, left, file.found.index(gone), -1)


def _with_changed(file: _File, place: Place, text: str) -> bytes:
    there = exactly(file.found, place)
    row, record = there.row, file.records[there.number]
    ending = record[len(record.rstrip("\r\n")) :]
    fields = list(_fields(record.removesuffix(ending), file.delimiter))
    for column, cell, value in zip(there.columns, row.cells, parsed(text, row.labels), strict=True):
        if value == cell.value:
            continue
        fields += [""] * (column + 1 - len(fields))
        written = _styled(value, cell.value, _column(file, there, column), cell.label)
        fields[column] = _raw(written, file.delimiter, fields[column].startswith('"'))
    changed = list(file.records)
    changed[there.number] = file.delimiter.join(fields) + ending
    return _checked(file, changed, file.found.index(there), 0)


def _with_new(file: _File, place: Place, text: str) -> bytes:
    last, values = last_of(file.found, place, text)
    fields = [""] * len(file.cells[last.number])
    for column, cell, value in zip(last.columns, last.row.cells, values, strict=True):
        fields += [""] * (column + 1 - len(fields))
        written = _styled(value, cell.value, _column(file, last, column), cell.label)
        fields[column] = _raw(written, file.delimiter, is_quoted=False)
    records = list(file.records)
    above = records[last.number]
    if not above.endswith(("\n", "\r")):
        records[last.number] = above + file.newline
    ending = "" if records[last.number] != above else file.newline
    records.insert(last.number + 1, file.delimiter.join(fields) + ending)
    return _checked(file, records, file.found.index(last) + 1, 1)


def _checked(file: _File, records: Sequence[str], index: int, more: int) -> bytes:
    changed = encode("".join(records), file.encoding)
    expect(file.found, _parse(changed).found, index, more)
    return changed


def _parse(data: bytes) -> _File:
    text, encoding = decode(data)
    records = list(records_of(text))
    delimiter = max(DELIMITERS, key=records[0].count) if records else ","
    cells = [_cells(record, delimiter) for record in records]
    width = max(map(len, cells), default=0)
    grid = [row + [""] * (width - len(row)) for row in cells]

    def cell(row: int, column: int, label: str) -> Cell:
        return Cell(label=label, value=grid[row][column])

    def grows(area: Area) -> bool:
        """Whether nothing stands beside it."""
        used = {c for r in area.rows for c, value in enumerate(grid[r]) if value}
        below = grid[area.rows[-1] + 1] if area.rows[-1] + 1 < len(grid) else []
        return used <= set(area.columns) and not any(below)

    return _File(
        encoding=encoding,
        newline=line_end(text),
        delimiter=delimiter,
        records=records,
        cells=grid,
        found=[] if find_faq_columns(grid) else rows_of(grid, "", cell, grows),
    )


def _cells(record: str, delimiter: str) -> list[str]:
    reader = csv.reader(io.StringIO(record, newline=""), delimiter=delimiter)
    return [cell.strip().replace("\r\n", "\n") for cell in next(reader, [])]


def _fields(record: str, delimiter: str) -> Iterator[str]:
    """The cells of a record as they are written."""
    field, is_open = "", False
    for character in record:
        if character == delimiter and not is_open:
            yield field
            field = ""
            continue
        is_open ^= character == '"'
        field += character
    yield field


def _raw(value: str, delimiter: str, is_quoted: bool) -> str:
    if not (is_quoted or any(mark in value for mark in (delimiter, '"', "\n", "\r"))):
        return value
    return '"' + value.replace('"', '""') + '"'


def _column(file: _File, there: Found, column: int) -> list[str]:
    """What the rows of the same tables say in a column."""
    rows_there = [one.number for one in file.found if one.columns == there.columns]
    return [value for n in rows_there if (value := file.cells[n][column])]


def _styled(value: str, before: str, column: Sequence[str], label: str) -> str:
    """A number as the column writes numbers; anything else as it was typed.

    Raises PlaceNotFound where the column has numbers only, and this is none.
    """
    figures = [one for one in column if number(one) is not None]
    like = before or (column[-1] if column else "")
    if not value or number(like) is None:
        return value if number(value) is not None else guarded(value, before)
    typed = number(value, is_money="円" in label)
    if typed is None and len(figures) == len(column):
        raise PlaceNotFound(
            f"「{label}」 holds numbers: write one.",
            f"「{label}」は数値の列です。数値だけを入力してください（例：{figures[-1]}）。",
        )
    if typed is None:
        return guarded(value, before)
    return _grouped(typed) if any("," in one for one in figures) else plain(typed)


def _grouped(value: Decimal) -> str:
    whole, _, rest = plain(value).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
