"""An embeddings service on this machine that speaks OpenAI's protocol."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np


@dataclass
class EmbeddingsService:
    """Where it listens and what it was asked."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    #: The Authorization header of each request.
    authorizations: list[str] = field(default_factory=list)


@contextmanager
def embeddings_service() -> Iterator[EmbeddingsService]:
    """Answers ``POST /v1/embeddings``: the vector of a text is (its length, 1, 0)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.requests.append(asked)
            service.authorizations.append(self.headers.get("Authorization", ""))
            found = self.path == "/v1/embeddings"
            body = json.dumps(_reply(asked) if found else {"error": {"message": "no"}}).encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the output of the tests stays readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = EmbeddingsService(f"http://127.0.0.1:{server.server_port}/v1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _reply(asked: dict[str, Any]) -> dict[str, Any]:
    vectors = [[float(len(text)), 1.0, 0.0] for text in asked["input"]]
    as_base64 = asked.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": n, "embedding": _base64(v) if as_base64 else v}
        for n, v in enumerate(vectors)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "data": data, "model": asked["model"], "usage": usage}


def _base64(vector: list[float]) -> str:
    return base64.b64encode(np.array(vector, dtype="<f4").tobytes()).decode()
