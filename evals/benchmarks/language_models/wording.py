"""Says a line of a manual in other words: shorter, politely, figures spelt otherwise."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from evals.benchmarks.grounding.paraphrasing import polite, shortened, spelt_otherwise
from knowledge.sentences import sentences

_MARK = re.compile(
    r"^\s*(?:[(（][^()（）]{1,3}[)）]|[①-⑳・•-]|[0-9０-９]{1,2}[.．]?(?=[\s　]))[\s　]*"
)
_CELL = re.compile(r"([^:/]+): ([^/]*?)(?: / |$)")
#: More than this is no sentence that a model would write.
_LONGEST = 200
_MANNERS: tuple[Callable[[str], str], ...] = (
    lambda text: polite(text),
    lambda text: polite(shortened(text)),
    lambda text: spelt_otherwise(polite(text)),
    lambda text: polite(spelt_otherwise(shortened(text))),
    lambda text: text,
)


def told(line: str, rng: random.Random) -> list[tuple[str, str]]:
    """The sentences of a line, each in other words, with the part of the line that it quotes."""
    if cells := _cells(line):
        return [(_row(cells), line)]
    said = []
    for sentence in sentences(line):
        bare = _MARK.sub("", sentence).strip()
        if 6 <= len(bare) <= _LONGEST:
            said.append((rng.choice(_MANNERS)(bare), bare))
    return said


def _cells(line: str) -> list[tuple[str, str]]:
    """Label and value of each cell of a table row; none for what is not one."""
    found = _CELL.findall(line)
    return found if len(found) > 1 and "".join(": ".join(c) for c in found) else []


def _row(cells: list[tuple[str, str]]) -> str:
    """``勤続期間: 6か月 / 付与日数: 10日`` → 勤続期間が6か月の場合、付与日数は10日です。"""
    (label, value), *rest = cells
    given = "、".join(f"{name}は{value}" for name, value in rest if value.strip())
    return f"{label}が{value}の場合、{given}です。"
