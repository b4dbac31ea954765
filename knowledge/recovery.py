"""Search while Chroma is broken: it is made again in the background, and not waited for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from knowledge import projection, store
from knowledge.embedding import Vectors
from knowledge.errors import VectorsUnavailable
from knowledge.index import Snapshot
from knowledge.vectors import VectorIndex

log = logging.getLogger(__name__)


def start(database: Engine, vectors: VectorIndex, model: str) -> None:
    """Make Chroma again from the database in a thread, unless one is at it."""
    if vectors.mending.acquire(blocking=False):
        threading.Thread(
            target=_mend, args=(database, vectors, model), name="mend-chroma", daemon=True
        ).start()


def nearest(
    database: Engine,
    model: str,
    snapshot: Snapshot,
    visible: npt.NDArray[np.bool_],
    vector: Vectors,
    top: int,
) -> Mapping[int, float]:
    """What Chroma would find, from the vectors in the database, compared one by one.

    ``visible`` has shape (entries of the snapshot,). Entry ids with their similarity, best first.
    """
    seen = [snapshot.entries[n] for n in np.flatnonzero(visible).tolist()]
    with database.connect() as tx:
        known = store.vectors_of(tx, model, sorted({entry.text_hash for entry in seen}))
    held = [entry for entry in seen if entry.text_hash in known]
    if not held:
        return {}
    similarities = np.array([known[entry.text_hash] for entry in held]) @ vector
    best = np.argsort(-similarities, kind="stable")[:top]
    return {held[n].id: float(similarities[n]) for n in best}


def _mend(database: Engine, vectors: VectorIndex, model: str) -> None:
    try:
        projection.project(database, vectors, model)
        log.warning("The vector index was made again.")
    except VectorsUnavailable as still:
        # A server may come back: the next question tries again.
        log.error("%s", still)
    finally:
        vectors.mending.release()
