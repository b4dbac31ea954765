"""Counts on standard error how far long work is."""

from __future__ import annotations

import sys

from bot.cli.output import note


class Counting:
    """A moving count for who watches, a line a tenth for a log."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._tenths = 0

    def __call__(self, done: int, total: int) -> None:
        text = f"{self._what}: {done}/{total}"
        if sys.stderr.isatty():
            print(f"\r{text}", end="\n" if done == total else "", file=sys.stderr, flush=True)
        elif done * 10 // total > self._tenths:
            self._tenths = done * 10 // total
            note(text)
