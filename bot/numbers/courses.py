"""When tickets were opened, replied to and closed, and the business hours that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.business_days import BusinessHours, Calendar
from bot.numbers.weeks import week_of
from bot.numbers.working_time import WorkingTime

_Moments = tuple[datetime, datetime, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Course:
    """Mondays of the weeks in which something happened; None where it has not."""

    opened: date
    due: date
    replied: date | None
    closed: date | None
    #: Business hours from the opening; 0 where it has not come to that.
    first_reply: float
    resolution: float
    #: Without a reply when it was due, as far as it is due.
    is_late: bool


class Courses:
    """Works out each course once."""

    def __init__(self, first: date, today: date, calendar: Calendar, hours: BusinessHours) -> None:
        self.today = today
        self._working = WorkingTime(first, today, calendar, hours)
        self._known: dict[_Moments, Course] = {}

    def of(
        self,
        opened: datetime,
        due: datetime,
        answered: datetime | None,
        closed: datetime | None,
    ) -> Course:
        """A ticket that was dismissed was replied to when it was closed: its askers were told."""
        moments = (opened, due, answered, closed)
        if moments not in self._known:
            self._known[moments] = self._worked_out(*moments)
        return self._known[moments]

    def _worked_out(
        self,
        opened: datetime,
        due: datetime,
        answered: datetime | None,
        closed: datetime | None,
    ) -> Course:
        replied = answered or closed
        return Course(
            opened=week_of(opened),
            due=week_of(due),
            replied=week_of(replied) if replied else None,
            closed=week_of(closed) if closed else None,
            first_reply=self._working.hours(opened, replied) if replied else 0.0,
            resolution=self._working.hours(opened, closed) if closed else 0.0,
            is_late=replied is None or replied > due,
        )
