"""Puts the parts of an answer together, and says how they read as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.outcomes import Citation, Language, Part


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told on one question."""

    said: str
    parts: tuple[Part, ...]
    #: What the parts' numbers mean.
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        return plain(self.parts)


def plain(parts: Sequence[Part], language: Language = "ja") -> str:
    """Parts as plain text: sentences in one paragraph, rows below their lines."""
    if not parts:
        return ""
    gaps = ["", *(_gap(before, part, language) for before, part in pairwise(parts))]
    return "".join(f"{gap}{part.text}" for gap, part in zip(gaps, parts, strict=True))


def _gap(before: Part, part: Part, language: Language) -> str:
    match before.kind, part.kind:
        case "sentence", "sentence":
            return "" if language == "ja" else " "
        case "question", _:
            return "\n"
        case "quote", "table" if before.citations == part.citations:
            return "\n"
    return "\n\n"


def one_by_one(told: Sequence[Told]) -> Told:
    """Each question with its answer below it; one that says all of the others stands alone."""
    lines = [set(one.text.split("\n")) for one in told]
    for n, one in enumerate(told):
        if len(told) > 1 and all(other <= lines[n] for other in lines):
            return one
    headed = [
        replace(one, parts=(Part(kind="question", text=f"■ {one.said}"), *one.parts))
        for one in told
    ]
    return joined(headed)


def joined(told: Sequence[Told]) -> Told:
    """What is told on several questions as one, no citation twice."""
    numbers: dict[tuple[str, str], int] = {}
    citations: list[Citation] = []
    parts: list[Part] = []
    for one in told:
        meant = [numbers.setdefault((c.chunk_id, c.quote), len(numbers)) for c in one.citations]
        citations += [c for c, n in zip(one.citations, meant, strict=True) if n == len(citations)]
        parts += [_renumbered(part, meant) for part in one.parts]
    said = "\n".join(one.said for one in told)
    return Told(said=said, parts=tuple(parts), citations=tuple(citations))


def _renumbered(part: Part, numbers: Sequence[int]) -> Part:
    return replace(part, citations=tuple(dict.fromkeys(numbers[n] for n in part.citations)))
