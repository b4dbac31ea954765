"""Rows of tables as text that carries its header: ``役職: 部長 / 日当: 3,000円``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.reading.elements import Element

Row = Sequence[str]

_DIGIT = re.compile(r"[0-9０-９]")
_LONGEST_LABEL = 24
#: First cells that are surely the head of a column and not the name of a value.
_NAMES_A_COLUMN = re.compile(
    r".*(区分|項目|事由|内容|種類|種別|名称|役職|職位|等級|対象|期間|年数|条項|手続き?|制度|科目|地域|程度|番号|"
    r"場合|条件|資格|等級|続柄|勤続|年齢|用語|No\.?|Rank|Item|Type|Category|Region|Step)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"[※＊*]|[（(]?注[）)\s　:：0-9０-９]|備考[:：]|Notes?\b", re.IGNORECASE)


def row_texts(table: Element, name: str = "") -> list[str]:
    """One text per row below the header, each after the table's name if it has one.

    A row merged over the whole width names the rows below it. A table that is all header gives
    its rows as they are.
    """
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    count = _header_rows(table, rows)
    labels, names_values = _labels(rows[:count]), table.row_names or _names_values(rows)
    body = [row for row in rows[count:] if row not in rows[:count]]
    texts = [_row_text(row, labels, names_values) for row in body]
    return list(_named(body, texts, name))


def body_rows(table: Element) -> tuple[list[str], dict[int, str]]:
    """The labels of a table's columns (none of one that is all header), and its rows of values by
    their number among ``table.rows``, each as the text without the table's name and group."""
    rows = [row for row in table.rows if any(cell.strip() for cell in row)]
    header = rows[: _header_rows(table, rows)]
    labels, names_values = _labels(header), table.row_names or _names_values(rows)
    body = {
        number: _row_text(row, labels, names_values)
        for number, row in enumerate(table.rows)
        if any(cell.strip() for cell in row) and row not in header
    }
    plain = {n for n in body if not (_is_group(table.rows[n]) or _is_remark(table.rows[n]))}
    return labels, {number: text for number, text in body.items() if number in plain}


def _header_rows(table: Element, rows: Sequence[Row]) -> int:
    """How many of the filled rows name the columns; none where all would."""
    count = table.header_rows if table.header_rows is not None else _guess_header_rows(rows)
    return count if count < len(rows) else 0


def _named(body: Sequence[Row], texts: Sequence[str], name: str) -> Iterator[str]:
    """The texts behind the name of the table and of their group, as 国内 above its rows."""
    group = ""
    for n, (row, text) in enumerate(zip(body, texts, strict=True)):
        if _is_group(row):
            group = text
            if n + 1 < len(body) and not _is_group(body[n + 1]):
                continue  # said by the rows below it
            yield " / ".join(part for part in (name, text) if part)
        elif text and _is_remark(row):
            yield text
        elif text:
            yield " / ".join(part for part in (name, group, text) if part)


def _is_group(row: Row) -> bool:
    """Whether a row is merged over the whole width and short: the title of what follows."""
    cells = {cell.strip() for cell in row}
    text = next(iter(cells))
    is_title = len(text) <= _LONGEST_LABEL and not text.endswith("。") and not _REMARK.match(text)
    return len(row) > 1 and len(cells) == 1 and is_title


def _is_remark(row: Row) -> bool:
    """Whether a row holds a remark on the table and nothing else: ``※ 税込とする。``"""
    filled = list(dict.fromkeys(cell.strip() for cell in row if cell.strip()))
    return len(filled) == 1 and bool(_REMARK.match(filled[0]))


def _row_text(row: Row, labels: Sequence[str], names_values: bool) -> str:
    cells = [cell.strip() for cell in row]
    if len(set(cells)) == 1 or _is_remark(row):
        return next(cell for cell in cells if cell)
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
    filled = [_filled_from_left(row, below) for row, below in pairwise(header)]
    columns = zip(*filled, *header[-1:], strict=True)
    return [" ".join(dict.fromkeys(cell.strip() for cell in c if cell.strip())) for c in columns]


def _filled_from_left(row: Row, below: Row) -> list[str]:
    """A header row whose titles span the columns to the right that the row below names."""
    filled: list[str] = []
    for column, cell in enumerate(row):
        spans = not cell.strip() and column > 0 and below[column].strip()
        filled.append(filled[-1] if spans else cell.strip())
    return filled


def _guess_header_rows(rows: Sequence[Row]) -> int:
    """How many leading rows name the columns, where the file does not mark them."""
    if len(rows) > 2 and _spans_unmerged(rows[0], rows[1]):
        return 2
    if len(rows) < 2 or not _looks_like_header(rows[0]):
        return 0
    if len(rows[0]) == 2 and not (_NAMES_A_COLUMN.fullmatch(rows[0][0]) or _body_differs(rows)):
        return 0
    count = 1
    while (
        count + 1 < len(rows) and _has_merged(rows[count - 1]) and _looks_like_header(rows[count])
    ):
        count += 1
    return count


def _has_merged(row: Row) -> bool:
    return any(a and a == b for a, b in pairwise(row))


def _spans_unmerged(row: Row, below: Row) -> bool:
    """Whether two rows are a header without merged cells: each has a title where one lacks it."""
    if not row[0].strip() or all(cell.strip() for cell in row) or len(row) < 3:
        return False
    covers = all(a.strip() or b.strip() for a, b in zip(row, below, strict=True))
    is_short = all(len(cell) <= _LONGEST_LABEL for cell in (*row, *below))
    has_gap = not below[0].strip() and len({cell for cell in below if cell.strip()}) > 1
    return covers and is_short and has_gap and not any(_DIGIT.search(cell) for cell in below)


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
