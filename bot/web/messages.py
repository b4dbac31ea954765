"""What the pages say, in Japanese and English: one catalogue, ``messages.yaml``."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from bot.outcomes import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
Translate = Callable[..., str]


@cache
def catalogue() -> dict[str, dict[Language, str]]:
    """``{"chat.send": {"ja": "送信", "en": "Send"}, …}``"""
    source = Path(__file__).with_name("messages.yaml").read_text(encoding="utf-8")
    return {
        f"{group}.{key}": texts
        for group, entries in yaml.safe_load(source).items()
        for key, texts in entries.items()
    }


def translate(language: Language) -> Translate:
    """A function from a key of the catalogue (and values to fill in) to its text."""

    texts = catalogue()

    def text(key: str, **values: object) -> str:
        return texts[key][language].format(**values)

    return text


def preferred(accept_language: str) -> Language:
    """The first of our languages in an ``Accept-Language`` header, Japanese when none is."""
    ranges = [part.split(";") for part in accept_language.lower().split(",")]
    for tag, *_ in sorted(ranges, key=_quality, reverse=True):
        for language in LANGUAGES:
            if tag.strip().split("-")[0] == language:
                return language
    return "ja"


def _quality(tag_range: list[str]) -> float:
    for parameter in tag_range[1:]:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            return float(value) if value.replace(".", "", 1).isdigit() else 0.0
    return 1.0
