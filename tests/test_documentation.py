"""What the documents promise, held against the code."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import AliasChoices
from typer.testing import CliRunner

from bot.cli import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
#: What people read first, by its place in the repository.
DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for folder in (ROOT, ROOT / "docs", ROOT / "docs" / "decisions")
    for path in folder.glob("*.md")
)


def _variables() -> dict[str, str]:
    """Each setting's environment variable with its default, as text."""
    found = {}
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if isinstance(alias, AliasChoices) else f"ZEROJI_{name.upper()}"
        found[str(variable)] = str(field.default)
    return found


def test_the_example_names_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    named = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(named) == sorted(_variables())


@pytest.mark.parametrize("variable", ["ZEROJI_HOME", "ZEROJI_CAUTION", "ZEROJI_TICKET_DAYS"])
def test_the_example_shows_the_default(variable: str) -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    shown = re.search(rf"^#{variable}=(.*)$", example, re.MULTILINE)

    assert shown is not None
    assert shown[1] == _variables()[variable]


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    uncommented = re.sub(r"^#([A-Z_]+=)", r"\1", (ROOT / ".env.example").read_text(), flags=re.M)
    (tmp_path / ".env").write_text(uncommented, encoding="utf-8")

    assert Settings(_env_file=tmp_path / ".env").ticket_days == 2  # type: ignore[call-arg]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_pictures_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    for target in re.findall(r"\]\(([^)#]+)", text):
        if not target.startswith("http"):
            assert ((ROOT / document).parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_the_documents_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    named = set(re.findall(r"(?<!/)\bzeroji (?=[a-z]+\b)([a-z]+)", text))

    assert named <= set(COMMANDS), named - set(COMMANDS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_the_documents_say_can_be_run(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    for module in re.findall(r"python\s+-m\s+(evals(?:\.\w+)+)\b(?!\.)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module


def test_help_lists_every_command() -> None:
    run = [sys.executable, "-m", "bot.cli", "--help"]
    said = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert all(f"  {command} " in said for command in COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_no_summary_of_a_command_is_cut_off(command: str) -> None:
    app = importlib.import_module(COMMANDS[command][0]).app

    said = CliRunner().invoke(app, ["--help"], terminal_width=80).output

    summaries = [line for line in said.splitlines() if line.startswith("  ")]
    assert summaries
    assert not [line for line in summaries if line.endswith("...")]
