"""Whether the file of the database, which is the truth, can be trusted.

Everything else is made again from it. What is wrong with it is said and never worked around:
starting with an empty database would make everything else empty too.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.errors import HomeUnavailable

#: What a home has beside its database once something was ingested.
_LEFT = ("originals", "chroma")


def check(file: Path) -> None:
    """Check an SQLite file. Raises HomeUnavailable when it is damaged, or lost from a home."""
    if not file.exists() or file.stat().st_size == 0:
        left = [name for name in _LEFT if (file.parent / name).exists()]
        if left:
            raise HomeUnavailable(
                f"{file} is {'empty' if file.exists() else 'missing'}, but {file.parent} was in "
                f"use: it holds {' and '.join(left)}. Restore the file from a backup; to start "
                "anew, choose another ZEROJI_HOME or remove the whole folder."
            )
        return
    found = problem(file)
    if found:
        raise HomeUnavailable(
            f"{file} is damaged ({found}). Nothing was changed. Restore it from a backup, "
            "together with the files beside it whose names begin alike (-wal, -shm), or without "
            "any such files if the backup has none."
        )


def problem(file: Path) -> str | None:
    """What SQLite finds wrong with a file, if anything."""
    try:
        with closing(sqlite3.connect(file, timeout=10)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return None if "locked" in str(error) else str(error)
    return None if found == "ok" else " ".join(str(found).split())
