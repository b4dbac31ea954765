"""Which lines of a section answer a question, as its case tells by quotes and facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from evals.cases import EvalCase
from evals.matching import plain, says

#: A quote that stands nowhere word by word is of the line that shares so much of it.
_SHARED = 0.6
#: A line that is part of a quote is at least so long.
_SHORTEST = 6
#: A fact that so many lines state does not tell which of them answers.
_COMMON = 2
#: The number of a paragraph or item, which a quote may leave out.
_MARK = re.compile(r"^\s*(?:[0-9０-９]{1,2}[.．、\s　)）]+|[(（][^()（）]{1,3}[)）]|[①-⑳])\s*")


def answering(case: EvalCase, texts: Sequence[str]) -> list[bool]:
    """For each line whether it holds a gold quote, or a fact that no such line states."""
    quotes = [plain(gold.quote) for gold in case.places if gold.quote]
    bare = [plain(_MARK.sub("", text)) for text in texts]
    found = {n for n, text in enumerate(bare) if _quoted(text, quotes)}
    if not found:
        found = {n for quote in quotes for n in _nearest(quote, bare)}
    for fact in case.facts:
        if not any(says(texts[n], fact) for n in found):
            stating = {n for n, text in enumerate(texts) if says(text, fact)}
            found |= stating if len(stating) <= _COMMON else set()
    return [n in found for n in range(len(texts))]


def _quoted(text: str, quotes: Sequence[str]) -> bool:
    return any(quote in text or (len(text) >= _SHORTEST and text in quote) for quote in quotes)


def _nearest(quote: str, texts: Sequence[str]) -> list[int]:
    """The line that shares most of a quote, if it shares enough."""
    shared = [_longest_shared(quote, text) for text in texts]
    best = max(range(len(texts)), key=lambda n: shared[n], default=None)
    return [] if best is None or shared[best] < _SHARED * len(quote) else [best]


def _longest_shared(quote: str, text: str) -> int:
    return SequenceMatcher(None, quote, text, autojunk=False).find_longest_match().size
