"""An OpenAI endpoint on this machine: chat completions with structured output, as scripted.

It speaks the real protocol over HTTP, OpenAI's and Azure's, keeps what was asked, objects to what
the server that it stands for would not take, and does with the rest what it was told.
"""

from __future__ import annotations

import gzip
import json
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

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
    Raw,
    Refused,
    Says,
    Scripted,
    Text,
    WebPage,
)
from evals.loopback.prompts import frame, read

Json = dict[str, Any]

_PATHS = re.compile(
    r"/v1/chat/completions|/openai/deployments/[^/]+/chat/completions\?api-version=.+"
)
#: More than any reply, and than the client may read: so many pieces of a megabyte.
_MEGABYTES = 64


@dataclass(frozen=True, kw_only=True)
class Takes:
    """What the server understands; OpenAI's own by default.

    A request without a schema is objected to unless ``text``, so that nobody leaves it out unseen.
    """

    #: ``response_format`` of the type json_schema. What is ignored is not objected to.
    schema: bool = True
    ignores_schema: bool = False
    text: bool = False
    #: Any ``temperature``; the newest models take only their own.
    temperature: bool = True
    #: ``max_tokens`` beside ``max_completion_tokens``.
    max_tokens: bool = True


class OpenAIServer:
    """What it is to do next, and what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.behaviour: Behaviour = HttpError(status=500)
        self.takes = Takes()
        #: Tokens in and out that it says a reply took; it says nothing when None.
        self.tokens: tuple[int, int] | None = (1, 1)
        #: The bodies and paths of the requests, in order, with the keys they came with.
        self.requests: list[Json] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        #: Seconds until replies were ready, since the server began: by the clock, and of the
        #: processor.
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self.closing = Event()

    def will(
        self,
        behaviour: Behaviour,
        takes: Takes | None = None,
        tokens: tuple[int, int] | None = (1, 1),
    ) -> None:
        """Behave so from now on, and forget what was asked."""
        self.behaviour, self.takes, self.tokens = behaviour, takes or Takes(), tokens
        self.requests.clear()
        self.paths.clear()
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
        """The numbered passages that the last request showed, each below its heading."""
        return [f"{shown.heading}\n{shown.text}" for shown in read(self.requests[-1]).passages]

    @property
    def question(self) -> str:
        return read(self.requests[-1]).question

    @property
    def frame(self) -> str:
        """What the last prompt says itself, without passages and question."""
        return frame(self.requests[-1])


class _Handler(BaseHTTPRequestHandler):
    server_version = "loopback"
    openai: OpenAIServer

    def do_POST(self) -> None:
        self._began = time.perf_counter(), time.thread_time()
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.openai.requests.append(body)
        self.openai.paths.append(self.path)
        self.openai.keys.append(self.headers.get("Authorization") or self.headers.get("api-key"))
        asked = len(self.openai.requests)
        with suppress(ConnectionError, ssl.SSLError):
            if objection := _objection(self.path, body, self.openai.takes):
                self._send(400, _error(objection))
            else:
                self._behave(self.openai.behaviour, body, asked)

    def _behave(self, behaviour: Behaviour, body: Json, asked: int) -> None:
        match behaviour:
            case Draft():
                self._complete(_draft(behaviour, body), body)
            case FirstLine():
                self._complete(_draft(_first_line(body), body), body)
            case Scripted():
                self._script(behaviour, body)
            case Text():
                self._complete(behaviour.content, body, finish_reason=behaviour.finish_reason)
            case Raw():
                self._send_bytes(200, "application/json", behaviour.data)
            case NoChoices():
                self._send(200, _completion("", body, None) | {"choices": []})
            case Refused():
                self._complete(None, body, refusal="I cannot help.")
            case WebPage():
                self._send_bytes(200, "text/html", b"<html><h1>Welcome</h1></html>")
            case Empty():
                self._send_bytes(200, "application/json", b"")
            case HttpError():
                self._send(behaviour.status, _error(behaviour.message), behaviour.headers)
            case Cut():
                self._start("application/json", 10_000)
                self.wfile.write(b'{"id": "chatcmpl-')
            case Compressed():
                self._send_bytes(200, "application/json", _bomb(), {"Content-Encoding": "gzip"})
            case Endless():
                self._start("application/json", None)
                while not self.openai.closing.is_set():
                    self.wfile.write(b" " * 65536)
            case Dripping():
                self._start("application/json", 100_000)
                while not self.openai.closing.wait(0.05):
                    self.wfile.write(b" ")
                    self.wfile.flush()
            case Hanging():
                self.openai.closing.wait()
            case Late():
                self.openai.closing.wait(behaviour.seconds)
                self._behave(behaviour.then, body, asked)
            case InTurn():
                turn = min(asked, len(behaviour.behaviours)) - 1
                self._behave(behaviour.behaviours[turn], body, asked)

    def _script(self, scripted: Scripted, body: Json) -> None:
        reply = scripted.reply(read(body))
        if reply is None:
            self._send(500, _error("nothing was written for this"))
        else:
            self._complete(json.dumps(reply, ensure_ascii=False), body)

    def _complete(
        self,
        content: str | None,
        body: Json,
        refusal: str | None = None,
        finish_reason: str = "stop",
    ) -> None:
        completion = _completion(content, body, self.openai.tokens, refusal, finish_reason)
        self._send(200, completion)

    def _send(self, status: int, answer: Json, headers: dict[str, str] | None = None) -> None:
        self._send_bytes(status, "application/json", json.dumps(answer).encode(), headers)

    def _send_bytes(
        self, status: int, kind: str, data: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.openai.seconds += time.perf_counter() - self._began[0]
        self.openai.cpu_seconds += time.thread_time() - self._began[1]
        self._start(kind, len(data), status, headers)
        self.wfile.write(data)

    def _start(
        self,
        kind: str,
        length: int | None,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the output clean."""


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """Piece by piece: packing all of it anew would take longer than a client waits."""
    return gzip.compress(b" " * 1024 * 1024) * _MEGABYTES


def _objection(path: str, body: Json, takes: Takes) -> str:
    """What the server would not accept of a request."""
    if not _PATHS.fullmatch(path):
        return f"unknown path {path}"
    if not takes.temperature and "temperature" in body:
        return "Unsupported value: 'temperature' does not support 0 with this model."
    if not takes.max_tokens and "max_tokens" in body:
        return "Unsupported parameter: 'max_tokens' is not supported with this model."
    asked = body.get("response_format", {}).get("type")
    if asked != "json_schema":
        return "" if takes.text else "response_format is not a json_schema"
    if takes.ignores_schema:
        return ""
    if not takes.schema:
        return "response_format: json_schema is unknown here"
    schema = body["response_format"]["json_schema"]
    if schema.get("strict") and schema["schema"].get("additionalProperties") is not False:
        return "a strict schema needs additionalProperties: false"
    return ""


def _draft(draft: Draft, body: Json) -> str:
    sentences = [_sentence(said, body) for said in draft.sentences]
    return json.dumps({"answers": draft.answers, "sentences": sentences}, ensure_ascii=False)


def _first_line(body: Json) -> Draft:
    passage = read(body).passages[0]
    line = next(line for line in passage.text.splitlines() if line.strip())
    return Draft(sentences=[Says(text=line, quote=line, passage=passage.number)])


def _sentence(said: Says, body: Json) -> Json:
    number = said.passage or _passage_with(said.near or said.quote, body)
    return {"text": said.text, "passage": number, "quote": said.quote}


def _passage_with(text: str, body: Json) -> int:
    shown = read(body).passages
    return next((s.number for s in shown if text in f"{s.heading}\n{s.text}"), 1)


def _completion(
    content: str | None,
    body: Json,
    tokens: tuple[int, int] | None,
    refusal: str | None = None,
    finish_reason: str = "stop",
) -> Json:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    completion: Json = {
        "id": "chatcmpl-loopback",
        "object": "chat.completion",
        "created": 1_800_000_000,
        "model": body.get("model", ""),
        "choices": [
            {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
        ],
    }
    if tokens is not None:
        counted = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
        completion["usage"] = counted | {"total_tokens": sum(tokens)}
    return completion


def _error(message: str) -> Json:
    return {"error": {"message": message, "type": "server_error", "param": None, "code": None}}


class _Web(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or does not believe the certificate, is no news."""


@contextmanager
def openai_server(certificate: ssl.SSLContext | None = None) -> Iterator[OpenAIServer]:
    """A running endpoint; over HTTPS with a certificate."""
    server = OpenAIServer()
    handler = type("Handler", (_Handler,), {"openai": server})
    with _Web(("127.0.0.1", 0), handler) as web:
        scheme = "http"
        if certificate is not None:
            scheme = "https"
            # The handshake waits in the request's own thread, not in the one that accepts.
            web.socket = certificate.wrap_socket(
                web.socket, server_side=True, do_handshake_on_connect=False
            )
        server.url = f"{scheme}://127.0.0.1:{web.server_port}/v1"
        thread = Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            web.shutdown()
            thread.join()
