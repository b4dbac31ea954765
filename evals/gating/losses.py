"""What a place said before a change and says no longer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.grounding.claim import Claim
from bot.grounding.reading import claims
from knowledge import japanese

#: A text with fewer words says too little to tell how much of it is left.
_FEWEST_WORDS = 6
#: Share of the words of a text without which it is about something else.
_LEAST_LEFT = 0.34
_NO_MEASURE = frozenset({"code", "number", "ordinal"})
#: What makes a rule hold only for some, or only then.
_CONDITIONS = (
    ("承認・許可", "approval", r"承認|許可|了承|決裁"),
    ("届出・申請", "application", r"届(?:け)?出|申請|申し出|申出|提出|報告|連絡"),
    ("限定・例外", "exception", r"限り|限る|除く|を除き|ただし|のみ|だけ|原則"),
    (
        "禁止・対象外",
        "exclusion",
        r"認めない|禁止|対象外|できない|できません|負担しない|支給しない|なりません|ならない",
    ),
)


def is_replaced(before: str, after: str) -> bool:
    """Whether hardly anything is left of what a place said."""
    said = set(japanese.words(before))
    left = said.intersection(japanese.words(after))
    return len(said) >= _FEWEST_WORDS and len(left) < _LEAST_LEFT * len(said)


def figures_lost(before: str, after: str) -> list[str]:
    """Figures of a text in whose place there is none of their kind any more."""
    kept = {_measure(claim) for claim in claims(after)}
    lost = [claim for claim in claims(before) if _measure(claim) not in kept]
    return _once(claim.shown.strip() for claim in lost if claim.kind not in _NO_MEASURE)


def conditions_lost(before: str, after: str) -> list[tuple[str, str]]:
    """Kinds of condition that a text made and does not make any more, in Japanese and English."""
    return [
        (ja, en)
        for ja, en, words in _CONDITIONS
        if re.search(words, before) and not re.search(words, after)
    ]


def _measure(claim: Claim) -> tuple[str, str]:
    return claim.kind, claim.unit


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
