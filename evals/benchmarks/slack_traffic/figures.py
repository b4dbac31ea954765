"""Times summed up, and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.benchmarks.slack_traffic.crowd import Asked
from evals.benchmarks.slack_traffic.sending import Try
from evals.loopback.slack import Slack

Figures = dict[str, Any]


def times(ms: Iterable[float]) -> Figures:
    """How many, and the milliseconds: median, 95th and 99th percentile, the longest."""
    took = list(ms) or [0.0]
    p50, p95, p99 = (round(float(p), 1) for p in np.percentile(took, [50, 95, 99]))
    most = round(max(took), 1)
    return {"count": len(took), "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "most_ms": most}


def to_status(slack: Slack, asked: Sequence[Asked], tries: Sequence[Try]) -> list[float]:
    """Milliseconds from the first try of an event to the status in its thread."""
    began: dict[tuple[str, str], list[float]] = {}
    for status in slack.statuses:
        began.setdefault((status.channel, status.thread_ts), []).append(status.at)
    sent = _sent(tries)
    found = []
    for one in asked:
        after = [at for at in began.get((one.channel, one.thread), ()) if at >= sent[one.key]]
        found += [1000 * (min(after) - sent[one.key])] if after else []
    return found


def to_answer(slack: Slack, asked: Sequence[Asked], tries: Sequence[Try]) -> list[float]:
    """Milliseconds from the first try of an event to the first message that answers it."""
    sent = _sent(tries)
    written = {
        message["metadata"]["event_payload"]["name"]: slack.conversations.written_at(
            message["channel"], message["ts"]
        )
        for message in slack.messages
        if "metadata" in message
    }
    ended = {one.key: written.get(f"{one.key}#0") for one in asked}
    return [1000 * (at - sent[key]) for key, at in ended.items() if at is not None]


def _sent(tries: Sequence[Try]) -> dict[str, float]:
    first: dict[str, float] = {}
    for one in tries:
        first[one.key] = min(one.at, first.get(one.key, one.at))
    return first


def show(title: str, rows: Mapping[str, Figures], facts: Mapping[str, object]) -> None:
    """Times as a table, and what else was counted below it."""
    table = Table(title=f"{title}: ms", title_justify="left")
    for name in ("", "count", "p50", "p95", "p99", "longest"):
        table.add_column(name, justify="right" if name else "left")
    for name, of in rows.items():
        shown = (of["count"], of["p50_ms"], of["p95_ms"], of["p99_ms"], of["most_ms"])
        table.add_row(name, *(f"{value:,}" for value in shown))
    console = Console(width=100, highlight=False)
    console.print(table)
    for name, fact in facts.items():
        print(f"{name}: {fact}")
