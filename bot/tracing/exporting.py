"""Where spans go: into the database for the console, and to an OTLP endpoint."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from sqlalchemy import Engine, delete, insert
from sqlalchemy.exc import SQLAlchemyError

from bot import schema
from knowledge.database import now, writing

_log = logging.getLogger(__name__)

#: How often old spans are looked for.
_EVERY = timedelta(hours=1)


class DatabaseExporter(SpanExporter):
    """Keeps spans for some days."""

    def __init__(self, database: Engine, keep_days: int) -> None:
        self._database = database
        self._keep = timedelta(days=keep_days)
        self._cleared: datetime | None = None

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        rows = [_row(span) for span in spans]
        try:
            with writing(self._database) as tx:
                tx.execute(insert(schema.spans), rows)
                if self._cleared is None or now() - self._cleared > _EVERY:
                    old = schema.spans.c.started_at < now() - self._keep
                    tx.execute(delete(schema.spans).where(old))
                    self._cleared = now()
        except SQLAlchemyError:
            # A lost trace must not cost an answer; it is said in the log.
            _log.exception("%d spans could not be kept", len(rows))
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        """The database is closed by whoever opened it."""


def otlp(endpoint: str) -> SpanExporter:
    """Sends spans by OTLP over gRPC, e.g. to ``http://127.0.0.1:4317``."""
    exporter = importlib.import_module("opentelemetry.exporter.otlp.proto.grpc.trace_exporter")
    made: SpanExporter = exporter.OTLPSpanExporter(
        endpoint=endpoint, insecure=not endpoint.startswith("https://")
    )
    return made


def _row(span: ReadableSpan) -> dict[str, Any]:
    assert span.start_time is not None and span.end_time is not None
    context = span.get_span_context()
    assert context is not None
    attributes = dict(span.attributes or {})
    return {
        "id": f"{context.span_id:016x}",
        "trace": f"{context.trace_id:032x}",
        "parent": f"{span.parent.span_id:016x}" if span.parent else None,
        "exchange": attributes.pop("zeroji.exchange", None),
        "name": span.name,
        "started_at": datetime.fromtimestamp(span.start_time / 1e9, UTC),
        "ms": (span.end_time - span.start_time) / 1e6,
        "attributes": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in attributes.items()
        },
    }
