"""The dense side of search: an embedder, and the collection that holds its vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update

from knowledge import schema
from knowledge.embedding import Embedder
from knowledge.vectors import VectorIndex


@dataclass(frozen=True, kw_only=True)
class Dense:
    """An embedder with its vectors: neither is of use with another's."""

    embedder: Embedder
    vectors: VectorIndex

    @property
    def name(self) -> str:
        return self.embedder.name


class EmbedderSwitched(Exception):
    """Search has gone over to another embedder: begin again with that one."""


def always(vectors: VectorIndex, embedder: Embedder) -> Callable[[], Dense]:
    """What gives the same one each time."""
    dense = Dense(embedder=embedder, vectors=vectors)
    return lambda: dense


def name_in_use(tx: Connection) -> str | None:
    """Name of the embedder whose vectors search uses; None when it goes by words only."""
    name: str | None = tx.execute(select(schema.generation.c.embedder)).scalar_one()
    return name


def use(tx: Connection, name: str | None) -> None:
    tx.execute(update(schema.generation).values(embedder=name))


def require_in_use(tx: Connection, name: str) -> None:
    """Raises EmbedderSwitched when search uses another embedder by now."""
    if (name_in_use(tx) or name) != name:
        raise EmbedderSwitched


def names(tx: Connection) -> set[str]:
    """Embedders that have vectors here."""
    return set(tx.scalars(select(schema.embeddings.c.model).distinct()))


def dimensions(tx: Connection, name: str) -> int | None:
    """How long the vectors of an embedder are, if it has made any."""
    table = schema.embeddings.c
    vector = tx.execute(select(table.vector).where(table.model == name).limit(1)).scalar()
    return len(vector) // 4 if vector else None


def forget(tx: Connection, name: str) -> None:
    """Delete the vectors of an embedder."""
    tx.execute(delete(schema.embeddings).where(schema.embeddings.c.model == name))
