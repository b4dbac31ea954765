"""What stands around a figure: 以内, 3日前, 1人につき; up to, at least, per month."""

from __future__ import annotations

import re

from bot.grounding.claim import Bound, Side
from bot.grounding.units import measured

_GAP = (
    r"(?:を|は|が|の|額|の額|時間|日数|期間|回数|、|:|\s|として|それぞれ"
    r"|原則として|原則|[(（]税[込抜]み?[)）]|税[込抜]み?|[(（][^()（）\d]{1,16}[)）]){0,3}"
)
_PAR = r"[)）]?"
#: What follows a figure; the first that matches counts.
_AFTER_SPELT: tuple[tuple[Bound, str], ...] = (
    ("", r"(?:以内|以下|まで|以上|未満|を?超).{0,3}(?:では|とは)(?:ありません|ない)"),
    (
        "at most",
        rf"{_PAR}(?:分|前|後|間|目|の)*(?:[(（][^()（）]{{1,30}}[)）]|[)）])?(?:以内|以下|まで|迄|以前)|に(?:達する|なる"
        rf"|至る)(?:日|年度末)?まで|{_PAR}間?{_GAP}(?:上限|限度|最大)|"
        r"間?を(?:超え|越え|上回ら|下らない額を超え)(?:ない|ず|ません|ては|て(?:は"
        r"|取得)?.{0,6}(?:ない|ません))|"
        r"\s?(?:or|and) (?:less|fewer|under|below|within|earlier|younger)\b(?! than| ¥?\d)"
        r"|\s?(?:at (?:the )?most|max(?:imum)?\b|or before|limit)",
    ),
    (
        "at least",
        rf"{_PAR}(?:分|前|間|目)*(?:以上|以降|以後)|間?{_GAP}下限|間?を(?:下らな|下回らな)|"
        r"\s?(?:or|and) (?:more|over|longer|above|later|after|older)|\s?or onwards?"
        r"|\s?onwards?|\s?at (?:the )?(?:least|minimum)|\s?minimum",
    ),
    ("under", r"間?(?:未満|に満たな|に達しな|を下回|を?割る)|より(?:前|短|少な|低|安)"),
    ("over", r"間?(?:を?(?:超|越)え?|を?上回|を過ぎ|より(?:後|長|多|高))|超"),
    ("about", r"間?(?:程度|ほど|程(?!度)|前後|くらい|ぐらい|見当|ごろ|頃)"),
    (
        "at least",
        r"\s?(?:から(?!数え|起算|算)|より(?!前|後)|〜|to (?=[¥\d]|jpy|less|under|below|but))",
    ),
)
_AFTER = tuple((bound, re.compile(pattern)) for bound, pattern in _AFTER_SPELT)
#: What stands before a figure, right there.
_BEFORE_SPELT: tuple[tuple[Bound, str], ...] = (
    (
        "at most",
        rf"(?:最大|最長|最高|多くとも|多くて|上限|限度|せいぜい"
        rf"|遅くとも){_GAP}(?:\d+[^\d、。]{{0,3}}につき)?{_GAP}|"
        r"(?:within|up to|no more than|not more than|at most|no later than"
        r"|not later than|by|until|till|not exceed(?:ing)?|no longer than|"
        r"not exceed|a maximum of|maximum(?: of)?|max\.?|limit(?: is| of)?|capped at"
        r"|ceiling of|through|to)"
        r"(?: (?:the|a|an|a period of|a total of|jpy|¥))*\s*",
    ),
    (
        "at least",
        rf"(?:最低|最短|少なくとも|下限|最少){_GAP}|"
        r"(?:at least|no less than|not less than|no fewer than|no earlier than"
        r"|a minimum of|minimum(?: of)?|from|since|starts? (?:at|from|with)|starting"
        r"(?: (?:at|from|with))?"
        r"|between|effective|as of|beginning)"
        r"(?: (?:the|a|an|on|jpy|¥))*\s*",
    ),
    (
        "under",
        r"(?:up to,? but not including|less than|fewer than"
        r"|under|below|shorter than|younger than)(?: (?:the|a"
        r"|an|jpy|¥))*\s*",
    ),
    (
        "over",
        r"(?:more than|over|above|exceed(?:s|ing)?|in excess of|longer than|older than"
        r"|beyond)(?: (?:the|a|an|jpy|¥))*\s*",
    ),
    (
        "about",
        r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ)\s*|(?:about|approximately|around"
        r"|roughly|approx\.?)(?: (?:the|a|an|jpy|¥))*\s*",
    ),
)
_BEFORE = tuple((bound, re.compile(rf"(?:{pattern})$")) for bound, pattern in _BEFORE_SPELT)
#: Of amounts, not of points in time: 20日を上限として翌年度に.
_AMOUNTS_ONLY = re.compile(r"(?:最大|最長|最高|上限|限度|最低|最短|下限)[^\d]{0,8}$")
_POINT_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("at least", re.compile(r"(?:on or after|not? earlier than)(?: the)?\s*$")),
    ("at most", re.compile(r"(?:on or before|not? later than)(?: the)?\s*$")),
    ("under", re.compile(r"(?:\bbefore|prior to|earlier than)(?: the)?\s*$")),
    ("over", re.compile(r"(?:\bafter|later than|past)(?: the)?\s*$")),
)
_POINT_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("over", re.compile(r"(?:より)?後|を?過ぎ|すぎ|より遅")),
    ("under", re.compile(r"(?:より)?前(?!後|回|項|年|月|半)|より早")),
)
_UNTIL = re.compile(r"(?:から|より|〜|-|\bto|\band)\s*(?:翌日?の?|翌朝)?\s*$")
_LOWER_END = re.compile(r"\d(?:(?!目)\D){0,6}(?:から|より|〜|-|\bto|\band)\s*$")
_SIDE_AFTER: tuple[tuple[Side, re.Pattern[str]], ...] = (
    (
        "every",
        re.compile(
            r"間?(?:ごと|毎|おき)|間?に(?:つき)?\d+(?:回|度)(?!.{0,4}(?:以内|まで))"
            r"|\s+(?:intervals?)"
        ),
    ),
    (
        "before",
        re.compile(
            r"\s*(?:以上|以内|分)?(?:より|の)?(?:少し)?前(?!年|回|月|項|条|払|渡|者|半|後|任|日|営)"
            r"|\s+(?:or more |or earlier )?(?:before|prior to|in advance|ahead|beforehand|earlier)"
        ),
    ),
    (
        "after",
        re.compile(
            r"\s*間?(?:以上|以内)?(?:の)?(?:後(?!半|者|任|日)|経過|(?:が|を)?(?:経過|経っ"
            r"|経て|たっ))"
            r"|\s+(?:after|following|later|from(?! now on))\b"
        ),
    ),
)
_EVERY_BEFORE = re.compile(r"\b(?:every|once every|once in)\s*$")

_COUNTABLE = (
    r"日|泊|人|名|件|枚|冊|個|回|か月|月|年度|年間|年|週間|週|半期|時間"
    r"|キロメートル|キロ|km|世帯|部屋|室|台|食|着|資格|科目|往復|杯|通|口|子|出張"
    r"|利用|申請"
)
_FILLING = (
    r"(?:で|は|、|:|\s|合計|通算|通じて|を通じて|原則として|原則|最大|最長|最低"
    r"|税込み?|税抜き?|約|上限|限度|額|として|から|最高|それぞれ|一律|(?:基本給"
    r"|賃金|給与|日給|時給)の|に|定額|のべ|延べ|合わせて|少なくとも|[(（)）])*"
)
_COUNTED_BY = re.compile(
    rf"(?:(?:(?:(?<![\d.に])|(?<=に)(?=1日(?:$|に|あ|当)))1|毎|各)(?P<one>{_COUNTABLE})"
    r"(?:間|額|さま|様|分)?(?P<by>に(?:つき|ついて)|あたり|当たり|ごとに?|毎に"
    r"|の(?:(?!うち)[^、。\d]){0,12}|に|(?!、))"
    r"|(?<![\d一-龠々か])(?P<bare>月|年度|年間|年|週|(?<!の)日|半期|半年)(?!として|から|より)(?P<sum>間"
    r"|額)?(?:に(?:つき|は|対し)?|あたり|当たり|の(?:上限|限度|合計)額?)?"
    r"|(?<![\d第一-龠々])(?P<noun>日額|日給|月額|月給|年額|年収|時給|時間給"
    r"|日当たり|週あたり)(?:の上限|の限度)?)"
    rf"{_FILLING}$"
)
_SPAN = re.compile(
    r"(?<!\d)(?!1[^\d.])(?P<number>\d+)(?P<unit>週間?|か月間?|日間|年間?|泊|日"
    r"|年度)(?:につき|あたり|当たり|ごとに?|に|毎に)[^、。\d]{0,8}$"
)
_COUNTED_AFTER = re.compile(
    r"\s?(?:/|per |a |an |each |every |for each |for every )(?:single |calendar "
    r"|business |working )?"
    r"(?P<per>fiscal year|day|night|person|employee|month|year|week|hour|time|trip"
    r"|km|kilometer|kilometre|child|item|case|copy|"
    r"日|泊|人|名|か月|月|年度|年|週|時間|時|回|km|件)(?![a-z])"
    r"|\s?(?P<adverb>monthly|annually|yearly|weekly|daily|nightly|hourly)\b"
)
_ADJECTIVE = re.compile(r"\b(?P<adverb>monthly|annual|yearly|weekly|daily|hourly)\b[^\d.。]{0,30}$")
_PER = {
    **{"日": "day", "泊": "night", "人": "person", "名": "person", "か月": "month", "月": "month"},
    **{"年度": "fiscal year", "年間": "year", "年": "year", "週間": "week", "週": "week"},
    **{
        "時間": "hour",
        "時": "hour",
        "キロメートル": "km",
        "キロ": "km",
        "回": "time",
        "件": "item",
    },
    **{
        "日額": "day",
        "日給": "day",
        "月額": "month",
        "月給": "month",
        "年額": "year",
        "年収": "year",
    },
    **{
        "時給": "hour",
        "時間給": "hour",
        "日当たり": "day",
        "週あたり": "week",
        "半期": "6 month",
    },
    **{"employee": "person", "kilometer": "km", "kilometre": "km", "case": "item", "子": "child"},
    **{
        "monthly": "month",
        "annually": "year",
        "annual": "year",
        "yearly": "year",
        "半年": "6 month",
    },
    **{"weekly": "week", "daily": "day", "nightly": "night", "hourly": "hour", "trip": "time"},
    **{"個": "item", "部": "copy", "通": "copy", "出張": "time", "利用": "time", "申請": "time"},
}
#: Of a figure that only says by what another is counted: the 1日 of 1日につき250円.
_COUNTS_BY = re.compile(
    r"(?<=[回件])の(?=[一-龠])|"
    r"(?:に)?(?:つき|ついて|あたり|当たり|ごと)|に?(?=[約最大長計原則]{0,4}\d)|"
    r"の(?:上限|限度|合計)?(?:額)?は?、?(?=\d|所定|勤務時間|労働時間|実働|利用|取得)|[)）]"
)


#: Of amounts: 1台に限り, 1回だけ.
_ONLY = re.compile(r"(?:分|間|目)?(?:に限|限り|だけ(?!で)|のみ)")


def bound_of(text: str, start: int, end: int, *, is_point: bool, recurs: bool = False) -> Bound:
    """How the figure that stands there is bounded; ``recurs`` is a day of a month."""
    before = text[max(0, start - 40) : start]
    if is_point:
        for bound, pattern in _POINT_AFTER:
            if pattern.match(text, end):
                return bound
        for bound, pattern in _POINT_BEFORE:
            if pattern.search(before):
                return bound
    after = next((name for name, pattern in _AFTER if pattern.match(text, end)), None)
    if after is not None and not (
        after == "at least" and text.startswith(("から", "より", " to"), end) and not is_point
    ):
        return after
    if is_point and not recurs and (limit := _limit_of(text, before, end)):
        return limit
    until = _UNTIL.search(before)
    if until and "and" in until[0] and "between" not in before:
        until = None
    if until and (is_point or _LOWER_END.search(before)):
        return "at most"
    if is_point:
        before = _AMOUNTS_ONLY.sub("", before)
    elif _ONLY.match(text, end):
        return "at most"
    found: Bound = next((name for name, pattern in _BEFORE if pattern.search(before)), "")
    return found or ("at least" if after == "at least" and _is_range(text, end) else "")


#: Points that begin or end something: 始業は9時, 提出期限は4月1日, 9時に始まる.
_BEGINS = (
    re.compile(r"(?:始業|開始|開門|開店)(?:の?(?:時刻|時間|日))?(?:は|が|を|:|\s)*$"),
    re.compile(r"(?:に|より)?(?:始業|始ま|開始)"),
)
_ENDS = (
    re.compile(
        r"(?:終業|終了|閉門|閉店|期限|締め?切り?|〆切|期日)(?:の?(?:時刻|時間"
        r"|日))?(?:は|が|を|:|\s)*$"
    ),
    re.compile(r"(?:に|で)?(?:終業|終わ|終了|締め?切|必着)"),
)


def _limit_of(text: str, before: str, end: int) -> Bound:
    for bound, (ahead, behind) in (("at least", _BEGINS), ("at most", _ENDS)):
        if ahead.search(before) or behind.match(text, end):
            return "at least" if bound == "at least" else "at most"
    return ""


def _is_range(text: str, end: int) -> bool:
    return text.startswith("回から", end - 1) or (
        re.match(
            r"\s?(?:から|より|〜|to )(?=.{0,4}\d|less|under|below|支給|利用|可能|でき|取|始"
            r"|の(?!起算|計算|経過)|と(?:し|す|な)|です|[。)）]|$)",
            text[end:],
        )
        is not None
    )


def side_of(text: str, start: int, end: int) -> Side:
    """Whether the duration that stands there is before or after something, or an interval."""
    if _EVERY_BEFORE.search(text[max(0, start - 16) : start]):
        return "every"
    return next((side for side, pattern in _SIDE_AFTER if pattern.match(text, end)), "")


def per_of(text: str, start: int, end: int) -> str:
    """What the figure that stands there is counted by, in English; empty when not said."""
    if after := _COUNTED_AFTER.match(text, end):
        said = after["per"] or after["adverb"]
        return _PER.get(said, said)
    before = text[max(0, start - 48) : start]
    if span := _SPAN.search(before):
        return _span(span["number"], span["unit"])
    if found := _nearest(_COUNTED_BY, before):
        said = found["one"] or found["bare"] or found["noun"]
        return _PER.get(said, said)
    adjective = _ADJECTIVE.search(before)
    return _PER[adjective["adverb"]] if adjective else ""


def _nearest(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The match nearest to the end of what stands before, where several reach it."""
    found = nearer = pattern.search(before)
    while nearer:
        found, nearer = nearer, pattern.search(before, nearer.start() + 1)
    return found


def _span(number: str, unit: str) -> str:
    """A span in its base unit: 2年 is ``24 month``."""
    _, base, size = measured(unit)
    return f"{int(number) * size} {base}"


_IN_A_PERIOD = re.compile(r"[年月週日期に]$")


#: 1回に申し出る期間は says of what it is.
_EACH = re.compile(r"(?<=回)に(?!限)(?=[一-龠]{1,2}[ぁ-ん])")


def only_counts_by(text: str, start: int, end: int) -> bool:
    """Whether a figure of one unit says what another is counted by: the 1日 of 1日250円."""
    if not re.match(r"1(?![\d.])", text[start:end]):
        return False
    if re.search(r"(?:per|every|/)\s?$", text[:start]):
        return True
    if text.startswith("の", end) and _IN_A_PERIOD.search(text[:start]):
        return False
    if _EACH.match(text, end) and not _IN_A_PERIOD.search(text[:start]):
        return True
    return _COUNTS_BY.match(text, end) is not None
