"""Whether a manual has what a citation names; counted generously, so that what is told is sure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.checking.anatomy import Anatomy
from ingest.checking.citations import Citation

#: Forms are often kept elsewhere; a manual that carries some is expected to carry all.
_FORM = "様式"


def lacking(citation: Citation, target: Anatomy) -> str | None:
    """What a manual lacks of what is cited, as cited; None where it has it or cannot tell."""
    if citation.target == "article":
        return _missing_article(citation, target)
    if citation.target == "chapter":
        return _unless(citation.number in target.chapters or not target.chapters, citation)
    if citation.target == "appendix":
        return _missing_appendix(citation, target)
    if citation.target == "section":
        return _unless(_has_section(citation.number, target.sections), citation)
    return None


def _missing_article(citation: Citation, target: Anatomy) -> str | None:
    if not target.articles:
        return None
    article = target.articles.get(citation.number)
    paragraph, item = citation.paragraph, citation.item
    if article is None:  # told of the article itself, not of each 項 and 号 of it again
        return _unless(paragraph is not None or item is not None, citation)
    if paragraph is not None and paragraph > article.paragraphs:
        return _unless(item is not None, citation)
    return _unless(item is None or item <= article.items_of(paragraph), citation)


def _missing_appendix(citation: Citation, target: Anatomy) -> str | None:
    number, kind = citation.number, re.sub(r"\d.*", "", citation.number)
    same_kind = {key for key in target.appendices if key.startswith(kind)}
    numbered = same_kind - {kind}
    if number == kind or not numbered:  # where numbers are not in use, any will do
        return _unless(bool(same_kind) or kind == _FORM, citation)
    return _unless(number in numbered, citation)


def lacking_nearby(citation: Citation, own: Anatomy, article: str, is_first: bool) -> str | None:
    """前条, 次条, 前項 and 第2項, which depend on where they stand."""
    if citation.target == "article":
        beside = own.article_beside(article, citation.step)
        if beside is None:
            return _unless(citation.paragraph is not None or citation.item is not None, citation)
        return _missing_article(_of_article(citation, beside), own)
    if citation.step:
        return citation.text if is_first else None
    return _missing_article(_of_article(citation, article), own)


def _of_article(citation: Citation, number: str) -> Citation:
    return Citation(
        target="article",
        text=citation.text,
        number=number,
        paragraph=citation.paragraph,
        item=citation.item,
    )


def _has_section(number: str, sections: Iterable[str]) -> bool:
    """Whether there is a section of that number; yes where such numbers are not in use."""
    depth = number.count(".")
    same_depth = [known for known in sections if known.count(".") == depth]
    return number in same_depth or len(same_depth) < 2


def _unless(there: bool, citation: Citation) -> str | None:
    return None if there else citation.text
