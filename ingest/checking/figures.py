"""What counts as a figure, and how much it is."""

from __future__ import annotations

import re

from ingest.checking.quantity import Kind

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
FIGURE = re.compile(
    r"(?P<noon>午前|午後)?(?P<hour>\d{1,2})(?:時(?!間)(?:(?P<minute>\d{1,2})分|(?P<half>半))?|:(?P<colon>\d\d))"
    r"|(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<month_end>末日?))?(?!曜)"
    r"|(?:毎月|翌月|当月|前月|翌々月)の?(?:(?P<monthday>\d{1,2})日|(?P<last_of>末日?))"
    r"|(?<=\d日から)(?P<until>\d{1,2})日(?=まで)"
    r"|(?P<payday>\d{1,2})日(?=に(?:支払|振り?込|支給)|の(?:給与|振り?込|支払)|で?締|をもって締|が(?:会社の)?(?:休日|土日)|は給料日|"
    r"から(?:翌|当)月|\([月火水木金土日]\))"
    r"|(?P<last>月末日?|末日)"
    r"|(?P<near>(?:前|翌)(?:営業)?日)"
    r"|(?P<wari>\d+)割(?P<bu>\d+)分(?!の)"
    rf"|(?P<number>\d+(?:\.\d+)?)(?P<unit>{_UNIT})"
)
#: Numbers that name something: articles, telephone numbers, years, school grades, list items.
NAMES = re.compile(
    r"第\d+(?:条|項|号|章|節|款|編|表|次|学年)(?:の\d+)*|(?:別表|別紙|様式|レベル|内線)第?\d+号?|第\d+\S|"
    r"\d{4}年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日付|\d{4}/\d{1,2}/\d{1,2}|"
    r"(?:令和|平成|昭和)(?:\d+|元)年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|"
    r"\d+分の\d+|\d+級|\d+協定|\d+区|[a-z-]+\d+|\d+(?:dpi|階)|小学校\d年生?|"
    r"^\s*(?:\(\d{1,2}\)|[\[①-⑳]|\d{1,2}[).、 ](?!\d))\s*"
)


def measure(match: re.Match[str]) -> tuple[Kind, float, str]:
    """The kind, the value in its unit and the counter of a match of FIGURE."""
    part = match.groupdict()
    if part["hour"]:
        return "clock", _minutes(part), ""
    if part["month"]:
        day = 31 if part["month_end"] else int(part["day"] or 0)
        return ("date" if day else "month"), int(part["month"]) * 100 + day, ""
    if part["last"] or part["last_of"]:
        return "day of month", 31, ""
    if day_of_month := part["monthday"] or part["payday"] or part["until"]:
        return "day of month", int(day_of_month), ""
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
