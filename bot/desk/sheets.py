"""Which sheet of a workbook a new entry fits: the one whose entries are about the same things."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from knowledge import japanese
from knowledge.model import Section

#: How much of what they share a question and a sheet's title count, beside an answer and an entry.
_ASKED = 2.0
_TITLE = 0.3
#: How many of the nearest entries speak for a sheet, each by so much less than the one before.
_NEAREST = 3
_LESS = 0.5


def ordered(
    sheets: Sequence[str], sections: Sequence[Section], question: str, answer: str
) -> list[str]:
    """The sheets, the most fitting for a new entry first; those that fit alike as they were.

    ``sections`` are the manual's: those of a sheet begin with its title.
    """
    if len(sheets) < 2:
        return list(sheets)
    titles = {sheet: _terms(sheet) for sheet in sheets}
    entries = {
        sheet: [_terms(f"{e.heading_path[-1]}\n{e.text}") for e in sections if _is_on(e, sheet)]
        for sheet in sheets
    }
    weights = _weights(
        question, answer, [*titles.values(), *(terms for on in entries.values() for terms in on)]
    )
    named = Counter(term for terms in titles.values() for term in terms)

    def fit(sheet: str) -> float:
        own = sum(weights.get(term, 0.0) for term in titles[sheet] if named[term] == 1)
        shared = [sum(weights.get(term, 0.0) for term in terms) for terms in entries[sheet]]
        nearest = sorted(shared, reverse=True)[:_NEAREST]
        return _TITLE * own + sum(share * _LESS**n for n, share in enumerate(nearest))

    return sorted(sheets, key=fit, reverse=True)


def _is_on(entry: Section, sheet: str) -> bool:
    return len(entry.heading_path) > 1 and entry.heading_path[0] == sheet


def _terms(text: str) -> set[str]:
    return set(japanese.terms(text))


def _weights(question: str, answer: str, texts: Sequence[set[str]]) -> dict[str, float]:
    """What each word of the new entry says: the more, the fewer of the texts have it."""
    counted = Counter(term for terms in texts for term in terms)
    asked = _terms(question)
    return {
        term: (_ASKED if term in asked else 1.0) * math.log(1 + len(texts) / counted[term])
        for term in asked | _terms(answer)
        if counted[term]
    }
