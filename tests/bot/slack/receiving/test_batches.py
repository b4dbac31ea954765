"""Rows of many writers share commits."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError

from bot.slack.receiving.batches import Batches, Row
from tests.bot.slack.workspace import PATIENCE


def test_what_comes_during_a_commit_is_committed_together_with_the_next() -> None:
    commits: list[list[int]] = []
    began, may_go_on = Event(), Event()

    def commit(rows: Sequence[Row]) -> None:
        commits.append([row["number"] for row in rows])
        began.set()
        may_go_on.wait(PATIENCE)

    batches = Batches(commit)
    with ThreadPoolExecutor(51) as pool:
        first = pool.submit(batches.write, {"number": 0})
        assert began.wait(PATIENCE)
        others = [pool.submit(batches.write, {"number": n}) for n in range(1, 51)]
        while len(batches._waiting) < 50:
            assert not any(other.done() for other in others)
        may_go_on.set()
        for done in (first, *others):
            done.result(PATIENCE)
    assert commits[0] == [0]
    assert sorted(commits[1]) == list(range(1, 51))
    assert len(commits) == 2


def test_who_waited_for_a_commit_that_failed_is_told_so() -> None:
    failing = [True]

    def commit(rows: Sequence[Row]) -> None:
        if failing[0]:
            raise OperationalError("INSERT", {}, OSError("disk full"))

    batches = Batches(commit)
    with pytest.raises(OperationalError):
        batches.write({"number": 1})
    failing[0] = False
    batches.write({"number": 2})
