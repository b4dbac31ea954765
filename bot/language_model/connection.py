"""Speaks to one endpoint through langchain, in the way that the endpoint understands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import httpx
import openai
from langchain.chat_models import init_chat_model
from langchain_core.messages import AIMessage
from langchain_core.utils.function_calling import convert_to_json_schema
from langchain_openai.chat_models.base import OpenAIContextOverflowError, OpenAIRefusalError
from pydantic import BaseModel, ValidationError

from bot.language_model.breaker import Breaker
from bot.language_model.client import http_client
from bot.language_model.faults import BadShape, may_cost
from bot.language_model.retrying import retried
from bot.language_model.usage import Usage, estimated_tokens

if TYPE_CHECKING:
    from bot.language_model.endpoints import Endpoint, Model

Shape = TypeVar("Shape", bound=BaseModel)
Messages = Sequence[tuple[str, str]]

_IN_TEXT = """

Reply with one JSON object and nothing else. It must match this JSON schema:
"""
#: What models of some kinds write before they reply.
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What an endpoint is asked with; those that it objects to are left out."""

    #: The shape as ``response_format``; in words, and the reply read from its text, when False.
    schema: bool = True
    temperature: bool = True
    #: ``max_tokens``, which older servers know, beside ``max_completion_tokens``.
    max_tokens: bool = True


class Connection:
    """To one endpoint; it learns from objections what the endpoint understands."""

    def __init__(self, endpoint: Endpoint, model: Model) -> None:
        self.endpoint = endpoint
        self.breaker = Breaker()
        self._model = model
        self._chats: dict[Options, Any] = {}
        #: What has worked, by shape.
        self._options: dict[type[BaseModel], Options] = {}
        compatible = endpoint.deployment is None and "api.openai.com" not in endpoint.url
        self._all = Options(max_tokens=compatible)

    def load(self) -> None:
        """Make the client, which takes a while the first time. Raises InvalidInput."""
        self._chat(self._all)

    async def reply(
        self, messages: Messages, shape: type[Shape], seconds: float, usage: Usage
    ) -> Shape:
        """A reply of a shape. Raises BadShape, and what openai and langchain raise.

        No try begins later than ``seconds`` from now; what the tries took is added to the usage.
        """
        options = self._options.get(shape, self._all)
        first: Exception | None = None
        while True:
            try:
                reply = await self._reply(options, messages, shape, seconds, usage)
            except (openai.BadRequestError, openai.UnprocessableEntityError, BadShape) as error:
                first = first or error
                known = shape in self._options
                simpler = None if known else _simpler(options, error)
                if simpler is None:
                    raise first from None
                options = simpler
            else:
                self._options[shape] = options
                return reply

    async def _reply(
        self,
        options: Options,
        messages: Messages,
        shape: type[Shape],
        seconds: float,
        usage: Usage,
    ) -> Shape:
        schema = _schema(shape)
        asked: dict[str, Any] = {}
        if options.schema:
            named = {"name": shape.__name__, "strict": True, "schema": schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": named}
        else:
            role, text = messages[-1]
            told = json.dumps(schema, ensure_ascii=False)
            messages = [*messages[:-1], (role, f"{text}{_IN_TEXT}{told}")]

        async def send() -> AIMessage:
            return await self._send(options, messages, asked, usage)

        return _parsed(await retried(send, seconds), shape)

    async def _send(
        self, options: Options, messages: Messages, asked: dict[str, Any], usage: Usage
    ) -> AIMessage:
        expected = estimated_tokens(messages)
        try:
            message: AIMessage = await self._chat(options).ainvoke(list(messages), **asked)
        except openai.LengthFinishReasonError as error:
            counted = error.completion.usage
            if counted:
                usage.add(counted.prompt_tokens, counted.completion_tokens)
            else:
                usage.suppose(expected, self._model.max_tokens)
            raise
        except BaseException as error:
            if may_cost(error):
                usage.suppose(expected, self._model.max_tokens)
            raise
        if message.usage_metadata:
            told = message.usage_metadata
            usage.add(told["input_tokens"], told["output_tokens"])
        else:
            usage.suppose(expected, len(message.text))
        return message

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        return http_client(self._model.timeout, self._model.ca_file)

    def _chat(self, options: Options) -> Any:
        if options not in self._chats:
            self._chats[options] = self._connected(options)
        return self._chats[options]

    def _connected(self, options: Options) -> Any:
        endpoint = self.endpoint
        common: dict[str, Any] = {
            "api_key": endpoint.api_key or "none",
            "max_tokens": self._model.max_tokens,
            "max_retries": 0,
            "http_async_client": self._http,
        }
        if options.temperature:
            common["temperature"] = 0
        if options.max_tokens:
            common["extra_body"] = {"max_tokens": self._model.max_tokens}
        if endpoint.deployment is None:
            return init_chat_model(
                endpoint.name, model_provider="openai", base_url=endpoint.url, **common
            )
        return init_chat_model(
            endpoint.deployment,
            model_provider="azure_openai",
            azure_endpoint=endpoint.url,
            azure_deployment=endpoint.deployment,
            api_version=endpoint.api_version,
            **common,
        )


def _simpler(options: Options, objection: Exception) -> Options | None:
    """What to ask with after an objection; None when nothing is left that may be objected to."""
    if isinstance(objection, OpenAIContextOverflowError):
        return None
    said = "" if isinstance(objection, BadShape) else str(objection)
    if options.temperature and "temperature" in said:
        return replace(options, temperature=False)
    if options.max_tokens and "max_tokens" in said:
        return replace(options, max_tokens=False)
    return replace(options, schema=False) if options.schema else None


def _parsed(message: AIMessage, shape: type[Shape]) -> Shape:
    """The shape in a reply. Raises BadShape, OpenAIRefusalError.

    langchain's parsers would complete JSON that was cut, and half an answer would pass as whole.
    """
    if refusal := message.additional_kwargs.get("refusal"):
        raise OpenAIRefusalError(refusal)
    text = _THOUGHT.sub("", message.text)
    try:
        return shape.model_validate_json(text[text.find("{") : text.rfind("}") + 1])
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise BadShape(f"{where}: {first['msg']}") from error


@lru_cache(maxsize=16)
def _schema(shape: type[BaseModel]) -> dict[str, Any]:
    return convert_to_json_schema(shape, strict=True)
