"""Finds words in the questions of tickets, all of which are kept in memory for it.

Japanese is searched for by one or two characters too, for which databases have no index; and
looking through the rows of many tickets takes many times as long as through their questions alone.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, func, select

from bot import schema

#: So many ids before the latest are looked at again: transactions may end in another order than
#: they began.
_MAY_COME_LATE = 200

_ticket, _event = schema.tickets.c, schema.events.c


class Questions:
    """Reads each question once. For many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        #: Ids and questions as they came; only ever added to, or replaced as a whole.
        self._kept: list[tuple[int, str]] = []
        #: The last event that is known of.
        self._event = 0

    def having(self, tx: Connection, text: str, is_wanted: Callable[[int], bool]) -> Iterator[int]:
        """Ids of the wanted tickets with all words of a text in their question, the newest first.

        A word may be part of another; letters and digits are the same in any width and case.
        """
        with self._lock:
            found = self._up_to_date(tx)
        for word in _plain(text).split():
            found = [pair for pair in found if word in pair[1]]
        return (number for number, _ in reversed(found) if is_wanted(number))

    def _up_to_date(self, tx: Connection) -> list[tuple[int, str]]:
        latest = tx.execute(select(func.max(_event.id))).scalar() or 0
        if self._kept and self._is_changed(tx):
            self._kept = []
        lately = {number for number, _ in self._kept[-2 * _MAY_COME_LATE :]}
        after = max(lately, default=0) - _MAY_COME_LATE
        known = [number for number in lately if number > after]
        query = select(_ticket.id, _ticket.question).order_by(_ticket.id)
        new = tx.execute(query.where(_ticket.id > after, _ticket.id.not_in(known)))
        self._kept += [(row.id, _plain(row.question)) for row in new]
        self._event = latest
        return self._kept

    def _is_changed(self, tx: Connection) -> bool:
        """Whether somebody left a ticket to the others, in their words, to go on in confidence."""
        confided = (_event.id > self._event) & (_event.action == "ticket.confided")
        return tx.execute(select(_event.id).where(confided).limit(1)).first() is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
