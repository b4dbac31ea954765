"""The command ``zeroji eval loop``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.settings import Settings
from evals.cli import app


@pytest.fixture(autouse=True)
def _home(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEROJI_HOME", str(settings.home))


def loop(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["loop", *map(str, arguments)])


def test_a_quarter_is_told_on_the_terminal_on_a_page_and_as_json(
    dataset: Path, tmp_path: Path, settings: Settings
) -> None:
    written = ("--html", tmp_path / "q.html", "--json", tmp_path / "q.json")
    result = loop(dataset, "--manuals", dataset / "company", "--no-gate", *written)
    assert result.exit_code == 0
    assert "lost none" in result.stdout
    told = json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))
    assert told["published"] == {"parking": "駐輪場の利用料はいくらですか"}
    assert "四半期シミュレーション" in (tmp_path / "q.html").read_text(encoding="utf-8")
    # It ran in a home of its own.
    assert not settings.home.exists()


def test_a_folder_without_needs_is_refused(tmp_path: Path) -> None:
    result = loop(tmp_path)
    assert result.exit_code != 0
    assert "needs.jsonl" in str(result.exception)
