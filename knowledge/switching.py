"""Goes over from one embedder to another while questions are answered and manuals published.

Search uses the embedder that the database names. When a setting names another one, all chunks
are embedded with that one first, beside the old vectors. Then one transaction changes the name:
the next question is searched with the new vectors. Only afterwards the old ones are deleted. A
process that is killed at any point goes on from there at its next start.
"""

from __future__ import annotations

import logging
import threading

from sqlalchemy import Connection, Engine

from knowledge import dense, projection, store
from knowledge.database import writing
from knowledge.embedders import Embedders
from knowledge.errors import InvalidInput, ModelUnavailable
from knowledge.projection import Progress

log = logging.getLogger(__name__)

#: Seconds until the old vectors are deleted: a search that began before the switch uses them.
GRACE_SECONDS = 30.0
#: Seconds until a switch that failed is tried again: 15, 30, 60 … at most ten minutes.
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 600.0
#: Seconds to wait for the last texts when the process ends.
_SECONDS_TO_STOP = 10.0


class Switch:
    """The way from the embedder in use to the one that is wanted."""

    def __init__(self, database: Engine, embedders: Embedders) -> None:
        self._database = database
        self._embedders = embedders
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        #: How many of how many chunks are embedded, while a switch is under way.
        self.progress: tuple[int, int] | None = None

    def begin(self) -> None:
        """Settle what is used at first; a switch that costs nothing is made at once."""
        name, wanted = self._settle(), self._embedders.wanted
        if name == wanted.name:
            self._repair()
            self._forget_given_up()
        elif not self._is_incomplete(wanted.name):
            self._go_over(lambda done, total: None)
            self._forget_others()
        serving = self._embedders.serving()
        if serving is not None:
            projection.project(self._database, serving.vectors, serving.name)

    def finish(self, progress: Progress) -> None:
        """Go over now, if another embedder is wanted; where that fails, stay with the old one."""
        if not self.is_pending():
            return
        try:
            while not self._go_over(progress):
                """Something was published meanwhile."""
        except ModelUnavailable as unavailable:
            log.warning("%s The old vectors are used; the next start tries again.", unavailable)
        else:
            self._forget_others()

    def start(self, progress: Progress) -> None:
        """Go over in the background, if another embedder is wanted, until :meth:`stop`."""
        if not self.is_pending():
            return
        name = self._embedders.in_use()
        log.warning(
            "All chunks are embedded with %s in the background. Until that is done, search %s.",
            self._embedders.wanted.name,
            f"uses {name}" if name else "goes by words only",
        )
        self.progress = (0, 0)
        self._thread = threading.Thread(
            target=self._work, args=(progress,), name="switch-embedder", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop for now; what is embedded is kept."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(_SECONDS_TO_STOP)

    def is_pending(self) -> bool:
        return self._embedders.in_use() != self._embedders.wanted.name

    def _work(self, progress: Progress) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                if self._go_over(progress):
                    if not self._stopping.wait(GRACE_SECONDS):
                        self._forget_others()
                    return
            except Exception as error:  # noqa: BLE001 - whatever went wrong, it is tried again
                # The type alone: an error of the database quotes what the manuals say.
                said = error if isinstance(error, ModelUnavailable) else type(error).__name__
                log.error("The switch of embedders is tried again in %d s: %s", pause, said)
                self._stopping.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)

    def _settle(self) -> str | None:
        """The embedder that search uses at first; None where there is none to be used."""
        with self._database.connect() as tx:
            before = dense.name_in_use(tx)
            name = before or self._used_before(tx)
        if name is not None:
            try:
                self._embedders.named(name)
            except InvalidInput as impossible:
                log.warning("Search goes by words only until its vectors are made. %s", impossible)
                name = None
        if name != before:
            with writing(self._database) as tx:
                dense.use(tx, name)
        return name

    def _used_before(self, tx: Connection) -> str | None:
        """An embedder that has vectors of all chunks (if there are any), where none is named."""
        candidates = [self._embedders.wanted.name, *self._embedders.others()]
        return next((name for name in candidates if not projection.missing(tx, name)), None)

    def _go_over(self, progress: Progress) -> bool:
        """Embed what is missing, then switch; False when something is missing even so."""
        wanted = self._embedders.wanted

        def note(done: int, total: int) -> None:
            self.progress = (done, total)
            progress(done, total)

        projection.ensure_vectors(self._database, wanted.embedder, note, self._stopping.is_set)
        if self._stopping.is_set():
            return False
        # Most of the collection is filled while others write; the rest while they wait.
        projection.project(self._database, wanted.vectors, wanted.name)
        with wanted.vectors.changing, writing(self._database) as tx:
            store.lock(tx)
            if projection.missing(tx, wanted.name):
                return False
            projection.project(self._database, wanted.vectors, wanted.name)
            dense.use(tx, wanted.name)
        self.progress = None
        log.warning("Search uses the embedder %s now.", wanted.name)
        return True

    def _repair(self) -> None:
        """Embed what has no vector of the embedder in use, such as chunks of retired manuals."""
        try:
            wanted = self._embedders.wanted.embedder
            projection.ensure_vectors(self._database, wanted, lambda done, total: None)
        except ModelUnavailable as unavailable:
            log.warning("%s", unavailable)

    def _forget_others(self) -> None:
        for name in self._embedders.others():
            self._embedders.forget(name)

    def _forget_given_up(self) -> None:
        """Delete what a process that was killed after a switch left.

        One that has vectors of all chunks was in use before that switch. One that has some was
        given up on the way; it may be wanted again, and its vectors are kept for that.
        """
        for name in self._embedders.others():
            if not self._is_incomplete(name):
                self._embedders.forget(name)

    def _is_incomplete(self, name: str) -> bool:
        with self._database.connect() as tx:
            return bool(projection.missing(tx, name))
