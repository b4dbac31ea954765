"""What a perfect reader would say of a manuscript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.benchmarks.fidelity.manuscript import Heading, Manuscript, Paragraph, Table, filled

_ARTICLE = re.compile(r"第\s?[0-9０-９一二三四五六七八九十百〇]+\s?条")


_NUMBERED = re.compile(r"第.+[編章節条]|附則|付則|別[表紙]")
_APPENDIX = re.compile(r"附則|付則|別[表紙]")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """A heading with what stands below it, up to the next heading."""

    #: Headings from the outermost in, without the document's title.
    path: tuple[str, ...]
    #: Paragraphs with their numbers, in order.
    paragraphs: tuple[str, ...]
    #: Rows of its tables with the column's label before each cell.
    rows: tuple[str, ...]

    @property
    def heading(self) -> str:
        return self.path[-1]

    @property
    def is_article(self) -> bool:
        return _ARTICLE.match(self.heading) is not None


@dataclass
class _Draft:
    path: tuple[str, ...]
    paragraphs: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def expected_sections(manuscript: Manuscript) -> list[Expected]:
    """The sections that hold text of their own, in order; what precedes the first is left out."""
    drafts: list[_Draft] = []
    open_: list[Heading] = []
    for piece in manuscript.pieces:
        if isinstance(piece, Heading):
            open_ = [*(h for h in open_ if _is_above(h, piece)), piece]
            drafts.append(_Draft(path=tuple(heading.text for heading in open_)))
        elif not drafts:
            continue
        elif isinstance(piece, Table):
            drafts[-1].rows += row_texts(piece)
        else:
            drafts[-1].paragraphs.append(marked(piece))
    return [
        Expected(path=d.path, paragraphs=tuple(d.paragraphs), rows=tuple(d.rows))
        for d in drafts
        if d.paragraphs or d.rows
    ]


def is_numbered(heading: str) -> bool:
    """Whether a heading is told by its number, however it looks."""
    return _NUMBERED.match(heading) is not None


def _is_above(open_: Heading, new: Heading) -> bool:
    """A 別表 is of the whole manual and stands in no chapter, whatever its level."""
    leaves = _APPENDIX.match(new.text) and not _APPENDIX.match(open_.text)
    return open_.level < new.level and not leaves


def reading_text(manuscript: Manuscript) -> list[str]:
    """Headings and paragraphs in order, without the title and without tables."""
    return [
        marked(piece) if isinstance(piece, Paragraph) else piece.text
        for piece in manuscript.pieces
        if not isinstance(piece, Table)
    ]


def marked(paragraph: Paragraph) -> str:
    """The paragraph as it is printed: with its number, or the sign of a bullet."""
    if not paragraph.marker or paragraph.marker == "・":
        return paragraph.marker + paragraph.text
    before, after = ("", ".") if paragraph.depth == 1 else ("(", ")")
    return f"{before}{paragraph.marker}{after} {paragraph.text}"


def row_texts(table: Table) -> Iterator[str]:
    """``役職: 部長 / 日当: 3,000円`` for each row; ``名称: 値`` where rows have names."""
    rows = filled(table.rows)
    if not table.header_rows:
        yield from (f"{row[0]}: {' / '.join(_once(row[1:]))}" for row in rows)
        return
    labels = [" ".join(dict.fromkeys(c)) for c in zip(*rows[: table.header_rows], strict=True)]
    for row in rows[table.header_rows :]:
        pairs = zip(labels, row, strict=True)
        yield " / ".join(
            _once([f"{label}: {cell}" if label else cell for label, cell in pairs if cell])
        )


def _once(parts: Sequence[str]) -> list[str]:
    """A cell merged over columns of one label is said once."""
    return [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]
