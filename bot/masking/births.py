"""Which dates are somebody's birthday, and not a limit that a rule draws or the day of an event."""

from __future__ import annotations

import re

from bot.masking.kinds import Kind
from bot.masking.labels import Label, is_direct
from bot.masking.shapes import Shape

_AFTER = re.compile(
    r" ?(?:[(]?[^。、0-9\[]{0,4}[)])?(?:に?(?:[^。、0-9\[]{0,6}が)?"
    r"(?:生ま?れ(?!る)|産まれ|うまれ|誕生し)"
    r"|[ (、,]*(?:満|現在)?\d{1,3}歳(?![0-9以未到になまの])|[ 、,(]+[男女]性?(?=[)\s、,・。]|$)"
    r"|生(?=です|[のでだ、。,) ]|$)"
    r"|[^。0-9\[]{0,3}が?(?:私の)?(?:誕生日|生年月日))"
)
#: Between the word birthday and a date; what is handed in, or given for it, has its own date.
_BEFORE = re.compile(r"[^。0-9\[欄提申締社前後翌休当給A-Za-z]{0,12}")
#: Between a birthday and another one, or the right one.
_AND = re.compile(
    r"\s*(?:[→/]|と|から|ではなく|[^0-9\[]{0,16}(?:正し|実際|本当|訂正)[^。0-9\[]{0,6})\s*"
)
_NEXT = re.compile(r"[^。0-9\[\n]{0,16}")
_OF_A_RULE = re.compile(r" ?(?:以降|以前|以後|より前|より後|まで)")
#: 4月2日から翌年4月1日生まれ is a rule's.
_SINCE = re.compile(r"[0-9]日?(?:から|~)(?:翌年|同年)?の? ?$")
_SINCE_REACH = 8
_PERSON = re.compile(
    r"氏名|名前|本人|対象者|同行者|配偶者|[妻夫娘父母兄姉弟妹孫]|息子|[長次二三]男|[長次二三]女"
    r"|子(?:供|ども)|双子|さん|[くク]ん|ちゃん|様|私|\b(?:name|son|daughter|wife|husband|child)\b",
    re.IGNORECASE,
)
#: What else may have happened on a day.
_EVENT = re.compile(
    r"[入退通転復卒終開始届締結交更付着就昇亡休欠改施発登取購製竣創設制版号予限日]|契約|協定|申請|法律|通達|資格|免許"
    r"|離婚|婚|手術|検診|健診|出産|受診|事故|から|まで|以[前後降]|現在|時点|\b(?:joined|hired|since|until|from|expir|starts?|ends?|after|before|leave|due|by)",
    re.IGNORECASE,
)
#: Characters before and after a date, and after one in brackets.
_PERSON_REACH, _EVENT_BEFORE, _EVENT_REACH, _EVENT_REACH_BRACKETED = 24, 12, 8, 3
#: Whoever works was born in such a year; later dates are a birthday where brackets hold them.
_LONG_AGO = re.compile(
    r"(?:19[2-9]\d|200[0-8])\D|(?:明治|大正|昭和)|[MTS明大昭]\.?\d|(?:平成?|H\.?)(?:元|1?\d|20)\D"
)
_SENTENCE = re.compile(r"[\n。]")
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|[MTSHR明大昭平令]")


def is_birthday(view: str, shape: Shape, label: Label | None, again: int | None) -> bool:
    """Whether a date is somebody's birthday.

    ``label`` is the last name of a number before; ``again`` is where the last birthday ends.
    """
    near = view[max(0, shape.start - _SINCE_REACH) : shape.start]
    if _OF_A_RULE.match(view, shape.end) or _SINCE.search(near):
        return False
    named = (
        label
        and label.kind == Kind.BIRTH
        and (is_direct(view, label, shape.start) or _BEFORE.fullmatch(view, label.end, shape.start))
    )
    other = label is not None and not label.kind and is_direct(view, label, shape.start)
    goes_on = again is not None and not other and _goes_on(view, again, shape)
    return bool(named or goes_on or _AFTER.match(view, shape.end)) or _is_somebodys(view, shape)


def may_be_birthday(view: str, shape: Shape, label: Label | None) -> bool:
    """Whether nothing says what else happened on a date, and no rule draws a line by it."""
    if label and not label.kind and is_direct(view, label, shape.start):
        return False
    line = _SENTENCE.split(view[max(0, shape.start - _EVENT_BEFORE) : shape.start])[-1]
    since = _OF_A_RULE.match(view, shape.end) or _SINCE.search(line)
    event = _EVENT.search(line) or _EVENT.search(view, shape.end, shape.end + _EVENT_REACH)
    return not since and not event


def _goes_on(view: str, again: int, shape: Shape) -> bool:
    """Whether a date is another birthday, or the right one: 1990/1/2でなく1990/2/1です."""
    if _AND.fullmatch(view, again, shape.start):
        return True
    if not _HAS_YEAR.match(shape.text) or not _NEXT.fullmatch(view, again, shape.start):
        return False
    told = _EVENT.search(view, again, shape.start)
    return not told and not _EVENT.search(view, shape.end, shape.end + _EVENT_REACH)


def _is_somebodys(view: str, shape: Shape) -> bool:
    """Whether a date stands beside a person and nothing says what happened on it."""
    bracketed = (
        view[shape.start - 1 : shape.start] == "(" and view[shape.end : shape.end + 1] == ")"
    )
    if not _HAS_YEAR.match(shape.text) or not (bracketed or _LONG_AGO.match(shape.text)):
        return False
    line = view[max(0, shape.start - _PERSON_REACH) : shape.start].rpartition("\n")[2]
    people = list(_PERSON.finditer(line))
    if not people or _EVENT.search(line, people[-1].end()) or "。" in line[people[-1].end() :]:
        return False
    reach = _EVENT_REACH_BRACKETED if bracketed else _EVENT_REACH
    return not _EVENT.search(view, shape.end, shape.end + reach)
