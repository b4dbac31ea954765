"""Concepts of back-office Japanese and the many ways in which people name them.

The list is ``thesaurus.txt`` beside this module; people may read and extend it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_LIST = Path(__file__).with_name("thesaurus.txt")


class Concept(NamedTuple):
    """A place in a text that names a concept; one form may name several."""

    start: int
    end: int
    names: tuple[str, ...]


def concepts(text: str) -> list[Concept]:
    """Where normalised text names concepts, left to right; the longest form wins."""
    pattern, names = _compiled()
    return [Concept(f.start(), f.end(), names[f.group()]) for f in pattern.finditer(text)]


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    names: dict[str, tuple[str, ...]] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, others = line.partition(":")
        for form in (name, *others.split(",")):
            key = _normal(form)
            names[key] = (*names.get(key, ()), name.strip())
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(_as_pattern(form) for form in longest_first)), names


def _normal(form: str) -> str:
    return unicodedata.normalize("NFKC", form).strip().lower()


def _as_pattern(form: str) -> str:
    escaped = re.escape(form)
    return rf"(?<![a-z]){escaped}(?![a-z])" if form.isascii() else escaped
