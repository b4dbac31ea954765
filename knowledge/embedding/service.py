"""Embeddings behind OpenAI's protocol: OpenAI itself, or any server that speaks it."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.embedding.protocol import Vectors, unit
from knowledge.errors import InvalidInput, ModelUnavailable

_log = logging.getLogger(__name__)

_OPENAI = "https://api.openai.com/v1"
#: A request takes at most 2,048 texts and, at up to two tokens a character, 300,000 tokens.
_MOST_TEXTS = 2048
_MOST_CHARACTERS = 120_000
#: A text takes at most 8,192 tokens. What is longer is cut: no chunk of a manual should be.
_LONGEST_TEXT = 4000


@dataclass(frozen=True, kw_only=True)
class Access:
    """How a service is reached."""

    api_key: str = ""
    #: OpenAI's own when empty.
    base_url: str = ""
    #: Seconds and repetitions for passages, which can wait …
    timeout: float = 60.0
    retries: int = 4
    #: … and for a question, which somebody waits for.
    query_timeout: float = 5.0
    query_retries: int = 1


class EmbeddingsService:
    """An embeddings model behind OpenAI's protocol. Repeats, with jitter, what may pass by."""

    def __init__(self, model: str, access: Access) -> None:
        self.name = f"openai:{model}"
        self.url = access.base_url or _OPENAI
        self._model = model
        self._access = access
        self._client: Any = None
        if not access.api_key and not access.base_url:
            raise InvalidInput(
                f"ZEROJI_EMBEDDER={self.name} needs OPENAI_API_KEY, or OPENAI_BASE_URL of a "
                "server that wants no key."
            )

    def passages(self, texts: list[str]) -> Vectors:
        """One or more requests, each within what a request may hold."""
        access = self._access
        parts = [self._ask(b, access.timeout, access.retries) for b in _requests(_cut(texts))]
        return unit(np.concatenate(parts))

    def query(self, text: str) -> Vectors:
        access = self._access
        found = self._ask(_cut([text]), access.query_timeout, access.query_retries)
        return np.asarray(unit(found)[0])

    def _ask(self, texts: list[str], timeout: float, retries: int) -> Vectors:
        openai = importlib.import_module("openai")
        if self._client is None:
            self._client = openai.OpenAI(
                api_key=self._access.api_key or "none",
                base_url=self.url,
            )
        patient = self._client.with_options(timeout=timeout, max_retries=retries)
        try:
            found = patient.embeddings.create(model=self._model, input=texts)
        except openai.OpenAIError as error:
            raise ModelUnavailable(self._explain(openai, error, timeout)) from error
        except (AttributeError, TypeError, ValueError) as error:
            raise ModelUnavailable(self._explain_answer()) from error
        return self._vectors(found, len(texts))

    def _vectors(self, found: Any, count: int) -> Vectors:
        """The vectors in the order of the texts."""
        try:
            ordered = sorted(found.data, key=lambda item: item.index)
            numbers = [item.index for item in ordered]
            vectors = np.array([item.embedding for item in ordered], dtype=np.float32)
        except (AttributeError, TypeError, ValueError) as error:
            raise ModelUnavailable(self._explain_answer()) from error
        if numbers != list(range(count)) or vectors.ndim != 2:
            raise ModelUnavailable(
                f"The embedder {self.name} answered {count} texts with {len(numbers)} vectors. "
                "Check that its server speaks OpenAI's protocol."
            )
        return vectors

    def _explain(self, openai: Any, error: Any, timeout: float) -> str:
        """What went wrong and what to do; the key is in no text."""
        match error:
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                what = "its key is refused. Check OPENAI_API_KEY, and what that key may use."
            case openai.NotFoundError():
                what = "there is no such model. Check ZEROJI_EMBEDDER and OPENAI_BASE_URL."
            case openai.RateLimitError() if error.code == "insufficient_quota":
                what = "its quota is used up. Check the plan and the billing of that account."
            case openai.RateLimitError():
                what = "it takes no more requests for the moment. Try again later."
            case openai.APITimeoutError():
                what = f"it did not answer within {timeout:g} s. Try again later."
            case openai.APIConnectionError():
                what = "it cannot be reached. Check OPENAI_BASE_URL and the network."
            case openai.APIStatusError():
                what = f"it answered with HTTP {error.status_code}: {error.message[:200]}"
            case _:
                return self._explain_answer()
        return f"The embedder {self.name} at {self.url} cannot be used: {what}"

    def _explain_answer(self) -> str:
        return (
            f"The embedder {self.name} at {self.url} answered with something else than vectors. "
            "Check that OPENAI_BASE_URL speaks OpenAI's protocol."
        )


def _cut(texts: list[str]) -> list[str]:
    """Texts as the service takes them: none empty, none too long."""
    long = sum(len(text) > _LONGEST_TEXT for text in texts)
    if long:
        _log.warning(
            "The ends of %d texts over %d characters are not embedded", long, _LONGEST_TEXT
        )
    return [text[:_LONGEST_TEXT] or " " for text in texts]


def _requests(texts: list[str]) -> Iterator[list[str]]:
    request: list[str] = []
    characters = 0
    for text in texts:
        if request and (len(request) == _MOST_TEXTS or characters + len(text) > _MOST_CHARACTERS):
            yield request
            request, characters = [], 0
        request.append(text)
        characters += len(text)
    if request:
        yield request
