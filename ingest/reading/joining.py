"""Joins the lines of a paragraph again."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff"
_BREAK_AT_WIDE = re.compile(rf"(?<=[{_WIDE}])[^\S\u3000]*\n\s*|[^\S\u3000]*\n\s*(?=[{_WIDE}])")


def join_lines(lines: Iterable[str]) -> str:
    """One line: words of a Latin script are parted by a space, Japanese text by nothing."""
    return join_breaks("\n".join(line.strip() for line in lines))


def join_breaks(text: str) -> str:
    """The text without line breaks; a break next to Japanese characters leaves no space."""
    return one_line(_BREAK_AT_WIDE.sub("", text))


def one_line(text: str) -> str:
    """The text with each run of white space as one space; full-width spaces are kept."""
    return re.sub(r"[^\S\u3000]+", " ", text).strip()
