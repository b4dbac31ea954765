"""Messages to one channel, one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from bot.jobs import JobFailed
from bot.slack.posting.turns import Turns
from tests.bot.slack.workspace import PATIENCE


def test_who_came_first_goes_first_and_channels_do_not_wait_for_each_other() -> None:
    turns, order = Turns(), list[int]()
    held, may_go_on = Event(), Event()

    def hold() -> None:
        with turns.turn("C1"):
            held.set()
            may_go_on.wait(PATIENCE)

    def take(number: int) -> None:
        with turns.turn("C1"):
            order.append(number)

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(hold)]
        assert held.wait(PATIENCE)
        for number in range(5):
            waiting.append(pool.submit(take, number))
            while len(turns._lines["C1"]) < number + 2:
                pass
        with turns.turn("C2"):
            assert order == []
        may_go_on.set()
        for one in waiting:
            one.result(PATIENCE)
    assert order == [0, 1, 2, 3, 4]
    assert turns._lines == {}


def test_a_channel_does_not_hold_up_all_workers() -> None:
    turns = Turns(most_waiting=0)
    with turns.turn("C1"), pytest.raises(JobFailed, match="Too many"), turns.turn("C1"):
        pass
    with turns.turn("C1"):
        pass
