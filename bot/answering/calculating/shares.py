"""A share of an amount in the question: 50,000円 × 80% = 40,000円, up to the quoted limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bot.answering.calculating import payments
from bot.answering.calculating.conditions import fits, is_met
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, amount
from bot.answering.calculating.stated import Stated
from bot.grounding.claim import Claim
from bot.grounding.source import words

Payer = Literal["company", "employee"]

_ASKS = re.compile(r"いくら|幾ら|なんぼ|何円|どのくらい|どれくらい|how much|what amount")
_EMPLOYEE = re.compile(
    r"自己負担|本人負担|個人負担|(?:本人|自己|従業員|社員|個人|自分|職員)(?:が|の"
    r"|で)(?:、)?(?:[^。、]{0,6})(?:負担|払|支払|出)"
    r"|自腹|手出し|持ち出し|\bi (?:have to )?pay\b|employee(?:s)? (?:pay|bear)"
)
_COMPANY = re.compile(
    r"補助|助成|会社(?:が|の|で)|会社負担|支給|還付|返金|返って|戻(?:り|っ|る)|もらえ|もらう"
    r"|出(?:ます|る|して|ますか|ん)|受けられ|reimburse"
    r"|subsid|\bcovers?\b|company pays|get back"
)
#: A share of pay, of a day's hours or of an attendance is none of a price.
_OF_ELSE = re.compile(
    r"割増|加算|増し|賃金|給与|給料|基本給|時給|月給|日給|賞与|減給|報酬|標準|出勤率|労働日"
    r"|所定|以上出勤|税|利率|年利|保険料"
)
_NOT_SIMPLE = re.compile(
    r"人目|回目|以降|未満|を?超え|[\d円]以上|以外|除く|又は|または|若しくは|いずれか|端数"
    r"|切り捨て|切り上げ|四捨五入"
)
_OF = re.compile(r"(?P<base>[^、。]*?)(?:の|(?:は|については|のうち)、?(?:その|会社[がはで])?)$")
_GENERIC = frozenset(
    "費用 費 料金 料 代金 代 金額 補助 補助金 会社 全額 額 社員 負担 支給 購入 買う".split()
)
_BOUGHT = re.compile(r"円の(?P<what>[^、。はがをで]{1,12})")
_WHOLE = re.compile(r"費用|代金|金額|全額|額|実費|料金|本体価格|購入|cost|price|fee")


@dataclass(frozen=True, kw_only=True)
class _Share:
    value: Fraction
    shown: str
    payer: Payer
    is_limit: bool
    citation: int


def share(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The one quoted share of the one amount in the question."""
    amounts = [c for c in asked.claims if c.kind == "money"]
    payer = _payer(asked.text)
    if len(amounts) != 1 or payer is None or not _ASKS.search(asked.text):
        return []
    price = amounts[0].values[0]
    if amounts[0].bound or amounts[0].per or not isinstance(price, Fraction):
        return []
    if any(_NOT_SIMPLE.search(one.line.text) for one in lines) or _counts_several(asked):
        return []
    shares = [share for one in lines for share in _shares(asked, one)]
    if len({(share.value, share.payer) for share in shares}) != 1:
        return []
    caps = _caps(lines)
    if caps is None or (caps and (shares[0].payer, payer) != ("company", "company")):
        return []
    return _told(shares[0], payer, price, amounts[0].unit, caps)


def _shares(asked: Asked, stated: Stated) -> Iterator[_Share]:
    line = stated.line
    for claim in line.claims:
        value = claim.values[0] if claim.values else None
        if claim.kind != "share" or not isinstance(value, Fraction) or not 0 < value < 1:
            continue
        own = stated.said_of(claim)
        payer = _payer(own)
        if payer is None or claim.bound not in ("", "at most") or _OF_ELSE.search(own):
            continue
        if not fits(own, line.context, asked.circumstances, asked.profile):
            continue
        if not is_met(own, asked.words):
            continue
        if _is_of_the_price(stated, claim, asked):
            yield _Share(
                value=value,
                shown=claim.shown,
                payer=payer,
                is_limit=claim.bound == "at most",
                citation=stated.citation,
            )


def _payer(text: str) -> Payer | None:
    """Who bears it; None where neither is said, or both are."""
    company = _COMPANY.search(_EMPLOYEE.sub(" ", text)) is not None
    employee = _EMPLOYEE.search(text) is not None
    if company == employee:
        return None
    return "company" if company else "employee"


def _is_of_the_price(stated: Stated, claim: Claim, asked: Asked) -> bool:
    """Whether the share is of what the question says costs so much."""
    named = [n for n in payments.names(asked.text) if not payments.is_bare(n)]
    line = stated.line
    rule = [n for n in payments.names(line.whole) if not payments.is_bare(n)]
    if named and rule:
        return any(payments.are_same(one, other) for one in named for other in rule)
    base = _OF.search(line.text[: claim.start])
    if base is None or not (_WHOLE.search(base["base"]) or payments.names(base["base"])):
        return False
    bought = _BOUGHT.search(asked.text)
    if bought and not words(bought["what"]) & (line.words | line.context_words):
        return False
    return bool((words(base["base"]) - _GENERIC) & asked.words)


def _counts_several(asked: Asked) -> bool:
    """Whether the amount may be that of one of several: 講座を2つ."""
    if not asked.are_counts_clear:
        return True
    return any(n != 1 for unit, n in asked.counts.items() if unit not in ("day", "month", "hour"))


def _caps(lines: Sequence[Stated]) -> list[tuple[Fraction, str]] | None:
    """The amount that limits the share, with its period; None where there are other amounts."""
    found: set[tuple[Fraction, str]] = set()
    for stated in lines:
        for claim in stated.line.claims:
            value = claim.values[0] if claim.values else None
            if claim.kind != "money" or not isinstance(value, Fraction):
                continue
            if claim.bound != "at most":
                return None
            found.add((value, claim.per))
    return sorted(found) if len(found) <= 1 else None


def _told(
    share: _Share, payer: Payer, price: Fraction, unit: str, caps: Sequence[tuple[Fraction, str]]
) -> list[Result]:
    part = price * share.value
    if part.denominator != 1:
        return []
    whole, shown = amount(price, unit), amount(part, unit)
    limit = ("上限", "up to ") if share.is_limit else ("", "")
    if share.payer != payer:
        if share.is_limit:
            return []
        rest = amount(price - part, unit)
        ja = f"{whole[0]} − {whole[0]} × {share.shown} = {rest[0]}"
        en = f"{whole[1]} − {whole[1]} × {share.shown} = {rest[1]}"
        return [Result(ja=ja, en=en, citations=(share.citation,))]
    ja = f"{whole[0]} × {share.shown} = {limit[0]}{shown[0]}"
    en = f"{whole[1]} × {share.shown} = {limit[1]}{shown[1]}"
    for cap, per in caps:
        capped = amount(cap, unit)
        if part > cap and per in ("", "time", "item"):
            ja, en = f"{ja} → 上限の{capped[0]}", f"{en} → limited to {capped[1]}"
        elif part > cap:
            return []
        else:
            ja, en = f"{ja}（上限{capped[0]}の範囲内）", f"{en} (within the limit of {capped[1]})"
    return [Result(ja=ja, en=en, citations=(share.citation,))]
