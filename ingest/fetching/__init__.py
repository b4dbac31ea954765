"""Documents from URLs: fetched within bounds, and kept so that an unchanged one costs little."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import httpcore
import httpx

from ingest.errors import UnfetchableUrl, UrlGone
from ingest.fetching import responses
from ingest.fetching.addresses import Origin, Resolve, checked_addresses, system_resolver
from ingest.fetching.connections import Deadline, get
from ingest.fetching.fetched import Fetched, Kept, keep, load
from ingest.fetching.urls import normal_form, origin_of, parsed

_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 5
_HEADERS: dict[bytes | str, bytes | str] = {
    "User-Agent": "Zeroji",
    "Accept": "text/html, application/pdf, */*;q=0.8",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, kw_only=True)
class FetchRules:
    """What may be fetched."""

    #: Origins that may be anywhere, also inside the company's network.
    hosts: tuple[Origin, ...] = ()
    #: Certificates (PEM) that are trusted besides the usual ones.
    ca_file: Path | None = None
    #: For one URL, redirects and all.
    seconds: float = 60


class Fetcher:
    """Fetches URLs into a folder. Proxies that the environment names are not used."""

    def __init__(
        self,
        folder: Path,
        rules: FetchRules | None = None,
        resolve: Resolve = system_resolver,
    ) -> None:
        self._folder = folder
        self._rules = rules or FetchRules()
        self._resolve = resolve

    def identity(self, url: str) -> str:
        """The URL in its normal form, which says which manual it is. Raises UnfetchableUrl."""
        return normal_form(parsed(url))

    def fetch(self, url: str, max_mb: int) -> Fetched:
        """The document as it is now. Raises UnfetchableUrl, UrlGone when there is none."""
        current = parsed(url)
        folder = self._folder / hashlib.sha256(normal_form(current).encode()).hexdigest()[:32]
        kept = load(folder)
        deadline = Deadline(self._rules.seconds)
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                found = self._request(current, folder, kept, deadline, max_mb)
                if isinstance(found, Fetched):
                    return found
                current = found
        except httpcore.TimeoutException as error:
            raise UnfetchableUrl(
                f"The server did not answer in full within {self._rules.seconds:g} seconds.",
                "Try again later.",
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _broken(error) from error
        raise UnfetchableUrl(
            f"The server redirects more than {_MOST_REDIRECTS} times.",
            "Open it in a browser and use the address that it ends at.",
        )

    def _request(
        self,
        url: httpx.URL,
        folder: Path,
        kept: Kept | None,
        deadline: Deadline,
        max_mb: int,
    ) -> Fetched | httpx.URL:
        """The document, or where the server sends us instead."""
        target = origin_of(url)
        addresses = checked_addresses(target, self._rules.hosts, self._resolve)
        headers = _HEADERS | _conditions(kept, normal_form(url))
        with get(
            httpcore.URL(
                scheme=target.scheme, host=target.host, port=target.port, target=url.raw_path
            ),
            headers,
            addresses=addresses,
            context=self._context,
            deadline=deadline,
        ) as response:
            if response.status in _REDIRECTS and responses.header(response, "Location"):
                return _redirected(url, responses.header(response, "Location"))
            if response.status == 304 and kept is not None:
                return Fetched(path=folder / kept.file, asks_for_password=kept.asks_for_password)
            _check_status(response.status)
            data = responses.body(response, max_mb * 1024 * 1024)
            return keep(folder, url, response, data)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = httpx.create_ssl_context(trust_env=False)
        if self._rules.ca_file is not None:
            try:
                context.load_verify_locations(self._rules.ca_file)
            except OSError as error:
                raise UnfetchableUrl(
                    f"The certificates in {self._rules.ca_file} cannot be read ({error}).",
                    "Set ZEROJI_URL_CA_FILE to a PEM file.",
                ) from error
        return context


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return parsed(str(url.join(location)))
    except (httpx.InvalidURL, UnfetchableUrl) as error:
        raise UnfetchableUrl(
            "The server redirects to what is no address of the web.",
            "Open it in a browser and use the address that it ends at.",
        ) from error


def _conditions(kept: Kept | None, url: str) -> dict[bytes | str, bytes | str]:
    if kept is None or kept.url != url:
        return {}
    stated = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value.encode("latin-1") for name, value in stated.items() if value}


def _check_status(status: int) -> None:
    if status == 200:
        return
    if status in (404, 410):
        raise UrlGone(
            f"The server says that there is nothing at this address ({status}).",
            "Check the address.",
        )
    if status in (401, 403, 407):
        raise UnfetchableUrl(
            f"The server wants a sign-in ({status}), which Zeroji has not.",
            "Save the document and ingest the file, or have the page opened to this server.",
        )
    raise UnfetchableUrl(f"The server answered with status {status}.", "Try again later.")


def _broken(error: Exception) -> UnfetchableUrl:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return UnfetchableUrl(
            f"The server's certificate is not trusted ({error}).",
            "If it is the company's own, let an administrator set ZEROJI_URL_CA_FILE.",
        )
    return UnfetchableUrl(f"The server cannot be reached ({error}).", "Try again later.")
