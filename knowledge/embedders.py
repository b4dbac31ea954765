"""Which embedder is used now: the one that the database names, whoever wrote that name."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine

from knowledge import dense
from knowledge.chroma import Chroma
from knowledge.database import writing
from knowledge.dense import Dense
from knowledge.embedding import Embedder, Guarded
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.vectors import VectorIndex

log = logging.getLogger(__name__)


class Embedders:
    """The embedder that a setting wants and those that were wanted before, with their vectors.

    ``make`` makes an embedder by its name; it raises InvalidInput when it cannot.
    """

    def __init__(
        self,
        database: Engine,
        client: Chroma,
        wanted: Embedder,
        make: Callable[[str], Embedder],
    ) -> None:
        self._database = database
        self._client = client
        self._wanted = wanted
        self._make = make
        self._made: dict[str, Dense] = {}
        self._making = threading.Lock()

    @property
    def wanted(self) -> Dense:
        return self.named(self._wanted.name)

    def in_use(self) -> str | None:
        """Name of the embedder that questions are searched with; None for words only."""
        with self._database.connect() as tx:
            return dense.name_in_use(tx)

    def serving(self) -> Dense | None:
        """What questions are searched with; None when it is by words only."""
        name = self.in_use()
        try:
            return self.named(name) if name else None
        except InvalidInput as impossible:
            log.warning("The question is searched by its words only. %s", impossible)
            return None

    def publishing(self) -> Dense:
        """What new chunks are embedded with. Raises ModelUnavailable when it cannot be made."""
        name = self.in_use() or self._wanted.name
        try:
            return self.named(name)
        except InvalidInput as impossible:
            raise ModelUnavailable(
                f"Search uses the embedder {name} by now, which is not set up here. {impossible}"
            ) from impossible

    def named(self, name: str) -> Dense:
        """An embedder by its name, made once. Raises InvalidInput when it cannot be made."""
        with self._making:
            if name not in self._made:
                found = self._wanted if name == self._wanted.name else self._make(name)
                with self._database.connect() as tx:
                    embedder = Guarded(found, dense.dimensions(tx, name))
                vectors = VectorIndex(self._client, name)
                self._made[name] = Dense(embedder=embedder, vectors=vectors)
            return self._made[name]

    def others(self) -> list[str]:
        """Embedders that have vectors here and are not wanted."""
        with self._database.connect() as tx:
            return sorted(dense.names(tx) - {self._wanted.name})

    def forget(self, name: str) -> None:
        """Delete what an embedder made: its collection first, so that none is left behind."""
        VectorIndex(self._client, name).drop()
        with self._making:
            self._made.pop(name, None)
        with writing(self._database) as tx:
            dense.forget(tx, name)
