"""A server goes over to another embedder while it serves, and takes it up again when killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.cli import main
from tests.bot.cli.conftest import COMMAND, PATIENCE, Ran, Run
from tests.bot.cli.test_serve import LOST, free_port
from tests.loopback.openai_server import (
    EmbeddingsService,
    HttpError,
    Silence,
    embeddings_service,
)

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def service() -> Iterator[EmbeddingsService]:
    with embeddings_service() as running:
        yield running


@pytest.fixture
def switched(
    home: Path,
    service: EmbeddingsService,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command in this process, on a home that was made with the built-in embedder."""
    monkeypatch.setenv("ZEROJI_EMBEDDER", "openai:m")
    monkeypatch.setenv("OPENAI_BASE_URL", service.url)

    def run_one(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["zeroji", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ran(code=code, out=said.out, err=said.err)

    return run_one


@contextmanager
def serving(home: Path, service: EmbeddingsService) -> Iterator[str]:
    """``zeroji serve`` with the service as its embedder, killed at the end."""
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZEROJI_", "SLACK_"))}
    chosen = {
        "ZEROJI_HOME": str(home),
        "ZEROJI_EMBEDDER": "openai:m",
        "OPENAI_BASE_URL": service.url,
    }
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=kept | chosen,
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until(url, lambda health: True)
            yield url
        finally:
            process.kill()


def wait_until(url: str, happened: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            health: dict[str, Any] = httpx.get(f"{url}/health").json()
            if happened(health["embedder"]):
                return health
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not happen")


def ask(url: str) -> str:
    answer = httpx.post(f"{url}/api/ask", json={"question": LOST}, timeout=PATIENCE)
    assert answer.status_code == 200
    return str(answer.json()["outcome"])


def test_a_server_that_is_killed_on_the_way_goes_on_at_its_next_start(
    ingested: Path, tmp_path: Path, service: EmbeddingsService
) -> None:
    home = Path(shutil.copytree(ingested / "home", tmp_path / "served"))
    service.behaviour = Silence()
    with serving(home, service) as url:
        health = wait_until(url, lambda embedder: "switching" in embedder)
        assert health["embedder"]["name"] == "builtin:use-multilingual-v3"
        assert health["embedder"]["switching"]["to"] == "openai:m"
        assert ask(url) == "answer"

    service.behaviour = None
    with serving(home, service) as url:
        health = wait_until(url, lambda embedder: embedder["name"] == "openai:m")
        assert "switching" not in health["embedder"]
        service.requests.clear()
        assert ask(url) == "answer"
        assert service.requests, "the question was embedded by the new one"


def test_a_command_goes_over_first_and_shows_how_far_it_is(switched: Run) -> None:
    ran = switched("search", "領収書", "--json")
    assert ran.code == 0
    assert all(passage["dense_rank"] for passage in ran.json["passages"])
    assert "Embedding with the new model: 3/3\n" in ran.err


def test_an_embedder_that_is_down_fails_documents_and_no_question(
    switched: Run, service: EmbeddingsService, tmp_path: Path
) -> None:
    assert switched("manuals", "list").code == 0
    service.behaviour = HttpError(status=401)
    for name in ("駐輪場", "食堂"):
        faq = f"質問,回答\n{name}は？,地下です。\n"
        (tmp_path / f"{name}FAQ.csv").write_text(faq, encoding="utf-8")
    ran = switched("ingest", tmp_path / "駐輪場FAQ.csv", tmp_path / "食堂FAQ.csv", "--json")
    assert ran.code == 1
    errors = [failure["error"] for failure in ran.json["manuals"]["failed"]]
    assert len(errors) == 2
    assert all("its key is refused. Check OPENAI_API_KEY" in error for error in errors)

    ran = switched("ask", LOST, "--json")
    assert (ran.code, ran.json["outcome"]) == (0, "answer")
