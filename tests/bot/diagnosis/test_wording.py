"""What ``zeroji doctor`` says is there in both languages, and nothing is there for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot
from bot.diagnosis import catalogue, found


def sources() -> str:
    package = Path(bot.__file__).parent
    paths = [*package.glob("diagnosis/*.py"), *package.glob("slack/doctor*.py")]
    paths.append(package / "cli" / "doctor.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("key", catalogue())
def test_a_text_is_there_in_both_languages_with_the_same_names(key: str) -> None:
    texts = catalogue()[key]
    for said in (texts, texts.get("then", {"ja": "", "en": ""})):
        japanese, english = (set(re.findall(r"\{\w+\}", said[one])) for one in ("ja", "en"))
        assert japanese == english


@pytest.mark.parametrize(
    "key", [key for key in catalogue() if key.endswith((".wrong", ".warning"))]
)
def test_what_is_wrong_says_what_to_do(key: str) -> None:
    assert catalogue()[key]["then"]["ja"]


@pytest.mark.parametrize("key", catalogue())
def test_each_text_is_used(key: str) -> None:
    check, _, last = key.rpartition(".")
    code = sources()
    assert f'"{check}"' in code
    assert f'"{last}"' in code


def test_a_text_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        found("manuals", "unset")
