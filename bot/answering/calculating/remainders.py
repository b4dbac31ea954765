"""What is left of a limit: 5日 − 3日 = 2日."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.answering.calculating import payments
from bot.answering.calculating.conditions import BY_GROUP, fits, is_same_matter
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, amount
from bot.answering.calculating.stated import Stated
from bot.grounding.claim import Claim

_ASKS = re.compile(
    r"残り|残って|残る|あと(?:何|いくら|どれ|どの)|残額|残日数|まだ(?:何|いくら|どれ)"
    r"|\bleft\b|\bremain|\bstill\b"
)
_SPENT = re.compile(
    r"(?:間|分|は|を|ほど|も)?(?:もう|すでに|既に)?[^、。\d]{0,12}?(?:使(?:い|っ)|取(?:り|っ"
    r"|得)|消化|利用し|もらい|もらっ|済み|受け)"
    r"|[^,.\d]{0,20}(?:used|taken|spent)"
)
_SPENT_BEFORE = re.compile(r"(?:used|taken|spent|took)[^,.\d]{0,16}$")
_STILL_PLANNED = re.compile(r"使いたい|取りたい|使う予定|取る予定|want to|plan to")
_NOT_SIMPLE = re.compile(
    r"繰り?越|付与|加算|人目|2人以上|1人(?:につき|の場合|あたり)|子が\d|以降|超え|未満|勤続"
    r"|継続勤務|翌年|比例|按分|失効|半日|時間単位"
)
#: Per → what the question may say of the time in which it was spent.
_TIMES = {
    "year": r"今年(?!度)|年|this year",
    "fiscal year": r"今年度|年度|今年|this (?:fiscal )?year",
    "month": r"今月|月|this month",
    "week": r"今週|this week",
}
_SAID_TIME = re.compile(
    r"今年度?|今月|今週|先月|去年|昨年|前年|来月|来年|this (?:fiscal )?(?:year|month|week)"
)
_WITHIN = {
    "year": ("同じ年に使った分として", "as used in the same year"),
    "fiscal year": ("同じ年度に使った分として", "as used in the same fiscal year"),
    "month": ("同じ月に使った分として", "as used in the same month"),
    "week": ("同じ週に使った分として", "as used in the same week"),
}
_BY_GROUP = re.compile(BY_GROUP)
_PERIOD = re.compile(
    r"(?P<fiscal_year>年度)|(?P<year>1年(?!度)|年間|毎年|暦年)|(?P<month>1か月|月間|毎月)"
    r"|(?P<week>1週|毎週)"
)
_GENERIC = frozenset(
    (
        "使う 取る 取得 利用 残る 残り 何 日 円 年 月 回 今年 今月 今年度 年度 上限 限度"
        " まで できる 有る 既に 後"
    ).split()
)


@dataclass(frozen=True, kw_only=True)
class _Limit:
    value: Fraction
    unit: str
    per: str
    citation: int


def left(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The one limit in the quoted lines less what the question says is spent of it."""
    if not _ASKS.search(asked.text) or _STILL_PLANNED.search(asked.text):
        return []
    spent = _spent(asked)
    if spent is None or any(_is_shared(one) for one in lines):
        return []
    limits = {(li.value, li.per): li for one in lines for li in _limits(asked, one, spent)}
    if len(limits) != 1:
        return []
    limit = next(iter(limits.values()))
    value = spent.values[0]
    if not isinstance(value, Fraction) or value >= limit.value:
        return []
    return [_told(limit, value)]


def _is_shared(stated: Stated) -> bool:
    """Whether a limit depends on more than is known, or is not of one person."""
    return bool(_NOT_SIMPLE.search(stated.line.text) or _BY_GROUP.search(stated.line.text))


def _spent(asked: Asked) -> Claim | None:
    """The one figure in the question that is said to be spent."""
    countable = [c for c in asked.claims if c.kind in ("money", "duration", "count")]
    found = [
        claim
        for claim in countable
        if _SPENT.match(asked.text, claim.end) or _SPENT_BEFORE.search(asked.text[: claim.start])
    ]
    if len(found) != 1 or found[0].bound or found[0].per not in ("", "year", "month", "week"):
        return None
    same = [c for c in countable if c.unit == found[0].unit]
    return found[0] if len(same) == 1 else None


def _limits(asked: Asked, stated: Stated, spent: Claim) -> Iterator[_Limit]:
    line = stated.line
    for claim in line.claims:
        value = claim.values[0] if claim.values else None
        if (claim.kind, claim.unit) != (spent.kind, spent.unit) or not isinstance(value, Fraction):
            continue
        own = stated.said_of(claim)
        per = claim.per or _per(own)
        is_limit = claim.bound == "at most" or (claim.bound == "" and per in _WITHIN)
        if not is_limit or claim.side or per not in ("", *_WITHIN):
            continue
        if not fits(own, line.context, asked.circumstances, asked.profile):
            continue
        if _is_same_time(per, asked) and _is_same_thing(stated, asked):
            yield _Limit(value=value, unit=spent.unit, per=per, citation=stated.citation)


def _per(own: str) -> str:
    """The period of a limit where it stands apart from it: 1年度において5日."""
    found = _PERIOD.search(own)
    return (found.lastgroup or "").replace("_", " ") if found else ""


def _is_same_time(per: str, asked: Asked) -> bool:
    said = _SAID_TIME.search(asked.text)
    if said is None:
        return True
    return per in _TIMES and re.fullmatch(_TIMES[per], said[0]) is not None


def _is_same_thing(stated: Stated, asked: Asked) -> bool:
    """Whether the line and the question name the same payment, or the same matter."""
    if not is_same_matter(stated.line.whole, _asking_clause(asked.text)):
        return False
    named = [n for n in payments.names(asked.text) if not payments.is_bare(n)]
    rule = payments.names(stated.line.whole)
    if named and rule:
        return any(payments.are_same(one, other) for one in named for other in rule)
    line = stated.line
    about = {w for w in line.words | line.context_words if len(w) > 1} - _GENERIC
    return bool(about & asked.words)


def _asking_clause(text: str) -> str:
    """The clause that asks what is left."""
    return next((one for one in re.split(r"[、。?!\n]", text) if _ASKS.search(one)), text)


def _told(limit: _Limit, spent: Fraction) -> Result:
    unit = limit.unit
    whole, less, left = (
        _amount(value, unit) for value in (limit.value, spent, limit.value - spent)
    )
    within = _WITHIN.get(limit.per, ("", ""))
    return Result(
        ja=f"{whole[0]} − {less[0]} = 残り{left[0]}" + (f"（{within[0]}）" if within[0] else ""),
        en=f"{whole[1]} − {less[1]} = {left[1]} left" + (f" ({within[1]})" if within[1] else ""),
        citations=(limit.citation,),
    )


def _amount(value: Fraction, unit: str) -> tuple[str, str]:
    if unit == "minute":
        return amount(value / 60, "hour")
    return amount(value, unit)
