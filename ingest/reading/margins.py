"""Headers, footers and page numbers: lines in the margins that pages repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ingest.reading.page import Line, Page

#: Parts of the page's height in which headers and footers stand.
_TOP, _BOTTOM = 0.11, 0.89
_PAGE_NUMBER = re.compile(
    r"[-‐–—―－\s]*(p\.?|page|頁|ページ)?\s*[0-9０-９]{1,4}\s*((/|／|of)\s*[0-9０-９]{1,4})?"
    r"\s*(頁|ページ)?[-‐–—―－\s]*",
    re.IGNORECASE,
)
#: OCR reads the same header with slips; lines this alike are the same.
_ALIKE = 0.85


def without_margins(pages: Sequence[Page]) -> list[Page]:
    """The pages without what only says which document and page this is."""
    margins = [[line for line in page.lines if _in_margin(line, page)] for page in pages]
    kept = []
    for n, page in enumerate(pages):
        others = [line for m, lines in enumerate(margins) if m != n for line in lines]
        dropped = {
            id(line)
            for line in margins[n]
            if _PAGE_NUMBER.fullmatch(line.text) or _repeats(line, others, len(pages))
        }
        lines = tuple(line for line in page.lines if id(line) not in dropped)
        kept.append(replace(page, lines=lines))
    return kept


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
