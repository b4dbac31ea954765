"""An OpenAI endpoint on this machine: chat completions with structured output, as scripted.

It speaks the real protocol over HTTP and keeps what was asked. What it says is set by the test:
a draft, free text, an HTTP error, or an answer that comes late, drop by drop, or never.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Json = dict[str, Any]

_PASSAGE = re.compile(r"^\[(\d+)\] (.*?)(?=^\[\d+\] |\n\nQuestion: |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Says:
    """A sentence that the model writes; it names the passage in which its quote stands."""

    text: str
    quote: str
    #: Number of the passage; the first that holds ``near`` (or the quote) when it is None.
    passage: int | None = None
    near: str = ""

    def as_json(self, prompt: str) -> Json:
        number = self.passage or _passage_with(self.near or self.quote, prompt)
        return {"text": self.text, "passage": number, "quote": self.quote}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A well-formed draft."""

    sentences: Sequence[Says]
    answers: bool = True


@dataclass(frozen=True, kw_only=True)
class Text:
    """Whatever text, such as JSON that is none."""

    content: str


@dataclass(frozen=True, kw_only=True)
class NoChoices:
    """An answer without a choice in it."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The model refuses to answer."""


@dataclass(frozen=True, kw_only=True)
class WebPage:
    """An HTML page with status 200, as a proxy answers."""


@dataclass(frozen=True, kw_only=True)
class HttpError:
    status: int


@dataclass(frozen=True, kw_only=True)
class Dripping:
    """A byte now and then, so that no read ever times out."""


@dataclass(frozen=True, kw_only=True)
class Hanging:
    """Silence."""


Behaviour = Draft | Text | NoChoices | Refused | WebPage | HttpError | Dripping | Hanging


class OpenAIServer:
    """What it is to do next, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.behaviour: Behaviour = HttpError(status=500)
        #: The bodies of the requests, in order.
        self.requests: list[Json] = []
        self.keys: list[str | None] = []
        self.closing = Event()

    def will(self, behaviour: Behaviour) -> None:
        """Behave so from now on, and forget what was asked."""
        self.behaviour = behaviour
        self.requests.clear()
        self.keys.clear()

    @property
    def prompt(self) -> str:
        """What the user's message of the last request said."""
        return str(self.requests[-1]["messages"][-1]["content"])

    @property
    def system(self) -> str:
        return str(self.requests[-1]["messages"][0]["content"])

    @property
    def passages(self) -> list[str]:
        """The numbered passages that the last request showed."""
        return [text for _, text in _PASSAGE.findall(self.prompt)]


class _Handler(BaseHTTPRequestHandler):
    server_version = "loopback"
    openai: OpenAIServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.openai.requests.append(body)
        self.openai.keys.append(self.headers.get("Authorization"))
        if objection := _objection(self.path, body):
            self._send(400, _error(objection))
            return
        with suppress(ConnectionError):
            self._behave(self.openai.behaviour, body)

    def _behave(self, behaviour: Behaviour, body: Json) -> None:
        match behaviour:
            case Draft():
                self._send(200, _completion(_draft(behaviour, body), body))
            case Text():
                self._send(200, _completion(behaviour.content, body))
            case NoChoices():
                self._send(200, _completion("", body) | {"choices": []})
            case Refused():
                refusal = {"role": "assistant", "content": None, "refusal": "I cannot help."}
                self._send(200, _completion("", body, message=refusal))
            case WebPage():
                self._send_bytes(200, "text/html", b"<html><h1>Welcome</h1></html>")
            case HttpError():
                self._send(behaviour.status, _error("as the test asks"))
            case Dripping():
                self._drip()
            case Hanging():
                self.openai.closing.wait()

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while not self.openai.closing.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _send(self, status: int, answer: Json) -> None:
        self._send_bytes(status, "application/json", json.dumps(answer).encode())

    def _send_bytes(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


def _objection(path: str, body: Json) -> str:
    """What the real endpoint would not accept of a request."""
    if path != "/v1/chat/completions":
        return f"unknown path {path}"
    if body.get("response_format", {}).get("type") != "json_schema":
        return "response_format is not a json_schema"
    schema = body["response_format"]["json_schema"]
    if schema.get("strict") and schema["schema"].get("additionalProperties") is not False:
        return "a strict schema needs additionalProperties: false"
    return ""


def _draft(draft: Draft, body: Json) -> str:
    prompt = str(body["messages"][-1]["content"])
    sentences = [sentence.as_json(prompt) for sentence in draft.sentences]
    return json.dumps({"answers": draft.answers, "sentences": sentences}, ensure_ascii=False)


def _passage_with(text: str, prompt: str) -> int:
    return next((int(n) for n, said in _PASSAGE.findall(prompt) if text in said), 1)


def _completion(content: str, body: Json, message: Json | None = None) -> Json:
    return {
        "id": "chatcmpl-loopback",
        "object": "chat.completion",
        "created": 1_800_000_000,
        "model": body.get("model", ""),
        "choices": [
            {
                "index": 0,
                "message": message or {"role": "assistant", "content": content, "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _error(message: str) -> Json:
    return {"error": {"message": message, "type": "server_error", "param": None, "code": None}}


@contextmanager
def openai_server() -> Iterator[OpenAIServer]:
    """A running endpoint."""
    server = OpenAIServer()
    handler = type("Handler", (_Handler,), {"openai": server})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        server.url = f"http://127.0.0.1:{web.server_port}/v1"
        thread = Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            web.shutdown()
            thread.join()
