"""What the documents promise, held against the code."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import AliasChoices

from bot.cli import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


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


@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_links_and_pictures_exist(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")

    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("document", ["README.md", "README.ja.md", "docs/architecture.md"])
def test_commands_in_the_documents_exist(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")

    named = set(re.findall(r"`?zeroji ([a-z]+)", text))

    assert named <= set(COMMANDS), named - set(COMMANDS)


def test_help_lists_every_command() -> None:
    run = [sys.executable, "-m", "bot.cli", "--help"]
    said = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert all(f"  {command} " in said for command in COMMANDS)
