"""What conversations come to in a real browser: links that lead away, pictures, requests."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Route, sync_playwright

from bot.users import GUEST
from bot.web.app import create_app
from bot.web.visitors import GUEST_COOKIE
from bot.wiring import Zeroji

CHROMIUM = Path("/usr/bin/chromium")
#: The cookie of the guest who asks, and the name that the guest is known by.
SECRET = "instructions" + "0" * 31
ASKER = GUEST + hashlib.sha256(SECRET.encode()).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What pages showed, over all of them."""

    pages: int = 0
    #: Addresses that links in messages lead to, besides those of this server.
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    #: Requests that would have left this machine.
    requests: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


def seen(browser: Browser, zeroji: Zeroji, conversations: Iterable[str]) -> Seen:
    """Load the page of each conversation."""
    found, pages = Seen(), 0
    with _serving(zeroji) as address:
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": GUEST_COOKIE, "value": SECRET, "url": address}])

        def refuse(route: Route) -> None:
            found.requests.append(route.request.url)
            route.abort()

        context.route(lambda url: not url.startswith(address), refuse)
        page = context.new_page()
        for conversation in conversations:
            response = page.goto(f"/conversations/{conversation}")
            assert response is not None and response.ok, conversation
            found.links.extend(
                href
                for href in page.eval_on_selector_all(".message a", "all => all.map(a => a.href)")
                if not href.startswith(address)
            )
            found.images.extend(
                page.eval_on_selector_all(".message img", "all => all.map(i => i.src)")
            )
            pages += 1
        context.close()
    return Seen(pages=pages, links=found.links, images=found.images, requests=found.requests)


@contextmanager
def _serving(zeroji: Zeroji) -> Iterator[str]:
    """The address of a server of the pages."""
    app = create_app(zeroji)
    config = uvicorn.Config(app, port=0, log_level="warning", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
