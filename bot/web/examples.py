"""Questions to begin with: the company's own, or general ones where its FAQ has none."""

from __future__ import annotations

from bot import examples as faq
from bot.web.messages import translate
from bot.web.visitors import Visitor
from knowledge.library import Library

SHOWN = 4


def examples(library: Library, visitor: Visitor) -> list[str]:
    """Short questions that the visitor may read the answers of."""
    found = faq.examples(library, visitor.language, visitor.may_read, SHOWN)
    return found or translate(visitor.language)("chat.examples").splitlines()
