"""Figures in Japanese rules: amounts, deadlines, periods, dates, times of day and counts.

Figures are read for what they mean: 1万5千円 is 15,000円, 2週間 is 14日, 半年 is 6か月, 前日 is
one day before. What only looks like a figure (第34条, 内線2101, 2027年4月1日) is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from knowledge import japanese

Kind = Literal[
    "money",
    "percent",
    "minutes",
    "days",
    "working days",
    "months",
    "age",
    "clock",
    "date",
    "month",
    "day of month",
    "distance",
    "count",
]
#: Before or after an event, or neither; ``within`` may be either of the last two: 3営業日以内. An
#: interval is ``every``: 6か月に1回.
Side = Literal["before", "after", "within", "every", ""]
#: 以上 and 超 set a threshold from below, 未満 from above; 以内 and まで set a limit, から begins.
Bound = Literal["at least", "less", "more", "limit", "from", ""]

#: Unit → kind and factor. Longer units come first.
_UNITS: dict[str, tuple[Kind, float]] = {
    **{
        "円": ("money", 1),
        "%": ("percent", 1),
        "パーセント": ("percent", 1),
        "割": ("percent", 10),
    },
    **{"営業日": ("working days", 1), "労働日": ("working days", 1)},
    **{"週間": ("days", 7), "週": ("days", 7), "日間": ("days", 1), "日": ("days", 1)},
    **{
        "か月間": ("months", 1),
        "か月": ("months", 1),
        "年間": ("months", 12),
        "年": ("months", 12),
    },
    **{"時間": ("minutes", 60), "分間": ("minutes", 1), "分": ("minutes", 1), "歳": ("age", 12)},
    **{"キロメートル": ("distance", 1), "キロ": ("distance", 1), "km": ("distance", 1)},
}
_COUNTERS = {
    **{"回": "回", "度": "回", "人": "人", "名": "人", "枚": "枚", "社": "社", "口座": "口座"},
    **{
        "件": "件",
        "通": "通",
        "冊": "冊",
        "部": "部",
        "台": "台",
        "箱": "箱",
        "個": "個",
        "つ": "個",
    },
    **{"泊": "泊", "段階": "段階", "か所": "か所", "単位": "単位", "点": "点", "倍": "倍"},
}
#: What follows a number and its unit when they do not measure: 4年生, 1日入館証, 1割増.
_NO_UNIT = {
    "日": r"(?![本帰当曜程額入]|数[は、に])",
    "割": r"(?!増|合|引|り)",
    "年": r"(?!度|次|末|始|生|目標)",
    "分": r"(?![割類野析])",
    "部": r"(?!長|署|門|分|下)",
    "人": r"(?!員|事)",
    "社": r"(?!員|長|外|内)",
    "件": r"(?!名)",
    "つ": r"(?!い|ま)",
    "通": r"(?!勤|知|常|帳|話|院)",
}
_UNIT = "|".join(
    re.escape(unit) + _NO_UNIT.get(unit, "")
    for unit in sorted([*_UNITS, *_COUNTERS], key=len, reverse=True)
)
_FIGURE = re.compile(
    r"(?P<noon>午前|午後)?(?P<hour>\d{1,2})(?:時(?!間)(?:(?P<minute>\d{1,2})分|(?P<half>半))?|:(?P<colon>\d\d))"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<month_end>末日?))?(?!曜)"
    r"|(?:毎月|翌月|当月|前月|翌々月)の?(?:(?P<monthday>\d{1,2})日|(?P<last_of>末日?))"
    r"|(?P<payday>\d{1,2})日(?=に(?:支払|振り?込|支給)|の給与|で?締|をもって締|が(?:会社の)?(?:休日|土日)|は給料日)"
    r"|(?P<last>月末日?|末日)"
    r"|(?P<near>(?:前|翌)(?:営業)?日)"
    r"|(?P<wari>\d+)割(?P<bu>\d+)分(?!の)"
    rf"|(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT})"
)
#: Numbers that name something: articles, telephone numbers, years, school grades, list items.
_NAMES = re.compile(
    r"第\d+(?:条|項|号|章|節|款|編|表|次|学年)(?:の\d+)*|(?:別表|別紙|様式|レベル|内線)第?\d+号?|第\d+\S|"
    r"\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{4}/\d{1,2}/\d{1,2}|"
    r"(?:令和|平成|昭和)(?:\d+|元)年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|"
    r"\d+級|\d+協定|\d+区|[a-z-]+\d+|\d+(?:dpi|階)|小学校\d年生?|"
    r"^\s*(?:\(\d{1,2}\)|[\[①-⑳]|\d{1,2}[).、 ](?!\d))\s*"
)
_WORDS: tuple[tuple[str, str], ...] = (
    ("半年", "6か月"),
    ("半月", "15日"),
    ("正午", "12時"),
    ("半額", "50%"),
)
_YEARS_AND_MONTHS = re.compile(r"(\d+)(?:年|歳)(\d+)か月")
_YEARS_WITH_POINT = re.compile(r"(\d+)\.5(?=年)年")
_MONTHS = re.compile(r"(\d+)月(?=未満|以上|以下|を超|分の|間)")
_YEAR_AND_A_HALF = re.compile(r"(\d+)年半")
_KANJI_COUNT = re.compile(r"[一二三四五六七八九十百]+(?=口座|キロ|km|冊|箱|泊|か所)")
_KAGETSU = re.compile(r"(?<=[0-9０-９〇一二三四五六七八九十])\s*[ヶケヵカｹ箇]月")

_BEFORE = re.compile(r"以内に出産|\s*(?:より|の)?(?:少し)?前(?!年|回|月|項|条|払|渡|者|半)")
_AFTER = re.compile(r"\s*(?:間)?(?:後|経っ|たっ|経過)")
_SINCE = re.compile(r"(?:から|より|後)(?:起算して|数えて|原則として|原則|、)?\s*$")
_UP_TO = re.compile(r"間?(?:以内|まで)")
_EVERY = re.compile(r"(?:に|ごとに|毎に)(?:つき)?\d+(?:回|度)")
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
_DENIED = re.compile(r"(?:前|以内|以上|まで)?(?:に)?では(?:なく|ありません|ない)|だけの?|到達")
_COUNTED_BY = re.compile(
    r"(?:(?:(?<!\d)1|毎|各)(?P<one>日|泊|人|名|件|枚|冊|個|回|か月|月|年度|年間|年|週間|週|半期|時間|キロメートル|km|"
    r"世帯|資格)|(?<![\d\u4e00-\u9fff□か])(?P<bare>月|年度|年間|年|週|半期|ひと月|世帯|1回))"
    r"(?:間|額|さま|様)?(?:に|につき|について|あたり|当たり|ごとに|の|分の[^、。\d]{1,20})?(?:で|は|、|:|合計|通算|通じて|"
    r"を通じて|原則|最大|最長|税込み?|税抜き?|1回|約)*\s*$"
)
_COUNTS_BY = re.compile(
    r"(?:に)?(?:つき|ついて|あたり|当たり|ごと|単位)|(?:さま|様)|に?(?=[約最大長計原則、]{0,4}(?:[\d何]|いくら))|の(?=\d|所定|勤務時間|労働時間)|分"
)
#: Kinds that are points in time.
POINTS = frozenset({"clock", "date", "month", "day of month"})
_PER = {
    **{"日": "day", "泊": "night", "人": "person", "名": "person", "か月": "month", "月": "month"},
    **{"年度": "year", "年間": "year", "年": "year", "週間": "week", "週": "week", "時間": "hour"},
    **{"キロメートル": "km", "km": "km", "半期": "half-year", "世帯": "household"},
    "ひと月": "month",
}


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A figure, what it counts and where it stands in a :func:`normal` text."""

    kind: Kind
    #: Yen, percent, minutes, days, months (an age too), km or pieces; times of day in minutes,
    #: dates as month × 100 + day, the last day of a month as 31.
    value: float
    #: As written, after normalisation: ``15000円``, ``前日``.
    shown: str
    start: int
    end: int
    #: The counter of a count: 回, 人, 枚.
    counter: str = ""
    side: Side = ""
    bound: Bound = ""
    #: What it is counted by: ``day`` in 1日につき250円; empty when not said.
    per: str = ""


@lru_cache(maxsize=10_000)
def normal(text: str) -> str:
    """The spelling in which figures are read; see :func:`knowledge.japanese.normalize`."""
    plain = japanese.normalize(_KAGETSU.sub("か月", text))
    plain = _KANJI_COUNT.sub(lambda found: japanese.normalize(f"{found[0]}回")[:-1], plain)
    for word, meaning in _WORDS:
        plain = plain.replace(word, meaning)
    plain = _MONTHS.sub(r"\1か月", plain)
    plain = _YEAR_AND_A_HALF.sub(r"\1年6か月", plain)
    plain = _YEARS_WITH_POINT.sub(r"\1年6か月", plain)
    return _YEARS_AND_MONTHS.sub(_in_months, plain)


def quantities(text: str) -> list[Quantity]:
    """The figures of a :func:`normal` text, left to right; 1日 in 1日につき is none of them."""
    plain = _NAMES.sub(lambda found: "□" * len(found[0]), text)
    found = [_quantity(match, plain) for match in _FIGURE.finditer(plain)]
    return [q for q in found if not (_only_counts_by(q, plain) or _DENIED.match(plain, q.end))]


def _in_months(found: re.Match[str]) -> str:
    months = int(found[1]) * 12 + int(found[2])
    return f"{months / 12:.9g}歳" if "歳" in found[0] else f"{months}か月"


def _quantity(match: re.Match[str], text: str) -> Quantity:
    kind, value, counter = _measure(match)
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


def _measure(match: re.Match[str]) -> tuple[Kind, float, str]:
    part = match.groupdict()
    if part["hour"]:
        return "clock", _minutes(part), ""
    if part["month"]:
        day = 31 if part["month_end"] else int(part["day"] or 0)
        return ("date" if day else "month"), int(part["month"]) * 100 + day, ""
    if part["last"] or part["last_of"]:
        return "day of month", 31, ""
    if part["monthday"] or part["payday"]:
        return "day of month", int(part["monthday"] or part["payday"] or 0), ""
    if part["near"]:
        return ("working days" if "営業" in part["near"] else "days"), 1, ""
    if part["wari"]:
        return "percent", int(part["wari"]) * 10 + int(part["bu"]), ""
    number, unit = float(part["number"]), part["unit"]
    if unit in _COUNTERS:
        return "count", number, _COUNTERS[unit]
    kind, factor = _UNITS[unit]
    return kind, round(number * factor, 3), ""


def _minutes(part: dict[str, str | None]) -> int:
    hour = int(part["hour"] or 0) + (12 if part["noon"] == "午後" else 0)
    return hour * 60 + (30 if part["half"] else int(part["minute"] or part["colon"] or 0))


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
    found = _COUNTED_BY.search(before)
    return _PER.get(found["one"] or found["bare"], "item") if found else ""


def _only_counts_by(quantity: Quantity, text: str) -> bool:
    """Whether a figure says what another is counted by: the 1日 of 1日250円."""
    is_one = quantity.value in (1, 7, 60, 12) and re.match(r"1\D", quantity.shown) is not None
    if is_one and quantity.kind == "months" and text.startswith("の", quantity.end):
        return True
    if is_one and text[: quantity.start].endswith("(") and text.startswith(")", quantity.end):
        return True
    return is_one and _COUNTS_BY.match(text, quantity.end) is not None
