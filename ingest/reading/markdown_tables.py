"""Pipe tables as people write them, made into tables that lose no cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_EDGED = re.compile(r"\s*[|｜].*[|｜]\s*$")
_DELIMITER = re.compile(
    r"\s*[|｜]?\s*[:：]?[-—―ー－]+[:：]?\s*(?:[|｜]\s*[:：]?[-—―ー－]+[:：]?\s*)*[|｜]?\s*$"
)
_INNER = re.compile(r"(?<!\\)\|")


def is_row(line: str) -> bool:
    """Whether a line may belong to a table: it has pipes, not only as part of a word."""
    return bool(_EDGED.match(line)) or " | " in line or bool("|" in line and _DELIMITER.match(line))


def regular_table(lines: Sequence[str]) -> Iterator[str]:
    """The table with a header, a delimiter and as many columns as its widest row, set apart.

    Lines that are no table come back as they are.
    """
    rows = [_without_wide_pipes(line) for line in lines]
    delimited = len(rows) > 1 and bool(_DELIMITER.match(rows[1]))
    edged = len(rows) > 1 and all(_EDGED.match(row) for row in rows)
    if not delimited and not edged:
        yield from lines
        return
    indent = rows[0][: len(rows[0]) - len(rows[0].lstrip())]
    body = [row for n, row in enumerate(rows) if n > 1 or not _DELIMITER.match(row)]
    width = max(len(_cells(row)) for row in body) if body else 1
    header = body.pop(0) if delimited and body else ""
    yield ""
    yield indent + _row(_cells(header) if header else [], width)
    yield indent + _row(["---"] * width, width)
    yield from (indent + _row(_cells(row), width) for row in body)
    yield ""


def _row(cells: Sequence[str], width: int) -> str:
    return "| " + " | ".join([*cells, *([""] * (width - len(cells)))]) + " |"


def _cells(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _INNER.split(inner)]


def _without_wide_pipes(line: str) -> str:
    return line.replace("｜", "|") if _EDGED.match(line) else line
