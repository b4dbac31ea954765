"""Headers, footers and page numbers: lines in the margins that pages repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.reading.page import Line, Page

#: Parts of the page's height in which headers and footers stand.
_TOP, _BOTTOM = 0.11, 0.89
_PAGE_NUMBER = (
    r"[-‐–—―－\s]*(?:p\.?|page|頁|ページ)?\s*[0-9０-９]{1,4}\s*(?:(?:/|／|of)\s*[0-9０-９]{1,4})?"
    r"\s*(?:頁|ページ)?[-‐–—―－\s]*"
)
#: What printers and clerks put on every page.
_LABEL = (
    r"(?:社外秘|取扱注意|関係者外秘|部外秘|[㊙秘]|Confidential|Internal use only"
    r"|(?:©|\(c\)|Copyright).*|(?:印刷|出力)日時?[:：]?\s*[0-9０-９/年月日 :：]+)"
)
_NO_TEXT = re.compile(
    rf"{_PAGE_NUMBER}|{_LABEL}(?:\s+{_PAGE_NUMBER})?|{_PAGE_NUMBER}\s+{_LABEL}", re.IGNORECASE
)
#: Headers and footers stand this far from the text, in type sizes.
_APART = 0.9
_TITLE_WITHIN = 3
#: OCR reads the same header with slips; lines this alike are the same.
_ALIKE = 0.85


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """The pages without what only says which document and page this is."""
    margins = [[line for line in page.lines if _in_margin(line, page)] for page in pages]
    kept = []
    for n, page in enumerate(pages):
        others = [line for m, lines in enumerate(margins) if m != n for line in lines]
        said = {
            id(line)
            for line in margins[n]
            if _NO_TEXT.fullmatch(line.text)
            or _repeats(line, others, len(pages))
            or _names_document(line, page)
        }
        dropped = {
            id(line)
            for group in _groups(page.lines)
            if all(id(line) in said for line in group)
            for line in group
        }
        lines = tuple(line for line in page.lines if id(line) not in dropped)
        kept.append(replace(page, lines=lines))
    return kept


def _groups(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that stand close together, one below or beside the other."""
    groups: list[list[Line]] = []
    reached = 0.0
    for line in sorted(lines, key=lambda line: line.top):
        if groups and line.top - reached <= line.size * _APART:
            groups[-1].append(line)
        else:
            groups.append([line])
        reached = max(reached, line.bottom)
    return groups


def _names_document(line: Line, page: Page) -> bool:
    """Whether a line above the title of the first page says it too: ``株式会社甲　旅費規程``."""
    if page.number != 1 or line.top > page.height * _TOP:
        return False
    below = [other for other in page.lines if other.top > line.bottom][:_TITLE_WITHIN]
    return any(
        other.size > line.size and len(other.text) > 2 and _bare(other.text) in _bare(line.text)
        for other in below
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _in_margin(line: Line, page: Page) -> bool:
    middle = (line.top + line.bottom) / 2
    return middle < page.height * _TOP or middle > page.height * _BOTTOM


def _repeats(line: Line, others: Sequence[Line], pages: int) -> bool:
    """Whether at least half of the other pages have such a line in the same place."""
    height = max(line.size, line.bottom - line.top)
    same = {o.page for o in others if abs(o.top - line.top) <= height and alike(o.text, line.text)}
    return bool(same) and len(same) * 2 >= pages - 1


def alike(a: str, b: str) -> bool:
    """Whether two texts are the same but for numbers and slips of OCR."""
    a, b = (re.sub(r"[0-9０-９]+", "#", text) for text in (a, b))
    return a == b or SequenceMatcher(None, a, b).ratio() >= _ALIKE
