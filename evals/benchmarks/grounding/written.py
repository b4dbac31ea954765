"""Right and wrong sentences written by hand about sentences of manuals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
FIRST = (_FOLDER / "written.txt",)
#: Each was written when the check stood, and looked at once before anything was put right by it.
LATER = tuple(_FOLDER / f"written_{name}.txt" for name in ("later", "last", "blind"))


@dataclass(frozen=True, kw_only=True)
class Written:
    company: str
    quote: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def written(files: Iterable[Path]) -> list[Written]:
    """The cases of files.

    A block is ``company: quote`` and lines that begin with ``+`` (right) or ``-`` (wrong).
    """
    found = []
    blocks = "\n\n".join(file.read_text(encoding="utf-8") for file in files).split("\n\n")
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            company, _, quote = lines[0].partition(": ")
            found.append(
                Written(
                    company=company,
                    quote=quote,
                    right=tuple(line[1:].strip() for line in lines[1:] if line[0] == "+"),
                    wrong=tuple(line[1:].strip() for line in lines[1:] if line[0] == "-"),
                )
            )
    return found
