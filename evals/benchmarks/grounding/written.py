"""Right and wrong sentences written by hand about sentences of manuals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent
_FIRST = ("written", "written_later", "written_last", "written_blind")
FITTED = tuple(
    _FOLDER / f"{name}.txt" for name in (*_FIRST, "fresh_1", "fresh_2", "fresh_3", "fresh_4")
)
#: Written when the check stood; nothing was put right by it.
UNSEEN = (_FOLDER / "fresh_5.txt",)


@dataclass(frozen=True)
class Wrong:
    text: str
    #: What is wrong with it, such as ``row``, the figure of another row.
    kind: str


@dataclass(frozen=True, kw_only=True)
class Written:
    company: str
    quote: str
    right: tuple[str, ...]
    wrong: tuple[Wrong, ...]


def written(files: Iterable[Path]) -> list[Written]:
    """The cases of files.

    A block is ``company: quote`` and lines that begin with ``+`` (right) or ``-`` (wrong, its kind
    after a ``#``).
    """
    blocks = "\n\n".join(file.read_text(encoding="utf-8") for file in files).split("\n\n")
    return [found for block in blocks if (found := _case(block)) is not None]


def _case(block: str) -> Written | None:
    lines = [line for line in block.splitlines() if line and not line.startswith("#")]
    if not lines:
        return None
    company, _, quote = lines[0].partition(": ")
    return Written(
        company=company,
        quote=quote,
        right=tuple(line[1:].strip() for line in lines[1:] if line[0] == "+"),
        wrong=tuple(_wrong(line[1:]) for line in lines[1:] if line[0] == "-"),
    )


def _wrong(line: str) -> Wrong:
    text, _, kind = line.rpartition(" #") if " #" in line else (line, "", "by hand")
    return Wrong(text.strip(), kind.strip())
