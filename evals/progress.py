"""Progress bars on standard error, where they do not mix with results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

#: Called with how many of how many are done.
Advance = Callable[[int, int], None]


@contextmanager
def bars() -> Iterator[Callable[[str], Advance]]:
    """Makes a bar by its description, for as long as the context lasts."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal
    ) as progress:

        def bar(description: str) -> Advance:
            task = progress.add_task(description, total=None)
            return lambda done, total: progress.update(task, completed=done, total=total)

        yield bar
