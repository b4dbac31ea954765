"""Sections that are too long to quote: an answer would show a wall of text."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checking.finding import Finding, InForce, place
from ingest.checking.quotes import width
from ingest.checking.scope import Scope
from ingest.chunking import LONGEST
from knowledge.model import Section

#: Characters of running text in one section.
_LONGEST_SECTION = 1500
_QUOTED = 80


def too_long(scope: Scope) -> Iterator[Finding]:
    for document in scope.documents:
        for section in document.sections:
            if found := _too_long(document, section):
                yield found


def _too_long(document: InForce, section: Section) -> Finding | None:
    """The longest paragraph of a section, or the section when it is long and has no items."""
    longest = max(section.blocks, key=lambda block: width(block.text))
    where = place(document, section, longest.text[:_QUOTED])
    if width(longest.text) > LONGEST:
        length = len(longest.text)
        return Finding(
            kind="too_long",
            text=f"A paragraph has {length:,} characters. Divide it into paragraphs or numbered "
            f"items of at most {LONGEST}, so that an answer can quote the one that matters.",
            ja=f"1つの段落が{length:,}文字あります。{LONGEST}文字以内の項や号に分けると、"
            "回答が必要な箇所だけを引用できます。",
            places=(where,),
        )
    if width(section.text) > _LONGEST_SECTION and {b.kind for b in section.blocks} == {"text"}:
        length = len(section.text)
        return Finding(
            kind="too_long",
            text=f"The section has {length:,} characters under one heading. Give its parts "
            "headings of their own, or number them as items.",
            ja=f"1つの見出しの下に{length:,}文字あります。内容ごとに見出しを付けるか、号に分けてください。",
            places=(where,),
        )
    return None
