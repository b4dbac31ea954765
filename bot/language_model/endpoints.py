"""Where language models are, and what may be asked of them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.language_model.spending import Price, Spending

if TYPE_CHECKING:
    from bot.language_model.connection import Connection

_OPENAI = "https://api.openai.com/v1"
_AZURE = "azure:"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """A model behind OpenAI's protocol: OpenAI, Azure OpenAI, or any compatible server."""

    #: Of the model; ``azure:DEPLOYMENT`` for one of Azure OpenAI.
    name: str
    api_key: str = field(repr=False)
    #: OpenAI when empty; of Azure the resource, e.g. ``https://NAME.openai.azure.com``.
    base_url: str
    #: Of Azure's interface, e.g. ``2024-10-21``.
    api_version: str = ""
    price: Price = field(default_factory=Price)

    @property
    def deployment(self) -> str | None:
        """Of Azure OpenAI; None for all others."""
        return self.name.removeprefix(_AZURE) if self.name.startswith(_AZURE) else None

    @property
    def url(self) -> str:
        return self.base_url or _OPENAI

    @property
    def label(self) -> str:
        """How people are told which it is: ``gpt-5-mini@api.openai.com``."""
        return f"{self.name}@{urlsplit(self.url).netloc.rpartition('@')[2]}"


@dataclass(frozen=True, kw_only=True)
class Model(Endpoint):
    """A language model with its limits, and with what stands in for it."""

    #: Seconds for the whole reply, whichever endpoint gives it.
    timeout: float
    #: Tokens of the longest reply, its reasoning included.
    max_tokens: int = 4000
    #: Tokens that it takes in and gives out together; 0 for more than a question ever needs.
    context: int = 0
    #: Certificates (PEM) that are trusted besides the usual ones.
    ca_file: Path | None = None
    #: Asked when the first gives no reply.
    fallback: Endpoint | None = None
    #: Where calls are recorded and limited; nowhere when None.
    spending: Spending | None = field(default=None, compare=False)

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """To the endpoints in the order in which they are asked; shared by all who ask."""
        # Loads langchain and openai, which takes seconds and is not needed without a model.
        connection = importlib.import_module("bot.language_model.connection")
        endpoints = (self, self.fallback) if self.fallback else (self,)
        return tuple(connection.Connection(endpoint, self) for endpoint in endpoints)

    @property
    def alone(self) -> tuple[Model, ...]:
        """Each of the endpoints as a model by itself."""
        first = replace(self, fallback=None)
        if self.fallback is None:
            return (first,)
        own = {field.name: getattr(self.fallback, field.name) for field in fields(Endpoint)}
        return (first, replace(first, **own))

    def load(self) -> None:
        """Load now what the first question would otherwise wait for. Connects nowhere.

        Raises InvalidInput when certificates cannot be read.
        """
        for connection in self.connections:
            connection.load()
