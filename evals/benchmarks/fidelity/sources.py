"""Parses manuals in Markdown and in the sample company's text format, apart from the readers.

It knows what such manuals use and no more: headings, paragraphs, nested lists, pipe tables, HTML
tables and comments. It shares no code with the readers that are measured.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.benchmarks.fidelity.html_table import html_table
from evals.benchmarks.fidelity.manuscript import Heading, Manuscript, Paragraph, Piece, Table

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_LIST_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<number>\d+)[.)]|[-*+])\s+(?P<text>.*)")
_TYPED_ITEM = re.compile(r"(?:[0-9０-９]{1,2}　|[(（][0-9０-９]{1,2}[)）]|[ア-コ][　 ])")
_RULE_ROW = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
_MARKUP = re.compile(r"\*\*|`|<br\s*/?>|\[(?P<label>[^\]]*)\]\([^)]*\)")
_SAMPLE_MARK = re.compile(r"[%=>-] ")
_MEASURED = (".md", ".txt")
_NOT_MANUALS = ("README.md",)


def manuscripts(folders: Iterable[Path]) -> list[Manuscript]:
    """The manuals in the folders, by name. Raises ValueError where there are none."""
    found = [
        manuscript(path)
        for folder in folders
        for path in ([folder] if folder.is_file() else sorted(folder.iterdir()))
        if path.suffix in _MEASURED and path.name not in _NOT_MANUALS
    ]
    if not found:
        raise ValueError("No .md or .txt manual was found in the folders given.")
    return found


def manuscript(path: Path) -> Manuscript:
    """A manual; without a heading of its own for the whole it is titled by its file's name."""
    text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    pieces = list(sample_pieces(text) if path.suffix == ".txt" else markdown_pieces(text))
    title = next((n for n, piece in enumerate(pieces) if _is_title(piece, pieces)), None)
    if title is None:
        return Manuscript(name=path.stem, title=path.stem, pieces=tuple(pieces))
    heading = pieces.pop(title)
    assert isinstance(heading, Heading)
    return Manuscript(name=path.stem, title=heading.text, pieces=tuple(pieces))


def _is_title(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether it is the only heading of its level, above all others."""
    levels = [other.level for other in pieces if isinstance(other, Heading)]
    return isinstance(piece, Heading) and levels.count(piece.level) == 1 == piece.level


def markdown_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a Markdown text, in order."""
    lines = deque(_COMMENT.sub("", text).split("\n"))
    paragraph: list[str] = []
    indents: list[int] = []
    while lines:
        line = lines.popleft()
        bare = line.strip()
        if bare.startswith(("<table", "|", "#")) or not bare or _LIST_ITEM.match(line):
            yield from _paragraph(paragraph)
            paragraph = []
        if bare.startswith("<table"):
            rest = [] if "</table>" in bare else list(_until(lines, "</table>"))
            yield html_table([bare, *rest])
        elif bare.startswith("|"):
            yield _pipe_table([bare, *_while(lines, "|")])
        elif match := _HEADING.match(bare):
            indents = []
            yield Heading(text=_plain(match[2]), level=len(match[1]))
        elif match := _LIST_ITEM.match(line):
            indent = len(match["indent"].expandtabs(4))
            indents = [*(i for i in indents if i < indent), indent]
            marker = match["number"] or "・"
            yield Paragraph(text=_plain(match["text"]), marker=marker, depth=len(indents))
        elif bare:
            paragraph.append(bare)
    yield from _paragraph(paragraph)


def sample_pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text of the sample company, in order; only its first title is one."""
    lines = deque(text.split("\n"))
    titles = 0
    while lines:
        bare = lines.popleft().strip(" \t")
        if not bare or bare.startswith(("//", "{widths", "\\pagebreak")):
            continue
        if bare.startswith("|"):
            yield _pipe_table([bare, *_while(lines, "|")])
        elif match := _HEADING.match(bare):
            yield Heading(text=_plain(match[2]), level=len(match[1]) + 1)
        elif bare.startswith("% "):
            titles += 1
            yield Heading(text=bare[2:], level=1 if titles == 1 else 2)
        elif bare.startswith("- "):
            yield Paragraph(text=_plain(bare[2:]), marker="・", depth=1)
        else:
            depth = 1 if _TYPED_ITEM.match(bare) else 0
            yield Paragraph(text=_plain(_SAMPLE_MARK.sub("", bare, count=1)), depth=depth)


def _while(lines: deque[str], start: str) -> Iterator[str]:
    """Take the lines that begin with ``start``."""
    while lines and lines[0].strip().startswith(start):
        yield lines.popleft().strip()


def _until(lines: deque[str], end: str) -> Iterator[str]:
    """Take the lines up to the one with ``end``."""
    while lines:
        line = lines.popleft()
        yield line
        if end in line:
            return


def _paragraph(lines: list[str]) -> Iterator[Paragraph]:
    if lines:
        yield Paragraph(text=_plain("".join(lines)))


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda match: match["label"] or "", text).strip()


def _pipe_table(lines: list[str]) -> Table:
    is_ruled = len(lines) > 1 and _RULE_ROW.fullmatch(lines[1]) is not None
    rows = [line for n, line in enumerate(lines) if not (is_ruled and n == 1)]
    cells = tuple(tuple(_plain(c) for c in row.strip("|").split("|")) for row in rows)
    return Table(rows=cells, header_rows=int(is_ruled))
