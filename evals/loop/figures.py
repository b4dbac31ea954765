"""Figures of a simulated quarter, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, get_args

from bot.business_days import Calendar
from bot.desk.ticket import Ticket
from evals.loop.asking import Asked, Result
from evals.loop.plan import Quarter


@dataclass(frozen=True, kw_only=True)
class Week:
    """Of the questions asked in a week; times in business days from question to reply."""

    number: int
    questions: int
    right: int
    wrong: int
    asked_back: int
    escalated: int
    refused: int
    #: Asked once more, in other words, after a reply that did not help.
    again: int
    #: Whose answer stood in the manuals at that moment, and how many of those were told it.
    answerable: int
    zero_tier: int
    #: The same of questions in words that nobody had used before.
    answerable_new: int
    zero_tier_new: int
    published: int
    tickets: int
    days_to_reply: float | None

    @property
    def zero_tier_share(self) -> float:
        return _share(self.zero_tier, self.answerable)

    @property
    def zero_tier_new_share(self) -> float:
        return _share(self.zero_tier_new, self.answerable_new)

    @property
    def wrong_share(self) -> float:
        return _share(self.wrong, self.questions)

    def as_json(self) -> dict[str, Any]:
        shares = ("zero_tier_share", "zero_tier_new_share", "wrong_share")
        return asdict(self) | {name: round(getattr(self, name), 4) for name in shares}


def weeks_of(quarter: Quarter, calendar: Calendar) -> list[Week]:
    return [
        _week(quarter, number, [a for a in quarter.asked if a.week == number], calendar)
        for number in range(max((a.week for a in quarter.asked), default=-1) + 1)
    ]


def _week(quarter: Quarter, number: int, asked: Sequence[Asked], calendar: Calendar) -> Week:
    results: Counter[Result] = Counter(a.result for a in asked)
    answerable = [a for a in asked if a.answerable]
    fresh = [a for a in answerable if a.first_time]
    tickets = [ticket for ticket in quarter.tickets if _week_of(quarter, ticket) == number]
    return Week(
        number=number + 1,
        questions=len(asked),
        **{name: results[name] for name in get_args(Result)},
        again=sum(a.again for a in asked),
        answerable=len(answerable),
        zero_tier=_right(answerable),
        answerable_new=len(fresh),
        zero_tier_new=_right(fresh),
        published=sum(ticket.status == "published" for ticket in tickets),
        tickets=len(tickets),
        days_to_reply=_days_to_reply(tickets, calendar),
    )


def _week_of(quarter: Quarter, ticket: Ticket) -> int:
    return (ticket.opened_at.astimezone().date() - quarter.plan.first_day).days // 7


def _days_to_reply(tickets: Iterable[Ticket], calendar: Calendar) -> float | None:
    taken = []
    for ticket in tickets:
        if ticket.answered_at is not None:
            day, end = (at.astimezone().date() for at in (ticket.opened_at, ticket.answered_at))
            days = 0
            while day < end:
                day, days = calendar.moved(day, 1), days + 1
            taken.append(days)
    return float(median(taken)) if taken else None


def _right(asked: Iterable[Asked]) -> int:
    return sum(a.result == "right" for a in asked)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
