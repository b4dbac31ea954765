"""Whether the options of a question asked back lead to what the asker may have meant.

An option leads to a reading when it holds most of the character pairs of the reading's name: its
label, or one of its headings, without article number and bracketed aside
(第34条（年次有給休暇の請求手続） is 年次有給休暇の請求手続, 会議費（会議の飲食） is 会議費).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.cases import Candidate
from evals.matching import plain
from knowledge.model import heading_label

_ASIDE = re.compile(r"\s*[（(].*$")
#: Share of the character pairs of a reading's name that an option must hold.
_MOST = 0.6


def leads_to_a_reading(options: Sequence[Any], readings: Sequence[Candidate]) -> bool:
    """Whether at least one option leads to one of the readings."""
    texts = [_text(option) for option in options]
    names = [name for reading in readings for name in _names(reading)]
    return any(_holds(text, name) for text in texts for name in names)


def _text(option: Any) -> str:
    """The option's label; its question mostly repeats what was asked."""
    if isinstance(option, Mapping):
        return plain(str(option.get("label") or option.get("question", "")))
    return plain(str(option))


def _names(reading: Candidate) -> Iterator[str]:
    for name in (reading.label, *(gold.heading for gold in reading.gold)):
        yield plain(_ASIDE.sub("", heading_label(name)))


def _holds(text: str, name: str) -> bool:
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return bool(pairs) and sum(pair in text for pair in pairs) >= _MOST * len(pairs)
