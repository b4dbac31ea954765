"""The queue as a list: which tickets a filter holds, how many, and in which order.

All but words is told from the index ``ix_tickets_status``, so that it stays quick with many
tickets; whole rows are read for one page of them only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Column, ColumnElement, Connection, Engine, func, select, union_all

from bot import schema
from bot.desk.searching import Questions
from bot.desk.ticket import STATUSES, WAITING
from knowledge.database import now
from knowledge.errors import InvalidInput

_NUMBER = re.compile(r"[#＃]?\s*(\d{1,9})")
_table = schema.tickets.c
#: A ticket's status, topic and reason.
_Kind = tuple[str, str, str]
#: So many of the newest tickets with the words are looked at.
MOST_MATCHES = 5000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; everything is by default."""

    #: One of STATUSES, ``waiting`` or ``all``.
    status: str = "all"
    #: A user's name, or empty for tickets that nobody has; None for all.
    owner: str | None = None
    topic: str | None = None
    reason: str | None = None
    overdue: bool = False
    #: Words of the question, all of them; or a ticket's number, for which nothing else counts.
    text: str = ""

    @property
    def number(self) -> int | None:
        found = _NUMBER.fullmatch(self.text.strip())
        return int(found[1]) if found else None

    @property
    def statuses(self) -> tuple[str, ...]:
        """Raises InvalidInput for a status that no ticket has."""
        named = {"waiting": WAITING, "all": STATUSES} | {s: (s,) for s in STATUSES}
        if self.status not in named:
            raise InvalidInput(
                f"No ticket has the status {self.status!r}: waiting, all, {', '.join(STATUSES)}.",
                "その状態はありません。一覧の上にあるボタンから選んでください。",
            )
        return named[self.status]

    @property
    def waits(self) -> bool:
        """Whether only tickets are wanted that wait for a reply."""
        return set(self.statuses) <= set(WAITING)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A ticket in a list."""

    id: int
    question: str
    status: str
    reason: str
    private: bool
    topic: str
    owner: str | None
    #: How many people asked it.
    askers: int
    opened_at: datetime
    due_at: datetime

    @property
    def waits(self) -> bool:
        return self.status in WAITING


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many tickets there are, of the same owner, lateness and words."""

    #: By status, of the wanted topic and reason.
    statuses: dict[str, int]
    #: By topic, of the wanted statuses and reason.
    topics: dict[str, int]
    #: By reason, of the wanted statuses and topic.
    reasons: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of a list."""

    tickets: tuple[Listed, ...]
    counted: Counted
    #: There may be more tickets with the words, older than those that were looked at.
    is_cut: bool


class Listing:
    def __init__(
        self, database: Engine, *, private: bool = False, questions: Questions | None = None
    ) -> None:
        """``private`` lists private tickets too; without it, it is as if there were none.

        ``questions`` that are kept make a search for words quick; without, all are read for it.
        """
        self._database = database
        self._questions = questions or Questions()
        self._privacies = (False, True) if private else (False,)

    def look(self, wanted: Wanted, limit: int, offset: int = 0) -> Found:
        """A page of what is wanted, with the counts. Raises InvalidInput for an unknown status.

        Those due first are at the top; where tickets that are dealt with are listed, the newest.
        """
        with self._database.connect() as tx:
            if wanted.text.strip():
                matches = self._matches(tx, wanted)
                kinds = Counter(kind for _, kind in matches)
                counted = _counted(wanted, kinds)
                chosen = {kind for kind in kinds if _is_wanted(wanted, *kind)}
                ids = [n for n, kind in matches if kind in chosen][offset : offset + limit]
                is_cut = len(matches) == MOST_MATCHES
            else:
                counted = self._counted(tx, wanted)
                ids, is_cut = self._ids(tx, wanted, limit, offset), False
            return Found(tickets=_listed(tx, ids), counted=counted, is_cut=is_cut)

    def _matches(self, tx: Connection, wanted: Wanted) -> list[tuple[int, _Kind]]:
        """What has the number, or the newest that have the words; in the order of the list."""
        if wanted.number is not None:
            numbers = [wanted.number]
        else:
            having = self._questions.having(tx, wanted.text, self._is_seen(tx, wanted))
            numbers = list(islice(having, MOST_MATCHES))
        due, number = _table.due_at, _table.id
        query = select(_table.id, _table.status, _table.topic, _table.reason)
        query = query.where(_table.id.in_(numbers), _table.private.in_(self._privacies))
        first = (due, number) if wanted.waits else (due.desc(), number.desc())
        return [(n, (s, t, r)) for n, s, t, r in tx.execute(query.order_by(*first))]

    def _is_seen(self, tx: Connection, wanted: Wanted) -> Callable[[int], bool]:
        """Whether a ticket is there for whoever looks, and of the owner and lateness wanted."""
        here = (_table.status.in_(STATUSES), _table.private.in_(self._privacies))
        if narrowed := _narrowed(wanted):
            seen = set(tx.scalars(select(_table.id).where(*here, *narrowed)))
            return lambda number: number in seen
        others = (_table.status.in_(STATUSES), _table.private.not_in(self._privacies))
        hidden = set(tx.scalars(select(_table.id).where(*others)))
        return lambda number: number not in hidden

    def _counted(self, tx: Connection, wanted: Wanted) -> Counted:
        """Two counts, so that what is dealt with is not looked through for what waits."""
        seen = [_table.private.in_(self._privacies), *_narrowed(wanted)]
        all_statuses = [*seen, *_of_kind(wanted)]
        statuses = _grouped(tx, (_table.status,), all_statuses)
        of_status = [*seen, _table.status.in_(wanted.statuses)]
        kinds = _grouped(tx, (_table.topic, _table.reason), of_status)
        topics, reasons = Counter[str](), Counter[str]()
        for (topic, reason), number in kinds.items():
            topics[topic] += number if wanted.reason in (None, reason) else 0
            reasons[reason] += number if wanted.topic in (None, topic) else 0
        return Counted(
            statuses=dict.fromkeys(STATUSES, 0) | {key[0]: n for key, n in statuses.items()},
            topics={topic: n for topic, n in topics.items() if n},
            reasons={reason: n for reason, n in reasons.items() if n},
        )

    def _ids(self, tx: Connection, wanted: Wanted, limit: int, offset: int) -> list[int]:
        narrowed = [*_narrowed(wanted), *_of_kind(wanted)]
        # Each status is in order in the index: the database merges them and stops at the limit.
        each = [
            select(_table.id, _table.due_at).where(
                _table.status == status, _table.private == private, *narrowed
            )
            for status in wanted.statuses
            for private in self._privacies
        ]
        merged = union_all(*each)
        due, number = merged.selected_columns.due_at, merged.selected_columns.id
        first = (due, number) if wanted.waits else (due.desc(), number.desc())
        return [row.id for row in tx.execute(merged.order_by(*first).limit(limit).offset(offset))]


def _counted(wanted: Wanted, kinds: Mapping[_Kind, int]) -> Counted:
    counted = Counted(statuses=dict.fromkeys(STATUSES, 0), topics={}, reasons={})
    for (status, topic, reason), number in kinds.items():
        if _is_wanted(replace(wanted, status="all"), status, topic, reason):
            _add(counted.statuses, status, number)
        if _is_wanted(replace(wanted, topic=None), status, topic, reason):
            _add(counted.topics, topic, number)
        if _is_wanted(replace(wanted, reason=None), status, topic, reason):
            _add(counted.reasons, reason, number)
    return counted


def _is_wanted(wanted: Wanted, status: str, topic: str, reason: str) -> bool:
    """A ticket that is asked for by its number is wanted whatever it is."""
    return wanted.number is not None or (
        status in wanted.statuses
        and wanted.topic in (None, topic)
        and wanted.reason in (None, reason)
    )


def _listed(tx: Connection, ids: Sequence[int]) -> tuple[Listed, ...]:
    names = (_table.id, _table.question, _table.status, _table.reason, _table.private)
    query = select(*names, _table.topic, _table.owner, _table.opened_at, _table.due_at)
    rows = {row.id: row for row in tx.execute(query.where(_table.id.in_(ids)))}
    askers = _askers(tx, ids)
    return tuple(Listed(**rows[n]._mapping, askers=askers.get(n, 0)) for n in ids if n in rows)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions on owner and lateness."""
    found: list[ColumnElement[bool]] = []
    if wanted.owner is not None:
        found.append(_table.owner == wanted.owner if wanted.owner else _table.owner.is_(None))
    if wanted.overdue:
        found += [_table.status.in_(WAITING), _table.due_at < now()]
    return found


def _of_kind(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions on topic and reason."""
    found: list[ColumnElement[bool]] = []
    if wanted.topic is not None:
        found.append(_table.topic == wanted.topic)
    if wanted.reason is not None:
        found.append(_table.reason == wanted.reason)
    return found


def _grouped(
    tx: Connection, kinds: Sequence[Column[str]], conditions: Sequence[ColumnElement[bool]]
) -> dict[tuple[str, ...], int]:
    query = select(*kinds, func.count()).where(*conditions).group_by(*kinds)
    return {tuple(row[:-1]): int(row[-1]) for row in tx.execute(query)}


def _askers(tx: Connection, ids: Sequence[int]) -> dict[int, int]:
    asked = schema.ticket_askers.c
    query = select(asked.ticket_id, func.count(asked.asker.distinct()))
    query = query.where(asked.ticket_id.in_(ids)).group_by(asked.ticket_id)
    return {row[0]: int(row[1]) for row in tx.execute(query)}


def _add(counts: dict[str, int], key: str, number: int) -> None:
    counts[key] = counts.get(key, 0) + number
