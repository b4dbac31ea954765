"""The row of a plain table that a page edits: one field for each of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form

from bot.desk.places import Place
from bot.desk.table_rows import blank, key_of, name_of, nearest
from ingest.patching import Row, told
from knowledge.errors import InvalidInput

#: What an address says instead of a row: an addendum to the whole table, or a new row of the
#: table of a row.
ADDENDUM = "addendum"
_NEW = "new-"

Fields = Annotated[list[str], Form()]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A row that can be opened, or a new one."""

    value: str
    name: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class RowEditor:
    row: Row
    is_new: bool
    #: As an address names it.
    value: str

    @property
    def before(self) -> str:
        return "" if self.is_new else self.row.text


def editor_of(place: Place | None, wanted: str, question: str, reply: str) -> RowEditor | None:
    """The row that is wanted, else the nearest one; None where a place has no rows to edit."""
    if place is None or not place.rows or wanted == ADDENDUM:
        return None
    by_value = {key_of(row): row for row in place.rows}
    row = by_value.get(wanted.removeprefix(_NEW)) or nearest(place.rows, question, reply)
    if row is None:
        return None
    is_new = wanted.startswith(_NEW) and row.grows
    return RowEditor(
        row=blank(row) if is_new else row,
        is_new=is_new,
        value=f"{_NEW if is_new else ''}{key_of(row)}",
    )


def written(labels: Sequence[str], cells: Sequence[str]) -> str:
    """The text of a row as its fields came. Raises InvalidInput where some are missing."""
    if len(labels) != len(cells):
        raise InvalidInput(
            "Send a cell for each label.", "画面を再読み込みして、もう一度入力してください。"
        )
    return told(labels, [cell.replace("\r\n", "\n") for cell in cells])


def choices(rows: Sequence[Row]) -> list[Choice]:
    """The rows of a place, and a new one of each of its tables that takes one."""
    existing = [Choice(value=key_of(row), name=name_of(row), is_new=False) for row in rows]
    tables = {tuple(row.labels): row for row in rows if row.grows}
    fresh = [
        Choice(value=f"{_NEW}{key_of(row)}", name="・".join(labels), is_new=True)
        for labels, row in tables.items()
    ]
    return existing + fresh
