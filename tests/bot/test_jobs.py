from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from dbos import DBOS

from bot import durable
from bot import jobs as bot_jobs
from bot.durable import pause_after
from bot.jobs import Job, JobFailed, Jobs
from bot.settings import Settings


class Shop:
    """Does jobs, fails those it is told to, and holds those called "slow …" until it may go on."""

    def __init__(self, home: Path) -> None:
        self.home = home
        #: What was done: (subject, whether it may have been done before).
        self.done: list[tuple[str, bool]] = []
        self.failures: dict[str, list[Exception]] = {}
        self.go_on = Event()
        #: Jobs that others have left.
        self.left: list[Job] = []
        #: What happened to cards: (subject, which time), and how often somebody looked.
        self.happened: list[tuple[str, int]] = []
        self.looks = 0
        self.looking_fails: list[Exception] = []
        self.open()

    def open(self) -> None:
        self.jobs = Jobs(Settings(home=self.home))
        self.jobs.add("test", self.work, left=lambda: self.left)
        self.jobs.add("card", self.work, left=self._happened, together=True)
        self.jobs.launch()

    def _happened(self) -> list[Job]:
        self.looks += 1
        if self.looking_fails:
            raise self.looking_fails.pop()
        return [
            Job(kind="card", key=f"{subject} {time}", subject=subject, lane=subject)
            for subject, time in self.happened
        ]

    def look_at_cards(self) -> None:
        """Return when somebody has looked, and looked again: all is found that was there."""
        enough = self.looks + 2
        wait_until(lambda: self.looks >= enough)

    def work(self, subject: str, again: bool) -> None:
        self.done.append((subject, again))
        if self.failures.get(subject):
            raise self.failures[subject].pop(0)
        if subject.startswith("slow"):
            self.go_on.wait(10)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(durable, "pause_after", lambda failures: 0.1)
        patch.setattr(bot_jobs, "_SECONDS_TO_FINISH", 0)
        patch.setattr(bot_jobs, "_WATCH_SECONDS", 0.2)
        shop = Shop(tmp_path_factory.mktemp("home"))
        yield shop
        shop.jobs.destroy()


@pytest.fixture
def shop(opened: Shop) -> Iterator[Shop]:
    opened.done.clear()
    opened.go_on.clear()
    opened.happened = []
    yield opened
    opened.go_on.set()


def job(key: str, lane: str = "lane") -> Job:
    return Job(kind="test", key=key, subject=key, lane=lane)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_jobs_are_done_once_and_one_at_a_time_in_a_lane(shop: Shop) -> None:
    shop.jobs.enqueue(job("slow 1"))
    wait_until(lambda: shop.done)
    for key in ("slow 1", "next", "next"):
        shop.jobs.enqueue(job(key))
    shop.jobs.enqueue(job("elsewhere", "other lane"))
    wait_until(lambda: len(shop.done) == 2)
    shop.go_on.set()
    wait_until(lambda: len(shop.done) == 3)
    assert shop.done == [("slow 1", False), ("elsewhere", False), ("next", False)]


def test_a_failed_job_is_tried_again_and_told_so(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.failures["a"] = [JobFailed("Slack said no"), ValueError("what somebody wrote")]
    shop.jobs.enqueue(job("a"))
    wait_until(lambda: len(shop.done) == 3)
    assert shop.done == [("a", False), ("a", True), ("a", True)]
    assert "Slack said no" in caplog.text
    assert "ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_a_job_is_given_up_in_the_end(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(durable, "_MOST_TRIES", 2)
    shop.failures["b"] = [JobFailed("no")] * 9
    shop.jobs.enqueue(job("b"))
    wait_until(lambda: "test b is given up" in caplog.text)
    assert len(shop.done) == 2


def test_what_was_interrupted_goes_on_at_the_next_launch(shop: Shop) -> None:
    shop.jobs.enqueue(job("slow 2"))
    wait_until(lambda: shop.done)
    shop.jobs.enqueue(job("waiting"))
    shop.jobs.destroy()
    shop.open()
    wait_until(lambda: len(shop.done) == 2)
    assert shop.done == [("slow 2", False), ("slow 2", True)]
    shop.go_on.set()
    wait_until(lambda: len(shop.done) == 3)
    assert shop.done[-1] == ("waiting", False)


def test_jobs_that_others_left_are_found(shop: Shop) -> None:
    shop.left += [job("left 1"), job("left 2", "other lane")]
    wait_until(lambda: len(shop.done) == 2)
    shop.left.append(job("left 3"))
    wait_until(lambda: len(shop.done) == 3)
    assert sorted(shop.done) == [("left 1", False), ("left 2", False), ("left 3", False)]


def test_what_happens_while_a_job_waits_is_done_by_it_and_what_comes_later_by_another(
    shop: Shop,
) -> None:
    shop.jobs.enqueue(job("slow 3", lane="x"))
    wait_until(lambda: shop.done)
    shop.happened = [("x", n) for n in range(5)]
    shop.look_at_cards()
    shop.happened = []
    shop.look_at_cards()
    shop.go_on.set()
    wait_until(lambda: len(shop.done) == 2)
    shop.happened = [("x", 5)]
    wait_until(lambda: len(shop.done) == 3)
    shop.look_at_cards()
    assert shop.done == [("slow 3", False), ("x", False), ("x", False)]


def test_a_look_that_fails_is_not_the_last(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.looking_fails = [ValueError("what somebody wrote")]
    shop.look_at_cards()
    shop.happened = [("y", 0)]
    wait_until(lambda: shop.done == [("y", False)])
    assert "ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_what_was_left_is_found_at_once_when_somebody_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bot_jobs, "_WATCH_SECONDS", 3600)
        time.sleep(0.5)  # the look before this one has begun its long pause
        shop.left.append(job("said"))
        shop.jobs.look("test")
        shop.jobs.look("a kind that nobody looks for")
        wait_until(lambda: shop.done == [("said", False)])
    shop.jobs.look("test")  # from now on it looks by itself again


def test_a_job_that_comes_before_the_launch_is_found_at_it(shop: Shop) -> None:
    shop.jobs.destroy()
    shop.jobs = Jobs(Settings(home=shop.home))
    shop.jobs.add("test", shop.work, left=lambda: [job("early")])
    shop.jobs.enqueue(job("early"))

    def urgent() -> None:
        shop.done.append(("urgent", False))
        raise ValueError("It failed.")

    shop.jobs.launch_aside(after=urgent)
    wait_until(lambda: len(shop.done) == 2)
    assert shop.done == [("urgent", False), ("early", False)]


def test_jobs_that_cannot_be_launched_say_so(
    shop: Shop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shop.jobs.destroy()
    (tmp_path / "dbos.sqlite3").write_text("no database")
    jobs = Jobs(Settings(home=tmp_path))
    jobs.launch_aside()
    jobs.destroy()
    assert "Jobs could not be launched" in caplog.text
    shop.open()


def test_pauses_grow_to_an_hour() -> None:
    assert [pause_after(failures) for failures in (0, 1, 2, 9, 99)] == [5, 20, 80, 3600, 3600]


def test_jobs_done_long_ago_are_forgotten_and_others_are_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.jobs.enqueue(Job(kind="test", key="long ago", subject="long ago", lane="a"))
    wait_until(lambda: ("long ago", False) in shop.done)
    shop.jobs.enqueue(Job(kind="test", key="waits", subject="slow one", lane="b"))
    wait_until(lambda: ("slow one", False) in shop.done)
    monkeypatch.setattr(durable, "_KEPT", timedelta(days=-1))
    monkeypatch.setattr(durable, "_FORGOTTEN_AT_A_TIME", 1)
    wait_until(lambda: durable.DurableQueue.forget_done() is None and keys() == {"waits"})
    shop.go_on.set()


def test_a_job_done_lately_is_not_forgotten(shop: Shop) -> None:
    shop.jobs.enqueue(Job(kind="test", key="lately", subject="lately", lane="a"))
    wait_until(lambda: ("lately", False) in shop.done)
    durable.DurableQueue.forget_done()
    assert "lately" in keys()


def keys() -> set[str]:
    return {one.workflow_id for one in DBOS.list_workflows()}
