"""One spelling of width, case, numerals and units."""

from __future__ import annotations

import unicodedata

from knowledge.numerals import to_digits


def normalize(text: str) -> str:
    """``ﾃﾚﾜｰｸ １０日`` → ``テレワーク 10日``, ``3ヶ月`` → ``3か月``, ``60h`` → ``60時間``."""
    return to_digits(unicodedata.normalize("NFKC", text).lower())
