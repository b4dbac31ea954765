"""Addresses in a text, and those of them that somebody may be sent to.

A text that a model wrote or a document says may name any address. In an answer only those lead
anywhere that stand in the very manual that is cited: everything else is shown as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from knowledge.visible import visible

_PATH = r"(?:[/?#][A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*[A-Za-z0-9\-_~/#=&%+])?/?"
#: A host in other letters than ASCII ends where a path begins: text may follow without a space.
_HOST = r"(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[\w-]+(?:\.[\w-]+)+(?=[:/]))"
_ADDRESS = re.compile(
    rf"(?P<https>https://{_HOST}(?::\d{{1,5}})?{_PATH})"
    r"|(?<![A-Za-z0-9_.+:@/-])(?P<mailto>[A-Za-z0-9][A-Za-z0-9_.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?![@-])"
    r"|(?<![\d-])(?P<tel>(?:\+\d{1,3}-\d{1,4}|0\d{1,4})-\d{1,4}-\d{3,4})(?![\d-])",
)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a text; ``href`` is empty for plain text."""

    text: str
    href: str = ""


def addresses(text: str) -> frozenset[str]:
    """The web, mail and telephone addresses of a text, as links lead to them."""
    return frozenset(piece.href for piece in _pieces(visible(text)) if piece.href)


def allowed(text: str, manuals: Iterable[str]) -> frozenset[str]:
    """Those addresses of a text that stand in one of the manuals' texts."""
    named = addresses(text)
    return named & frozenset().union(*map(addresses, manuals)) if named else named


def linked(text: str, allowed: frozenset[str]) -> tuple[Piece, ...]:
    """A text in pieces, the allowed addresses as links; without characters that nobody sees."""
    return tuple(
        piece if piece.href in allowed else Piece(text=piece.text)
        for piece in _pieces(visible(text))
    )


def _pieces(text: str) -> Iterator[Piece]:
    place = 0
    for found in _ADDRESS.finditer(text):
        goes_on = found[0].endswith("/") and text[found.end() : found.end() + 1].isalnum()
        # A path in other letters than ASCII is cut short: it would lead somewhere else.
        shown, href = (found[0], "") if goes_on else _link(str(found.lastgroup), found[0])
        if found.start() > place:
            yield Piece(text=text[place : found.start()])
        yield Piece(text=shown, href=href)
        place = found.end()
    if place < len(text):
        yield Piece(text=text[place:])


def _link(scheme: str, text: str) -> tuple[str, str]:
    """How an address is shown, and where it leads; the latter is empty where it is malformed."""
    if scheme != "https":
        return text, f"{scheme}:{text}"
    host = urlsplit(text).hostname or ""
    try:
        # A host of look-alike letters is told apart by its ASCII form.
        plain = host.encode("idna").decode("ascii")
    except UnicodeError:
        return text, ""
    shown = text if host.isascii() else re.sub(re.escape(host), plain, text, count=1, flags=re.I)
    return shown, shown
