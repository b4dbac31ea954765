"""Asks a model for replies of one shape: the first endpoint that can give one, in time.

Personal data leaves masked, and stands again in the reply.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import time
from collections.abc import Coroutine, Mapping, Sequence
from functools import lru_cache
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from bot.language_model.breaker import BreakerOpen
from bot.language_model.endpoints import Model
from bot.language_model.noreply import NoReply
from bot.language_model.spending import Call
from bot.language_model.usage import Usage, estimated_tokens
from bot.masking import mask, restore
from bot.processor import waiting

if TYPE_CHECKING:
    from bot.language_model.connection import Connection

Shape = TypeVar("Shape", bound=BaseModel)
Messages = Sequence[tuple[str, str]]

_log = logging.getLogger(__name__)


class Structured(Generic[Shape]):
    """Asks a model for replies of one shape, each within the model's time limit."""

    def __init__(self, model: Model, shape: type[Shape], purpose: str = "") -> None:
        self._model = model
        self._shape = shape
        self._purpose = purpose

    def ask(
        self, messages: Sequence[tuple[str, str]], asker: str = "", seconds: float | None = None
    ) -> Shape:
        """The reply to messages of (role, text), for somebody. Raises NoReply.

        ``seconds`` are what is left of a question that takes several replies.
        """
        masked, personal = _masked(messages)
        reply = self._first_reply(masked, asker, seconds)
        return self._shape.model_validate(_restored(reply.model_dump(), personal))

    def _first_reply(self, messages: Messages, asker: str, seconds: float | None) -> Shape:
        """The reply of the first endpoint that gives one."""
        limit = self._model.timeout if seconds is None else min(seconds, self._model.timeout)
        waiting = list(self._model.connections)
        deadline = time.monotonic() + limit
        while True:
            connection = waiting.pop(0)
            # An endpoint that hangs leaves its share of the time to the next.
            share = (deadline - time.monotonic()) / (1 + len(waiting))
            try:
                return self._ask(connection, messages, asker, max(share, 0.0))
            except NoReply as problem:
                if not waiting:
                    raise
                _log.warning("%s Asking %s instead.", problem, waiting[0].endpoint.label)

    def _ask(self, connection: Connection, messages: Messages, asker: str, seconds: float) -> Shape:
        """Ask one endpoint, and record it."""
        endpoint, spending = connection.endpoint, self._model.spending
        call = Call(asker=asker, model=endpoint.label, purpose=self._purpose, price=endpoint.price)
        if spending is None:
            return self._reply(connection, messages, seconds, Usage())
        try:
            connection.breaker.check()
        except BreakerOpen as opened:
            spending.not_asked(call, "breaker_open")
            raise _left_alone(endpoint.label, opened) from opened
        expected = Usage()
        expected.suppose(estimated_tokens(messages), self._model.max_tokens)
        with spending.recorded(call, expected) as used:
            return self._reply(connection, messages, seconds, used)

    def _reply(
        self, connection: Connection, messages: Messages, seconds: float, usage: Usage
    ) -> Shape:
        label = connection.endpoint.label
        faults = importlib.import_module("bot.language_model.faults")
        try:
            with connection.breaker.attempt(faults.is_endpoints):
                connection.load()
                asked = connection.reply(messages, self._shape, seconds, usage)
                return _within(seconds, asked)
        except BreakerOpen as opened:
            raise _left_alone(label, opened) from opened
        except Exception as error:
            # An odd endpoint provokes any error in the libraries.
            told: NoReply = faults.no_reply(error, label, seconds)
            raise told from error


def _masked(messages: Messages) -> tuple[Messages, Mapping[str, str]]:
    """Messages without personal data, and what each placeholder stands for."""
    masked, known = [], dict[str, str]()
    for role, text in messages:
        one = mask(text, known)
        known |= one.replaced
        masked.append((role, one.text))
    return masked, known


def _restored(value: Any, personal: Mapping[str, str]) -> Any:
    """A reply in which placeholders are what they stand for again, at any depth."""
    match value:
        case str():
            return restore(value, personal)
        case list():
            return [_restored(one, personal) for one in value]
        case dict():
            return {name: _restored(one, personal) for name, one in value.items()}
    return value


def _left_alone(label: str, opened: BreakerOpen) -> NoReply:
    return NoReply("breaker_open", label, f"{opened.seconds:.0f} s", f"あと{opened.seconds:.0f}秒")


def _within(seconds: float, asked: Coroutine[Any, Any, Shape]) -> Shape:
    """What a coroutine returns. Raises TimeoutError: a read timeout alone does not end an
    endpoint that drips a byte now and then."""
    limited = asyncio.wait_for(asked, seconds)
    with waiting():
        return asyncio.run_coroutine_threadsafe(limited, _loop()).result()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """Where calls run: what is no longer waited for is cancelled there, and keeps no process up."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="zeroji-model", daemon=True).start()
    return loop
