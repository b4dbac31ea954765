"""Addresses of documents on the web, and their normal form."""

from __future__ import annotations

import re

import httpx

from ingest.errors import UnfetchableUrl
from ingest.fetching.addresses import PORTS, Origin, host_of

_LONGEST = 2000
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def parsed(text: str) -> httpx.URL:
    """An address as it was given. Raises UnfetchableUrl for what is none."""
    try:
        url = httpx.URL(text.strip())
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UnfetchableUrl(
            f"It is not an address of the web ({error}).", "Copy it from the browser."
        ) from error
    if url.scheme not in PORTS or not url.host or len(str(url)) > _LONGEST:
        raise UnfetchableUrl(
            "It is not an address such as https://wiki.example.co.jp/rules.html.",
            "Copy it from the browser.",
        )
    if url.userinfo:
        raise UnfetchableUrl(
            "It holds a user name or a password.", "Leave out what stands before the @."
        )
    return url.copy_with(fragment=None)


def origin_of(url: httpx.URL) -> Origin:
    return Origin(url.scheme, host_of(url), url.port or PORTS[url.scheme])


def normal_form(url: httpx.URL) -> str:
    """Equal addresses are equal texts."""
    target = origin_of(url)
    host = f"[{target.host}]" if ":" in target.host else target.host
    port = "" if target.port == PORTS[target.scheme] else f":{target.port}"
    path = _ESCAPE.sub(_normal_escape, url.raw_path.decode("ascii"))
    return f"{target.scheme}://{host}{port}{path}"


def _normal_escape(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if _UNRESERVED.fullmatch(character) else escape[0].upper()
