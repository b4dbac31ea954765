"""A real server, and commands that find it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.bot.cli.conftest import COMMAND, PATIENCE, Run

_ROOT = Path(__file__).parents[3]
LOST = "領収書をなくしたときはどうすればよいですか。"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class Server:
    process: subprocess.Popen[str]
    home: Path
    url: str


@pytest.fixture(scope="module")
def server(ingested: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``zeroji serve`` on a copy of the home."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(ingested / "home", home)
    with serving(home) as running:
        yield running


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZEROJI_", "SLACK_"))}
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment | {"ZEROJI_HOME": str(home)},
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        running = Server(process=process, home=home, url=f"http://127.0.0.1:{port}")
        try:
            _wait(running)
            yield running
        finally:
            process.kill()


def _wait(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")


@pytest.fixture
def served(server: Server, run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the home that the server owns."""
    monkeypatch.setenv("ZEROJI_HOME", str(server.home))
    return run


def test_a_command_talks_to_the_server_that_owns_the_home(
    served: Run, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    through = served("ask", LOST, "--json")
    assert through.code == 0
    monkeypatch.setenv("ZEROJI_HOME", str(home))
    alone = served("ask", LOST, "--json")
    compared = ("outcome", "text", "citations", "confidence", "composed")
    assert [through.json[key] for key in compared] == [alone.json[key] for key in compared]


def test_errors_are_the_same_through_a_server(served: Run) -> None:
    ran = served("queue", "show", "404")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "zeroji: There is no ticket 404. `zeroji queue list` shows them.\n"


def test_a_server_ingests_what_the_command_names_from_its_own_folder(
    served: Run, tmp_path: Path
) -> None:
    (tmp_path / "駐輪場FAQ.csv").write_text("質問,回答\n駐輪場は？,地下です。\n", encoding="utf-8")
    ran = served("ingest", "駐輪場FAQ.csv", "missing.csv", "--json")
    assert ran.code == 1
    assert [Path(p).name for p in ran.json["manuals"]["added"]] == ["駐輪場FAQ.csv"]
    assert len(ran.json["manuals"]["failed"]) == 1


def test_a_batch_goes_through_the_server(served: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps({"id": 1, "question": LOST}) + "\n", encoding="utf-8")
    ran = served("ask", "--batch", path)
    assert json.loads(ran.out)["outcome"] == "answer"


def test_a_second_server_on_the_home_is_refused(served: Run, server: Server) -> None:
    ran = served("serve", "--port", free_port())
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert f"A Zeroji server is running on {server.home} ({server.url}" in ran.err


def test_a_port_that_is_taken_is_one_line(run: Run, server: Server) -> None:
    port = server.url.rsplit(":", 1)[1]
    ran = run("serve", "--port", port)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"127.0.0.1:{port} cannot be listened on (Address already in use)" in ran.err
    assert "--port" in ran.err


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Bearer ひみつ"])
def test_operations_need_the_token_of_the_home(server: Server, token: str) -> None:
    headers = {"Authorization": token.encode()} if token else {}
    body = {"name": "users.list", "params": {}}
    url = f"{server.url}/internal/operations"
    answer = httpx.post(url, json=body, headers=headers, timeout=PATIENCE)
    assert answer.status_code == 401


def test_an_operation_that_does_not_exist_is_an_error(server: Server) -> None:
    token = (server.home / "token").read_text()
    answer = httpx.post(
        f"{server.url}/internal/operations",
        json={"name": "befehl", "params": {}},
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE,
    )
    assert "There is no operation 'befehl'" in json.loads(answer.text)["error"]


# The last test of this module: it ends the server.
def test_a_server_that_a_service_manager_stops_closes_everything(
    ingested: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(ingested / "home", home)
    with serving(home) as running:
        running.process.terminate()
        assert running.process.wait(timeout=PATIENCE) == 0
    assert (home / "chroma.seal").exists()
    assert not (home / "server.json").exists()


def test_a_killed_server_leaves_a_home_that_works(served: Run, server: Server) -> None:
    server.process.kill()
    server.process.wait()
    assert (server.home / "server.json").exists()
    ran = served("ask", LOST, "--json")
    assert (ran.code, ran.json["outcome"]) == (0, "answer")
    assert not (server.home / "server.json").exists()
