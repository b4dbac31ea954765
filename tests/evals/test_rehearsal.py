"""A copy of the manuals is made for measuring, and never stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from evals.rehearsal import empty_home, rehearsal
from knowledge.errors import InvalidInput

_MEASURES_FOR_LONG = """
import time
from bot.settings import Settings
from evals.rehearsal import empty_home
with empty_home(Settings(_env_file=None)) as zeroji:
    print(zeroji.library.manuals(), flush=True)
    time.sleep(60)
"""


def test_an_empty_home_has_no_manuals_and_is_gone_afterwards(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with empty_home(settings) as zeroji:
        assert zeroji.library.manuals() == []
        assert list(tmp_path.glob("zeroji-eval-*")) != []
    assert list(tmp_path.glob("zeroji-eval-*")) == []
    assert not settings.home.exists()


def test_a_home_without_manuals_cannot_be_rehearsed(
    settings_for: Callable[[Path], Settings], tmp_path: Path
) -> None:
    with (
        pytest.raises(InvalidInput, match="zeroji ingest"),
        rehearsal(settings_for(tmp_path / "nowhere")),
    ):
        pass


@pytest.mark.parametrize(("told", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, -signal.SIGINT)])
def test_a_run_that_is_stopped_leaves_no_copy(
    tmp_path: Path, told: signal.Signals, code: int
) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", _MEASURES_FOR_LONG],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with running:
        assert running.stdout and running.stdout.readline() == "[]\n"
        assert list(tmp_path.glob("zeroji-eval-*")) != []
        running.send_signal(told)
        assert running.wait(timeout=20) == code
    assert list(tmp_path.glob("zeroji-eval-*")) == []


_IS_TOLD_WHERE_NOBODY_HEARS_IT = """
import os, signal, time, weakref
from bot.settings import Settings
from evals.rehearsal import empty_home
class Forgotten: pass
with empty_home(Settings(_env_file=None)) as zeroji:
    forgotten = Forgotten()
    told = weakref.ref(forgotten, lambda ref: (os.kill(os.getpid(), signal.SIGTERM), repr(ref)))
    del forgotten
    print("not heard", flush=True)
    time.sleep(60)
"""


def test_a_run_is_stopped_even_if_the_exception_that_stops_it_is_dropped(tmp_path: Path) -> None:
    """Python drops what is raised while a weak reference is called back."""
    stopped = subprocess.run(
        [sys.executable, "-c", _IS_TOLD_WHERE_NOBODY_HEARS_IT],
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (stopped.returncode, stopped.stdout) == (143, "not heard\n")
    assert list(tmp_path.glob("zeroji-eval-*")) == []
