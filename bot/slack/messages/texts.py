"""Texts as Slack takes them: nothing unseen, nothing too long, cut where a reader would pause."""

from __future__ import annotations

import re

from bot.slack.messages.limits import SECTION, end_of_word, length
from knowledge.visible import visible

#: Control characters but line ends and tabs, and halves of characters.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029\x85]")
_SENTENCE_END = re.compile(r"(?:[。！？!?]|\.(?= ))[」』）)]*\s?")


def clean(text: str) -> str:
    """A text as a reader sees it: without controls, marks of direction and the like."""
    return visible(_CONTROL.sub("", _LINE_END.sub("\n", text)))


def escape(text: str) -> str:
    """Text that Slack shows as it is, so that nobody is mentioned by a quote."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def split(text: str, longest: int = SECTION) -> list[str]:
    """Parts of a text, cut between lines; a line that is too long is cut between sentences, and a
    sentence that is too long between words. Blank parts are left out."""
    parts: list[str] = []
    for line in _lines(text, longest):
        if parts and length(parts[-1]) + 1 + length(line) <= longest:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return [part for part in parts if part.strip()]


def _lines(text: str, longest: int) -> list[str]:
    return [piece for line in text.split("\n") for piece in _pieces(line, longest)]


def _pieces(line: str, longest: int) -> list[str]:
    pieces: list[str] = []
    while length(line) > longest:
        end = _end(line, longest)
        pieces.append(line[:end])
        line = line[end:]
    return [*pieces, line]


def _end(line: str, longest: int) -> int:
    """Behind the last whole sentence, else the last whole word, within a length."""
    ends = (found.end() for found in _SENTENCE_END.finditer(line, 0, longest))
    within = [end for end in ends if end < len(line) and length(line[:end]) <= longest]
    return within[-1] if within else end_of_word(line, longest)
