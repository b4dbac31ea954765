"""Right and wrong sentences written by hand about sentences of manuals."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FIRST = Path(__file__).with_name("written.txt")
#: Of companies that the check was not made with.
LATER = Path(__file__).with_name("written_later.txt")


@dataclass(frozen=True, kw_only=True)
class Written:
    company: str
    quote: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def written(file: Path) -> list[Written]:
    """Blocks of ``company: quote`` and lines that begin with ``+`` (right) or ``-`` (wrong)."""
    found = []
    for block in file.read_text(encoding="utf-8").split("\n\n"):
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
