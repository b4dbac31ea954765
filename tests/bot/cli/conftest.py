"""The command ``zeroji`` on a home with two manuals, in this process and in others."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.cli import main
from bot.settings import Settings
from bot.wiring import open_zeroji
from knowledge.embedding import Embedder

#: Runs the command in a process of its own.
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()"]
#: So long a test waits for another process, also on a slow machine that does much else.
PATIENCE = 120.0
RULE = """---
title: 在宅勤務規程
kind: rule
---
## 第5条（在宅勤務の日数）

在宅勤務の日数は、1週間につき3日までとする。

## 第6条（在宅勤務の手当）

在宅勤務の手当は、1日につき250円とする。
"""
FAQ = """質問,回答
領収書をなくしたときはどうすればよいですか。,支払証明書に理由を書いてください。
"""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory, builtin: Embedder) -> Path:
    """A folder with manuals and a home in which they were ingested, to be copied or read."""
    folder = tmp_path_factory.mktemp("ingested")
    manuals = folder / "manuals"
    manuals.mkdir()
    (manuals / "在宅勤務規程.md").write_text(RULE, encoding="utf-8")
    (manuals / "経費FAQ.csv").write_text(FAQ, encoding="utf-8")
    chosen: dict[str, Any] = {"home": folder / "home", "_env_file": None}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "embedder", lambda name, access: builtin)
        with open_zeroji(Settings(**chosen)) as opened:
            assert opened.ingest([manuals])["manuals"]["failed"] == []
    return folder


@pytest.fixture
def home(tmp_path: Path, ingested: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of this test's own."""
    copied = Path(shutil.copytree(ingested / "home", tmp_path / "home"))
    for variable in list(os.environ):
        if variable.startswith(("ZEROJI_", "OPENAI_", "SLACK_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("ZEROJI_HOME", str(copied))
    monkeypatch.chdir(tmp_path)
    return copied


@pytest.fixture
def run(
    home: Path,
    builtin: Embedder,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command in this process, as the entry point does."""
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)

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
