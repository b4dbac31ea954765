"""A real browser on a real server."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Page

CHROMIUM = Path("/usr/bin/chromium")


_EXPECTED = (
    r"status of (409|422|503)|Failed to fetch"
    r"|net::ERR_(FAILED|INTERNET_DISCONNECTED|CONNECTION_REFUSED|EMPTY_RESPONSE|CONNECTION_RESET)"
)


@contextmanager
def serving(app: FastAPI, port: int = 0) -> Iterator[str]:
    """The address of a server that serves the application meanwhile, on any port for 0."""
    config = uvicorn.Config(app, port=port, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    taken = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{taken}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def visitor(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of a new visitor, on which the browser must find nothing to complain about."""
    context = chromium.new_context(base_url=address, locale="ja-JP")
    context.set_default_timeout(15_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    # What is refused, too late or cut off by the test, the browser notes as a failed load.
    expected = re.search(_EXPECTED, message.text)
    return [message.text] if message.type in ("error", "warning") and not expected else []
