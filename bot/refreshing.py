"""Keeps the manuals up to date while the server runs: watched folders, and URLs every few hours."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from bot.wiring import Zeroji
from ingest.fetching.addresses import is_url
from ingest.retiring import current_sources
from ingest.sources.watching import Watching, watch

_log = logging.getLogger(__name__)

#: Who is named as the author of what is ingested so.
_FOLDERS = "watch"
_URLS = "schedule"
_SECONDS_TO_STOP = 6.0


@contextmanager
def refreshing(zeroji: Zeroji, quiet: float = 2.0) -> Iterator[None]:
    """Start a run for what changes, while the block runs.

    ``quiet``: seconds after which a file that was written counts as whole.
    """
    stop = Event()
    tasks: list[Callable[[], None]] = []
    settings = zeroji.settings
    if settings.watch:
        how = Watching(polling=settings.watch_polling, quiet=quiet)
        tasks.append(lambda: watch(settings.watch, _ingest(zeroji), stop, how))
    if settings.url_hours:
        tasks.append(lambda: _fetch_again(zeroji, settings.url_hours * 3600, stop))
    threads = [Thread(target=task, name="zeroji-refresh", daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(_SECONDS_TO_STOP)


def _ingest(zeroji: Zeroji) -> Callable[[Path], None]:
    def ingest(folder: Path) -> None:
        zeroji.runs.start([folder], author=_FOLDERS)

    return ingest


def _fetch_again(zeroji: Zeroji, seconds: float, stop: Event) -> None:
    while not stop.wait(seconds):
        urls = url_sources(zeroji)
        if not urls:
            continue
        try:
            zeroji.runs.start(urls, author=_URLS)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next time comes
            _log.error("URLs could not be fetched again: %s", type(error).__name__)


def url_sources(zeroji: Zeroji) -> Sequence[str]:
    """The URLs that manuals were read from."""
    return [s.source for s in current_sources(zeroji.database) if is_url(s.source)]
