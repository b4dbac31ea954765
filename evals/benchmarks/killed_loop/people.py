"""What people do over HTTP, and what they were told of it."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from threading import Lock
from typing import Any, Literal

import httpx

_CSRF = re.compile(r'name="csrf" value="([0-9a-f]+)"')
_SECONDS = 120.0

#: Whether the answer came: yes, yes and it was no, or the server was killed before.
Said = Literal["done", "refused", "lost"]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Something that a person does."""

    kind: str
    person: str
    path: str
    form: dict[str, Any]
    #: What the log says of it; empty where that is told by its text.
    action: str = ""
    subject: str = ""
    #: A text that nothing else contains.
    text: str = ""


@dataclass(kw_only=True)
class People:
    """The people of a company, and all that they did."""

    address: str
    cookies: dict[str, str]
    done: list[tuple[Move, Said]] = field(default_factory=list)
    #: Answers that no server should give.
    errors: list[str] = field(default_factory=list)
    _seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _csrf: dict[str, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def make(self, move: Move) -> Said:
        """Make a move and note what was said."""
        started = time.monotonic()
        said = self._sent(move)
        with self._lock:
            self.done.append((move, said))
            if said == "done":
                self._seconds[move.kind].append(time.monotonic() - started)
        return said

    def seconds(self, kind: str) -> float:
        """How long such a move takes."""
        return median(self._seconds.get(kind) or [0.3])

    def page(self, person: str, path: str, **query: str) -> str | None:
        """The text of a page; None when the server was killed."""
        try:
            reply = httpx.get(
                self.address + path,
                params=query,
                cookies=self._cookies(person),
                timeout=_SECONDS,
                trust_env=False,
            )
        except httpx.TransportError:
            return None
        if reply.status_code != 200:
            self.errors.append(f"{path}: {reply.status_code}")
        return reply.text

    def _sent(self, move: Move) -> Said:
        csrf = self._token(move.person)
        if csrf is None:
            return "lost"
        try:
            reply = httpx.post(
                self.address + move.path,
                data=move.form | {"csrf": csrf},
                cookies=self._cookies(move.person),
                timeout=_SECONDS,
                trust_env=False,
            )
        except httpx.TransportError:
            return "lost"
        if reply.status_code == 303:
            return "done"
        if not _is_refusal(reply):
            self.errors.append(f"{move.kind} {move.path}: {reply.status_code} {reply.text[:300]}")
        return "refused"

    def _token(self, person: str) -> str | None:
        if person not in self._csrf:
            page = self.page(person, "/")
            found = _CSRF.search(page or "")
            if found is None:
                return None
            self._csrf[person] = found[1]
        return self._csrf[person]

    def _cookies(self, person: str) -> dict[str, str]:
        return {"zeroji_session": self.cookies[person]}


def _is_refusal(reply: httpx.Response) -> bool:
    """Whether somebody else was faster."""
    approved_before = reply.status_code == 403 and "すでに承認しています" in reply.text
    return approved_before or reply.status_code in (404, 409, 422)
