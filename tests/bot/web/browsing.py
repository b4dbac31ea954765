"""A browser without scripts, for the tests of the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

#: A question that the FAQ of the tests answers.
ANSWERED = "タクシー代は精算できますか。"
#: What htmx sends with each of its requests.
HTMX = {"HX-Request": "true"}


class Browser:
    """Follows forms as a browser without scripts does: with the page's token, then redirects."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self.http = TestClient(app, raise_server_exceptions=False)

    def get(self, path: str, **headers: str) -> Response:
        return self.http.get(path, headers=headers)

    def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: Any) -> Response:
        return self.http.post(path, data={"csrf": self.token, **fields}, headers=headers)

    def stranger(self) -> Browser:
        """Somebody else at the same server."""
        return Browser(self._app)

    @property
    def token(self) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.get("/").text)
        assert found
        return found[1]

    def ask(self, question: str, **fields: Any) -> str:
        """Ask on a page; the path of the conversation."""
        answer = self.post("/ask", question=question, **fields)
        assert answer.status_code == 200, answer.text
        return answer.url.path


#: ``visit("sato")``: the browser of somebody who is signed in.
Visit = Callable[[str], Browser]


def words(response: Response) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())
