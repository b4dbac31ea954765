"""An HTTP server on the loopback interface that can also answer late, cut or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

_MOST_BYTES = 8 * 1024 * 1024
_REASONS = {200: "OK", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error"}


@dataclass(frozen=True)
class Request:
    method: str
    #: With its query.
    target: str
    #: By lower-case names.
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


#: None resets the connection instead of an answer.
Answering = Callable[[Request], Awaitable[Answer | None]]


async def listen(answering: Answering) -> asyncio.Server:
    """A server at a free port of 127.0.0.1."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                answer = await answering(request)
                if answer is None:
                    writer.transport.abort()
                    return
                keep = request.headers.get("connection", "").lower() != "close"
                writer.write(_written(answer, keep))
                await writer.drain()
                if not keep:
                    return
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the client is gone
        finally:
            writer.close()

    return await asyncio.start_server(talk, "127.0.0.1", 0, limit=_MOST_BYTES)


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    named = (line.split(":", 1) for line in lines if line)
    headers = {name.strip().lower(): value.strip() for name, value in named}
    body = await reader.readexactly(int(headers.get("content-length") or 0))
    return Request(method, target, headers, body)


def _written(answer: Answer, keep: bool) -> bytes:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(answer.body)),
        "Connection": "keep-alive" if keep else "close",
    } | answer.headers
    lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, 'Status')}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + answer.body
