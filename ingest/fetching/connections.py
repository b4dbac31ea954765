"""One HTTP request over a connection to a given address, all of it within a deadline.

The connection goes to an address that was checked, not to whatever the name stands for a moment
later; the certificate is still checked against the name.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import httpcore

_Options = Iterable[Any] | None


class Deadline:
    """A moment after which nothing is waited for."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than 0. Raises httpcore.TimeoutException when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("The time for this address is up.")
        return left


@contextmanager
def get(
    url: httpcore.URL,
    headers: Mapping[bytes | str, bytes | str],
    *,
    addresses: Sequence[str],
    context: ssl.SSLContext,
    deadline: Deadline,
) -> Iterator[httpcore.Response]:
    """Send a GET. Raises the errors of httpcore, TimeoutException when the time is up."""
    backend = _Pinned(addresses, deadline)
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
        pool.stream("GET", url, headers=headers) as response,
    ):
        yield response


class _Pinned(httpcore.NetworkBackend):
    """Connects to the first of the given addresses that answers, whatever host is asked for."""

    def __init__(self, addresses: Sequence[str], deadline: Deadline) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: _Options = None,
    ) -> httpcore.NetworkStream:
        refused: Exception = httpcore.ConnectError("It has no address.")
        for number, address in enumerate(self._addresses):
            share = self._deadline.left() / (len(self._addresses) - number)
            try:
                stream = self._network.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _Hurried(stream, self._deadline)
        raise refused


class _Hurried(httpcore.NetworkStream):
    """A stream of which each part must come before the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        tls = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Hurried(tls, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
