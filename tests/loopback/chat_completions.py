"""The endpoint that tests share with the benchmarks: see evals.loopback."""

from __future__ import annotations

from evals.loopback.behaviours import (
    Behaviour,
    Compressed,
    Cut,
    Draft,
    Dripping,
    Empty,
    Endless,
    FirstLine,
    Hanging,
    HttpError,
    InTurn,
    Late,
    NoChoices,
    Refused,
    Says,
    Text,
    WebPage,
)
from evals.loopback.chat_completions import OpenAIServer, Takes, openai_server

__all__ = [
    "Behaviour",
    "Compressed",
    "Cut",
    "Draft",
    "Dripping",
    "Empty",
    "Endless",
    "FirstLine",
    "Hanging",
    "HttpError",
    "InTurn",
    "Late",
    "NoChoices",
    "OpenAIServer",
    "Refused",
    "Says",
    "Takes",
    "Text",
    "WebPage",
    "openai_server",
]
