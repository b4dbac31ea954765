"""Whether two places say the same: a FAQ entry and the rule that it explains are no rivals."""

from __future__ import annotations

from functools import lru_cache

from bot.answering.reading.quoting import Quoted
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.quantities import quantities

#: Shares of what the shorter one says that the other says too.
_SAME_FIGURES, _SAME_WORDS = 0.5, 0.5


def agree(quoted: Quoted, other: Quoted) -> bool:
    """Whether the quotes share most of their figures, or most of their words where there are none.

    Two that state different figures disagree, however much their words are alike.
    """
    figures, others = _figures(quoted.quote), _figures(other.quote)
    if figures and others:
        shared = len(figures & others) / min(len(figures), len(others))
        return shared >= _SAME_FIGURES and _alike(quoted, other) >= _SAME_WORDS / 2
    return _alike(quoted, other) >= _SAME_WORDS


def _alike(quoted: Quoted, other: Quoted) -> float:
    words, others = _words(quoted), _words(other)
    return len(words & others) / (min(len(words), len(others)) or 1)


def _words(quoted: Quoted) -> frozenset[str]:
    pieces = (quoted.section.heading_path[-1], *quoted.lines, *quoted.rows)
    return frozenset().union(*(_words_among(terms_of(piece)) for piece in pieces))


@lru_cache(maxsize=10_000)
def _words_among(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if not term.startswith("#"))


@lru_cache(maxsize=4_000)
def _figures(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(figure for figure in quantities(text) if figure[1])
