"""Few answer at a time; who waits for something outside leaves its place to others."""

from __future__ import annotations

from threading import Event, Thread

from bot.processor import waiting, working


class Worker:
    """Works in a thread of its own until it is told to stop, or waits for something outside."""

    def __init__(self, *, waits: bool = False, fails: bool = False) -> None:
        self.began, self.stop, self.ended = Event(), Event(), Event()
        self._waits, self._fails = waits, fails
        Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            with working():
                self.began.set()
                if self._waits:
                    with waiting():
                        self.stop.wait()
                else:
                    self.stop.wait()
                if self._fails:
                    raise RuntimeError
        except RuntimeError:
            pass
        finally:
            self.ended.set()


def test_two_work_at_a_time_and_the_third_when_one_has_ended() -> None:
    first, second = Worker(), Worker()
    assert first.began.wait(5) and second.began.wait(5)
    third = Worker()
    assert not third.began.wait(0.2)
    first.stop.set()
    assert third.began.wait(5)
    for one in (second, third):
        one.stop.set()
        assert one.ended.wait(5)


def test_who_waits_for_something_outside_keeps_nobody_from_working() -> None:
    waiting_ones = [Worker(waits=True) for _ in range(20)]
    assert all(one.began.wait(5) for one in waiting_ones)
    last = Worker()
    assert last.began.wait(5)
    for one in (last, *waiting_ones):
        one.stop.set()
    assert all(one.ended.wait(5) for one in (last, *waiting_ones))


def test_a_place_is_free_again_after_an_error() -> None:
    for _ in range(4):
        failing = Worker(fails=True)
        failing.stop.set()
        assert failing.ended.wait(5)
    after = Worker()
    assert after.began.wait(5)
    after.stop.set()
    assert after.ended.wait(5)


def test_who_works_already_does_not_wait_for_itself() -> None:
    with working(), working(), working():
        pass


def test_waiting_without_working_changes_nothing() -> None:
    with waiting():
        pass
