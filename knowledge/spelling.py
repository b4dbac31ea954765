"""One spelling of width, case, numerals and units."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from knowledge.numerals import to_digits

#: Texts that are kept: a search and its answer read the same lines many times.
_KEPT = 8192


@lru_cache(maxsize=_KEPT)
def normalize(text: str) -> str:
    """``ﾃﾚﾜｰｸ １０日`` → ``テレワーク 10日``, ``3ヶ月`` → ``3か月``, ``60h`` → ``60時間``."""
    return to_digits(unicodedata.normalize("NFKC", text).lower())
