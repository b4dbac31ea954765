"""What Slack shows in our own words, in both languages (wording.yaml)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.outcomes import Language

_FILE = Path(__file__).with_suffix(".yaml")

#: What is looked at while somebody waits, in turn.
_STEPS = ("step.read", "step.search", "step.check")


def text(key: str, language: Language, **names: Any) -> str:
    """Raises KeyError for a text that there is not."""
    return catalogue()[key][language].format(**names)


def status(language: Language) -> str:
    """What is shown while somebody waits for an answer."""
    return text("step.search", language)


def steps(language: Language) -> list[str]:
    """The same in turn, as Slack's ``loading_messages``."""
    return [text(step, language) for step in _STEPS]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[Language, str]]:
    """``{"helpful": {"ja": "役に立った", "en": "This helped"}, …}``"""
    found: dict[str, dict[Language, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
