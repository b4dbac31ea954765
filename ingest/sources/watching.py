"""Tells when the documents of a folder have changed and are quiet again.

Files on a share are written in pieces, and Office saves through temporary files: a change counts
once nothing has happened for a while. A folder that is not there, such as a share that is not
mounted, is waited for.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread

import watchfiles

from ingest.sources.ignoring import RULES, is_junk

_log = logging.getLogger(__name__)

#: A file that never rests (a log, say) holds the others up no longer than this, in seconds.
_PATIENCE = 120.0
#: How often the disk is asked when it does not report changes itself, in milliseconds.
_POLL_DELAY = 1000
_SECONDS_TO_STOP = 5.0

#: Size and time of change of a file; None when it is gone.
_Stamp = tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class Watching:
    """How to watch."""

    #: Ask the disk again and again: shares do not report what other machines change.
    polling: bool = False
    #: Seconds without a change after which files count as whole.
    quiet: float = 2.0
    #: Seconds after which a folder is looked for again, or a change is tried again.
    retry: float = 10.0
    #: Told what somebody should know: a folder that is not there, a change that failed.
    say: Callable[[str], None] = _log.warning


def watch(
    folders: Sequence[Path],
    changed: Callable[[Path], None],
    stop: Event,
    how: Watching | None = None,
) -> None:
    """Call ``changed`` with each folder now and after each change, until ``stop`` is set.

    One call at a time, from other threads. What it raises is told, and it is tried again.
    """
    turn = Lock()

    def one_at_a_time(folder: Path) -> None:
        with turn:
            if not stop.is_set():
                changed(folder)

    watched = [_Watched(folder, one_at_a_time, stop, how or Watching()) for folder in folders]
    threads = [Thread(target=one.run, name="zeroji-watch", daemon=True) for one in watched]
    for thread in threads:
        thread.start()
    try:
        stop.wait()
    finally:
        stop.set()
        for thread in threads:
            thread.join(_SECONDS_TO_STOP)


class _Watched:
    """One folder."""

    def __init__(
        self, folder: Path, changed: Callable[[Path], None], stop: Event, how: Watching
    ) -> None:
        self._folder = folder
        self._changed = changed
        self._stop = stop
        self._how = how
        self._said = ""

    def run(self) -> None:
        while not self._stop.is_set():
            identity = _identity(self._folder)
            if identity is None:
                self._say_once(
                    f"The watched folder {self._folder} is not there. Its manuals stay as they "
                    "are, and it is looked for again and again."
                )
            else:
                self._said = ""
                self._follow(identity)
            if _identity(self._folder) is None:
                self._stop.wait(self._how.retry)

    def _follow(self, identity: tuple[int, int]) -> None:
        """Watch for as long as the folder stays the one that it is."""
        pending: dict[str, _Stamp] | None = {}  # at the start everything may have changed
        since = time.monotonic()
        not_before = 0.0
        try:
            for changes in self._rounds():
                if _identity(self._folder) != identity:
                    return
                now = time.monotonic()
                if changes:
                    since = now if pending is None else since
                    paths = {*(pending or {}), *(path for _, path in changes)}
                    pending = {path: _stamp(path) for path in paths}
                if pending is None or now < not_before:
                    continue
                if self._is_quiet(pending, bool(changes)) or now - since > _PATIENCE:
                    done = self._tell()
                    pending, not_before = (None, 0.0) if done else ({}, now + self._how.retry)
                else:
                    pending = {path: _stamp(path) for path in pending}
        except (OSError, RuntimeError) as error:
            self._say_once(
                f"The folder {self._folder} cannot be watched ({error}). If it is a share, watch "
                "it by polling (ZEROJI_WATCH_POLLING=true, or --poll)."
            )
            self._stop.wait(self._how.retry)

    def _rounds(self) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        """What changed, again and again; nothing when nothing did for a while."""
        return watchfiles.watch(
            self._folder,
            watch_filter=_concerns,
            stop_event=self._stop,
            rust_timeout=round(self._how.quiet * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=self._how.polling,
            poll_delay_ms=_POLL_DELAY,
            ignore_permission_denied=True,
        )

    def _is_quiet(self, pending: dict[str, _Stamp], just_changed: bool) -> bool:
        return not just_changed and all(_stamp(path) == was for path, was in pending.items())

    def _tell(self) -> bool:
        try:
            self._changed(self._folder)
        except Exception as error:  # noqa: BLE001 - whatever it was, the folder stays watched
            _log.debug("A change could not be worked on", exc_info=True)
            self._how.say(
                f"The changes of {self._folder} could not be taken over "
                f"({type(error).__name__}: {error}). It is tried again."
            )
            return False
        return True

    def _say_once(self, text: str) -> None:
        if text != self._said:
            self._how.say(text)
        self._said = text


def _concerns(change: watchfiles.Change, path: str) -> bool:
    name = Path(path).name
    return name == RULES or not is_junk(name)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Tells a folder from another in its place, such as a mount point without its share."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if folder.is_dir() else None


def _stamp(path: str) -> _Stamp:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns)
