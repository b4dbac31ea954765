"""CSV that a spreadsheet shows and never executes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

#: What a cell begins with that spreadsheets take for a formula, full-width forms included.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
#: By which Excel knows that a file is UTF-8.
BOM = "\ufeff"


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A file by RFC 4180 with a byte order mark; texts that would be formulas begin with ``'``."""
    out = io.StringIO()
    out.write(BOM)
    write_csv(out, (header, *rows))
    return out.getvalue()


def write_csv(out: io.TextIOBase, rows: Iterable[Sequence[object]]) -> None:
    """Rows without the byte order mark, for who writes a file piece by piece."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)


def safe_cell(value: object) -> str:
    """A value as a cell; numbers stay numbers, also below zero, and None is empty."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    # Blanks before a formula do not keep every program from executing it.
    return f"'{text}" if text.lstrip(" \u3000").startswith(_FORMULA) else text
