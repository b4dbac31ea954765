"""Sentences to quote, each verbatim, and how much a text says."""

from __future__ import annotations

from ingest.chunking import sentences

_OPENING, _CLOSING = "（(「『", "）)」』"


def whole_sentences(text: str) -> list[str]:
    """Sentences of a text; the first 。 of 会社（本社をいう。以下同じ。） ends none."""
    found: list[str] = []
    start = end = 0
    for piece in sentences(text):
        begin = text.index(piece, end)
        if found and _is_open(found[-1]) and "\n" not in text[end:begin]:
            found.pop()
        else:
            start = begin
        end = begin + len(piece)
        found.append(text[start:end])
    return found


def width(text: str) -> float:
    """In Japanese characters; it takes two letters to say as much as one of them."""
    return sum(1 if ord(char) > 0x2E80 else 0.5 for char in text)


def _is_open(text: str) -> bool:
    opened = sum(text.count(char) for char in _OPENING)
    return opened > sum(text.count(char) for char in _CLOSING)
