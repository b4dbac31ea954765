"""What was asked, kept in short: exchanges do not change, so each is read once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, null, select

from bot import schema
from bot.numbers.reasking import Reasking, Turn, figures, pairs
from bot.numbers.weeks import week_of

_BLOCK = 5_000
#: So many ids before the latest are looked at again: transactions may end in another order than
#: they began.
_MAY_COME_LATE = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was not asked in confidence."""

    id: int
    #: The Monday of its week.
    week: date
    conversation: str
    kind: str
    #: The manual that it came to; None for none.
    manual: int | None


class AskedSoFar:
    """Questions since a moment, those that came since the last look added. For many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: datetime | None = None
        self._latest = 0
        self._read_lately: set[int] = set()
        self._asked: list[Asked] = []
        self._reasking = Reasking()
        self._again: set[int] = set()

    def read(self, tx: Connection, since: datetime) -> tuple[list[Asked], set[int]]:
        """The questions, and the ids of those that their askers asked again later."""
        with self._lock:
            if self._since is None or since < self._since:
                self._forget(since)
            self._add(tx)
            first = week_of(since)
            self._asked = [asked for asked in self._asked if asked.week >= first]
            return list(self._asked), set(self._again)

    def _forget(self, since: datetime) -> None:
        self._since, self._latest, self._asked = since, 0, []
        self._read_lately = set()
        self._reasking, self._again = Reasking(), set()

    def _add(self, tx: Connection) -> None:
        for row in _rows(tx, self._latest - _MAY_COME_LATE, self._since):
            self._latest = max(self._latest, row.id)
            if row.id in self._read_lately:
                continue
            self._read_lately.add(row.id)
            if row.reason == "sensitive":
                continue
            self._again |= self._reasking.again(row.asker, _turn(row))
            self._asked.append(
                Asked(row.id, week_of(row.asked_at), row.conversation, row.kind, _manual(row.chunk))
            )
        oldest = self._latest - _MAY_COME_LATE
        self._read_lately = {number for number in self._read_lately if number > oldest}


def _rows(tx: Connection, after: int, since: datetime | None) -> Iterator[Row[Any]]:
    query = _query().where(schema.exchanges.c.asked_at >= since)
    while rows := tx.execute(query.where(schema.exchanges.c.id > after).limit(_BLOCK)).all():
        yield from rows
        after = rows[-1].id


def _query() -> Select[Any]:
    table = schema.exchanges.c
    options = case((table.kind == "clarification", table.outcome["options"]), else_=null())
    return select(
        table.id,
        table.asked_at,
        table.asker,
        table.conversation,
        table.kind,
        table.question,
        table.outcome["reason"].as_string().label("reason"),
        table.outcome["standalone"].as_string().label("standalone"),
        options.label("options"),
        table.chunk_ids[0].as_string().label("chunk"),
    ).order_by(table.id)


def _turn(row: Row[Any]) -> Turn:
    offered = row.options or ()
    said = row.standalone or row.question
    return Turn(
        id=row.id,
        at=row.asked_at,
        conversation=row.conversation,
        pairs=pairs(said),
        figures=figures(said),
        section=row.chunk or "",
        was_told=row.kind in ("answer", "clarification"),
        options=tuple(pairs(option["question"]) for option in offered),
    )


def _manual(chunk: str | None) -> int | None:
    """The id of a chunk begins with that of its manual."""
    number = (chunk or "").partition("-")[0]
    return int(number) if number.isdigit() else None
