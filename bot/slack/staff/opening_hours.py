"""When staff are reminded: in the set hours of business days, else when they next begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.business_days import BusinessHours, Calendar
from bot.settings import Settings


@dataclass(frozen=True, kw_only=True)
class ReminderHours:
    calendar: Calendar
    hours: BusinessHours

    @classmethod
    def of(cls, settings: Settings) -> ReminderHours:
        hours = settings.slack_reminder_hours or settings.business_hours
        return cls(calendar=settings.holidays, hours=hours)

    def are_at(self, moment: datetime) -> bool:
        """In local time; the closing time itself is too late."""
        here = moment.astimezone()
        is_open = self.hours.opens <= here.time() < self.hours.closes
        return is_open and self.calendar.is_business_day(here.date())
