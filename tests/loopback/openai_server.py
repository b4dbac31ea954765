"""An embeddings service on this machine that speaks OpenAI's protocol, and fails as it is told."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Literal

import numpy as np

#: What is wrong with an answer of status 200.
Flaw = Literal["short", "shuffled", "wide", "nan", "zero", "html", "no data", "text"]


@dataclass(frozen=True, kw_only=True)
class HttpError:
    status: int
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Flawed:
    flaw: Flaw


@dataclass(frozen=True, kw_only=True)
class Silence:
    """No answer at all."""


Behaviour = HttpError | Flawed | Silence | None


@dataclass
class EmbeddingsService:
    """Where it listens, what it was asked, and how it behaves."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    #: The Authorization header of each request.
    authorizations: list[str] = field(default_factory=list)
    #: From now on; None is well.
    behaviour: Behaviour = None
    #: For the next requests, before ``behaviour`` counts.
    next: list[Behaviour] = field(default_factory=list)
    closing: Event = field(default_factory=Event)


@contextmanager
def embeddings_service() -> Iterator[EmbeddingsService]:
    """Answers ``POST /v1/embeddings``: the vector of a text is (its length, 1, 0)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.requests.append(asked)
            service.authorizations.append(self.headers.get("Authorization", ""))
            behaviour = service.next.pop(0) if service.next else service.behaviour
            if self.path != "/v1/embeddings":
                behaviour = HttpError(status=404)
            with suppress(ConnectionError):
                self._behave(behaviour, asked)

        def _behave(self, behaviour: Behaviour, asked: dict[str, Any]) -> None:
            match behaviour:
                case Silence():
                    service.closing.wait()
                case HttpError(status=status, code=code):
                    error = {"message": "as the test asks", "code": code, "type": "error"}
                    self._send(status, json.dumps({"error": error}).encode())
                case Flawed(flaw="html"):
                    self._send(200, b"<html><h1>Welcome</h1></html>", "text/html")
                case Flawed(flaw=flaw):
                    self._send(200, json.dumps(_flawed(flaw, asked)).encode())
                case None:
                    self._send(200, json.dumps(_reply(asked, _vectors(asked))).encode())

        def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("retry-after-ms", "1")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the output of the tests stays readable."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service = EmbeddingsService(f"http://127.0.0.1:{server.server_port}/v1")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            service.closing.set()
            server.shutdown()
            thread.join()


def _vectors(asked: dict[str, Any]) -> list[list[float]]:
    return [[float(len(text)), 1.0, 0.0] for text in asked["input"]]


def _reply(asked: dict[str, Any], vectors: list[list[float]]) -> dict[str, Any]:
    as_base64 = asked.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": n, "embedding": _base64(v) if as_base64 else v}
        for n, v in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": data, "model": asked["model"], "usage": usage}


def _flawed(flaw: Flaw, asked: dict[str, Any]) -> dict[str, Any]:
    good = _reply(asked, _vectors(asked))
    match flaw:
        case "short":
            return good | {"data": good["data"][:-1]}
        case "shuffled":
            return good | {"data": good["data"][::-1]}
        case "wide":
            return _reply(asked, [[1.0, 2.0, 3.0, 4.0] for _ in asked["input"]])
        case "nan":
            return _reply(asked, [[float("nan"), 1.0, 0.0] for _ in asked["input"]])
        case "zero":
            return _reply(asked, [[0.0, 0.0, 0.0] for _ in asked["input"]])
        case "text":
            return good | {"data": [item | {"embedding": "vector"} for item in good["data"]]}
    return {"object": "list"}


def _base64(vector: list[float]) -> str:
    return base64.b64encode(np.array(vector, dtype="<f4").tobytes()).decode()
