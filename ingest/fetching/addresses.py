"""Which hosts a URL may lead to: public ones, and those that an administrator has named.

A server inside a company's network can reach what nobody outside should: a URL must not make it
fetch from there. So every address of a host is checked, and only checked addresses are used.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import httpx

from ingest.errors import UnfetchableUrl

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Host and port → the host's addresses as text. Raises OSError.
Resolve = Callable[[str, int], list[str]]

#: Where IPv6 has public addresses. Outside lie, besides private ones, ways to write an IPv4 address
#: as IPv6 (compatible, NAT64).
_PUBLIC_IPV6 = ipaddress.ip_network("2000::/3")
#: Beyond what Python calls private or reserved: protocol assignments, Teredo, 6to4 and its relay,
#: documentation, and the metadata host of a cloud.
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "168.63.129.16/32",
        "2001::/23",
        "2002::/16",
        "3fff::/20",
    )
]
_ORIGIN = re.compile(r"(?:(https?)://)?([^\s/:@*\[\]]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?/?")
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Origin:
    """Scheme, host (lower case) and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def is_url(source: str | Path) -> bool:
    """Whether a source is an address of the web and not a file or folder."""
    return isinstance(source, str) and source.lower().startswith(("https://", "http://"))


def origin(text: str) -> Origin:
    """``wiki.example``, ``wiki.example:8443`` or ``http://wiki.example``. Raises ValueError."""
    parts = _ORIGIN.fullmatch(text.strip())
    try:
        if parts is None or int(parts[3] or 1) not in range(1, 65536):
            raise httpx.InvalidURL("It is not a host.")
        scheme = parts[1] or "https"
        host = host_of(httpx.URL(scheme=scheme, host=parts[2]))
    except httpx.InvalidURL as error:
        raise ValueError(
            f"“{text}” is not a host such as wiki.example.co.jp, wiki.example.co.jp:8443 or "
            "http://wiki.example.co.jp"
        ) from error
    return Origin(scheme, host, int(parts[3] or PORTS[scheme]))


def host_of(url: httpx.URL) -> str:
    """A URL's host in the form in which hosts are compared."""
    return url.raw_host.decode("ascii").strip("[]").rstrip(".").lower()


def system_resolver(host: str, port: int) -> list[str]:
    """All addresses that this machine knows for a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def checked_addresses(
    target: Origin, named: Iterable[Origin], resolve: Resolve = system_resolver
) -> list[str]:
    """The addresses to connect to. Raises UnfetchableUrl where that is not allowed.

    ``named`` origins may be anywhere; of others every address must be public, the port 443 and
    the connection encrypted.
    """
    is_named = target in set(named)
    if not is_named and target.scheme != "https":
        raise UnfetchableUrl(
            "The address does not start with https://.",
            f"Use its https:// address, or let an administrator add “{_setting(target)}” to "
            "ZEROJI_URL_HOSTS.",
        )
    if not is_named and target.port != PORTS["https"]:
        raise UnfetchableUrl(
            f"Port {target.port} is not allowed.",
            f"Let an administrator add “{_setting(target)}” to ZEROJI_URL_HOSTS.",
        )
    try:
        addresses = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise UnfetchableUrl(
            f"The host {target.host} is not known.", "Check the address for typing errors."
        ) from error
    if not is_named and not (addresses and all(map(is_public, addresses))):
        raise UnfetchableUrl(
            f"The host {target.host} is not on the public internet.",
            f"If it may be read, let an administrator add “{_setting(target)}” to "
            "ZEROJI_URL_HOSTS.",
        )
    return addresses


def is_public(text: str) -> bool:
    """Whether an address is one of the public internet."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address not in _PUBLIC_IPV6:
            return False
    special = address.is_multicast or address.is_reserved or not address.is_global
    return not special and not any(address in network for network in _NOT_PUBLIC)


def _setting(target: Origin) -> str:
    """How ZEROJI_URL_HOSTS names an origin."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    port = "" if target.port == PORTS[target.scheme] else f":{target.port}"
    return f"{'http://' if target.scheme == 'http' else ''}{host}{port}"
