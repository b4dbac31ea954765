"""Which row of a plain table a reply is about, and how a row is named."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.desk.proposal import Proposal
from ingest import patching
from ingest.patching import PlaceNotFound, Row
from knowledge import japanese

#: How much what the question says counts, beside the reply.
_ASKED = 2.0
_LONGEST_NAME = 60


def nearest(rows: Sequence[Row], question: str, reply: str) -> Row | None:
    """The row that says most of what question and reply say and few others do; None of none."""
    said = [set(japanese.terms(row.said)) for row in rows]
    counted = Counter(term for terms in said for term in terms)
    asked = set(japanese.terms(question))
    weights = {
        term: (_ASKED if term in asked else 1.0) * math.log(len(rows) / counted[term])
        for term in asked | set(japanese.terms(reply))
        if counted[term]
    }

    def fit(number: int) -> float:
        return sum(weights.get(term, 0.0) for term in said[number])

    return rows[max(range(len(rows)), key=fit)] if rows else None


def proposed(proposal: Proposal) -> Row | None:
    """The row as a proposal writes it, with what of it can be edited; None where it is no row, or
    is not there any more."""
    path = Path(proposal.source)
    if proposal.how != "row":
        return None
    try:
        rows = patching.rows(path, path.read_bytes(), proposal.heading_path)
    except (PlaceNotFound, OSError):
        return None
    if proposal.before:
        there = [row for row in rows if row.text == proposal.before]
    else:
        there = [blank(row) for row in rows if row.grows]
    return next((made for row in there if (made := _with(row, proposal.after))), None)


def blank(row: Row) -> Row:
    """A new row of the same table: only what is calculated above it is not filled in."""
    cells = [
        replace(cell, value="", lock="formula" if cell.lock == "formula" else "")
        for cell in row.cells
    ]
    return replace(row, cells=tuple(cells), said="")


def _with(row: Row, text: str) -> Row | None:
    """A row with the values of a text; None where that has other columns."""
    try:
        values = patching.parsed(text, row.labels)
    except PlaceNotFound:
        return None
    cells = [replace(cell, value=value) for cell, value in zip(row.cells, values, strict=True)]
    return replace(row, cells=tuple(cells))


def key_of(row: Row) -> str:
    """What an address names a row by: its text, which changes with it."""
    return hashlib.sha256(row.text.encode()).hexdigest()[:16]


def name_of(row: Row) -> str:
    name = " / ".join(value.replace("\n", " ") for value in row.values if value)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
