"""What a question gives to work with: counts, amounts, dates, and the day on which it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from bot.business_days import Calendar
from bot.grounding.claim import Claim
from bot.grounding.reading import read
from bot.grounding.source import words
from bot.grounding.spelling import plain
from bot.profiles import Profile
from knowledge.dates import Style

#: A bare 3日 is a date where this stands around it.
_DATED_BEFORE = re.compile(r"(?:月の?|来月|今月|翌月|毎月|先月|〜|から)$")
_DATED_AFTER = re.compile(
    r"(?:に|から|まで|付|以降|以内|前|後|目|締|払|は(?!いくら)|の(?:午|朝|夜|夕|昼)|頃|ごろ)"
)
_YEARS = {"再来年": 2, "来年": 1, "今年": 0, "去年": -1, "昨年": -1}
_YEAR = re.compile(rf"({'|'.join(_YEARS)})の?(?=\d{{1,2}}月)")
_NEW_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
_OF_A_YEAR = re.compile(r"年間|1年|年額|a year|annual")
#: What is counted is not the same throughout, so one product would be wrong.
_NOT_ALIKE = re.compile(
    r"(?:^|[、。はが])うち|(?:その|の)うち\d|内訳|移動日|半日|途中|前半|後半|残りは|それ以外"
    r"|最初の|最後の|片方|キャンセル|割引|日割"
    r"|of which|half[- ]day|the rest"
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as it is worked with."""

    #: As :func:`bot.grounding.spelling.plain` spells it.
    text: str
    #: The same with what its dates mean.
    circumstances: str
    claims: tuple[Claim, ...]
    words: frozenset[str]
    on: date
    profile: Profile
    calendar: Calendar
    #: How the manual of each citation writes years.
    styles: Sequence[Style] = ()

    def style(self, citation: int = 0) -> Style:
        """How a day that follows from a citation is written."""
        return self.styles[citation] if citation < len(self.styles) else "western"

    @cached_property
    def counts(self) -> dict[str, Fraction]:
        """How many of what, by unit: ``day``, ``hour``, ``month`` or the counter (泊, 回, 人, km).

        Empty where it is not sure: a unit named twice, a bound, several parts.
        """
        if _NOT_ALIKE.search(self.text):
            return {}
        found: dict[str, set[Fraction]] = {}
        for unit, value in self._counted():
            found.setdefault(unit, set()).add(value)
        return {unit: min(values) for unit, values in found.items() if len(values) == 1}

    @cached_property
    def are_counts_clear(self) -> bool:
        """Whether no unit is counted twice, differently."""
        if _NOT_ALIKE.search(self.text) or any(c.kind == "ordinal" for c in self.claims):
            return False
        return len(dict(self._counted())) == len(set(self._counted()))

    def _counted(self) -> Iterator[tuple[str, Fraction]]:
        for claim in self.claims:
            value = claim.values[0] if claim.values else None
            if claim.bound or claim.side or not isinstance(value, Fraction):
                continue
            # 月8回 is how many in the month that is asked about; 週2回 leaves the weeks open.
            if claim.per not in ("", "month") or (claim.per and _OF_A_YEAR.search(self.text)):
                continue
            if claim.unit == "泊":
                yield "泊", value
                if len(claim.values) == 2 and isinstance(days := claim.values[1], Fraction):
                    yield "day", days
            elif claim.kind == "duration":
                yield from self._lasting(claim, value)
            elif claim.kind == "count":
                yield claim.unit, value

    def _lasting(self, claim: Claim, value: Fraction) -> Iterator[tuple[str, Fraction]]:
        if claim.unit == "minute":
            yield "hour", value / 60
        elif claim.unit == "month":
            yield "month", value
        elif claim.unit == "day" and not self._is_date(claim) and "週" not in claim.shown:
            yield "day", value

    def _is_date(self, claim: Claim) -> bool:
        if not claim.may_be_day_of_month or "間" in claim.shown:
            return False
        before = _DATED_BEFORE.search(self.text[: claim.start])
        return bool(before or _DATED_AFTER.match(self.text, claim.end))


def _is_at_new_year(claims: Sequence[Claim]) -> bool:
    days = [c.values[1:] for c in claims if c.kind == "date"]
    return bool(days) and all(day in _NEW_YEAR for day in days)


def ask(
    question: str,
    on: date,
    profile: Profile,
    calendar: Calendar,
    styles: Sequence[Style] = (),
) -> Asked:
    text = _YEAR.sub(lambda said: f"{on.year + _YEARS[said[1]]}年", plain(question))
    claims = read(text)
    return Asked(
        text=text,
        circumstances=f"{text} 年末年始" if _is_at_new_year(claims) else text,
        claims=claims,
        words=words(text),
        on=on,
        profile=profile,
        calendar=calendar,
        styles=styles,
    )
