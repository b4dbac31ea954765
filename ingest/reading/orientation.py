"""PDF pages whose text does not run from left to right: turned pages and vertical writing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page as PdfPage

#: Most of a page's characters must agree on their direction.
_MOST = 0.6
#: From one character to the next in a line: off the line at most, along it at most, in sizes.
_OFF, _ALONG = 0.3, 2.5


def upright(page: Any) -> Any:
    """The page turned so that its text runs from left to right; most pages as they are."""
    turned = [char for char in page.chars if not char["upright"] and not char["text"].isspace()]
    if not turned or len(turned) < len(page.chars) * _MOST:
        return page
    runs_up = sum(char["matrix"][1] > 0 for char in turned) * 2 > len(turned)
    rotation = (int(page.rotation or 0) + (90 if runs_up else 270)) % 360
    page.page_obj.rotate = rotation
    page.page_obj.attrs["Rotate"] = rotation
    return PdfPage(page.pdf, page.page_obj, page_number=page.page_number)


def vertical_chars(chars: Sequence[Any]) -> list[Any]:
    """The characters of lines that run from top to bottom, if most of the page's do."""
    shown = [char for char in chars if not char["text"].isspace()]
    stacked: set[int] = set()
    for a, b in pairwise(shown):
        if _follows_below(a, b):
            stacked |= {id(a), id(b)}
    if len(stacked) < max(len(shown) * _MOST, 2):
        return []
    return [char for char in chars if id(char) in stacked]


def laid_level(char: Any, page_width: float) -> Any:
    """A character of vertical writing where it would stand if its line ran from left to right."""
    return {
        **char,
        "x0": char["top"],
        "x1": char["bottom"],
        "top": page_width - char["x1"],
        "bottom": page_width - char["x0"],
    }


def _follows_below(a: Any, b: Any) -> bool:
    size = max(a["size"], b["size"])
    aside = abs((a["x0"] + a["x1"]) - (b["x0"] + b["x1"])) / 2
    below = b["top"] - a["top"]
    return bool(aside <= size * _OFF and 0 < below <= size * _ALONG)
