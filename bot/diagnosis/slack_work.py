"""The check that what came from Slack is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine, func, select

from bot import schema
from bot.diagnosis import Finding, found
from knowledge.database import now

#: Within it a request is tried again, and what is older is no longer looked for.
_PATIENCE, _LOOK_BACK = timedelta(minutes=10), timedelta(days=7)
_table = schema.slack_events.c


def examine(database: Engine) -> Iterator[Finding]:
    """Nothing where nothing waits for long, and nothing was given up in the last week."""
    since = now() - _LOOK_BACK
    waits = select(func.count()).where(
        _table.answered_at.is_(None),
        _table.failure.is_(None),
        _table.received_at.between(since, now() - _PATIENCE),
    )
    failed = (
        select(_table.failure, func.count())
        .where(_table.failure.is_not(None), _table.received_at > since)
        .group_by(_table.failure)
        .order_by(func.count().desc())
    )
    with database.connect() as tx:
        waiting, given_up = tx.scalar(waits) or 0, tx.execute(failed).all()
    if waiting:
        yield found("slack.waiting", "wrong", count=waiting)
    if given_up:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in given_up)
        yield found("slack.failures", "warning", reasons=reasons)
