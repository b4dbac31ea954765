"""The gate's process ends with whoever asked it, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.desk.proposal import Proposal
from bot.gating.process import GateFailed, ask_gate
from bot.wiring import Zeroji

PARENT = """
import json, sys
from bot.gating.process import ask_gate
ask_gate(json.load(sys.stdin), 300)
"""


@pytest.fixture
def long_request(
    zeroji: Zeroji, propose: Callable[..., Proposal], tmp_path: Path
) -> dict[str, Any]:
    """A request that takes a minute."""
    proposal = propose("在宅勤務規程", "第6条", "通信費は、月額800円を会社が負担する。")
    request = zeroji.gating.request(proposal.id, tmp_path / "changed")
    asked = {"text": "通信費はいくらですか。", "kind": "joined", "audiences": ["all"]}
    return request | {"questions": [asked] * 5000}


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return holds()


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("zeroji-eval-*"))


def test_a_gate_whose_server_is_killed_ends_and_takes_its_copy_away(
    long_request: dict[str, Any], tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = os.environ | {"TMPDIR": str(scratch)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, env=environment
    ) as server:
        assert server.stdin is not None
        server.stdin.write(json.dumps(long_request).encode())
        server.stdin.close()
        assert within(60, lambda: bool(copies(scratch)))
        server.send_signal(signal.SIGKILL)

    assert within(30, lambda: not copies(scratch))


def test_a_gate_whose_server_was_killed_while_it_loaded_ends_too() -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    command = [sys.executable, "-m", "evals.gate", str(dead.pid)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as gate:
        try:
            assert within(60, lambda: gate.poll() == -signal.SIGTERM)
        finally:
            gate.kill()


def test_a_gate_that_is_ended_takes_its_copy_away(
    long_request: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))

    with pytest.raises(GateFailed, match="ZEROJI_GATE_SECONDS"):
        ask_gate(long_request, 15)

    assert copies(scratch) == []


def test_a_request_that_makes_no_sense_fails(long_request: dict[str, Any]) -> None:
    with pytest.raises(GateFailed) as failed:
        ask_gate(long_request | {"unheard_of": 1}, 60)

    assert "もう一度確認してください" in failed.value.ja
