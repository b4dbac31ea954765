"""What a payment is called, so that a rule's and a question's can be told to be the same."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import thesaurus

_NAME = re.compile(
    r"(?P<name>[一-龠々ァ-ヶーa-z]*?(?:費用|費|料金|(?<![原材有無燃])料(?!費|金|代)|代金"
    r"|(?<![時年世])代(?!わ|え|表|理|替)|手当|日当"
    r"|補助金|補助|助成金|助成|祝い?金|見舞金|謝礼|謝金|奨励金|報奨金|運賃|単価|時給|積立金|会費"
    r"|allowance|fee|per diem|lodging|hotel))"
)
#: Not by themselves the name of anything.
_BARE = frozenset("費用 費 料金 料 代金 代 手当 補助金 補助 助成金 助成 allowance fee".split())
_TOO_BROAD = frozenset({"交通費", "通勤手当", "費用", "手当", "補助", "お金"})


def names(text: str) -> list[str]:
    """The names of payments in a plain text, in reading order."""
    return [match["name"] for match in _NAME.finditer(text)]


@lru_cache(maxsize=4096)
def concepts(text: str) -> frozenset[str]:
    """The thesaurus's names of the payments that a plain text names."""
    found = {concept.names[0] for concept in thesaurus.concepts(text)}
    return frozenset(name for name in found if name not in _TOO_BROAD)


def are_same(one: str, other: str) -> bool:
    """Whether two names mean the same payment: 宿泊費 and ホテル代."""
    if one == other:
        return True
    if one in _BARE or other in _BARE:
        return False
    return bool(_payment_concepts(one) & _payment_concepts(other))


def is_bare(name: str) -> bool:
    """Whether a name says nothing by itself: 費用, 手当."""
    return name in _BARE


@lru_cache(maxsize=4096)
def _payment_concepts(name: str) -> frozenset[str]:
    """Concepts whose own name is a payment's, so that 昼食代 is no 社員食堂."""
    return frozenset(c for c in concepts(name) if _NAME.search(c) and c not in _BARE)
