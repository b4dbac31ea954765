"""Rows of many writers in few commits: one commit takes all that came while the last one went on.

A commit waits for the disk. Fifty threads that each wait for fifty commits are slow; here they wait
for two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

Row = dict[str, Any]


@dataclass(kw_only=True, eq=False)
class _Entry:
    row: Row
    done: bool = False
    failure: SQLAlchemyError | None = field(default=None)


class Batches:
    """``commit`` writes rows in one transaction; rows of one batch keep the order they came in."""

    def __init__(self, commit: Callable[[Sequence[Row]], None]) -> None:
        self._commit = commit
        self._waiting: list[_Entry] = []
        self._adding = Lock()
        self._committing = Lock()

    def write(self, row: Row) -> None:
        """Return when the row is on disk. Raises what the commit raised."""
        entry = _Entry(row=row)
        with self._adding:
            self._waiting.append(entry)
        with self._committing:
            # Whoever had the lock before may have taken this row along.
            if not entry.done:
                self._commit_waiting()
        if entry.failure is not None:
            raise entry.failure

    def _commit_waiting(self) -> None:
        with self._adding:
            entries, self._waiting = self._waiting, []
        failure: SQLAlchemyError | None = None
        try:
            self._commit([entry.row for entry in entries])
        except SQLAlchemyError as error:
            failure = error
        for entry in entries:
            entry.failure = failure
            entry.done = True
