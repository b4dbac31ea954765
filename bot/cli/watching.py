"""Keeps folders up to date from the command line, until Ctrl+C."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import NoReturn

from bot.cli.output import note
from ingest.sources.watching import Watching, watch
from knowledge.errors import ZerojiError

_RETRY_SECONDS = 10.0


def keep_watching(
    folders: Sequence[Path], ingest: Callable[[Path], None], polling: bool
) -> NoReturn:
    """Ingest the folders now and after each change. An error is told and tried again later.

    It is done in this thread, so that Ctrl+C ends what is under way as it always does.
    """
    changed: SimpleQueue[Path] = SimpleQueue()
    how = Watching(polling=polling, say=note)
    watching = Thread(target=watch, args=(folders, changed.put, Event(), how), daemon=True)
    watching.start()
    note(f"Watching {', '.join(map(str, folders))}. Ctrl+C stops.")
    while True:
        folder = changed.get()
        try:
            ingest(folder)
        except ZerojiError as error:
            note(f"{error} It is tried again in {_RETRY_SECONDS:.0f} seconds.")
            time.sleep(_RETRY_SECONDS)
            changed.put(folder)
