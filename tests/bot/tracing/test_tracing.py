"""Traces of questions, kept in the database and sent to a collector."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as messages
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc as service
from sqlalchemy import func, select, update

from bot import schema
from bot.answering.timing import Clock
from bot.outcomes import Exchange, Question
from bot.settings import Settings
from bot.tracing import Tracing, open_tracing
from bot.tracing.kept import recent, trace_of
from bot.wiring import Zeroji, open_zeroji
from knowledge.database import now, writing
from knowledge.errors import NotFound

RULE = """\
---
title: 旅費規程
---
# 第34条（旅費の精算）

旅費の精算は、出張終了後10営業日以内に行わなければならない。
"""
SETTLING = "旅費の精算は何営業日以内ですか。私の携帯は090-1234-5678です。"
PHONE = "090-1234-5678"


@pytest.fixture
def traced(tmp_path: Path) -> Iterator[Zeroji]:
    """A Zeroji whose questions are traced."""
    (tmp_path / "旅費規程.md").write_text(RULE, encoding="utf-8")
    with open_zeroji(Settings(_env_file=None, home=tmp_path / "home", tracing=True)) as opened:
        opened.ingest([tmp_path / "旅費規程.md"])
        yield opened


@pytest.fixture
def tracing(zeroji: Zeroji) -> Iterator[Tracing]:
    made = open_tracing(zeroji.database, keep_days=30, otlp_endpoint="")
    yield made
    made.close()


def _asked(zeroji: Zeroji, text: str) -> Exchange:
    exchange = zeroji.engine.ask(Question(text=text, asker="shain"))
    assert zeroji.tracing is not None
    zeroji.tracing.flush()
    return exchange


def test_nothing_is_traced_unless_it_is_asked_for(zeroji: Zeroji) -> None:
    zeroji.engine.ask(Question(text=SETTLING, asker="shain"))
    assert zeroji.tracing is None
    assert recent(zeroji.database, 10) == []


def test_each_step_is_kept_with_its_time_and_its_evidence(traced: Zeroji) -> None:
    exchange = _asked(traced, SETTLING)
    trace = trace_of(traced.database, exchange.id)

    assert [step.step for step in trace.steps] == ["understand", "search", "decide", "compose"]
    took = exchange.timings_ms
    assert trace.whole.ms == pytest.approx(took["total"], abs=0.1)
    assert sum(step.ms for step in trace.steps) == pytest.approx(took["total"], abs=0.5)
    ends = [step.begins + step.ms for step in trace.steps]
    assert [step.begins for step in trace.steps[1:]] == pytest.approx(ends[:-1], abs=0.1)
    (decide,) = (step for step in trace.steps if step.step == "decide")
    assert decide.attributes["zeroji.places"][0].endswith("第34条（旅費の精算）")
    assert len(decide.attributes["zeroji.confidences"]) == len(exchange.trace.retrieved)
    assert trace.whole.attributes["zeroji.outcome"] == exchange.outcome.kind
    assert [one.exchange for one in recent(traced.database, 10)] == [exchange.id]


def test_personal_data_is_masked(traced: Zeroji) -> None:
    exchange = _asked(traced, SETTLING)
    with traced.database.connect() as tx:
        kept = json.dumps(tx.execute(select(schema.spans.c.attributes)).scalars().all())
    assert trace_of(traced.database, exchange.id).whole.attributes["zeroji.question"] == (
        "旅費の精算は何営業日以内ですか。私の携帯は［電話1］です。"
    )
    assert PHONE not in kept


def test_of_a_confidential_matter_only_times_are_kept(traced: Zeroji) -> None:
    exchange = _asked(traced, "上司に毎日怒鳴られてつらいです")
    assert exchange.outcome.kind == "refusal"
    trace = trace_of(traced.database, exchange.id)
    said = [value for span in (trace.whole, *trace.steps) for value in span.attributes.values()]
    assert trace.whole.ms > 0
    assert not any(isinstance(value, str) and "怒鳴" in value for value in said)
    assert "zeroji.question" not in trace.whole.attributes


def test_what_was_not_traced_is_not_found(traced: Zeroji) -> None:
    with pytest.raises(NotFound, match="was not traced"):
        trace_of(traced.database, 99)


def test_old_traces_are_cleared_away(traced: Zeroji) -> None:
    first = _asked(traced, SETTLING)
    with writing(traced.database) as tx:
        tx.execute(update(schema.spans).values(started_at=now() - timedelta(days=31)))
    keeping = open_tracing(traced.database, keep_days=30, otlp_endpoint="")
    clock = Clock()
    clock.lap("understand")
    keeping(first, clock.laps)
    keeping.close()
    with traced.database.connect() as tx:
        oldest = tx.execute(select(func.min(schema.spans.c.started_at))).scalar_one()
    assert oldest > now() - timedelta(days=1)


class _Collector(service.TraceServiceServicer):  # type: ignore[misc]
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def Export(
        self, request: messages.ExportTraceServiceRequest, context: object
    ) -> messages.ExportTraceServiceResponse:
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.names += [span.name for span in scope.spans]
        return messages.ExportTraceServiceResponse()


def test_traces_are_sent_to_a_collector_too(zeroji: Zeroji) -> None:
    collector, server = _Collector(), grpc.server(ThreadPoolExecutor(1))
    service.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    exchange = zeroji.engine.ask(Question(text=SETTLING, asker="shain"))
    clock = Clock()
    clock.lap("understand")
    sending = open_tracing(zeroji.database, keep_days=30, otlp_endpoint=f"http://127.0.0.1:{port}")
    sending(exchange, clock.laps)
    sending.close()
    server.stop(None)
    assert sorted(collector.names) == ["zeroji.ask", "zeroji.understand"]


def test_a_collector_that_is_away_costs_no_answer(tmp_path: Path) -> None:
    away = "http://127.0.0.1:9"
    settings = Settings(_env_file=None, home=tmp_path / "home", tracing=True, otlp_endpoint=away)
    with open_zeroji(settings) as opened:
        assert _asked_of(opened).outcome.kind == "escalation"


def _asked_of(zeroji: Zeroji) -> Exchange:
    return zeroji.engine.ask(Question(text="社員食堂のカレーはいくらですか", asker="shain"))


def test_what_is_made_private_afterwards_is_no_longer_read(traced: Zeroji) -> None:
    traced.accounts.add("soudan", "相談 花子", ["counselor"])
    traced.accounts.add("shain", "社員 一郎", ["employee"])
    exchange = _asked(traced, "社員食堂のカレーはいくらですか")
    assert [one.exchange for one in recent(traced.database, 10)] == [exchange.id]
    traced.desk.confide(exchange.id, "shain")
    assert recent(traced.database, 10) == []
    with pytest.raises(NotFound):
        trace_of(traced.database, exchange.id)
