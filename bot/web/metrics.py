"""``/metrics`` for Prometheus. Counts come from the database, so they survive a restart."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from bot import schema
from bot.desk.ticket import WAITING
from bot.language_model.spending import MICRO
from bot.wiring import Zeroji
from knowledge.database import now


class Metrics:
    """What one server measures."""

    def __init__(self, zeroji: Zeroji) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Ledger(zeroji))
        self.registry.register(_Models(zeroji))
        self.ask_seconds = Histogram(
            "zeroji_ask_seconds",
            "Time from a question to its outcome, asked over HTTP",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
            registry=self.registry,
        )


class _Ledger(Collector):
    """Outcomes and tickets, as the ledger and the desk have them when asked."""

    def __init__(self, zeroji: Zeroji) -> None:
        self._zeroji = zeroji

    def collect(self) -> Iterator[Metric]:
        outcomes = CounterMetricFamily("zeroji_outcomes", "Questions by outcome", labels=["kind"])
        query = select(schema.exchanges.c.kind, func.count()).group_by(schema.exchanges.c.kind)
        with self._zeroji.database.connect() as tx:
            for kind, count in tx.execute(query):
                outcomes.add_metric([kind], count)
        yield outcomes
        tickets = GaugeMetricFamily("zeroji_tickets", "Tickets by status", labels=["status"])
        counts = self._zeroji.desk.count()
        for status, count in counts.items():
            tickets.add_metric([status], count)
        yield tickets
        waiting = counts.get("open", 0) + counts.get("claimed", 0)
        yield GaugeMetricFamily("zeroji_open_tickets", "Tickets without a reply", value=waiting)
        yield GaugeMetricFamily(
            "zeroji_overdue_tickets",
            "Tickets without a reply that are past their due time, private ones left out",
            value=self._overdue(),
        )

    def _overdue(self) -> int:
        table = schema.tickets.c
        query = select(func.count()).where(
            table.status.in_(WAITING), ~table.private, table.due_at < now()
        )
        with self._zeroji.database.connect() as tx:
            return int(tx.execute(query).scalar_one())


class _Models(Collector):
    """What language models were asked, took and cost, and whether they are asked now."""

    def __init__(self, zeroji: Zeroji) -> None:
        self._zeroji = zeroji

    def collect(self) -> Iterator[Metric]:
        table = schema.model_calls.c
        query = select(
            table.model,
            table.purpose,
            table.outcome,
            func.count(),
            func.sum(table.tokens_in),
            func.sum(table.tokens_out),
            func.sum(table.cost),
        ).group_by(table.model, table.purpose, table.outcome)
        labels = ["model", "purpose", "outcome"]
        calls = CounterMetricFamily("zeroji_model_calls", "Calls of models", labels=labels)
        tokens = CounterMetricFamily(
            "zeroji_model_tokens", "Tokens of models", labels=[*labels, "direction"]
        )
        cost = CounterMetricFamily(
            "zeroji_model_cost", "Cost of models in ZEROJI_CURRENCY", labels=labels
        )
        with self._zeroji.database.connect() as tx:
            for *named, count, tokens_in, tokens_out, spent in tx.execute(query):
                calls.add_metric(named, count)
                tokens.add_metric([*named, "in"], int(tokens_in))
                tokens.add_metric([*named, "out"], int(tokens_out))
                cost.add_metric(named, int(spent) / MICRO)
        yield from (calls, tokens, cost)
        reached = self._zeroji.spending.reached() is not None
        yield GaugeMetricFamily(
            "zeroji_model_limit_reached",
            "1 when the day's limit of everybody is reached and answers only quote",
            value=int(reached),
        )
