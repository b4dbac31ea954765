"""What changed, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

Operation = Literal["=", "-", "+"]


def diff_lines(before: str, after: str) -> list[tuple[Operation, str]]:
    """The lines of both texts in order: kept (=), taken out (-), put in (+)."""
    return list(_operations(before.splitlines(), after.splitlines()))


def _operations(old: list[str], new: list[str]) -> Iterator[tuple[Operation, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield from (("=", line) for line in old[old_from:old_to])
        else:
            yield from (("-", line) for line in old[old_from:old_to])
            yield from (("+", line) for line in new[new_from:new_to])
