"""Draws who asks what when: few needs are asked often, most seldom, on business days."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.business_days import Calendar
from evals.loop.needs import Asking, Need

#: How fast needs become rarer: the n-th is asked 1/n^EXPONENT as often as the first.
EXPONENT = 0.7
#: Hours of a day in which employees ask.
_FIRST_HOUR, _LAST_HOUR = 9, 18


def draw(
    needs: Sequence[Need], *, askers: Sequence[str], days: int, questions: int, seed: int
) -> list[Asking]:
    """Questions of ``days`` calendar days in the order of their days; the same for a seed."""
    chance = random.Random(seed)
    ranked = chance.sample(list(needs), len(needs))
    weights = [rank**-EXPONENT for rank in range(1, len(ranked) + 1)]
    asked = chance.choices(ranked, weights, k=questions)
    made = [
        Asking(
            at=chance.randrange(days),
            asker=chance.choice(askers),
            need=need.id,
            wording=chance.choice(need.wordings),
        )
        for need in asked
    ]
    return sorted(made, key=lambda asking: asking.at)


def moments(
    stream: Sequence[Asking], first: date, calendar: Calendar, seed: int
) -> list[tuple[datetime, Asking]]:
    """When each is asked, in order: in business hours, on the day or the next business day."""
    chance = random.Random(seed)
    return sorted(
        ((_moment(first + timedelta(days=a.at), calendar, chance), a) for a in stream),
        key=lambda pair: pair[0],
    )


def at(day: date, hour: int) -> datetime:
    """An hour of a day, in the time zone of this machine."""
    return datetime.combine(day, time(hour)).astimezone()


def _moment(day: date, calendar: Calendar, chance: random.Random) -> datetime:
    seconds = chance.randrange((_LAST_HOUR - _FIRST_HOUR) * 3600)
    return at(_working(day, calendar), _FIRST_HOUR) + timedelta(seconds=seconds)


def _working(day: date, calendar: Calendar) -> date:
    """The day itself or a business day close to it, of the same week where there is one."""
    if calendar.is_business_day(day):
        return day
    after = calendar.moved(day, 1)
    return after if after.isocalendar()[:2] == day.isocalendar()[:2] else calendar.moved(day, -1)
