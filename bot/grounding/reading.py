"""Reads the figures that a text claims, in Japanese and English, whatever their spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from bot.grounding import bounds, calendar, units
from bot.grounding.claim import POINTS, Bound, Claim, Kind, Side, Value
from bot.grounding.spelling import plain

_N = r"\d+(?:\.\d+)?"
#: What names something by number is compared as a name: articles, forms, list marks.
_NAMED = re.compile(
    r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.)．、](?!\d)|\d{1,2}\s+(?=[^\d\sa-z(]))"
    r"|(?<=\n)\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.)．、](?!\d)"
    r"|\d{1,2}\s+(?=[^\d\sa-z(]))|"
    r"第?\d+(?:条|項(?!目)|号(?!俸|車|級)|章|節|款|編)(?:の\d+)*|(?:別表|別紙|様式"
    r"|書式|付表)第?\d+(?:号|の\d+)*|"
    r"\b(?:article|section|chapter|table|form|appendix|paragraph|rule"
    r"|annex)s? (?:no\.? ?)?\d+(?:[-.]\d+)*|"
    r"\d+(?:協定|次会|次健診|次)|\d+区(?!分)|小学校?\d年生?|q\d+\b"
)
_CODE = re.compile(
    r"(?:https?://|www\.)[^\s、。()（）「」]+|[\w.+-]+@[\w.-]+\.\w+"
    r"|\d{2,4}-\d{2,4}-\d{3,4}|(?<!\d)0120-\d+-?\d*|"
    r"(?P<extension>(?:内線|ext(?:ension)?\.?|#)\s?(?:番号は?"
    r"|:)?\s?)(?P<number>\d{3,5})|\b(?!fy|jpy|usd|eur|r\d|h\d|s\d"
    r"|q\d)[a-z]{1,6}-?\d{2,}(?:-\d+)*\b(?!\s*(?:円|yen))|\d{2,4}-\d{4}\b"
)
_SHARE_WORDS = {
    "半額": Fraction(1, 2),
    "半分": Fraction(1, 2),
    "半数": Fraction(1, 2),
    "過半数": Fraction(1, 2),
}
_SHARES = re.compile(
    r"(?P<bottom>\d+)分の(?P<top>\d+)|(?P<wari>\d+)割(?P<bu>\d+)分(?!の\d)|"
    r"(?P<word>過半数|半額|半分|半数)|(?P<half>\bhalf (?:of |the |price)|\bhalf the\b|\b50-50\b)|"
    r"(?P<full>全額|\bfull amount\b|\bin full\b)"
)
_AGE = re.compile(
    rf"満?(?P<japanese>{_N})(?:歳|才)(?:(?P<months>\d+)か月)?"
    rf"|(?P<english>{_N})(?: years? (?:old|of age)|-year-old)"
    rf"|\b(?:age[ds]?(?: of)?|turn(?:s|ed|ing)?|reach(?:es|ed|ing)?) (?P<aged>{_N})"
    r"(?! ?[a-z%¥]*(?:yen|day|month|hour|percent|time))"
)
_JOINED = re.compile(
    rf"(?P<years>{_N})年(?:間)?(?:と|及び)?(?P<months>{_N})か月(?:間)?"
    rf"|(?P<hours>{_N})時間(?P<minutes>\d+)分(?:間)?"
    rf"|(?P<eyears>{_N}) years? (?:and )?(?P<emonths>{_N}) months?"
    rf"|(?P<ehours>{_N}) hours? (?:and )?(?P<eminutes>{_N}) minutes?"
)
_NIGHTS_AND_DAYS = re.compile(
    r"(?P<nights>\d+)泊(?P<days>\d+)日|(?P<enights>\d+) nights?,? (?:and )?(?P<edays>\d+) days?"
)
_HALVES = re.compile(
    r"半日|半年(?!度)|半月|半時間|\bhalf[- ](?:a |an )?(?P<unit>days?|years?"
    r"|months?|hours?)\b|\bhalf-day"
)
_HALF: dict[str, tuple[str, Fraction]] = {
    "半日": ("day", Fraction(1, 2)),
    "半年": ("month", Fraction(6)),
    "半月": ("month", Fraction(1, 2)),
    "半時間": ("minute", Fraction(30)),
    "day": ("day", Fraction(1, 2)),
    "year": ("month", Fraction(6)),
    "month": ("month", Fraction(1, 2)),
    "hour": ("minute", Fraction(30)),
}
_REGULARLY = re.compile(
    r"毎(?P<every>日|週|月|年度?|四半期)(?![\d末初□]|.{0,8}\d|曜"
    r"|[月火水木金土日]曜)|(?P<quarterly>四半期)(?:ごと|毎)"
)
_EVERY = {
    **{"日": ("day", 1), "週": ("day", 7), "月": ("month", 1), "年": ("month", 12)},
    **{"年度": ("month", 12), "四半期": ("month", 3)},
}
_NEIGHBOURS = re.compile(
    r"(?P<day>前々?|翌々?|当)(?P<business>営業)?日(?!本|割)|"
    r"\bthe (?P<business2>business |working )?day (?P<eside>before|after|following|prior)\b|"
    r"\b(?P<eside2>previous|following|next|preceding) (?P<business3>business "
    r"|working )?day\b|\b(?P<same>same) day\b"
)
_ORDINALS = re.compile(
    r"第(?P<nth>\d+)(?P<unit>営業日|子|回|四半期|期|位|種|類|学年|段階)"
    r"|(?P<nth2>\d+)(?P<unit2>回|人|年度?|日|か月|週|つ|度|番|枚|台)目"
    r"|(?P<nth3>\d+)(?:st|nd|rd|th) (?P<unit3>(?:business |working )?day|child|time"
    r"|year|person|quarter|month|week)"
)
_ORDINAL_UNITS = {
    "子": "人",
    "child": "人",
    "person": "人",
    "time": "回",
    "度": "回",
    "year": "年",
    "年度": "年",
}
_ORDINAL_UNITS |= {"business day": "営業日", "working day": "営業日"}
_ORDINAL_UNITS |= {"day": "日", "quarter": "四半期", "month": "か月", "week": "週"}
_MONEY_BEFORE = re.compile(
    rf"(?P<sign>[¥$€]|\bjpy|\busd|\beur)\s?(?P<number>{_N})(?P<scale>[万千億])?"
)
_SIGNS = {"¥": "yen", "jpy": "yen", "$": "dollar", "usd": "dollar", "€": "euro", "eur": "euro"}
_AMOUNT = re.compile(
    rf"(?P<number>{_N})(?:[\s-](?:(?:calendar|consecutive|full"
    rf"|whole)\s)?(?=[a-z]))?(?P<unit>{units.PATTERN})(?P<pay>分の(?:給|賃|報酬"
    rf"|基本)|分の額)?"
)
#: The lower end of a range, or the first of a list, whose unit stands at the last: 3〜5日.
_RANGE = re.compile(
    rf"(?P<low>(?<![\d.]){_N})(?:〜|から|\s(?:to|and|or|-)\s|-)(?=(?:約|jpy "
    rf"|¥)?(?P<high>{_N})[\s-]?(?P<unit>{units.PATTERN}))"
)
_A_UNIT = re.compile(
    r"(?:(?<=within )|(?<=than )|(?<=least )|(?<=up to )|(?<=about )|(?<=of )"
    r"|(?<=for )|(?<=in ))(?:a|an) (?P<unit>day|week|month|year|hour|minute)\b"
)
_OFTEN = re.compile(r"\b(?P<often>once|twice)\b")
_BARE = re.compile(rf"(?<![\d.a-z])(?P<number>{_N})(?!\d)(?P<unit>[a-zァ-ヶー]{{1,6}}(?![a-z]))?")


def claims(text: str) -> tuple[Claim, ...]:
    """The figures that a text claims, in reading order."""
    return read(plain(text))


@lru_cache(maxsize=20_000)
def read(said: str) -> tuple[Claim, ...]:
    """The same of a text that is :func:`plain` already; places are places in it."""
    if not _ANY.search(said):
        return ()
    found = sorted(_Reader(said).read(), key=lambda claim: claim.start)
    found = [claim for claim in found if not _DENIED.match(said, claim.end)]
    return tuple(_limited(said, found))


#: 24時間以内ではなく、すぐに states no figure.
_DENIED = re.compile(r"(?:以内|以下|まで|以上)?で(?:は)?なく")
_ANY = re.compile(r"\d|[前翌当半全過来毎]|四半期|曜|末|正午|[a-z]{3}")


#: 1週間に2日、1か月に7日を限度とする limits both; so does まで, if they are counted otherwise.
_LIMITS_BOTH = re.compile(r"間?を(?:限度|上限)")
_AND = re.compile(r"(?:、|・|及び|と)[^。、は]{0,8}")


def _limited(said: str, found: list[Claim]) -> list[Claim]:
    """The claims, those before a limit that holds for them too bounded by it."""
    for n in range(len(found) - 1, 0, -1):
        claim, before = found[n], found[n - 1]
        alike = before.kind == claim.kind and before.unit == claim.unit and not before.bound
        limits = claim.bound == "at most" and (
            _LIMITS_BOTH.match(said, claim.end) or before.per != claim.per
        )
        if alike and limits and _AND.fullmatch(said, before.end, claim.start):
            found[n - 1] = replace(before, bound="at most")
    return _counted_alike(said, found)


_OR = re.compile(r"(?:(?:、|・|又は|または|か|及び|と|〜|から)(?:約)?|\s(?:or|and|to)\s)?")


def _counted_alike(said: str, found: list[Claim]) -> list[Claim]:
    """The claims; in 週3日又は4日 both are by the week."""
    for n in range(1, len(found)):
        claim, before = found[n], found[n - 1]
        alike = before.kind == claim.kind and before.unit == claim.unit and not claim.side
        joined = _OR.fullmatch(said, before.end, claim.start)
        if alike and joined and before.per and not claim.per:
            found[n] = replace(claim, per=before.per, may_be_day_of_month=False)
        elif alike and joined and claim.per and not before.per and said.isascii():
            found[n - 1] = replace(before, per=claim.per, may_be_day_of_month=False)
    return found


class _Reader:
    """Reads one text; what one pattern has taken is blank for the next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._rest = text

    def read(self) -> list[Claim]:
        self._take(_NAMED)
        self._text = self._rest
        found = [*self._codes(), *self._lower_ends()]
        found += [*self._halves(), *self._shares(), *self._ages(), *self._ordinals()]
        found += [*self._points(), *self._neighbours(), *self._intervals()]
        found += self._amounts()
        return found

    def _take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self._rest))
        for match in found:
            self._blank(match)
        return found

    def _blank(self, match: re.Match[str]) -> None:
        start, end = match.span()
        self._rest = self._rest[:start] + "□" * (end - start) + self._rest[end:]

    def _claim(
        self,
        match: re.Match[str],
        kind: Kind,
        values: tuple[Value, ...],
        unit: str = "",
        *,
        side: Side = "",
        per: str | None = None,
    ) -> Claim:
        start, end = match.span()
        text = self._text
        is_point = kind in POINTS or kind in ("ordinal", "age")
        bound: Bound = bounds.bound_of(
            text, start, end, is_point=is_point, recurs=kind == "day of month"
        )
        if kind == "duration" and not side:
            side = bounds.side_of(text, start, end)
        if kind == "duration" and _NOTICE.match(text, end):
            side, bound = "before", "at most"
        if side == "before" and (bound == "at least" or _BY_THEN.match(text, end)):
            bound = "at most"
        if side == "after" and bound == "at most":
            side = ""
        if per is None:
            per = "" if is_point or kind in ("age", "ordinal") else bounds.per_of(text, start, end)
        return Claim(
            kind=kind,
            values=values,
            unit=unit,
            shown=match[0].strip(),
            start=start,
            end=end,
            bound=bound,
            side=side,
            per=per,
        )

    def _codes(self) -> Iterator[Claim]:
        for match in self._take(_CODE):
            number = match["number"] or match[0]
            yield Claim(
                kind="code",
                values=(number,),
                unit="",
                shown=match[0],
                start=match.start(),
                end=match.end(),
            )

    def _halves(self) -> Iterator[Claim]:
        for match in self._take(_HALVES):
            unit, size = _HALF[
                match["unit"].rstrip("s")
                if match["unit"]
                else "day"
                if "-day" in match[0]
                else match[0]
            ]
            yield self._claim(match, "duration", (size,), unit)

    def _shares(self) -> Iterator[Claim]:
        for match in self._take(_SHARES):
            part = match.groupdict()
            if part["bottom"]:
                value = Fraction(int(part["top"]), int(part["bottom"]) or 1)
            elif part["wari"]:
                value = Fraction(10 * int(part["wari"]) + int(part["bu"]), 100)
            elif part["full"]:
                value = Fraction(1)
            else:
                value = Fraction(1, 2)
            claim = self._claim(match, "share", (value,))
            yield claim if part["word"] != "過半数" else replace(claim, bound="over")

    def _ages(self) -> Iterator[Claim]:
        for match in self._take(_AGE):
            number = match["japanese"] or match["english"] or match["aged"]
            years = Fraction(number) + Fraction(int(match["months"] or 0), 12)
            claim = self._claim(match, "age", (years,))
            # After turning 18 is from that day on, not over 18.
            is_birthday = match["aged"] and claim.bound == "over"
            yield replace(claim, bound="") if is_birthday else claim

    def _ordinals(self) -> Iterator[Claim]:
        for match in self._take(_ORDINALS):
            number = match["nth"] or match["nth2"] or match["nth3"]
            unit = match["unit"] or match["unit2"] or match["unit3"]
            yield self._claim(match, "ordinal", (Fraction(number),), _ORDINAL_UNITS.get(unit, unit))

    def _points(self) -> Iterator[Claim]:
        for pattern, point_of in calendar.PATTERNS:
            for match in list(pattern.finditer(self._rest)):
                point = point_of(match)
                if point is not None:
                    self._blank(match)
                    yield self._claim(match, point.kind, point.values)

    def _neighbours(self) -> Iterator[Claim]:
        for match in self._take(_NEIGHBOURS):
            part = match.groupdict()
            business = part["business"] or part["business2"] or part["business3"]
            said = part["day"] or part["eside"] or part["eside2"] or part["same"]
            size = 0 if said in ("当", "same") else 2 if "々" in said else 1
            side: Side = (
                "before" if said[:2] in ("前", "前々", "be", "pr") else "after" if size else ""
            )
            unit = "business day" if business else "day"
            yield self._claim(match, "duration", (Fraction(size),), unit, side=side, per="")

    def _lower_ends(self) -> Iterator[Claim]:
        for match in self._take(_RANGE):
            kind, unit, size = units.measured(match["unit"])
            low = self._claim(match, kind, (Fraction(match["low"]) * size,), unit)
            is_range = (
                not re.search(r"\s(?:and|or)\s$", match[0])
                or "between" in self._text[: match.start()][-12:]
            )
            yield replace(low, bound="at least" if is_range else low.bound)

    def _intervals(self) -> Iterator[Claim]:
        for match in self._take(_REGULARLY):
            unit, size = _EVERY[match["every"] or match["quarterly"]]
            yield self._claim(match, "duration", (Fraction(size),), unit, side="every", per="")

    def _amounts(self) -> Iterator[Claim]:
        for match in self._take(_MONEY_BEFORE):
            yield self._claim(match, "money", (Fraction(match["number"]),), _SIGNS[match["sign"]])
        for match in self._take(_JOINED):
            yield self._joined(match)
        for match in self._take(_NIGHTS_AND_DAYS):
            nights, days = (Fraction(match[n] or match[f"e{n}"]) for n in ("nights", "days"))
            yield self._claim(match, "count", (nights, days), "泊", per="")
        for match in self._take(_AMOUNT):
            yield from self._measured(match)
        for match in self._take(_A_UNIT):
            kind, unit, size = units.measured(match["unit"])
            yield self._claim(match, kind, (size,), unit)
        for match in self._take(_OFTEN):
            yield self._claim(match, "count", (Fraction(1 if match[0] == "once" else 2),), "回")
        for match in self._take(_BARE):
            counted: Kind = "count" if match["unit"] else "number"
            yield self._claim(match, counted, (Fraction(match["number"]),), match["unit"] or "")

    def _measured(self, match: re.Match[str]) -> Iterator[Claim]:
        kind, unit, size = units.measured(match["unit"])
        start, end = match.span()
        value = Fraction(match["number"]) * size
        if kind in ("duration", "count") and bounds.only_counts_by(self._text, start, end):
            return
        claim = self._claim(match, kind, (value,), f"{unit}'s pay" if match["pay"] else unit)
        bare = match["unit"] == "日" and value == int(value) and value <= 31
        yield (
            replace(claim, may_be_day_of_month=True)
            if bare and not claim.side and not claim.per
            else claim
        )

    def _joined(self, match: re.Match[str]) -> Claim:
        part = match.groupdict()
        if years := part["years"] or part["eyears"]:
            months = Fraction(part["months"] or part["emonths"])
            return self._claim(match, "duration", (12 * Fraction(years) + months,), "month")
        minutes = Fraction(part["minutes"] or part["eminutes"])
        hours = Fraction(part["hours"] or part["ehours"])
        return self._claim(match, "duration", (60 * hours + minutes,), "minute")


_NOTICE = re.compile(r"'?s?'? (?:advance |prior |written )?notice\b")
_BY_THEN = re.compile(r"\s*(?:よりも?|の)?前?(?:の日)?(?:まで|迄)|以上前")
