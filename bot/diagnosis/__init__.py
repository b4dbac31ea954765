"""What is set up well and what is not, in words of whoever has to put it right (wording.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from bot.outcomes import Language

#: ``unset`` is what may be left as it is.
Status = Literal["ok", "unset", "warning", "wrong"]

_FILE = Path(__file__).with_name("wording.yaml")


@dataclass(frozen=True, kw_only=True)
class Finding:
    #: What was looked at, e.g. ``slack.scopes``.
    check: str
    status: Status
    #: By language.
    said: dict[str, str]
    #: What to do next, by language; empty where nothing is to be done.
    then: dict[str, str]


def found(check: str, status: Status, key: str = "", /, **names: Any) -> Finding:
    """What a check came to: ``check.key`` of the wording, or ``check.status`` without a key.

    Raises KeyError for a text that there is not.
    """
    texts = catalogue()[f"{check}.{key or status}"]
    return Finding(
        check=check,
        status=status,
        said=_filled(texts, names),
        then=_filled(texts.get("then", {}), names),
    )


def _filled(texts: dict[str, Any], names: dict[str, Any]) -> dict[str, str]:
    languages: tuple[Language, ...] = ("ja", "en")
    return {one: texts[one].format(**names) for one in languages if one in texts}


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, Any]]:
    """``{"manuals.wrong": {"ja": …, "en": …, "then": {"ja": …, "en": …}}, …}``"""
    read: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read
