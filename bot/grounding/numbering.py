"""Digits of a sentence that are read as no figure: the 23 of 東京23区."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.grounding.claim import Claim
from bot.grounding.objection import Objection

#: Years of school, which may be said as 第3学年, are compared as names.
_DIGITS = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?!\d|年生)(?P<after>[一-龠々]?)")
#: A draft may number its own sentences.
_MARK = re.compile(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.)．、](?!\d)|\d{1,2}\s+(?=[^\d\sa-z(]))")
#: What a figure is counted by: the 1 of 1日250円, said as 日額250円.
_ONE = "1"


def unknown_digits(sentence: str, claims: Sequence[Claim], known: str) -> Iterator[Objection]:
    """Digits of a plain sentence outside its claims that a plain text does not have so."""
    mark = _MARK.match(sentence)
    for found in _DIGITS.finditer(sentence, mark.end() if mark else 0):
        digits = found[0].removesuffix(found["after"])
        is_claimed = any(claim.start <= found.start() < claim.end for claim in claims)
        if is_claimed or digits == _ONE or _stands(digits, found["after"], known):
            continue
        yield Objection(
            kind="figure",
            english=f"states {found[0]}, which the passage does not",
            japanese=f"「{found[0]}」は原文にありません",
        )
        return


def _stands(digits: str, after: str, known: str) -> bool:
    end = after or r"(?!\d)"
    return re.search(rf"(?<![\d.]){re.escape(digits)}{end}", known) is not None
