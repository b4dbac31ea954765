"""What people say when they tell of a sensitive matter, by topic: ``sensitive_words.txt``.

``TELLS`` is said by somebody to whom it happens, or who judges or pries: it is sensitive whatever
else is asked. ``MENTIONS`` is sensitive unless the text asks what the rules say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast

#: In the order in which they are looked for.
Topic = Literal[
    "danger",
    "harassment",
    "pregnancy",
    "misconduct",
    "legal",
    "dismissal",
    "medical",
    "other_person",
    "own_pay",
    "health",
    # Told in words that name no topic.
    "personal",
]
Patterns = Mapping[Topic, re.Pattern[str]]

_FILE = Path(__file__).with_name("sensitive_words.txt")
_MENTIONED = ", mentioned"
_PART = re.compile(r"<([a-z]+)>")


def _read(lines: Iterable[str]) -> tuple[Patterns, Patterns]:
    """What tells and what mentions, from the lines of the file."""
    parts: dict[str, str] = {}
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in filter(None, lines):
        if line.startswith("["):
            heading = line.strip("[]")
        elif heading:
            found[heading].append(_PART.sub(lambda part: parts[part[1]], line))
        elif " = " in line and not line.startswith("#"):
            name, pattern = line.split(" = ", 1)
            parts[name] = pattern
    compiled = {name: re.compile("|".join(patterns)) for name, patterns in found.items()}
    tells = {name: said for name, said in compiled.items() if not name.endswith(_MENTIONED)}
    mentions = {
        name.removesuffix(_MENTIONED): said
        for name, said in compiled.items()
        if name.endswith(_MENTIONED)
    }
    return cast(Patterns, tells), cast(Patterns, mentions)


TELLS, MENTIONS = _read(_FILE.read_text(encoding="utf-8").splitlines())
