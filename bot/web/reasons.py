"""Why a document could not be ingested, in the reader's language.

Reading speaks English. The reasons that owners meet most are said in Japanese here; others are
shown as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.outcomes import Language


def reason_in(language: Language, failure: Mapping[str, str]) -> str:
    """The text of a failure of a report."""
    if language == "en":
        return failure["error"]
    said = failure.get("ja") or ""
    # What has no Japanese text of its own comes in English twice.
    return said if said and said != failure["error"] else _japanese(failure["error"])


def _japanese(english: str) -> str:
    for pattern, text in _patterns():
        if found := pattern.search(english):
            return text.format(**found.groupdict())
    return english


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    source = Path(__file__).with_name("reasons.yaml").read_text(encoding="utf-8")
    return [(re.compile(entry["en"]), entry["ja"]) for entry in yaml.safe_load(source)]
