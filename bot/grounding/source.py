"""A passage cut into the lines that state something, each with what it cannot be read without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.grounding.claim import Claim
from bot.grounding.modality import Clause, clauses
from bot.grounding.pieces import pieces, topics
from bot.grounding.reading import read
from bot.grounding.spelling import plain
from knowledge import japanese, thesaurus
from knowledge.sentences import sentences

IS_ITEM = re.compile(
    r"^\s*(?:[(（][0-9一二三四五六七八九十ア-ンa-z]{1,3}[)）]|[・•●○*\-–]\s?|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}[　 、]|[ア-ン][.、 　])"
)
#: (2) 家族を帯同する者 210,000円 is a row as well.
_NAMED_ITEM = re.compile(
    r"^\s*(?:[(（]?[0-9一二三四五六七八九十ア-ンa-z]{1,3}[)）.、]?|[・•●○*\-–])?\s*"
    r"(?P<key>[^\d\s:、。][^\s:、。]{0,24})(?:\s|:\s?)(?P<value>[^。]*\d[^。]*)$"
)
#: A paragraph that begins within a block.
_PARAGRAPH = re.compile(
    r"^[\s　]*(?:[0-9０-９]{1,2}[.．、)]?[\s　]|[(（][0-9０-９]{1,2}[)）]|[①-⑳])"
)
_PROVISO = re.compile(
    r"^(?:ただし|但し|なお|この場合|その場合|また|もっとも|これ|その|この|前項|同項|同)"
)
CELL = re.compile(r"\s(?:/|\|)\s|^\|\s?|\s?\|$")
IS_ROW = re.compile(r"^\|.*\||[^:]{1,30}: .* / [^:]{1,30}: ")
_RULE = re.compile(r"^[\s|:\-]+$")
_PERIOD = re.compile(
    r"(?P<day>1日|日額|毎日|per day|daily)|(?P<night>1泊|per night)"
    r"|(?P<month>1か月|月額|毎月|月間|per month|monthly)|"
    r"(?P<year>1年(?!度)|年額|年間|毎年|per year|annual)|(?P<week>1週間?|毎週"
    r"|per week|weekly)|(?P<person>1人|1名|per person)|"
    r"(?P<time>1回|per (?:time|trip))|(?P<hour>1時間|時給|per hour|hourly)"
    r"|(?P<km>1km|1キロメートル|1キロ|per km|per kilometer)|(?P<item>1件)"
    r"|年度(?P<fiscal>)|(?P<child>1子|子1人)"
)
_DIGIT = re.compile(r"\d")
_HEAD = re.compile(r"[^\d、。]{1,30}?は(?=、)")
#: Words that only join a figure to its thing.
_EMPTY = frozenset(
    "前 後 つく 就く 付く 円 対する 於く 関する 当該 者 時 次 額 月額 日額 年額".split()
)
_LIMIT = re.compile(r"上限|限度|以内|最大|最高|最長|limit|maximum")


@dataclass(frozen=True)
class Line:
    """A sentence, an item or a table's cell, plain, with its figures and words."""

    text: str
    claims: tuple[Claim, ...]
    words: frozenset[str]
    #: What stands above or beside it: headings, the line that leads it in, its row's names.
    context: str
    context_claims: tuple[Claim, ...]
    context_words: frozenset[str]
    clauses: tuple[Clause, ...]
    #: Whether it is a cell of a table; its words are those of its row's names, too.
    is_cell: bool = False

    @property
    def whole(self) -> str:
        return f"{self.context}\n{self.text}"

    @cached_property
    def periods(self) -> frozenset[str]:
        """What the line or what stands around it counts by."""
        return _periods(self.whole)

    @cached_property
    def periods_of_all(self) -> frozenset[str]:
        """What all its figures are counted by: the month in 手当の月額は、子1人につき8,000円."""
        head = _HEAD.match(self.text)
        return _periods(f"{self.context}\n{head[0] if head else ''}")

    @cached_property
    def has_limit(self) -> bool:
        """Whether a heading, a lead or a table's header says that its figures are limits."""
        label = self.text.partition(":")[0] if ":" in self.text else ""
        return _LIMIT.search(f"{self.context}\n{label}") is not None


def _periods(text: str) -> frozenset[str]:
    found = (match.lastgroup for match in _PERIOD.finditer(text))
    return frozenset("fiscal year" if name == "fiscal" else name for name in found if name)


class Cell(NamedTuple):
    """A cell of a table, plain."""

    label: str
    value: str

    @property
    def text(self) -> str:
        return f"{self.label}: {self.value}"


class Row(NamedTuple):
    """A row of a table; its first cell is its key."""

    cells: tuple[Cell, ...]

    @property
    def key(self) -> str:
        return self.cells[0].value


@dataclass(frozen=True)
class Source:
    """A passage as it is read for checking."""

    #: The heading.
    title: str
    text: str
    lines: tuple[Line, ...]
    #: The pieces of the lines that state figures, each of its own thing.
    figures: tuple[Line, ...]
    #: How many items or rows stand below each other.
    lists: frozenset[int]
    rows: tuple[Row, ...]

    @cached_property
    def prose(self) -> str:
        """What is no row of a table."""
        items = {(row.key, row.cells[-1].value) for row in self.rows}
        own = (
            line.text
            for line in self.lines
            if not line.is_cell
            and not any(key in line.text and line.text.endswith(value) for key, value in items)
        )
        return "\n".join([self.title, *own])


@lru_cache(maxsize=512)
def source(heading: str, text: str) -> Source:
    """The lines of a passage: of its heading and of its text, one block a line."""
    title = plain(heading)
    lines: list[Line] = []
    rows: list[Row] = []
    lead = ""
    header: list[str] = []
    for block in text.splitlines():
        row = plain(block).strip()
        if not row or _RULE.match(row):
            continue
        if IS_ROW.search(row):
            cells = [cell.strip() for cell in CELL.split(row) if cell and cell.strip()]
            if row.startswith("|") and not header:
                header = cells
                continue
            cells = _labelled(cells, header)
            rows.append(_row(cells))
            lines += _cells(title, lead, cells)
            continue
        header = []
        is_item = any(IS_ITEM.match(text) for text in (row, block.strip()))
        above = f"{title}\n{lead}" if is_item else title
        lines += _sentences(above, block)
        if is_item and (item := _NAMED_ITEM.match(row)):
            rows.append(Row((Cell("", item["key"]), Cell("", item["value"]))))
        if not is_item:
            lead = row
    lines = _with_lead(lines)
    figures = tuple(piece for line in lines for piece in _pieces(line))
    return Source(
        title=title,
        text=f"{title}\n{plain(text)}",
        lines=tuple(lines),
        figures=figures,
        lists=_lists(text),
        rows=tuple(rows),
    )


#: 次の副業は認めない: what is said of all the items that follow.
_LEADS = re.compile(r"次の|以下の|次に掲げる|下記")
_STATES = re.compile(r"(?:。|ます|する|ない|ません|です|ること)$")


def _with_lead(lines: Sequence[Line]) -> list[Line]:
    """The lines; an item without a predicate of its own has that of the line that leads it in."""
    found: list[Line] = []
    lead: Line | None = None
    for line in lines:
        if _LEADS.search(line.text) and not line.is_cell:
            lead = line
        elif lead and lead.clauses and not line.is_cell and not _STATES.search(line.text):
            said = lead.clauses[-1]
            clause = replace(said, words=said.words | line.words, is_condition=False)
            line = replace(line, clauses=(*line.clauses, clause))
        found.append(line)
    return found


def _lists(text: str) -> frozenset[int]:
    """The lengths of a text's lists and tables, and of those that follow each other."""
    found, length = set(), 0
    for block in [*text.splitlines(), ""]:
        row = plain(block).strip()
        if IS_ROW.search(row) or IS_ITEM.match(block.strip()) or IS_ITEM.match(row):
            length += 1
        else:
            found.add(length)
            length = 0
    return frozenset(found - {0, 1})


def _pieces(line: Line) -> list[Line]:
    """A line as one line for each thing of which it states figures."""
    cut = pieces(line.text, line.claims)
    if len(cut) == 1:
        return [line]
    return [
        replace(
            line, claims=claims, words=words(said), context_words=line.context_words | words(about)
        )
        for (said, claims), about in zip(cut, topics(line.text, cut), strict=True)
    ]


def _sentences(above: str, block: str) -> list[Line]:
    """Each sentence of a block; those before it say what it is about."""
    found, before = [], ""
    for sentence in sentences(block):
        said = plain(sentence)
        if _PARAGRAPH.match(sentence):
            before = ""
        context = f"{above}\n{before}" if before else above
        found.append(_line(said, context))
        before = f"{before}{said}"
    return found


def _labelled(cells: list[str], header: list[str]) -> list[str]:
    """The cells of a row, each with its header where it has one."""
    if header and len(header) == len(cells):
        return [f"{label}: {cell}" for label, cell in zip(header, cells, strict=True)]
    return cells


def _row(cells: Sequence[str]) -> Row:
    parts = [cell.partition(": ") for cell in cells]
    return Row(tuple(Cell(label, value) if value else Cell("", label) for label, _, value in parts))


def _cells(title: str, lead: str, cells: list[str]) -> list[Line]:
    """Each cell of a row, with the cells that name the row."""
    found = []
    for place, cell in enumerate(cells):
        naming = [o for n, o in enumerate(cells) if n != place and (n == 0 or not _DIGIT.search(o))]
        line = _line(cell, "\n".join([title, lead, *naming]))
        # The first cell stands for its row.
        of_row = naming if place else cells
        near = line.context_claims if place else read("\n".join(cells[1:]))
        own = line.words.union(*map(words, of_row))
        found.append(replace(line, words=own, context_claims=near, is_cell=True))
    return found


def _line(text: str, context: str) -> Line:
    return Line(
        text=text,
        claims=read(text),
        words=words(text),
        context=context,
        context_claims=read(context),
        context_words=words(context),
        clauses=clauses(text),
    )


@lru_cache(maxsize=20_000)
def words(text: str) -> frozenset[str]:
    """The content words of a plain text and the concepts that it names, figures left out."""
    said = (word for word in japanese.words(text) if not (_DIGIT.search(word) or word in _EMPTY))
    concepts = (f"@{name}" for concept in thesaurus.concepts(text) for name in concept.names)
    return frozenset((*said, *concepts))
