"""Tries a request once more where that may help, and never beyond the time that is left.

langchain's ``with_retry`` knows neither Retry-After nor a limit; openai's client waits as long as
Retry-After asks, while the employee's time runs out.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception
from tenacity.stop import stop_after_attempt, stop_before_delay
from tenacity.wait import wait_exponential_jitter

from bot.language_model.faults import is_passing, seconds_to_wait

Reply = TypeVar("Reply")

_TRIES = 2
_backoff = wait_exponential_jitter(multiplier=0.2, max=2.0, jitter=0.3)
#: Seconds at most by which many who were told to come back at once are spread.
_SPREAD = 0.25


async def retried(send: Callable[[], Awaitable[Reply]], seconds: float) -> Reply:
    """What ``send`` returns; its last error when no further try would begin in time."""
    trying = AsyncRetrying(
        stop=stop_after_attempt(_TRIES) | stop_before_delay(seconds),
        wait=_wait,
        retry=retry_if_exception(is_passing),
        reraise=True,
    )
    return await trying(send)


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = seconds_to_wait(error) if error else None
    return _backoff(state) if asked is None else asked + random.uniform(0, _SPREAD)
