"""Figures in Japanese rules: amounts, deadlines, periods, dates, times of day and counts.

Figures are read for what they mean: 1万5千円 is 15,000円, 2週間 is 14日, 半年 is 6か月, 前日 is
one day before. What only looks like a figure (第34条, 内線2101, 2027年4月1日) is none.
"""

from __future__ import annotations

import re

from ingest.checking.figures import FIGURE, NAMES, measure
from ingest.checking.quantity import POINTS, Bound, Kind, Quantity, Side

_BEFORE = re.compile(r"以内に出産|\s*(?:より|の)?(?:少し)?前(?!年|回|月|項|条|払|渡|者|半)")
_AFTER = re.compile(r"\s*(?:間)?(?:後|経っ|たっ|経過)")
_SINCE = re.compile(r"(?:から|より|後)(?:起算して|数えて|原則として|原則|、)?\s*$")
_UP_TO = re.compile(r"間?(?:以内|まで)")
_EVERY = re.compile(r"に(?:つき)?\d+(?:回|度)|(?:ごと|毎|おき)に")
_WITHIN = re.compile(r"間?以内(?!の)")
_IN_ALL = re.compile(
    r"(?:合計|合わせて|通算|につき|最大|最長|期間は?|年間?|限度|ごとに)(?:原則として|原則|、)?$"
)
_BOUND: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at least", re.compile(r"分?間?(?:以上|以降|以後)")),
    ("less", re.compile(r"分?間?(?:未満|に満たな|を下回)")),
    ("more", re.compile(r"分?間?(?:を?超|を上回)")),
    ("limit", re.compile(r"(?:分|前|後|の)?間?(?:以内|以下|まで|[をが]?(?:上限|限度))")),
    ("from", re.compile(r"(?:から|より|~|〜)(?!数え|起算)")),
)
_UNTIL = re.compile(r"(?:から|より|~|〜)\s*(?:翌日の?)?$")
_ORDINAL = re.compile(r"[目め](?!安|標|途)")
_DENIED = re.compile(r"(?:前|以内|以上|まで)?(?:に)?では(?:なく|ありません|ない)|だけの?|到達")
_COUNTED_BY = re.compile(
    r"(?:(?:(?<!\d)1|毎|各)(?P<one>日|泊|人|名|件|枚|冊|個|回|か月|月|年度|年間|年|週間|週|半期|時間|キロメートル|km|"
    r"世帯|資格)|(?<![\d\u4e00-\u9fff□か])(?P<bare>月|年度|年間|年|週|半期|ひと月|世帯|1回))"
    r"(?:間|額|さま|様)?(?:に|につき|について|あたり|当たり|ごとに|の|分の[^、。\d]{1,20})?(?:で|は|、|:|合計|通算|通じて|"
    r"を通じて|原則|最大|最長|税込み?|税抜き?|1回|約)*\s*$"
)
#: Longer spans than one: 4週間当たりの労働時間は120時間.
_SPAN = re.compile(
    r"(?P<span>(?<!\d)(?!1\D)\d+(?:週間?|か月間?|日間|年間))(?:を平均|につき|あたり|当たり|ごと)[^、。\d]{0,20}$"
)
_AVERAGED = re.compile(r"(?:当たり|あたり|を平均)")
_COUNTS_BY = re.compile(
    r"(?:に)?(?:つき|ついて|あたり|当たり|ごと|単位)|(?:さま|様)|に?(?=[約最大長計原則、]{0,4}(?:[\d何]|いくら))|の(?=\d|所定|勤務時間|労働時間)|分"
)
_PER = {
    **{"日": "day", "泊": "night", "人": "person", "名": "person", "か月": "month", "月": "month"},
    **{"年度": "year", "年間": "year", "年": "year", "週間": "week", "週": "week", "時間": "hour"},
    **{"キロメートル": "km", "km": "km", "半期": "half-year", "世帯": "household"},
    "ひと月": "month",
}


def quantities(text: str) -> list[Quantity]:
    """The figures of a :func:`normal` text, left to right; 1日 in 1日につき is none of them."""
    plain = NAMES.sub(lambda found: "□" * len(found[0]), text)
    found = [_quantity(match, plain) for match in FIGURE.finditer(plain)]
    return [q for q in found if not (_only_counts_by(q, plain) or _is_none(q, plain))]


def _is_none(quantity: Quantity, text: str) -> bool:
    """Whether a figure is said not to hold, or is the number of something: 2回目."""
    end = quantity.end
    return bool(_DENIED.match(text, end) or _ORDINAL.match(text, end))


def _quantity(match: re.Match[str], text: str) -> Quantity:
    kind, value, counter = measure(match)
    start, end = match.span()
    return Quantity(
        kind=kind,
        value=value,
        shown=match[0],
        start=start,
        end=end,
        counter=counter,
        side=_side(match, kind, text),
        bound=_bound(kind, text, start, end),
        per=_per(text[:start]) if kind in ("money", "days", "minutes", "count") else "",
    )


def _side(match: re.Match[str], kind: Kind, text: str) -> Side:
    if near := match["near"]:
        return "before" if near[0] == "前" else "after"
    if kind not in ("days", "working days", "months", "minutes"):
        return ""
    before, end = text[: match.start()], match.end()
    if _BEFORE.match(text, end):
        return "before"
    if _EVERY.match(text, end):
        return "every"
    if _AFTER.match(text, end) or (_UP_TO.match(text, end) and _SINCE.search(before)):
        return "after"
    return "within" if _WITHIN.match(text, end) and not _IN_ALL.search(before) else ""


def _bound(kind: Kind, text: str, start: int, end: int) -> Bound:
    if kind in POINTS and _UNTIL.search(text[:start]):
        return "limit"
    return next((name for name, pattern in _BOUND if pattern.match(text, end)), "")


def _per(before: str) -> str:
    if span := _SPAN.search(before):
        return span["span"]
    found = _COUNTED_BY.search(before)
    return _PER.get(found["one"] or found["bare"], "item") if found else ""


def _only_counts_by(quantity: Quantity, text: str) -> bool:
    """Whether a figure says what another is counted by: the 1日 of 1日250円."""
    if quantity.kind in ("days", "months") and _AVERAGED.match(text, quantity.end):
        return True
    is_one = quantity.value in (1, 7, 60, 12) and re.match(r"1\D", quantity.shown) is not None
    if is_one and quantity.kind == "months" and text.startswith("の", quantity.end):
        return True
    if is_one and text[: quantity.start].endswith("(") and text.startswith(")", quantity.end):
        return True
    return is_one and _COUNTS_BY.match(text, quantity.end) is not None
