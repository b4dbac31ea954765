"""The plots of the numbers: each shows what a table below it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.numbers.tally import Tally, percentile
from bot.web.messages import Translate
from bot.web.plots import Plot, Series, bars, lines


def plots(t: Translate, by_week: Mapping[date, Tally]) -> list[Plot]:
    """From the oldest week to the newest; nothing where nothing was counted."""
    if not by_week:
        return []
    oldest_first = list(by_week.items())[::-1]
    labels = [f"{monday.month}/{monday.day}" for monday, _ in oldest_first]
    tallies = [tally for _, tally in oldest_first]
    return [
        lines(
            "asked",
            t("numbers.plot_questions"),
            labels,
            _counts(t, tallies, ("asked", "answer", "clarification", "escalation")),
        ),
        lines("shares", t("numbers.plot_shares"), labels, _shares(t, tallies), unit="%"),
        bars(
            "tickets",
            t("numbers.plot_tickets"),
            labels,
            _counts(t, tallies, ("opened", "answered", "closed")),
        ),
        lines("hours", t("numbers.plot_hours"), labels, _hours(t, tallies)),
        bars(
            "changes",
            t("numbers.plot_changes"),
            labels,
            _counts(t, tallies, ("published", "told")),
        ),
    ]


def _counts(t: Translate, tallies: Sequence[Tally], names: Sequence[str]) -> list[Series]:
    return [
        Series(name=t(f"numbers.{name}"), values=[tally.counts[name] for tally in tallies])
        for name in names
    ]


def _shares(t: Translate, tallies: Sequence[Tally]) -> list[Series]:
    return [
        Series(name=t("numbers.zero_share"), values=[_percent(x.zero_share) for x in tallies]),
        Series(name=t("numbers.again"), values=[_of_asked(x, "again") for x in tallies]),
        Series(name=t("numbers.wrong"), values=[_of_asked(x, "wrong") for x in tallies]),
        Series(name=t("numbers.late_share"), values=[_percent(x.late_share) for x in tallies]),
    ]


def _hours(t: Translate, tallies: Sequence[Tally]) -> list[Series]:
    return [
        Series(
            name=t("numbers.first_reply_hours"),
            values=[percentile(tally.first_reply, 0.5) for tally in tallies],
        ),
        Series(
            name=t("numbers.resolution_hours"),
            values=[percentile(tally.resolution, 0.5) for tally in tallies],
        ),
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _of_asked(tally: Tally, name: str) -> float | None:
    asked = tally.counts["asked"]
    return 100 * tally.counts[name] / asked if asked else None
