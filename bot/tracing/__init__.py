"""Traces of questions: each step with its evidence and its time, by OpenTelemetry; off by default.

What is traced is kept in the database, where the console shows it, and sent to an OTLP endpoint
where one is set. Personal data is masked, and of a confidential matter nothing is told but times.
"""

from bot.tracing.tracing import Tracing, open_tracing

__all__ = ["Tracing", "open_tracing"]
