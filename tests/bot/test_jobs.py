from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from bot import jobs as bot_jobs
from bot.jobs import Job, JobFailed, Jobs, pause_after
from bot.settings import Settings

#: What was done: (subject, whether it may have been done before).
Done = list[tuple[str, bool]]


class Worker:
    """Does jobs, fails those it is told to, and holds the one called "slow"."""

    def __init__(self) -> None:
        self.done: Done = []
        self.failures: dict[str, list[Exception]] = {}
        self.started, self.go_on = Event(), Event()

    def work(self, subject: str, again: bool) -> None:
        self.done.append((subject, again))
        if self.failures.get(subject):
            raise self.failures[subject].pop(0)
        if subject == "slow":
            self.started.set()
            self.go_on.wait(10)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    monkeypatch.setattr(bot_jobs, "pause_after", lambda failures: 0.1)
    monkeypatch.setattr(bot_jobs, "_SECONDS_TO_FINISH", 0)
    return Worker()


@pytest.fixture
def launch(tmp_path: Path, worker: Worker) -> Iterator[Callable[[], Jobs]]:
    launched: list[Jobs] = []

    def launch() -> Jobs:
        jobs = Jobs(Settings(home=tmp_path), {"test": worker.work})
        jobs.launch()
        launched.append(jobs)
        return jobs

    yield launch
    worker.go_on.set()
    launched[-1].destroy()


def job(key: str, lane: str = "lane") -> Job:
    return Job(kind="test", key=key, subject=key, lane=lane)


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_jobs_of_a_lane_are_done_once_and_in_order(
    launch: Callable[[], Jobs], worker: Worker
) -> None:
    jobs = launch()
    for key in ("slow", "second", "slow", "second", "a third"):
        jobs.enqueue(job(key))
        time.sleep(0.002)  # the order is that of milliseconds
    jobs.enqueue(job("elsewhere", "other lane"))
    assert worker.started.wait(10)
    wait_until(lambda: len(worker.done) == 2)
    worker.go_on.set()
    wait_until(lambda: len(worker.done) == 4)
    lane = [subject for subject, _ in worker.done if subject != "elsewhere"]
    assert lane == ["slow", "second", "a third"]
    assert not any(again for _, again in worker.done)


def test_a_failed_job_is_tried_again_and_told_so(
    launch: Callable[[], Jobs], worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    worker.failures["a"] = [JobFailed("Slack said no"), ValueError("what somebody wrote")]
    launch().enqueue(job("a"))
    wait_until(lambda: len(worker.done) == 3)
    assert worker.done == [("a", False), ("a", True), ("a", True)]
    assert "Slack said no" in caplog.text
    assert "ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_a_job_is_given_up_in_the_end(
    launch: Callable[[], Jobs],
    worker: Worker,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(bot_jobs, "_MOST_TRIES", 2)
    worker.failures["a"] = [JobFailed("no")] * 9
    launch().enqueue(job("a"))
    wait_until(lambda: "test a is given up" in caplog.text)
    assert len(worker.done) == 2


def test_what_was_interrupted_goes_on_at_the_next_launch(
    launch: Callable[[], Jobs], worker: Worker
) -> None:
    jobs = launch()
    jobs.enqueue(job("slow"))
    jobs.enqueue(job("waiting"))
    assert worker.started.wait(10)
    jobs.destroy()
    launch()
    wait_until(lambda: len(worker.done) == 2)
    assert worker.done == [("slow", False), ("slow", True)]
    worker.go_on.set()
    wait_until(lambda: len(worker.done) == 3)
    assert worker.done[-1] == ("waiting", False)


def test_jobs_that_others_left_are_found(launch: Callable[[], Jobs], worker: Worker) -> None:
    left = [job("a"), job("b")]
    launch().watch(lambda: left)
    wait_until(lambda: len(worker.done) == 2)
    left.append(job("c"))
    wait_until(lambda: len(worker.done) == 3)
    assert [subject for subject, _ in worker.done] == ["a", "b", "c"]


def test_pauses_grow_to_an_hour() -> None:
    assert [pause_after(failures) for failures in (0, 1, 2, 9, 99)] == [5, 20, 80, 3600, 3600]
