"""Places in a CSV file: the answer in the row of a FAQ's question, or the rows of a plain table.

Other rows keep their bytes. A cell that a spreadsheet would take for a formula is kept from it by a
wide space before it, which no reader shows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.patching.encoding import decode, encode, line_end, lines_of
from ingest.patching.places import Place, PlaceNotFound, check_free, same_text
from ingest.reading.faq import FaqColumns, find_faq_columns

DELIMITERS = (",", "\t", ";")
#: Spreadsheets calculate a cell that begins with one of these, those of Japan also the wide ones.
_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")
_GUARD = "\u3000"


@dataclass(frozen=True, kw_only=True)
class _Table:
    encoding: str
    newline: str
    delimiter: str
    #: Raw text of each record, with its line end, and the same record as cells.
    records: list[str]
    cells: list[list[str]]
    columns: FaqColumns


def read(data: bytes, place: Place) -> str:
    table = _parse(data)
    return _unguarded(table.cells[_row(table, place)][table.columns.answer])


def write(data: bytes, place: Place, text: str) -> bytes:
    table = _parse(data)
    records = list(table.records)
    if place.new:
        check_free(place, [_unguarded(row[table.columns.question]) for row in _body(table)])
        row = [""] * len(table.cells[table.columns.header_row])
        row[table.columns.question] = guarded(place.heading)
        row[table.columns.answer] = guarded(text.strip())
        if records and not records[-1].endswith(("\n", "\r")):
            records[-1] += table.newline
        records.append(_record(row, table.delimiter, table.newline))
    else:
        number = _row(table, place)
        row = list(table.cells[number])
        row[table.columns.answer] = guarded(text, row[table.columns.answer])
        ending = records[number][len(records[number].rstrip("\r\n")) :]
        records[number] = _record(row, table.delimiter, ending)
    return encode("".join(records), table.encoding)


def remove(data: bytes, place: Place) -> bytes:
    """The file without the row of a question."""
    table = _parse(data)
    records = list(table.records)
    del records[_row(table, place)]
    return encode("".join(records), table.encoding)


def _body(table: _Table) -> list[list[str]]:
    """The rows below the header."""
    return table.cells[table.columns.header_row + 1 :]


def guarded(text: str, before: str = "") -> str:
    """A text that no spreadsheet calculates. Where the owner lets cells begin so, they go on to."""
    said = text.strip()
    # A lone dash stands for nothing.
    is_formula = said.startswith(_FORMULA) and any(map(str.isalnum, said))
    return _GUARD + said if is_formula and not before.startswith(_FORMULA) else said


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith(_FORMULA) else cell


def _parse(data: bytes) -> _Table:
    text, encoding = decode(data)
    records = list(records_of(text))
    delimiter = max(DELIMITERS, key=records[0].count) if records else ","
    cells = [_cells(record, delimiter) for record in records]
    columns = find_faq_columns(cells)
    if columns is None:
        raise PlaceNotFound("It has no question and answer columns.")
    width = 1 + max(columns.question, columns.answer)
    return _Table(
        encoding=encoding,
        newline=line_end(text),
        delimiter=delimiter,
        records=records,
        cells=[row + [""] * (width - len(row)) for row in cells],
        columns=columns,
    )


def _cells(record: str, delimiter: str) -> list[str]:
    reader = csv.reader(io.StringIO(record, newline=""), delimiter=delimiter)
    return next(reader, [])


def records_of(text: str) -> Iterator[str]:
    """Records with their line ends; a line end inside quotes belongs to its record."""
    record = ""
    for line in lines_of(text):
        record += line
        if record.count('"') % 2 == 0:
            yield record
            record = ""
    if record:
        yield record


def _row(table: _Table, place: Place) -> int:
    column = table.columns.question
    found = [
        n
        for n, row in enumerate(table.cells)
        if n > table.columns.header_row and same_text(_unguarded(row[column]), place.heading)
    ]
    if len(found) != 1:
        count = "no row" if not found else f"{len(found)} rows"
        raise PlaceNotFound(f"It has {count} with the question 「{place.heading}」.")
    return found[0]


def _record(row: Sequence[str], delimiter: str, ending: str) -> str:
    out = io.StringIO(newline="")
    # The writer quotes a cell for the line ends that it writes itself: it must write these.
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow(row)
    return out.getvalue().removesuffix("\r\n") + ending
