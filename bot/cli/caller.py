"""Who is at the command line."""

from __future__ import annotations

import getpass
import os


def caller() -> str:
    """The operating system's name for them; in a container that has none, their number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # KeyError before Python 3.13
        return str(os.getuid())
