"""Texts without what a conversion or recognition may change at will."""

from __future__ import annotations

import re
import unicodedata

#: Signs that differ by the encoding or the printer's taste alone.
_SAME_SIGNS = str.maketrans("～―‐−–—－・･•●", "〜ーーーーーー・・・・")
_MARKER = re.compile(
    r"[(]?(?P<number>[0-9]{1,2}|[ア-コ])[)．.、]?[\s　]\s*|[(](?P<round>[0-9]{1,2})[)]|"
    r"(?P<point>[0-9]{1,2})[.](?![0-9])"
)
_BULLET = re.compile(r"^[*・\-]\s*")


def regular(text: str) -> str:
    """The text without white space and without what differs by encoding alone."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME_SIGNS).split())


def paragraph(text: str) -> str:
    """A paragraph whose number is told from its text: ``(3)``, ``3.`` and ``３　`` are alike."""
    text = (
        unicodedata.normalize("NFKC", text.replace("\u3000", "  ")).translate(_SAME_SIGNS).strip()
    )
    if match := _MARKER.match(text):
        number = match["number"] or match["round"] or match["point"]
        return f"{number}|{regular(text[match.end() :])}"
    return regular(_BULLET.sub("", text, count=1))
