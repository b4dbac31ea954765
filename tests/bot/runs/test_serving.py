"""Runs of a real server: started by a program or a command, killed, gone on with, cancelled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.runs.serving import Server, server, wait_for

_COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
#: Long enough to be met half way.
DOCUMENTS = 30


def documents(prefix: str = "規程", count: int = DOCUMENTS) -> dict[str, bytes]:
    return {f"{prefix}{n:02}.md": _text(f"{prefix}{n:02}") for n in range(count)}


def _text(title: str) -> bytes:
    return f"# {title}\n\n## 第1条\n\n{title}の椅子は5年使う。\n".encode()


def perform(running: Server, name: str, **params: Any) -> Any:
    body = {"name": name, "params": params}
    return running.http.post("/internal/operations", json=body).json()["result"]


def upload(running: Server, files: dict[str, bytes]) -> str:
    """Start a run of documents; where to ask how far it is."""
    answer = running.http.post(
        "/api/ingest?wait=false", files=[("file", item) for item in files.items()]
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["status_url"])


def half_done(running: Server, url: str) -> bool:
    step = running.run(url)["step"]
    return bool(step) and step["number"] >= DOCUMENTS // 3


def ended(running: Server, url: str) -> dict[str, Any]:
    found: dict[str, Any] = wait_for(lambda: (r := running.run(url))["finished_at"] and r)
    return found


def test_a_run_killed_half_way_is_gone_on_with_and_its_report_is_of_the_whole(
    tmp_path: Path,
) -> None:
    with server(tmp_path / "home") as first:
        url = upload(first, documents())
        wait_for(lambda: half_done(first, url))
    with server(tmp_path / "home") as second:
        run = ended(second, url)
        manuals = run["report"]["manuals"]
        assert run["status"] == "done"
        assert [len(found) for found in manuals.values()] == [DOCUMENTS, 0, 0, 0, 0]
        assert second.http.get("/health").json()["manuals"] == DOCUMENTS
    assert len(list((tmp_path / "home" / "uploads").glob("*.md"))) == DOCUMENTS


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    home = tmp_path_factory.mktemp("served") / "home"
    with server(home) as started:
        yield started, home


def test_runs_come_one_after_the_other(running: tuple[Server, Path]) -> None:
    started, _ = running
    urls = [upload(started, documents(prefix)) for prefix in ("甲", "乙")]
    wait_for(lambda: half_done(started, urls[0]))
    assert started.run(urls[1])["status"] == "waiting"
    assert [ended(started, url)["status"] for url in urls] == ["done", "done"]


def test_a_program_cancels_nothing_by_going_away_and_an_owner_cancels(
    running: tuple[Server, Path],
) -> None:
    started, _ = running
    many = documents("丙", 3 * DOCUMENTS)  # so that the cancelling comes before the end
    url = upload(started, many)
    wait_for(lambda: half_done(started, url))
    perform(started, "runs.cancel", id=url.rsplit("/", 1)[1], by="mori")
    assert ended(started, url)["status"] == "cancelled"
    published = len(started.run(url)["report"]["manuals"]["added"])
    assert 0 < published < len(many)


def test_ctrl_c_at_the_command_ends_the_run_in_the_server(
    running: tuple[Server, Path], tmp_path: Path
) -> None:
    started, home = running
    for name, content in documents("丁", 3 * DOCUMENTS).items():
        (tmp_path / name).write_bytes(content)
    command = subprocess.Popen(
        [*_COMMAND, "ingest", str(tmp_path)],
        env=os.environ | {"ZEROJI_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
    )

    def newest() -> dict[str, Any]:
        found: dict[str, Any] = perform(started, "runs.list", limit=1)["runs"][0]
        return found

    wait_for(lambda: newest()["sources"] == [str(tmp_path)] and newest()["report"])
    command.send_signal(signal.SIGINT)
    _, said = command.communicate(timeout=60)
    assert command.returncode == 130
    assert f"`zeroji runs resume {newest()['id']}` does the rest" in said
    wait_for(lambda: newest()["status"] == "cancelled")


# The last test of this module: it ends the server.
def test_a_server_that_is_stopped_leaves_its_run_to_the_next(running: tuple[Server, Path]) -> None:
    started, home = running
    url = upload(started, documents("戊"))
    wait_for(lambda: half_done(started, url))
    started.process.terminate()
    started.process.wait(timeout=30)
    with server(home) as again:
        run = ended(again, url)
        assert run["status"] == "done"
        assert len(run["report"]["manuals"]["added"]) == DOCUMENTS
