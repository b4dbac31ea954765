from __future__ import annotations

from datetime import datetime, time

from bot.business_days import BusinessHours, Calendar
from bot.settings import Settings
from bot.slack.staff.opening_hours import ReminderHours

FRIDAY, SATURDAY, HOLIDAY = "2026-11-20", "2026-11-21", "2026-11-23"


def are(hours: ReminderHours, moment: str) -> bool:
    return hours.are_at(datetime.fromisoformat(moment).astimezone())


def test_staff_are_reminded_in_business_hours_of_business_days() -> None:
    hours = ReminderHours(calendar=Calendar(), hours=BusinessHours())
    assert not are(hours, f"{FRIDAY}T08:59:59")
    assert are(hours, f"{FRIDAY}T09:00")
    assert are(hours, f"{FRIDAY}T17:59:59")
    assert not are(hours, f"{FRIDAY}T18:00")
    assert not are(hours, f"{SATURDAY}T10:00")
    assert not are(hours, f"{HOLIDAY}T10:00")


def test_other_hours_may_be_set_for_reminders() -> None:
    late = BusinessHours(opens=time(10), closes=time(12))
    assert ReminderHours.of(Settings(slack_reminder_hours=late)).hours == late
    assert ReminderHours.of(Settings()).hours == BusinessHours()
