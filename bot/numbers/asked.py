"""Keeps in short what was asked: questions do not change, so each is read once.

A row of ``counted_questions`` tells all that is counted of a question but what may happen to it at
any time: that its asker calls the answer wrong, hands it to a person, or asks for confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, case, func, null, select, update

from bot import schema
from bot.numbers.reasking import WITHIN, Reasking, Turn, figures, pairs
from knowledge.database import writing
from knowledge.store import insert_missing

#: What is asked in confidence has a row, so that it is read once too, and counts nowhere.
SENSITIVE = "sensitive"
_BLOCK = 5_000
#: So many ids before the latest are looked at again: transactions may end in another order than
#: they began.
_MAY_COME_LATE = 200

_counted, _exchange = schema.counted_questions.c, schema.exchanges.c


def keep_up(database: Engine) -> None:
    """Read what was asked since the last time. What is read is kept, block by block."""
    reasking, known = Reasking(), set[str]()
    while block := _unread(database):
        new = {row.asker for row in block} - known
        # Whoever asks now may ask again what they asked before.
        turns = sorted((*_before(database, block, new), *block), key=lambda row: row.id)
        again = {number for row in turns for number in _again(reasking, row)}
        known |= new
        with writing(database) as tx:
            _keep(tx, block, again)


def _unread(database: Engine) -> Sequence[Row[Any]]:
    latest = select(func.coalesce(func.max(_counted.exchange_id), 0)).scalar_subquery()
    read = select(_counted.exchange_id).where(_counted.exchange_id > latest - _MAY_COME_LATE)
    query = _turns().where(_exchange.id > latest - _MAY_COME_LATE, _exchange.id.not_in(read))
    with database.connect() as tx:
        return tx.execute(query.limit(_BLOCK)).all()


def _before(database: Engine, block: Sequence[Row[Any]], askers: set[str]) -> list[Row[Any]]:
    """What these people asked, as far as it is kept, since some days before a block."""
    since: datetime = min(row.asked_at for row in block) - WITHIN
    kept = select(_counted.exchange_id).where(_counted.asked_at >= since)
    query = _turns().where(_exchange.id.in_(kept), _exchange.asker.in_(askers))
    with database.connect() as tx:
        return list(tx.execute(query))


def _turns() -> Select[Any]:
    options = case((_exchange.kind == "clarification", _exchange.outcome["options"]), else_=null())
    return select(
        _exchange.id,
        _exchange.asked_at,
        _exchange.asker,
        _exchange.conversation,
        _exchange.kind,
        _exchange.question,
        _exchange.outcome["reason"].as_string().label("reason"),
        _exchange.outcome["standalone"].as_string().label("standalone"),
        options.label("options"),
        _exchange.chunk_ids[0].as_string().label("chunk"),
    ).order_by(_exchange.id)


def _again(reasking: Reasking, row: Row[Any]) -> set[int]:
    """The earlier questions that this one asks again."""
    return set() if row.reason == SENSITIVE else reasking.again(row.asker, _turn(row))


def _turn(row: Row[Any]) -> Turn:
    said = row.standalone or row.question
    return Turn(
        id=row.id,
        at=row.asked_at,
        conversation=row.conversation,
        pairs=pairs(said),
        figures=figures(said),
        section=row.chunk or "",
        was_told=row.kind in ("answer", "clarification"),
        options=tuple(pairs(option["question"]) for option in row.options or ()),
    )


def _keep(tx: Connection, block: Iterable[Row[Any]], again: set[int]) -> None:
    rows = [
        {
            "exchange_id": row.id,
            "asked_at": row.asked_at,
            "kind": SENSITIVE if row.reason == SENSITIVE else row.kind,
            "manual_id": _manual(row.chunk),
            "again": row.id in again,
        }
        for row in block
    ]
    insert_missing(tx, schema.counted_questions, rows)
    earlier = sorted(again - {row["exchange_id"] for row in rows})
    for start in range(0, len(earlier), _BLOCK):
        these = _counted.exchange_id.in_(earlier[start : start + _BLOCK])
        tx.execute(update(schema.counted_questions).where(these).values(again=True))


def _manual(chunk: str | None) -> int | None:
    """The id of a chunk begins with that of its manual."""
    number = (chunk or "").partition("-")[0]
    return int(number) if number.isdigit() else None
