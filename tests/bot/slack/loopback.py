"""A Slack on this machine: as much of its Web API and Socket Mode as Zeroji uses, over HTTP."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

Params = dict[str, Any]


class Failure:
    """How a call fails: before or after its effect, with an answer or with silence."""

    def __init__(
        self,
        status: int = 200,
        error: str = "internal_error",
        *,
        headers: dict[str, str] | None = None,
        after: bool = False,
        silent: bool = False,
    ) -> None:
        self.status = status
        self.error = error
        self.headers = headers or {}
        self.after = after
        self.silent = silent
        self.happened = Event()


class Slack:
    """What was posted, by channel, and what is to go wrong."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Params]] = []
        self.messages: list[Params] = []
        self.envelopes: Queue[Params] = Queue()
        self.acknowledged: Queue[Params] = Queue()
        self._failures: dict[str, list[Failure]] = {}
        self._numbers = itertools.count(1)
        self.url = ""
        self.socket_url = ""
        self.closing = Event()

    def fail(self, channel: str, *failures: Failure) -> None:
        """Let the next messages to a channel fail."""
        self._failures[channel] = list(failures)

    def posted(self, channel: str) -> list[Params]:
        return [message for message in self.messages if message["channel"] == channel]

    def call(self, method: str, params: Params) -> Params:
        self.calls.append((method, params))
        match method:
            case "auth.test":
                return {"ok": True, "user_id": "UBOT", "bot_id": "BBOT", "team_id": "T1"}
            case "chat.postMessage":
                ts = f"1800000000.{next(self._numbers):06}"
                self.messages.append(params | {"ts": ts})
                return {"ok": True, "channel": params["channel"], "ts": ts}
            case "conversations.replies":
                return {"ok": True, "messages": self._thread(params)}
            case "apps.connections.open":
                return {"ok": True, "url": self.socket_url}
        return {"ok": False, "error": "unknown_method"}

    def failure(self, method: str, params: Params) -> Failure | None:
        waiting = self._failures.get(params.get("channel", ""), [])
        return waiting.pop(0) if method == "chat.postMessage" and waiting else None

    def _thread(self, params: Params) -> list[Params]:
        return [m for m in self.posted(params["channel"]) if m.get("thread_ts") == params["ts"]]


class _Handler(BaseHTTPRequestHandler):
    slack: Slack

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        self._answer(json.loads(body) if is_json and body else dict(parse_qsl(body)))

    def do_GET(self) -> None:
        self._answer(dict(parse_qsl(urlsplit(self.path).query)))

    def _answer(self, params: Params) -> None:
        method = urlsplit(self.path).path.removeprefix("/api/")
        failure = self.slack.failure(method, params)
        if failure is None:
            self._send(200, self.slack.call(method, params), {})
            return
        if failure.after:
            self.slack.call(method, params)
        failure.happened.set()
        if failure.silent:
            self.slack.closing.wait()
            return
        self._send(failure.status, {"ok": False, "error": failure.error}, failure.headers)

    def _send(self, status: int, answer: Params, headers: dict[str, str]) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


@contextmanager
def loopback() -> Iterator[Slack]:
    slack = Slack()
    handler = type("Handler", (_Handler,), {"slack": slack})

    def talk(connection: ServerConnection) -> None:
        """Say hello, send the waiting envelopes, keep what Zeroji answers."""
        connection.send(json.dumps({"type": "hello"}))
        try:
            while not slack.closing.is_set():
                connection.send(json.dumps(slack.envelopes.get()))
                slack.acknowledged.put(json.loads(connection.recv()))
        except ConnectionClosed:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web, serve(talk, "127.0.0.1", 0) as ws:
        slack.url = f"http://127.0.0.1:{web.server_port}/api/"
        slack.socket_url = f"ws://127.0.0.1:{ws.socket.getsockname()[1]}/link"
        threads = [Thread(target=web.serve_forever), Thread(target=ws.serve_forever)]
        for thread in threads:
            thread.start()
        try:
            yield slack
        finally:
            slack.closing.set()
            slack.envelopes.put({"type": "closing"})
            web.shutdown()
            ws.shutdown()
            for thread in threads:
                thread.join()
