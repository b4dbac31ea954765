"""Rows of tables as text that carries its header: ``役職: 部長 / 日当: 3,000円``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.reading.elements import Element

Row = Sequence[str]

_DIGIT = re.compile(r"[0-9０-９]")
_LONGEST_LABEL = 24
#: First cells that are surely the head of a column and not the name of a value.
_NAMES_A_COLUMN = re.compile(
    r".*(区分|項目|事由|内容|種類|種別|名称|役職|職位|等級|対象|期間|年数|条項|手続き?|制度|科目|地域|程度|番号|"
    r"場合|No\.?|Rank|Item|Type|Category|Region|Step)",
    re.IGNORECASE,
)


def row_texts(table: Element, name: str = "") -> list[str]:
    """One text per row below the header, each after the table's name if it has one.

    A table that is all header gives its rows as they are.
    """
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    count = table.header_rows if table.header_rows is not None else _guess_header_rows(rows)
    if count >= len(rows):
        count = 0
    labels = _labels(rows[:count])
    names_values = table.row_names or _names_values(rows)
    texts = [_row_text(row, labels, names_values) for row in rows[count:]]
    return [f"{name} / {text}" if name else text for text in texts if text]


def _row_text(row: Row, labels: Sequence[str], names_values: bool) -> str:
    cells = [cell.strip() for cell in row]
    if len(set(cells)) == 1:  # merged over the whole width
        return cells[0]
    if not labels:
        filled = [cell for cell in cells if cell]
        joined = " / ".join(_runs(filled[1:] if names_values else filled))
        return f"{filled[0]}: {joined}" if names_values and len(filled) > 1 else " / ".join(filled)
    pairs = [
        f"{label}: {cell}" if label and label != cell else cell
        for label, cell in zip(labels, cells, strict=True)
        if cell
    ]
    return " / ".join(_runs(pairs))


def _runs(parts: Sequence[str]) -> list[str]:
    """The parts without neighbours that repeat each other, as merged cells do."""
    return [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]


def _labels(header: Sequence[Row]) -> list[str]:
    """One label per column; the cells of several header rows are joined from the top."""
    columns = zip(*header, strict=True)
    return [" ".join(dict.fromkeys(cell.strip() for cell in c if cell.strip())) for c in columns]


def _guess_header_rows(rows: Sequence[Row]) -> int:
    """How many leading rows name the columns, where the file does not mark them."""
    if len(rows) < 2 or not _looks_like_header(rows[0]):
        return 0
    if len(rows[0]) == 2 and not (_NAMES_A_COLUMN.fullmatch(rows[0][0]) or _body_differs(rows)):
        return 0
    is_merged = any(a and a == b for a, b in zip(rows[0], rows[0][1:], strict=False))
    if is_merged and len(rows) > 2 and _looks_like_header(rows[1]):
        return 2
    return 1


def _looks_like_header(row: Row) -> bool:
    """Short labels without sentences; the corner cell may be empty."""
    labels = [cell.strip() for cell in row]
    return (
        len({label for label in labels if label}) > 1
        and all(labels[1:])
        and all(len(label) <= _LONGEST_LABEL and not label.endswith("。") for label in labels)
    )


def _body_differs(rows: Sequence[Row]) -> bool:
    """Whether the second column's head is a word and what stands below it is figures or prose."""
    head, body = rows[0][1], [row[1] for row in rows[1:]]
    values = sum(bool(_DIGIT.search(cell)) or len(cell) > _LONGEST_LABEL for cell in body)
    return len(body) > 1 and not _DIGIT.search(head) and values * 2 >= len(body)


def _names_values(rows: Sequence[Row]) -> bool:
    return bool(rows) and len(rows[0]) == 2
