"""Runs of a whole Zeroji without jobs: carried out by who starts them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.runs import rows
from bot.runs.run import Run, RunOptions, resolved, share_of
from bot.runs.runs import Runs
from bot.runs.uploads import Upload, Uploads
from bot.schema import ingest_runs
from bot.wiring import Zeroji
from knowledge.errors import Conflict, HomeUnavailable, InvalidInput, NotFound

Step = dict[str, Any]


class Killed(BaseException):
    """Stands for SIGKILL: nothing after it is run."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five documents."""
    made = tmp_path / "規程集"
    made.mkdir()
    for number in range(1, 6):
        text = f"# 規程{number}\n\n## 第1条\n\n{number}番の椅子は{number}年使う。\n"
        (made / f"規程{number}.md").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def runs(zeroji: Zeroji) -> Runs:
    return zeroji.runs


def at(number: int, do: Callable[[], object], stage: str = "reading") -> Callable[[Step], None]:
    """Something that happens when a run comes to a document."""

    def watch(step: Step) -> None:
        if (step["number"], step["stage"]) == (number, stage):
            do()

    return watch


def kill() -> None:
    raise Killed


def killed(zeroji: Zeroji, start: Callable[[], object]) -> Run:
    """A run whose process is killed, as the next process finds it."""
    with pytest.raises(Killed):
        start()
    return zeroji.runs.runs(1)[0]


def names(run: Run, status: str) -> list[str]:
    assert run.report
    return [Path(path).name for path in run.report["manuals"][status]]


def counts(run: Run) -> list[int]:
    """added, updated, unchanged, removed, failed"""
    assert run.report
    return [len(found) for found in run.report["manuals"].values()]


def test_a_run_is_kept_with_its_report(runs: Runs, folder: Path) -> None:
    run = runs.run(runs.start([folder], author="sato"))
    assert (run.status, run.author, run.sources) == ("done", "sato", (str(folder),))
    assert (counts(run), run.share, run.over) == ([5, 0, 0, 0, 0], 1.0, True)
    assert run.finished_at and run.started_at and run.finished_at >= run.started_at
    assert [found.id for found in runs.runs()] == [run.id]


def test_steps_are_told_with_the_run_they_belong_to(runs: Runs, folder: Path) -> None:
    steps: list[Step] = []
    run = runs.start([folder], author="sato", watch=steps.append)
    assert {step["run"] for step in steps} == {run}
    assert [s["number"] for s in steps if s["stage"] == "embedding"] == [1, 2, 3, 4, 5]


def test_what_cannot_be_run_is_refused_before_anything_is_kept(runs: Runs) -> None:
    for options in (
        RunOptions(overrides={"title": "x"}),
        RunOptions(overrides={"effective_from": "?"}),
    ):
        with pytest.raises(InvalidInput):
            runs.start(["x.md"], author="sato", options=options)
    with pytest.raises(InvalidInput, match="at least one"):
        runs.start([], author="sato")
    assert runs.runs() == []


def test_a_run_that_is_not_there_is_not_found(runs: Runs) -> None:
    with pytest.raises(NotFound, match="zeroji runs list"):
        runs.run("20260401-000000-000000")


def test_a_killed_run_is_gone_on_with_and_its_report_is_of_the_whole(
    zeroji: Zeroji, folder: Path
) -> None:
    begun = killed(zeroji, lambda: zeroji.runs.start([folder], author="sato", watch=at(4, kill)))
    assert begun.status == "running"
    assert names(begun, "added") == ["規程1.md", "規程2.md", "規程3.md"]
    (waiting,) = zeroji.runs.waiting()
    zeroji.runs.carry_out(waiting.id)
    run = zeroji.runs.run(begun.id)
    assert (run.status, counts(run)) == ("done", [5, 0, 0, 0, 0])
    assert run.report and run.report["chunks"] == {"embedded": 5, "reused": 0, "deleted": 0}


def test_what_was_published_in_the_instant_before_the_kill_counts_as_published(
    zeroji: Zeroji, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("bot.runs.logbook.Logbook.journal", lambda *_: kill())
        run = killed(zeroji, lambda: zeroji.runs.start([folder], author="sato"))
    assert run.report is None
    (folder / "規程1.md").touch()
    run = zeroji.runs.go_on(zeroji.runs.waiting()[0].id)
    assert (run.status, counts(run)) == ("done", [5, 0, 0, 0, 0])


def test_what_was_retired_in_the_instant_before_the_kill_counts_as_retired(
    zeroji: Zeroji, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zeroji.runs.start([folder], author="sato")
    (folder / "規程5.md").unlink()
    with monkeypatch.context() as patch:
        patch.setattr("bot.runs.logbook.Logbook.count", lambda *_: kill())
        patch.setattr("bot.runs.logbook.Logbook.journal", lambda *_: None)
        killed(zeroji, lambda: zeroji.runs.start([folder], author="sato"))
    run = zeroji.runs.go_on(zeroji.runs.waiting()[0].id)
    assert (names(run, "removed"), counts(run)) == (["規程5.md"], [0, 0, 4, 1, 0])


def test_who_starts_a_killed_run_once_more_goes_on_with_it(zeroji: Zeroji, folder: Path) -> None:
    begun = killed(zeroji, lambda: zeroji.runs.start([folder], author="sato", watch=at(3, kill)))
    assert zeroji.runs.start([folder], author="sato") == begun.id
    assert counts(zeroji.runs.run(begun.id)) == [5, 0, 0, 0, 0]
    assert zeroji.runs.start([folder], author="sato") != begun.id


def test_a_run_that_never_gets_anywhere_is_given_up(zeroji: Zeroji, folder: Path) -> None:
    for _ in range(3):
        killed(zeroji, lambda: zeroji.runs.start([folder], author="sato", watch=at(1, kill)))
    assert zeroji.runs.waiting() == []
    (run,) = zeroji.runs.runs()
    assert run.status == "failed"
    assert run.error and "何度も止まりました" in run.error["ja"]


def test_a_run_of_a_living_process_is_left_to_it(zeroji: Zeroji, folder: Path) -> None:
    seen: list[list[Run]] = []
    elsewhere = Runs(
        zeroji.database,
        zeroji.ingest,
        Uploads(folder),
        worker="another host",
        silence=timedelta(hours=1),
    )

    def look() -> None:
        (run,) = zeroji.runs.runs()
        elsewhere.carry_out(run.id)
        zeroji.runs.carry_out(run.id)
        seen.append([*elsewhere.waiting(), *zeroji.runs.waiting()])

    run = zeroji.runs.start([folder], author="sato", watch=at(2, look))
    assert seen == [[]]
    assert (zeroji.runs.run(run).tries, counts(zeroji.runs.run(run))) == (0, [5, 0, 0, 0, 0])


def test_a_run_of_a_process_elsewhere_is_taken_over_after_a_silence(
    zeroji: Zeroji, folder: Path
) -> None:
    begun = killed(zeroji, lambda: zeroji.runs.start([folder], author="sato", watch=at(3, kill)))
    elsewhere = Runs(
        zeroji.database,
        zeroji.ingest,
        Uploads(folder),
        worker="another host",
        silence=timedelta(0),
    )
    assert [run.id for run in elsewhere.waiting()] == [begun.id]


def test_a_cancelled_run_keeps_what_it_published_and_can_be_gone_on_with(
    runs: Runs, folder: Path
) -> None:
    cancel = at(3, lambda: runs.cancel(runs.runs()[0].id, "suzuki"))
    run = runs.run(runs.start([folder], author="sato", watch=cancel))
    assert (run.status, run.cancelled_by) == ("cancelled", "suzuki")
    done = counts(run)[0]
    assert 2 <= done < 5
    with pytest.raises(Conflict, match="over already"):
        runs.cancel(run.id, "suzuki")
    run = runs.go_on(run.id)
    assert (run.status, counts(run), run.cancelled_by) == ("done", [5, 0, 0, 0, 0], None)
    with pytest.raises(Conflict, match="nothing to go on with"):
        runs.go_on(run.id)


def test_ctrl_c_cancels(runs: Runs, folder: Path) -> None:
    def press() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.start([folder], author="sato", watch=at(2, press))
    (run,) = runs.runs()
    assert (run.status, run.cancelled_by, counts(run)[0]) == ("cancelled", "sato", 1)


def test_a_process_that_ends_leaves_its_run_to_the_next(
    runs: Runs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.runs.runs._SECONDS_TO_STOP", 0)
    run = runs.run(runs.start([folder], author="sato", watch=at(2, runs.stop)))
    assert (run.status, run.tries) == ("waiting", 1)


def test_a_failed_run_says_why_in_two_languages_and_can_be_tried_again(
    zeroji: Zeroji, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def down() -> None:
        raise HomeUnavailable("The embedder is down.", "埋め込みのサーバーが止まっています。")

    runs = zeroji.runs
    run = runs.run(runs.start([folder], author="sato", watch=at(3, down)))
    assert (run.status, counts(run)[0]) == ("failed", 2)
    assert run.error and run.error["ja"].startswith("埋め込みのサーバーが止まっています。")
    assert f"Run {run.id} failed: HomeUnavailable" in caplog.text
    run = runs.go_on(run.id)
    assert (run.status, run.error, counts(run)) == ("done", None, [5, 0, 0, 0, 0])


def test_many_manuals_are_retired_when_somebody_allows_it(runs: Runs, folder: Path) -> None:
    runs.start([folder], author="sato")
    for number in (1, 2, 3):
        (folder / f"規程{number}.md").unlink()
    run = runs.run(runs.start([folder], author="sato"))
    assert run.report
    assert [f.get("ask") for f in run.report["manuals"]["failed"]] == ["retire"] * 3
    run = runs.go_on(run.id, retire_all=True)
    assert (run.status, counts(run)) == ("done", [0, 0, 2, 3, 0])


def test_an_upload_is_published_from_its_staging_place_as_what_it_will_be(
    zeroji: Zeroji,
) -> None:
    document = Upload(name="椅子.md", data=io.BytesIO("# 椅子\n\n椅子は5年使う。\n".encode()))
    run = zeroji.runs.run(zeroji.runs.upload([document], author="mori"))
    target = zeroji.settings.uploads / "椅子.md"
    assert (run.status, names(run, "added"), target.is_file()) == ("done", ["椅子.md"], True)
    (manual,) = zeroji.library.manuals()
    assert (manual.source, manual.path) == (str(target), str(target))


@pytest.mark.parametrize("instant", ["before", "after"])
def test_an_upload_survives_a_kill_before_and_after_its_publication(
    zeroji: Zeroji, monkeypatch: pytest.MonkeyPatch, instant: str
) -> None:
    def start(text: str) -> str:
        document = Upload(name="椅子.md", data=io.BytesIO(text.encode()), said={"owner": "総務部"})
        return zeroji.runs.upload([document], author="mori")

    start("# 椅子\n\n椅子は5年使う。\n")
    target = zeroji.settings.uploads / "椅子.md"
    with monkeypatch.context() as patch:
        where = "step" if instant == "before" else "journal"
        patch.setattr(f"bot.runs.logbook.Logbook.{where}", lambda *_: kill())
        begun = killed(zeroji, lambda: start("# 椅子\n\n椅子は7年使う。\n"))
    assert "5年" in target.read_text("utf-8")
    run = zeroji.runs.go_on(zeroji.runs.waiting()[0].id)
    assert (run.id, run.status, names(run, "updated")) == (begun.id, "done", ["椅子.md"])
    assert "7年" in target.read_text("utf-8")
    (manual,) = zeroji.library.manuals()
    assert [r.number for r in zeroji.library.history(manual.id)] == [1, 2]


def test_a_damaged_upload_fails_and_leaves_nothing_behind(zeroji: Zeroji) -> None:
    document = Upload(name="表.xlsx", data=io.BytesIO(b"PK\x03\x04 broken"))
    run = zeroji.runs.run(zeroji.runs.upload([document], author="mori"))
    assert (run.status, counts(run)) == ("done", [0, 0, 0, 0, 1])
    assert [path.name for path in zeroji.settings.uploads.rglob("*")] == [".incoming"]


def test_an_upload_without_a_document_is_refused(runs: Runs) -> None:
    with pytest.raises(InvalidInput):
        runs.upload([], author="mori")


def test_the_last_hundred_runs_are_kept(
    zeroji: Zeroji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "KEPT", 2)
    started = [zeroji.runs.start([tmp_path / f"{n}.md"], author="sato") for n in range(4)]
    kept = {run.id for run in zeroji.runs.runs()}
    assert kept == {*started[1:]}  # what is over counts when the next one starts


def test_runs_are_promised_where_there_are_jobs_and_so_are_those_left(
    zeroji: Zeroji, folder: Path
) -> None:
    left = killed(zeroji, lambda: zeroji.runs.start([folder], author="sato", watch=at(2, kill)))
    promised: list[Run] = []
    zeroji.runs.attach(promised.append)
    started = zeroji.runs.start([folder], author="sato")
    assert [run.id for run in promised] == [left.id, started]
    assert zeroji.runs.run(started).status == "waiting"


def test_the_run_that_has_waited_longest_comes_first(zeroji: Zeroji, folder: Path) -> None:
    zeroji.runs.attach(lambda run: None)
    first, second = (zeroji.runs.start([folder], author="sato") for _ in range(2))
    zeroji.runs.carry_out_oldest()
    assert [zeroji.runs.run(run).status for run in (first, second)] == ["done", "waiting"]
    for _ in range(2):
        zeroji.runs.carry_out_oldest()
    assert zeroji.runs.run(second).status == "done"


def test_following_ends_with_the_run_or_when_it_has_taken_too_long(
    zeroji: Zeroji, folder: Path
) -> None:
    zeroji.runs.attach(lambda run: None)
    run = zeroji.runs.start([folder], author="sato")
    steps: list[Step] = []
    assert zeroji.runs.follow(run, steps.append, seconds=0).status == "waiting"
    assert [(step["document"], step["stage"]) for step in steps] == [("規程集", "waiting")]
    zeroji.runs.carry_out(run)
    assert zeroji.runs.follow(run).status == "done"


def test_a_run_noted_by_another_is_let_go(zeroji: Zeroji, folder: Path) -> None:
    def take_away() -> None:
        with zeroji.database.begin() as tx:
            tx.execute(update(ingest_runs).values(worker="another host"))

    run = zeroji.runs.start([folder], author="sato", watch=at(3, take_away))
    assert zeroji.runs.run(run).tries == 1


def test_relative_paths_are_seen_from_where_they_were_given(tmp_path: Path) -> None:
    sources = ["a.md", "/srv/b.md", "https://example.com/c"]
    assert resolved(sources, str(tmp_path)) == [
        tmp_path / "a.md",
        Path("/srv/b.md"),
        "https://example.com/c",
    ]
    assert resolved(["a.md"], str(Path.cwd())) == [Path("a.md")]


def test_the_share_that_is_done_counts_parts_of_documents(runs: Runs, folder: Path) -> None:
    step = {"document": "x", "number": 3, "of": 4, "stage": "reading", "done": 1, "total": 2}
    assert share_of(step) == 0.625
    run = replace(runs.run(runs.start([folder], author="sato")), status="running", step=None)
    assert (run.share, run.over) == (0.0, False)
