"""A chat model behind an OpenAI-compatible endpoint, asked for answers of a given shape."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Thread
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)


class NoReply(Exception):
    """The model gave no usable reply; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """Where a chat model is, and how long it may take."""

    name: str
    api_key: str
    base_url: str
    #: Seconds for the whole reply.
    timeout: float


class Structured(Generic[Shape]):
    """Asks a model for replies of one shape, each within the model's time limit."""

    def __init__(self, model: Model, shape: type[Shape]) -> None:
        self._model = model
        self._shape = shape
        self._chain: Any = None

    def ask(self, messages: Sequence[tuple[str, str]]) -> Shape:
        """The reply to messages of (role, text). Raises NoReply."""
        limit = self._model.timeout
        try:
            asked = self._connected().ainvoke(list(messages))
            # A read timeout alone does not end an endpoint that drips a byte now and then.
            limited = asyncio.wait_for(asked, limit)
            reply = asyncio.run_coroutine_threadsafe(limited, _loop()).result()
        except TimeoutError as late:
            raise NoReply(f"no answer within {limit:g} s") from late
        except Exception as error:
            # An odd endpoint provokes any error in the libraries.
            raise NoReply(f"{type(error).__name__}: {str(error)[:200]}") from error
        if not isinstance(reply, self._shape):
            raise NoReply("it answered in another shape than it was asked for")
        return reply

    def _connected(self) -> Any:
        if self._chain is None:
            chat_models = importlib.import_module("langchain.chat_models")
            model = chat_models.init_chat_model(
                self._model.name,
                model_provider="openai",
                api_key=self._model.api_key or "none",
                base_url=self._model.base_url or None,
                timeout=self._model.timeout,
                max_retries=1,
                temperature=0,
            )
            self._chain = model.with_structured_output(self._shape, method="json_schema")
        return self._chain


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """Where calls run: what is no longer waited for is cancelled there, and keeps no process up."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="zeroji-model", daemon=True).start()
    return loop
