"""Questions to begin with, taken from the company's own FAQ."""

from __future__ import annotations

from datetime import date
from itertools import chain, islice, zip_longest

from bot.web.messages import translate
from bot.web.visitors import Visitor
from knowledge.library import Library
from knowledge.model import Manual

SHOWN = 4
_LONGEST = 40


def examples(library: Library, visitor: Visitor) -> list[str]:
    """Short questions, in turn from each FAQ; general ones where the company has none."""
    faqs = [
        _questions(library, manual)
        for manual in library.manuals()
        if manual.kind == "faq"
        and manual.language == visitor.language
        and visitor.may_read(manual.audience)
    ]
    in_turn = (question for question in chain(*zip_longest(*faqs)) if question)
    general = translate(visitor.language)("chat.examples").splitlines()
    return list(islice(in_turn, SHOWN)) or general


def _questions(library: Library, manual: Manual) -> list[str]:
    revision = library.revision_on(manual.id, date.today())
    sections = library.sections(revision.id) if revision else []
    return [s.question for s in sections if s.question and len(s.question) <= _LONGEST]
