"""Counting in the background: at once where it is little, after a rest where it takes long."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from bot.business_days import BusinessHours, Calendar
from bot.numbers.background import NumbersInBackground
from bot.numbers.counting import Numbers
from bot.numbers.tally import Tallies
from bot.numbers.weeks import Weeks
from knowledge.database import now
from tests.bot.gaps.asking import Asking

WEEKS = Weeks.until(now().astimezone().date(), 4)


class LongNumbers(Numbers):
    """Counts as others do, after much work."""

    def of(self, weeks: Weeks, topics: Mapping[int, str]) -> Tallies:
        begun = time.thread_time()
        while time.thread_time() - begun < 0.25:
            pass
        return super().of(weeks, topics)


@pytest.mark.parametrize(("numbers", "is_counted"), [(Numbers, True), (LongNumbers, False)])
def test_what_takes_long_to_count_is_shown_for_a_while(
    database: Engine, asking: Asking, numbers: type[Numbers], is_counted: bool
) -> None:
    with ThreadPoolExecutor(max_workers=1) as worker:
        counting = NumbersInBackground(numbers(database, Calendar(), BusinessHours()), worker)
        before = counting.of(WEEKS, {}, patience=60)
        asking.ask("質問", kind="answer", at=now())
        after = counting.of(WEEKS, {}, patience=60)

    assert before is not None and after is not None
    assert (after is not before) is is_counted
