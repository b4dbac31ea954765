"""One member of the console: requests with their cookie, and how long the first byte took."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')


@dataclass(frozen=True, kw_only=True)
class Took:
    """A request: what for, the status that came back (0 for none), and milliseconds."""

    what: str
    status: int
    ms: float
    path: str


@dataclass(kw_only=True)
class Tally:
    """What all members saw."""

    took: list[Took] = field(default_factory=list)
    #: Whose reply was accepted: (ticket, member).
    replied: list[tuple[int, str]] = field(default_factory=list)
    claimed: list[tuple[int, str]] = field(default_factory=list)
    #: Texts of replies that were accepted, by ticket.
    said: dict[int, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Member:
    name: str
    client: httpx.AsyncClient
    tally: Tally
    csrf: str = ""

    async def get(self, what: str, path: str) -> str:
        """The page; empty where none came back."""
        _, text = await self._request(what, "GET", path, None)
        if token := _CSRF.search(text):
            self.csrf = token[1]
        return text

    async def post(self, what: str, path: str, values: Mapping[str, str]) -> int:
        """Send a form; the status."""
        status, _ = await self._request(what, "POST", path, {**values, "csrf": self.csrf})
        return status

    async def claim(self, what: str, ticket: int) -> None:
        if await self.post(what, f"/console/tickets/{ticket}/claim", {}) == 303:
            self.tally.claimed.append((ticket, self.name))

    async def reply(self, what: str, ticket: int) -> None:
        text = f"{self.name} がお答えします。規程のとおり、総務へ申請してください。"
        if await self.post(what, f"/console/tickets/{ticket}/reply", {"text": text}) == 303:
            self.tally.replied.append((ticket, self.name))
            self.tally.said[ticket] = text

    async def _request(
        self, what: str, method: str, path: str, values: Mapping[str, str] | None
    ) -> tuple[int, str]:
        begun = time.perf_counter()
        status, text, ms = 0, "", 0.0
        try:
            async with self.client.stream(method, path, data=values) as answer:
                ms = 1000 * (time.perf_counter() - begun)
                status, text = answer.status_code, (await answer.aread()).decode(errors="replace")
        except httpx.TransportError:
            ms = 1000 * (time.perf_counter() - begun)
        self.tally.took.append(Took(what=what, status=status, ms=ms, path=path))
        return status, text


def member_of(address: str, name: str, cookie: str, tally: Tally, seconds: float = 60.0) -> Member:
    client = httpx.AsyncClient(
        base_url=address,
        cookies={"zeroji_session": cookie, "zeroji_lang": "ja"},
        timeout=seconds,
        # Without certificates, which take long to load for each of many members.
        verify=False,
        limits=httpx.Limits(max_keepalive_connections=1),
    )
    return Member(name=name, client=client, tally=tally)
