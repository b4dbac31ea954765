"""The log of who did what, proved and read.

Each row's hash covers the row before it, so whatever was changed later breaks the chain. That
cannot show a chain that was cut off at its end, or written anew as a whole: for these, a head (the
last row's number and hash) is kept outside of the database, and looked for the next time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Row, select

from bot import schema
from bot.desk.events import chained
from knowledge.database import now
from knowledge.errors import InvalidInput

#: What happened to a row: changed, or rows taken out before it, put in, put in another order; rows
#: missing at the end; a chain that holds and is another than the one that was kept.
Damage = Literal["changed", "removed", "inserted", "reordered", "cut", "rewritten"]

#: Name of the file in the home that keeps the head.
KEPT_HEAD = "audit.head"

_AT_ONCE = 1000
_LOG = schema.events


@dataclass(frozen=True, kw_only=True)
class Head:
    """The end of the log: how many rows it has, and the hash of the last."""

    number: int
    hash: str


@dataclass(frozen=True, kw_only=True)
class Broken:
    """The first place where the log does not hold."""

    number: int
    damage: Damage


@dataclass(frozen=True, kw_only=True)
class Verified:
    """As far as the log holds, and where it does not."""

    head: Head
    broken: Broken | None


@dataclass(frozen=True, kw_only=True)
class _Unreadable:
    """A row that holds what cannot be a date or JSON."""

    id: int
    hash: str = ""


def verify_and_keep(database: Engine, file: Path, expected: str = "") -> Verified:
    """Verify the log against the head kept in ``file`` and keep the new one, if it holds."""
    kept = KeptHead(file)
    found = verify(database, expected, kept.read())
    if found.broken is None and found.head.number:
        kept.write(found.head, now())
    return found


def verify(database: Engine, expected: str = "", kept: Head | None = None) -> Verified:
    """Follow the chain from its first row on.

    ``expected`` is a hash, ``kept`` a head, that was written down earlier: the log must still
    hold it. Rows are read in portions, so a log of any length may be verified.
    """
    wanted = {expected} - {""}
    head = Head(number=0, hash="")
    with database.connect() as tx:
        rows = _rows(tx)
        for row in rows:
            if not _follows(head, row):
                return Verified(head=head, broken=_named(head, row, next(rows, None)))
            head = Head(number=row.id, hash=row.hash)
            wanted.discard(row.hash)
            if kept is not None and kept.number == row.id and kept.hash != row.hash:
                return Verified(head=head, broken=Broken(number=row.id, damage="rewritten"))
    broken = None
    if kept is not None and kept.number > head.number:
        broken = Broken(number=head.number + 1, damage="cut")
    elif wanted:
        broken = Broken(number=head.number, damage="rewritten")
    return Verified(head=head, broken=broken)


def _follows(head: Head, row: Any, number: int | None = None) -> bool:
    """Whether a row is the next one, under its own number or as if it had another."""
    at = row.id if number is None else number
    return at == head.number + 1 and _hash(head.hash, row, at) == row.hash


def _hash(before: str, row: Any, number: int) -> str:
    if isinstance(row, _Unreadable):
        return "unreadable"
    return chained(
        before,
        id=number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=row.detail,
    )


def _named(head: Head, row: Any, after: Any | None) -> Broken:
    """What happened where ``row`` does not follow, seen from the row after it."""
    number = head.number + 1
    if row.id != number:
        return Broken(number=number, damage="removed")
    if after is not None and _follows(head, after, number):
        swapped = _hash(after.hash, row, after.id) == row.hash
        return Broken(number=number, damage="reordered" if swapped else "inserted")
    if after is not None and _hash(row.hash, after, after.id + 1) == after.hash:
        return Broken(number=number, damage="removed")  # and the rest was numbered anew
    return Broken(number=number, damage="changed")


def _rows(tx: Connection) -> Iterator[Any]:
    after = -(2**31)  # a row put in before the first would have a number below 1
    while portion := _portion(tx, after):
        yield from portion
        after = portion[-1].id


def _portion(tx: Connection, after: int) -> list[Any]:
    query = select(_LOG).where(_LOG.c.id > after).order_by(_LOG.c.id).limit(_AT_ONCE)
    try:
        return list(tx.execute(query).all())
    except (ValueError, TypeError):  # a date that is none, or broken JSON: find which
        numbers = tx.execute(query.with_only_columns(_LOG.c.id)).scalars().all()
        return [_one(tx, number) for number in numbers]


def _one(tx: Connection, number: int) -> Row[Any] | _Unreadable:
    try:
        return tx.execute(select(_LOG).where(_LOG.c.id == number)).one()
    except (ValueError, TypeError):
        return _Unreadable(id=number)


class KeptHead:
    """The head of the log when it was last verified, in a file besides the database."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> Head | None:
        """None when nothing was verified yet. Raises InvalidInput when the file is damaged."""
        if not self._file.exists():
            return None
        try:
            found = json.loads(self._file.read_text())
            return Head(number=int(found["number"]), hash=str(found["hash"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidInput(
                f"{self._file.name} in ZEROJI_HOME is damaged: what the log was when it was last "
                "verified is not known. Compare the log with a hash that was written down "
                "(zeroji audit verify --expect HASH), then delete the file.",
                "前回の検証の控え（audit.head）が壊れています。管理者にお知らせください。",
            ) from error

    def write(self, head: Head, at: datetime) -> None:
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(asdict(head) | {"at": at.isoformat()}))
        part.replace(self._file)
