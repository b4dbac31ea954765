"""How long somebody has served, from the day of hire, and which range of a rule that is in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.answering.calculating.dates import months_after
from bot.answering.calculating.question import Asked
from bot.answering.calculating.result import Result, day
from bot.answering.calculating.stated import Stated
from bot.answering.semantics.values import Range, ranges
from knowledge.dates import written

_OF_SERVICE = re.compile(
    r"勤続|在籍|入社|勤務(?:年数|期間)|継続勤務|雇入れ|採用|length of service|years of service"
)
_ASKS_LENGTH = re.compile(
    r"勤続(?:年数|期間)?(?:は|って|が|で)?[^。、]{0,6}(?:何年|何か月|どのくらい|どれくらい"
    r"|いくつ)|入社(?:して)?(?:から)?何(?:年|か月)"
    r"|how long have i"
)
_ASKS_WHEN = re.compile(r"いつ(?:から|もらえ|付|つ|に|発生|使え|取れ|なる)|when (?:do|can|will)")
_SOMEBODY_ELSE = re.compile(
    r"部下|他の人|ほかの人|知人|後輩|先輩|同僚|彼|彼女|新入社員|メンバー|父|母|夫|妻|息子|娘"
    r"|スタッフの|(?<![一-龠])(?:課|部|係)の人"
)
_SAYS_SERVICE = re.compile(
    r"勤続\d|入社\d|\d+年目|\d+年(?:と\d+か月)?(?:勤め|働|在籍)|勤めて\d|働いて\d|入って\d"
)
#: 入社日から6か月継続勤務したとき.
_AFTER_HIRE = re.compile(
    r"(?:入社|雇入れ|採用)(?:の?日)?(?:から|後"
    r"|より)(?:起算して)?、?(?P<count>\d+)(?P<unit>か月|年)(?:間)?"
    r"(?:を?(?:継続|勤務|経過|後)|した|の日)"
)


#: Months that a rule asks for at most.
_LONGEST = 600


def served(asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The asker's length of service where a rule goes by it and the question does not state it."""
    hired = asked.profile.hired_on
    if hired is None or hired > asked.on:
        return []
    if _SOMEBODY_ELSE.search(asked.text) or _SAYS_SERVICE.search(asked.text):
        return []
    if _ASKS_LENGTH.search(asked.text):
        return [_told(hired, asked)]
    if _ASKS_WHEN.search(asked.text):
        return _reached(hired, asked, lines)
    return _within(hired, asked, lines)


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; the last one is full on the day before its day."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if months_after(start, months) <= end else months - 1


def _within(hired: date, asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The one range of service that the asker is in, where the rule names several."""
    served = float(months_between(hired, asked.on))
    value = Range(dimension="months", low=served, high=served)
    found = {}
    several: set[str] = set()
    for one in lines:
        said = one.line.text if one.line.is_cell else ""
        named = [r for r in ranges(said) if r.dimension == "months" and not r.is_value]
        if len(named) != 1 or not _OF_SERVICE.search(one.line.whole):
            continue
        label = said.partition(":")[2].strip() or said
        several.add(label)
        if named[0].holds(value):
            found[label] = one
    if len(found) != 1 or len(several) < 2:
        return []
    label, stated = next(iter(found.items()))
    told = _told(hired, asked)
    return [
        Result(
            ja=f"{told.ja} → 「{label}」に当たります",
            en=f"{told.en} → “{label}”",
            citations=(stated.citation,),
        )
    ]


def _reached(hired: date, asked: Asked, lines: Sequence[Stated]) -> list[Result]:
    """The day on which the service that a rule asks for is reached."""
    found = [
        (int(match["count"]) * (12 if match["unit"] == "年" else 1), match[0], one.citation)
        for one in lines
        for match in _AFTER_HIRE.finditer(one.line.text)
    ]
    if len({months for months, _, _ in found}) != 1 or found[0][0] > _LONGEST:
        return []
    months, _, citation = found[0]
    style = asked.style(citation)
    then = day(months_after(hired, months), None, style)
    return [
        Result(
            ja=f"入社日の{written(hired, 'ja', style)}から{_length(months)[0]} = {then[0]}",
            en=f"{_length(months)[1]} from your first day, {written(hired, 'en')} = {then[1]}",
            citations=(citation,),
        )
    ]


def _told(hired: date, asked: Asked) -> Result:
    served, style = _length(months_between(hired, asked.on)), asked.style()
    begins, ends = written(hired, "ja", style), written(asked.on, "ja", style)
    return Result(
        ja=f"入社日の{begins}から{ends}まで = 勤続{served[0]}",
        en=f"From your first day, {written(hired, 'en')}, to {written(asked.on, 'en')}"
        f" = {served[1]} of service",
        citations=(),
    )


def _length(months: int) -> tuple[str, str]:
    years, rest = divmod(months, 12)
    ja = (f"{years}年" if years else "") + (f"{rest}か月" if rest or not years else "")
    spelt = [
        f"{n} {name}{'' if n == 1 else 's'}" for n, name in ((years, "year"), (rest, "month")) if n
    ]
    return ja, " and ".join(spelt) or "0 months"
