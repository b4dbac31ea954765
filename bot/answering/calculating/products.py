"""So much for each, times how many: 14,000円 × 2泊 = 28,000円; and the sum where both are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.answering.calculating import payments
from bot.answering.calculating.asking import is_asked
from bot.answering.calculating.conditions import BY_GROUP, fits, is_met, unsaid_case
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, amount
from bot.answering.calculating.stated import Stated
from bot.grounding.claim import Claim

_ASKS = re.compile(
    r"いくら|幾ら|なんぼ|何円|合計|全部で|総額|合わせて|あわせて|トータル|計算|どのくらい"
    r"|どれくらい|how much"
    r"|\btotal\b|altogether"
)
_ASKS_EACH = re.compile(
    r"1(?:日|泊|回|人|名|km|キロ|時間|か月|枚|食|件)(?:につき|あたり|当たり)?(?:は|で"
    r"|の(?:上限|金額|単価)は?)?"
    r"[、 ]?(?:最大|上限)?(?:いくら|何円|なんぼ)|日額|単価|per (?:night|day|person|km|hour)"
    r"|1(?:日|泊|回|人|名|km|キロ|時間|か月)(?:につき|あたり|当たり)"
)
_ASKS_TOTAL = re.compile(r"合計|全部で|総額|合わせて|あわせて|トータル|足す|\btotal\b|altogether")
#: What a claim is counted by → the unit of the question's count.
_COUNTED = {
    **{"day": "day", "night": "泊", "person": "人", "child": "人", "time": "回", "km": "km"},
    **{"hour": "hour", "month": "month", "item": "件", "copy": "部", "枚": "枚", "食": "食"},
}
#: What a figure is counted by in the words around it.
_COUNTED_BY = re.compile(
    r"(?P<night>1泊)|(?P<person>1(?:人|名))|(?P<time>1回|1出張)|(?P<km>1(?:km|キロ))"
    r"|(?P<day>1日|日額|(?<!の)日当たり)|(?P<month>1か月|月額|毎月|月あたり|月当たり"
    r"|(?<=[のに])月(?=\d))"
    r"|(?P<hour>1時間|時給)|(?P<item>1件)|(?P<year>年額|1年|年間|年度)|(?P<week>1週)"
    r"|(?P<child>子1人)"
    r"|(?P<eday>per day|daily)|(?P<enight>per night)|(?P<eperson>per person)|(?P<ekm>per km)"
)
#: Where an amount holds beyond a count only, or is left to somebody.
_NOT_SIMPLE = re.compile(
    r"人目|回目|日目|泊目|以降|を?超え|超過|以上(?!の?額)|未満|ごとに加算|加算|以外|除く"
    r"|除き|又は|または|若しくは|もしくは"
    r"|から(?=\d+円)|逓減|控除|差し引|日割|端数|相当額|の間で|〜|程度"
)
#: What changes an amount elsewhere in the quoted text.
_CHANGES = re.compile(
    r"半額|減額|減じ|\d分の\d|[2-9]割|支給しない|支給しません|支給されません|支払わない"
    r"|対象外|対象とならない|対象になりません"
    r"|出ません|付きません|打ち切|加算|割増|割引|を除く|を除き|人目|回目|日目|泊目"
)
_DAY_TRIP = re.compile(r"日帰り|day trip")
#: 1泊の上限 limits an amount.
_ONLY_COUNTS_BY = re.compile(r"の(?:上限|限度)(?:額|は|[)）:])")
_BY_GROUP = re.compile(BY_GROUP)
_A_MONTH = re.compile(
    r"月(?:に|は|で)?(?:いくら|何円|なんぼ|どれ|どの)|月額|毎月|a month|per month|monthly"
)
_CAPPED = frozenset({"", "month", "year", "fiscal year", "time"})
_ACTUAL = re.compile(r"実費|actual")


@dataclass(frozen=True, kw_only=True)
class _Rate:
    """So much for each of what is counted."""

    value: Fraction
    unit: str
    name: str
    #: Units of the question's counts; none twice.
    per: tuple[str, ...]
    is_limit: bool
    is_actual: bool
    #: What the rule holds for, where the question does not say it.
    case: tuple[str, str]
    citation: int


@dataclass(frozen=True, kw_only=True)
class _Product:
    rate: _Rate
    counts: tuple[tuple[str, Fraction], ...]
    #: Whether fewer are counted than the question says, up to a limit that is quoted.
    is_cut: bool
    each_month: bool

    @property
    def value(self) -> Fraction:
        found = self.rate.value
        for _, count in self.counts:
            found *= count
        return found


def product(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """Products of a rate in the quoted lines and counts in the question, and their sum."""
    counts = asked.counts
    if not counts or not _ASKS.search(asked.text) or _ASKS_EACH.search(asked.text):
        return []
    if not asked.are_counts_clear or any(_changes(asked, stated) for stated in lines):
        return []
    rates = _chosen(asked, [rate for one in lines for rate in _rates(asked, one)])
    limits = _limits(lines)
    products = [made for rate in rates if (made := _times(rate, counts, limits, asked))]
    if not products or len(products) != len(rates):
        return []
    if any(_is_limited(product, lines) for product in products):
        return []
    if not _ASKS_TOTAL.search(asked.text):
        return [_told(product) for product in products]
    # Where not all that is asked for together is known, a part would be taken for the whole.
    return _with_sum(products) if _are_all(asked, products) else []


def _rates(asked: Asked, stated: Stated) -> Iterator[_Rate]:
    line = stated.line
    for claim in line.claims:
        if claim.kind != "money" or claim.bound not in ("", "at most"):
            continue
        own = stated.said_of(claim)
        around = line.context if line.is_cell else f"{line.context}\n{line.text[: claim.start]}"
        name = _name(line.text[: claim.start], line.context)
        per = _per(claim, own, name, line.context)
        if not per or not name or not is_asked(name, line, claim, asked):
            continue
        if not fits(own, around, asked.circumstances, asked.profile):
            continue
        if _BY_GROUP.search(own) or _NOT_SIMPLE.search(own) or not is_met(own, asked.words):
            continue
        value = claim.values[0]
        if isinstance(value, Fraction):
            yield _Rate(
                value=value,
                unit=claim.unit,
                name=name,
                per=per,
                is_limit=claim.bound == "at most" or line.has_limit,
                is_actual=_ACTUAL.search(line.whole) is not None,
                case=unsaid_case(own, around, asked.circumstances),
                citation=stated.citation,
            )


def _name(before: str, context: str) -> str:
    """The payment named nearest before a figure, or above it."""
    found = payments.names(before) or payments.names(context)
    if len(found) > 1 and payments.is_bare(found[-1]) and f"{found[-2]}の{found[-1]}" in before:
        # 受講料の補助 is of the 受講料.
        return found[-2]
    return found[-1] if found else ""


def _per(claim: Claim, own: str, name: str, context: str) -> tuple[str, ...]:
    """The units by which a figure is counted; empty where it is not counted, or not by such."""
    said = {(m.lastgroup or "").removeprefix("e") for m in _COUNTED_BY.finditer(own)}
    if claim.per:
        said.add(claim.per)
    if not said:
        said = {(m.lastgroup or "").removeprefix("e") for m in _COUNTED_BY.finditer(context)}
    if not said and name in ("日当", "per diem"):
        said = {"day"}
    if "child" in said:
        said.discard("person")
    if said and said <= _COUNTED.keys():
        return tuple(sorted({_COUNTED[one] for one in said}))
    return ()


def _chosen(asked: Asked, rates: Sequence[_Rate]) -> list[_Rate]:
    """One rate for each payment; none at all where one of them has several."""
    by_name: list[list[_Rate]] = []
    for rate in rates:
        same = next((found for found in by_name if payments.are_same(found[0].name, rate.name)), [])
        if not same:
            by_name.append(same)
        same.append(rate)
    chosen = []
    for found in by_name:
        if len({(rate.value, rate.per) for rate in found}) > 1:
            return []
        chosen.append(found[0])
    return chosen


def _times(
    rate: _Rate, counts: Mapping[str, Fraction], limits: Mapping[str, Fraction], asked: Asked
) -> _Product | None:
    """The product; None where something is not counted, or more is counted than the rate knows."""
    each_month = "month" in rate.per and "month" not in counts
    if each_month and not _A_MONTH.search(asked.text):
        return None
    per = [unit for unit in rate.per if not (each_month and unit == "month")]
    if not per or any(unit not in counts for unit in per):
        return None
    if "人" in counts and "人" not in per and counts["人"] != 1:
        return None
    used = tuple((unit, min(counts[unit], limits.get(unit, counts[unit]))) for unit in per)
    if all(count == 1 for _, count in used):
        return None
    is_cut = any(count < counts[unit] for unit, count in used)
    return _Product(rate=rate, counts=used, is_cut=is_cut, each_month=each_month)


def _limits(lines: Sequence[Stated]) -> dict[str, Fraction]:
    """How many are counted at most: 3人を限度とする. Not how many in a time."""
    found: dict[str, Fraction] = {}
    for stated in lines:
        for claim in stated.line.claims:
            value = claim.values[0] if claim.values else None
            is_limit = claim.kind == "count" and claim.bound == "at most" and not claim.per
            if is_limit and isinstance(value, Fraction) and value > 1:
                found[claim.unit] = min(value, found.get(claim.unit, value))
    return found


def _changes(asked: Asked, stated: Stated) -> bool:
    """Whether a quoted line makes the amount another one, in a case that may be the asker's."""
    text = stated.line.text
    if _CHANGES.search(text) is None:
        return False
    return not (_DAY_TRIP.search(text) and asked.counts.get("泊"))


def _is_limited(product: _Product, lines: Sequence[Stated]) -> bool:
    """Whether a limit of the sum or of a count may be exceeded."""
    for stated in lines:
        for claim in stated.line.claims:
            limit = claim.values[0] if claim.values else None
            if claim.bound not in ("at most", "under") or not isinstance(limit, Fraction):
                continue
            if claim.kind == "money" and claim.per in _CAPPED and limit != product.rate.value:
                if product.value > limit:
                    return True
            elif _ONLY_COUNTS_BY.match(stated.line.text, claim.end):
                continue
            elif any(_unit(claim) == unit and count > limit for unit, count in product.counts):
                return True
    return False


def _unit(claim: Claim) -> str:
    return claim.unit if claim.kind in ("duration", "count") and not claim.side else ""


def _told(product: _Product) -> Result:
    rate = product.rate
    value, result = amount(rate.value, rate.unit), amount(product.value, rate.unit)
    counts = [amount(count, unit) for unit, count in product.counts]
    limit = ("上限", "up to ") if rate.is_limit else ("", "")
    if product.each_month:
        limit = (f"月{limit[0] or '額'}", limit[1])
    cut = ("（限度）", " (the limit)") if product.is_cut else ("", "")
    notes = [note for note in (rate.case[0], rate.name) if note]
    if rate.is_actual:
        notes.append("この範囲の実費です")
    more = f", {rate.case[1]}" if rate.case[1] else ""
    more += ", actual costs up to this" if rate.is_actual else ""
    factors = [" × ".join((value[n], *(count[n] for count in counts))) for n in (0, 1)]
    return Result(
        ja=f"{limit[0]}{factors[0]}{cut[0]} = {limit[0]}{result[0]}（{'、'.join(notes)}）",
        en=f"{limit[1]}{factors[1]}{cut[1]} = {limit[1]}{result[1]} ({rate.name}{more})",
        citations=(rate.citation,),
    )


def _are_all(asked: Asked, products: Sequence[_Product]) -> bool:
    """Whether each payment that the question names has its product."""
    named = [n for n in payments.names(asked.text) if not payments.is_bare(n)]
    found = [product.rate.name for product in products]
    return len(named) < 2 or all(any(payments.are_same(f, n) for f in found) for n in named)


def _with_sum(products: Sequence[_Product]) -> list[Result]:
    told = [_told(product) for product in products]
    units = {product.rate.unit for product in products}
    if len(products) < 2 or len(units) > 1:
        return told
    total = sum((product.value for product in products), Fraction(0))
    unit = units.pop()
    parts = [amount(product.value, unit) for product in products]
    result = amount(total, unit)
    limit = ("上限", "up to ") if any(p.rate.is_limit for p in products) else ("", "")
    cited = tuple(dict.fromkeys(product.rate.citation for product in products))
    summed = Result(
        ja=f"{' + '.join(p[0] for p in parts)} = {limit[0]}{result[0]}（合計）",
        en=f"{' + '.join(p[1] for p in parts)} = {limit[1]}{result[1]} (total)",
        citations=cited,
    )
    return [*told, summed]
