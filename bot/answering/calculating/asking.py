"""Whether a question is about the payment for which a rule gives an amount."""

from __future__ import annotations

import re

from bot.answering.calculating import payments
from bot.answering.calculating.question import Asked
from bot.grounding.claim import Claim
from bot.grounding.source import Line, words

_LODGING = re.compile(r"宿泊(?!を伴|する|した)|宿(?:代|の)|ホテル|\blodging\b|\bhotel\b")
_GENERIC = frozenset(
    "出張 国内 社員 従業員 職員 会社 者 業務 使用 使う 自家 支給 走行 場合 利用 為る".split()
)
_NUMBERED = re.compile(r"第\d+(?:条|項|号)|別表\d*|[(（]\d+[)）]")
_BY_NIGHT = re.compile(r"1泊|per night")


def is_asked(name: str, line: Line, claim: Claim, asked: Asked) -> bool:
    """Whether the question names the payment: by its name, as 手当 of it, or by its nights."""
    given = payments.names(asked.text)
    named = [one for one in given if not payments.is_bare(one)]
    before = line.text[: claim.start]
    if payments.is_bare(name):
        return not named and name in given and _speaks_of(_modifier(name, before), asked.words)
    if not _is_generic(_modifier(name, before), asked):
        return False
    if any(payments.are_same(name, one) for one in named):
        return True
    if payments.concepts(asked.text) & payments.concepts(name):
        return True
    if payments.are_same(name, "宿泊費") and _BY_NIGHT.search(line.whole):
        return bool(_LODGING.search(asked.text)) or not named
    if named:
        return False
    return any(_is_short_for(one, name, line, asked) for one in given)


def _is_short_for(bare: str, name: str, line: Line, asked: Asked) -> bool:
    """Whether 手当 in a question stands for オンコール手当: it says オンコール, or 夜勤の手当."""
    if not name.endswith(bare):
        return False
    if _speaks_of(name.removesuffix(bare), asked.words):
        return True
    return _speaks_of(_modifier(bare, asked.text), line.words | line.context_words)


def _is_generic(modifier: str, asked: Asked) -> bool:
    """Whether a question may leave out what a payment is of: 出張の日当, not 車中泊の宿泊料."""
    said = {w for w in words(_NUMBERED.sub("", modifier)) if len(w) > 1 and not w.startswith("@")}
    return said - _GENERIC <= asked.words


def _modifier(name: str, text: str) -> str:
    """What a bare name is said of: 懇親会 of 懇親会の補助."""
    found = re.search(rf"([^、。はがをで]{{2,12}}?)の?{name}", text)
    return found[1] if found else ""


def _speaks_of(about: str, others: frozenset[str]) -> bool:
    said = words(about)
    return bool(said) and said <= others
