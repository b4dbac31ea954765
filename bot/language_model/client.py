"""The HTTP client for endpoints: what they may send, and whose certificates are believed."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path

import httpx

from knowledge.errors import InvalidInput

#: Bytes of a reply. The longest that max_tokens allows has a tenth of it.
MOST_BYTES = 1024 * 1024
#: Seconds until there is a connection: who cannot connect will not reply either.
_CONNECT_SECONDS = 5.0


class EndlessReply(httpx.DecodingError):
    """The reply is larger than any that was asked for."""


def http_client(timeout: float, ca_file: Path | None) -> httpx.AsyncClient:
    """A client that follows no redirects and reads no endless reply."""
    return httpx.AsyncClient(
        timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
        verify=trusted(ca_file),
        # A compressed reply could grow without bounds after it was counted.
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


@lru_cache(maxsize=4)
def trusted(ca_file: Path | None) -> ssl.SSLContext:
    """The usual certificates with those of a file. Raises InvalidInput."""
    context = httpx.create_ssl_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:
            raise InvalidInput(
                f"The certificates in {ca_file} cannot be read ({error}). ZEROJI_URL_CA_FILE "
                "names a file in PEM format.",
                f"証明書のファイル {ca_file} を読み込めません（{error}）。"
                "ZEROJI_URL_CA_FILE にはPEM形式のファイルを指定してください。",
            ) from error
    return context


async def _bound(response: httpx.Response) -> None:
    encoding = response.headers.get("content-encoding", "identity")
    if encoding != "identity":
        raise EndlessReply(f"the reply is compressed ({encoding}) though that was not asked for")
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Bounded(response.stream)


class _Bounded(httpx.AsyncByteStream):
    """A stream that ends with an error instead of going on for ever."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for part in self._stream:
            read += len(part)
            if read > MOST_BYTES:
                raise EndlessReply(f"more than {MOST_BYTES:,} bytes")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
