"""A broken Chroma is made again in the background, and not waited for."""

from __future__ import annotations

import logging
import threading

from sqlalchemy import Engine

from knowledge import projection
from knowledge.errors import VectorsUnavailable
from knowledge.vectors import VectorIndex

log = logging.getLogger(__name__)


def start(database: Engine, vectors: VectorIndex, model: str) -> None:
    """Make Chroma again from the database in a thread, unless one is at it."""
    if vectors.mending.acquire(blocking=False):
        threading.Thread(
            target=_mend, args=(database, vectors, model), name="mend-chroma", daemon=True
        ).start()


def _mend(database: Engine, vectors: VectorIndex, model: str) -> None:
    try:
        projection.project(database, vectors, model)
        log.warning("The vector index was made again.")
    except VectorsUnavailable as still:
        # A server may come back: the next question tries again.
        log.error("%s", still)
    finally:
        vectors.mending.release()
