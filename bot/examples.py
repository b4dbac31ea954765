"""Questions to begin with, taken from the company's own FAQ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain, islice, zip_longest

from bot.outcomes import Language
from knowledge.library import Library
from knowledge.model import Manual

_LONGEST = 40


def examples(
    library: Library, language: Language, may_read: Callable[[str], bool], most: int
) -> list[str]:
    """Short questions, in turn from each FAQ whose audience ``may_read``; there may be none."""
    faqs = [
        _questions(library, manual)
        for manual in library.manuals()
        if manual.kind == "faq" and manual.language == language and may_read(manual.audience)
    ]
    in_turn = (question for question in chain(*zip_longest(*faqs)) if question)
    return list(islice(in_turn, most))


def _questions(library: Library, manual: Manual) -> list[str]:
    revision = library.revision_on(manual.id, date.today())
    sections = library.sections(revision.id) if revision else []
    return [s.question for s in sections if s.question and len(s.question) <= _LONGEST]
