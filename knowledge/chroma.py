"""The connection to Chroma, which holds nothing that the database could not give again.

Embedded, its files are sealed when they are closed. Files whose seal is broken (a process was
killed, a disk failed) are dropped unread, because reading them can crash the process.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings

from knowledge import integrity, sealing
from knowledge.errors import InvalidInput, VectorsUnavailable

log = logging.getLogger(__name__)

_DATABASE = "chroma.sqlite3"


class Chroma:
    """A Chroma server, or Chroma's files in a folder that this process alone uses.

    Everything that it raises is VectorsUnavailable.
    """

    def __init__(self, connect: Callable[[], Any], place: str, folder: Path | None = None) -> None:
        self._connect = connect
        self._place = place
        self._folder = folder
        #: Grows each time that everything it held is dropped.
        self.epoch = 0
        #: What the files held when they were opened.
        self._stamps: sealing.Stamps = {}
        self._client = self._opened()

    @property
    def owned(self) -> bool:
        """Whether its files are this process's own, to drop and to make again."""
        return self._folder is not None

    def collection(self, name: str, metadata: dict[str, str]) -> Any:
        """A collection for vectors of length 1; made when it is missing."""
        with self.guarded():
            return self._client.get_or_create_collection(
                name,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata=metadata,
            )

    def drop(self, name: str) -> None:
        """Delete a collection, if there is one."""
        with self.guarded():
            if name in {collection.name for collection in self._client.list_collections()}:
                self._client.delete_collection(name)
                # Its files may go with it.
                self._stamps = {}

    def remake(self, name: str) -> None:
        """Start with nothing: without the collection on a server, with new files otherwise."""
        self.epoch += 1
        if self._folder is None:
            self.drop(name)
            return
        # What is broken may fail to close; its files are dropped all the same.
        with suppress(VectorsUnavailable):
            self._close()
        self._stamps = {}
        with self.guarded():
            sealing.discard(self._folder)
            self._client = self._connect()

    def close(self) -> None:
        try:
            self._close()
        except VectorsUnavailable as broken:
            log.warning("%s It is made again at the next start.", broken)
            return
        if self._folder is not None and not self._seal(self._folder):
            log.error(
                "Files in %s are gone or changed by themselves: check that disk. It is made again "
                "at the next start.",
                self._folder,
            )

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Chroma's errors as one; a panic of its Rust core is no Exception."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            raise VectorsUnavailable(
                f"{self._place} cannot be used ({_first_line(error)})."
            ) from error

    def _opened(self) -> Any:
        if self._folder is None:
            with self.guarded():
                return self._connect()
        used = self._folder.exists() or sealing.is_sealed(self._folder)
        stamps = sealing.break_seal(self._folder)
        if stamps is None and used:
            log.warning(
                "%s was not closed in good order or is damaged: it is made again from the "
                "database.",
                self._place,
            )
        if stamps is None:
            sealing.discard(self._folder)
        self._stamps = stamps or {}
        with self.guarded():
            return self._connect()

    def _seal(self, folder: Path) -> bool:
        """Seal the files, unless they are not as Chroma must have left them."""
        database = folder / _DATABASE
        if not database.exists() or integrity.problem(database):
            return False
        return sealing.seal(folder, self._stamps)

    def _close(self) -> None:
        with self.guarded():
            self._client.close()


def embedded(folder: Path) -> Chroma:
    """Chroma's files in a folder, which one process at a time may use."""
    return Chroma(
        lambda: chromadb.PersistentClient(path=str(folder), settings=_settings()),
        f"The vector index in {folder}",
        folder,
    )


def server(url: str) -> Chroma:
    """A Chroma server. Raises InvalidInput when the URL is none, VectorsUnavailable when it is
    down."""
    host, port, ssl = _address(url)

    def connect() -> Any:
        return chromadb.HttpClient(host=host, port=port, ssl=ssl, settings=_settings())

    return Chroma(connect, f"The Chroma server at {url} (CHROMA_URL)")


def _settings() -> Settings:
    return Settings(anonymized_telemetry=False)


def _address(url: str) -> tuple[str, int, bool]:
    """Host, port, and whether TLS is used."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _no_address(url) from None
    bare = not parts.username and not parts.query and parts.path in ("", "/")
    if parts.scheme not in ("http", "https") or not parts.hostname or not bare:
        raise _no_address(url)
    ssl = parts.scheme == "https"
    return parts.hostname, port or (443 if ssl else 8000), ssl


def _no_address(url: str) -> InvalidInput:
    return InvalidInput(
        f"CHROMA_URL={url!r} is not the address of a Chroma server: write it like "
        "http://chroma.example:8000 or https://chroma.example, or leave it empty."
    )


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0][:300] or type(error).__name__
