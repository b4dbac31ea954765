"""What went wrong at an endpoint, told from the errors of the libraries that speak to it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import openai
from langchain_openai.chat_models.base import OpenAIRefusalError

from bot.language_model.client import EndlessReply
from bot.language_model.noreply import Kind, NoReply
from knowledge.errors import ZerojiError

#: HTTP statuses that may be gone at the next try; those of 500 and above besides.
_PASSING = (408, 409, 425, 429)
#: Characters of an endpoint's own words.
_QUOTED = 200


class BadShape(Exception):
    """A reply that is not of the shape that was asked for."""


def no_reply(error: BaseException, model: str, limit: float) -> NoReply:
    """What to tell about an error of a call that had ``limit`` seconds."""
    kind = _kind(error)
    if kind == "timeout":
        return NoReply(kind, model, f"{limit:.3g} s", f"{limit:.3g}秒")
    return NoReply(kind, model, _words(error))


def _kind(error: BaseException) -> Kind:
    match error:
        case TimeoutError() | openai.APITimeoutError():
            return "timeout"
        case openai.APIStatusError() if error.status_code < 500:
            return "refused"
        case ZerojiError():
            return "unreachable"  # its settings are wrong
        case OpenAIRefusalError() | openai.ContentFilterFinishReasonError():
            return "refused"
        case openai.APIConnectionError() if not _caused_by(error, EndlessReply):
            return "unreachable"
        case openai.APIStatusError():
            return "unreachable"
    return "bad_shape"


def _words(error: BaseException) -> str:
    match error:
        case ZerojiError() | BadShape():
            return str(error)
        case openai.LengthFinishReasonError():
            return "longer than ZEROJI_MODEL_MAX_TOKENS"
        case openai.OpenAIError() | OpenAIRefusalError():
            # The innermost reason: “Connection error.” is no help.
            innermost = str(list(_chain(error))[-1]) or str(error)
            return f"{type(error).__name__}: {innermost[:_QUOTED]}"
    return f"not OpenAI's protocol; {type(error).__name__}: {str(error)[:_QUOTED]}"


def is_endpoints(error: BaseException) -> bool:
    """Whether another request would fail as well: not if only this one is not to its liking."""
    return not isinstance(
        error,
        openai.BadRequestError
        | openai.UnprocessableEntityError
        | openai.ContentFilterFinishReasonError
        | OpenAIRefusalError,
    )


def is_passing(error: BaseException) -> bool:
    """Whether the same request may succeed a moment later."""
    match error:
        case openai.APITimeoutError():
            return False  # it had all the time there was
        case openai.APIStatusError():
            spent = "insufficient_quota" in str(error)
            return not spent and (error.status_code in _PASSING or error.status_code >= 500)
        case openai.APIConnectionError():
            return not _caused_by(error, ssl.SSLError, EndlessReply)
    return False


def seconds_to_wait(error: BaseException) -> float | None:
    """What the endpoint asks for in Retry-After; None when it does not ask."""
    if not isinstance(error, openai.APIStatusError):
        return None
    headers = error.response.headers
    try:
        if "retry-after-ms" in headers:
            return max(float(headers["retry-after-ms"]) / 1000, 0.0)
        return _seconds(headers["retry-after"]) if "retry-after" in headers else None
    except (ValueError, TypeError):
        return None


def _seconds(given: str) -> float:
    """Of a Retry-After: seconds or a date. Raises ValueError."""
    if given.replace(".", "", 1).isdigit():
        return float(given)
    when = parsedate_to_datetime(given)
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0.0)


def may_cost(error: BaseException) -> bool:
    """Whether the endpoint may have worked on the request, and may charge for it."""
    if isinstance(error, asyncio.CancelledError):
        return True
    if not isinstance(error, openai.APIConnectionError):
        return False
    return not _caused_by(error, httpx.ConnectError, httpx.ConnectTimeout)


def _caused_by(error: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what caused it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        hidden = cause.__suppress_context__
        cause = cause.__cause__ or (None if hidden else cause.__context__)
