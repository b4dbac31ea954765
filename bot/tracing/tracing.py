"""Makes spans of a question that was answered: one for the whole, one for each step."""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.answering.timing import Lap
from bot.outcomes import Exchange
from bot.tracing.attributes import of_question, of_step

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

_NS_PER_MS = 1_000_000


class Tracing:
    """Hands spans to whatever keeps or forwards them, in the background."""

    def __init__(self, provider: TracerProvider, tracer: Tracer) -> None:
        self._provider = provider
        self._tracer = tracer

    def __call__(self, exchange: Exchange, laps: Sequence[Lap], /) -> None:
        """Make the spans of a question that has just been recorded."""
        spans = importlib.import_module("opentelemetry.trace")
        ended = time.time_ns()
        total = max((lap.begins + lap.ms for lap in laps), default=0.0)
        began = ended - int(total * _NS_PER_MS)
        root = self._tracer.start_span(
            "zeroji.ask", start_time=began, attributes=of_question(exchange)
        )
        within = spans.set_span_in_context(root)
        for lap in laps:
            starts = began + int(lap.begins * _NS_PER_MS)
            step = self._tracer.start_span(
                f"zeroji.{lap.step}",
                context=within,
                start_time=starts,
                attributes=of_step(lap.step, exchange),
            )
            step.end(starts + int(lap.ms * _NS_PER_MS))
        root.end(ended)

    def flush(self) -> None:
        """Wait until what was traced is kept."""
        self._provider.force_flush()

    def close(self) -> None:
        self._provider.shutdown()


def open_tracing(database: Engine, *, keep_days: int, otlp_endpoint: str) -> Tracing:
    """Start tracing; OpenTelemetry's SDK is loaded only now."""
    sdk = importlib.import_module("opentelemetry.sdk.trace")
    export = importlib.import_module("opentelemetry.sdk.trace.export")
    resources = importlib.import_module("opentelemetry.sdk.resources")
    exporting = importlib.import_module("bot.tracing.exporting")
    # Its own provider, not the process's: chromadb's spans would be mixed in.
    provider = sdk.TracerProvider(
        resource=resources.Resource({"service.name": "zeroji"}), shutdown_on_exit=False
    )
    exporters = [exporting.DatabaseExporter(database, keep_days)]
    if otlp_endpoint:
        exporters.append(exporting.otlp(otlp_endpoint))
    for exporter in exporters:
        provider.add_span_processor(export.BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    return Tracing(provider, provider.get_tracer("zeroji"))
