"""Texts cut to the lengths that Slack takes."""

from __future__ import annotations

#: Characters of a section block.
LONGEST = 3000


def split(text: str, longest: int = LONGEST) -> list[str]:
    """Parts of a text, cut between lines; only a line that is too long itself is cut."""
    parts: list[str] = []
    for line in _lines(text, longest):
        if parts and len(parts[-1]) + 1 + len(line) <= longest:
            parts[-1] += f"\n{line}"
        else:
            parts.append(line)
    return [part for part in parts if part.strip()]


def _lines(text: str, longest: int) -> list[str]:
    return [piece for line in text.split("\n") for piece in _pieces(line, longest)]


def _pieces(line: str, longest: int) -> list[str]:
    """A line, cut after sentences where it is too long."""
    pieces: list[str] = []
    while len(line) > longest:
        end = line.rfind("。", 0, longest) + 1 or longest
        pieces.append(line[:end])
        line = line[end:]
    return [*pieces, line]


def escape(text: str) -> str:
    """Text that Slack shows as it is, so that nobody is mentioned by a quote."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
