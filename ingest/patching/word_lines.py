"""A section of a Word file as lines to edit, one per paragraph and per row of a table."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.patching.alignment import pairs
from ingest.patching.places import PlaceNotFound, bare
from ingest.patching.word_file import WordFile, WordSection
from ingest.patching.word_paragraphs import delete_paragraph, insert_paragraph, rewrite_shown
from ingest.patching.word_tables import (
    delete_row,
    insert_row,
    is_row,
    rewrite_row,
    row_line,
    rows_of,
)
from ingest.patching.word_text import Text
from ingest.patching.word_tracking import Tracker
from ingest.structure.numbering import is_clause, is_item


@dataclass(frozen=True)
class Unit:
    """A paragraph or a row."""

    node: Any
    #: As it is edited; the breaks in a paragraph are line ends.
    text: str
    #: The table of a row.
    table: Any = None
    #: Characters of the paragraph that belong to its heading.
    lead: int = 0


def units_of(file: WordFile, section: WordSection) -> list[Unit]:
    """The paragraphs and rows of a section, in reading order."""
    found: list[Unit] = []
    for node in section.content:
        if node.tag == qn("w:tbl"):
            found += [Unit(row, row_line(row, file.styles), node) for row in rows_of(node)]
        elif section.lead and not found:
            found.append(_behind_heading(file, node, section.lead))
        else:
            found.append(Unit(node, str(Text(node, file.styles)).strip()))
    return [unit for unit in found if unit.text]


def rewrite(file: WordFile, section: WordSection, text: str, tracker: Tracker) -> None:
    """Make a section say a text, changing only what differs. Raises PlaceNotFound."""
    units = units_of(file, section)
    writer = _Writer(file, section, units, tracker)
    for unit, lines in _assigned(units, text.strip().split("\n")):
        writer.put(unit, lines)


@dataclass
class _Writer:
    """Changes a section from its first line to its last."""

    file: WordFile
    section: WordSection
    units: Sequence[Unit]
    tracker: Tracker
    #: What the next new line stands behind, and the table of it.
    _last: Any = None
    _table: Any = None

    def put(self, unit: Unit | None, lines: Sequence[str]) -> None:
        """Let a unit say some lines: none delete it. Without a unit each makes a new one."""
        if unit is None:
            for line in lines:
                self._insert(line)
            return
        if not lines:
            self._delete(unit)
        elif "\n".join(lines) != unit.text:
            self._rewrite(unit, lines)
        self._last, self._table = unit.node, unit.table

    def _rewrite(self, unit: Unit, lines: Sequence[str]) -> None:
        if unit.table is not None:
            rewrite_row(unit.node, lines[0], self.file.styles, self.tracker)
        else:
            text = Text(unit.node, self.file.styles)
            rewrite_shown(text, "\n".join(lines), self.tracker, unit.lead)

    def _delete(self, unit: Unit) -> None:
        if unit.table is not None:
            delete_row(unit.node, self.tracker)
        elif unit.lead:
            rewrite_shown(Text(unit.node, self.file.styles), "", self.tracker, unit.lead)
        else:
            delete_paragraph(unit.node, self.tracker)

    def _insert(self, line: str) -> None:
        if is_row(line):
            self._insert_row(line)
        elif self._table is not None:
            self._leave_table(line)
            self._last = insert_paragraph(self._table, line, True, self._like(line), self.tracker)
            self._table = None
        elif self._last is not None:
            self._last = insert_paragraph(self._last, line, True, self._like(line), self.tracker)
        else:
            first = self.units[0].table if self.units[0].table is not None else self.units[0].node
            insert_paragraph(first, line, False, self._like(line), self.tracker)

    def _insert_row(self, line: str) -> None:
        following = self._following()
        if self._table is not None:
            self._last = insert_row(self._last, line, True, self.tracker)
        elif following is not None and following.table is not None:
            insert_row(following.node, line, False, self.tracker)
        else:
            raise PlaceNotFound(
                "A row can be added to a table only next to its rows.",
                "表の行は、既にある表の行の前後にだけ追加できます。",
            )

    def _leave_table(self, line: str) -> None:
        following = self._following()
        if following is not None and following.table is self._table:
            raise PlaceNotFound(
                f"「{line}」 stands between rows of a table, but is no row: | … | … |.",
                f"「{line}」が表の行の間にあります。「| … | … |」の形で入力してください。",
            )

    def _following(self) -> Unit | None:
        """The unit that comes next in the file."""
        nodes = [unit.node for unit in self.units]
        place = nodes.index(self._last) + 1 if self._last in nodes else self._behind_new()
        return self.units[place] if place < len(self.units) else None

    def _behind_new(self) -> int:
        """The place of the first unit behind what was inserted last."""
        if self._last is None:
            return 0
        before = [
            n
            for n, unit in enumerate(self.units)
            if unit.node in self._last.itersiblings(preceding=True)
        ]
        return max(before, default=-1) + 1

    def _like(self, line: str) -> Any:
        """The paragraph whose style a new line takes: one with such a number, the nearest first."""
        own = [unit.node for unit in self.units if unit.table is None and not self._heads(unit)]
        if self._last in own:
            place = own.index(self._last)
            own = [*own[place::-1], *own[place + 1 :]]
        others = [
            node
            for section in self.file.sections()
            for node in section.content
            if node.tag == qn("w:p") and node is not section.heading
        ]
        for node in (*own, *others):
            if _kind(str(Text(node, self.file.styles)).strip()) == _kind(line):
                return node
        return next(iter((*own, *others)), self.section.heading)

    def _heads(self, unit: Unit) -> bool:
        return unit.node is self.section.heading and not unit.lead


def _assigned(units: Sequence[Unit], lines: Sequence[str]) -> list[tuple[Unit | None, list[str]]]:
    """Each unit with the lines that it is to say, and new lines (None) between them, in order."""
    owners = [n for n, unit in enumerate(units) for _ in unit.text.split("\n")]
    old = [line.strip() for unit in units for line in unit.text.split("\n")]
    new = [line.strip() for line in lines]
    given: list[tuple[int | None, list[str]]] = []
    paired = pairs(old, new)
    for n, (before, after) in enumerate(paired):
        owner = owners[before] if before is not None else _around(paired, n, owners)
        said = [new[after]] if after is not None and new[after] else []
        if before is None and not said:
            continue
        if given and given[-1][0] == owner and owner is not None:
            given[-1][1].extend(said)
        else:
            given.append((owner, said))
    return [(None if owner is None else units[owner], said) for owner, said in given]


def _around(
    paired: Sequence[tuple[int | None, int | None]], place: int, owners: Sequence[int]
) -> int | None:
    """The unit that a new line stands within: the lines before and behind it are of that unit."""
    before = next((o for o, _ in reversed(paired[:place]) if o is not None), None)
    behind = next((o for o, _ in paired[place + 1 :] if o is not None), None)
    if before is None or behind is None or owners[before] != owners[behind]:
        return None
    return owners[before]


def _behind_heading(file: WordFile, node: Any, heading: str) -> Unit:
    """The text that shares a paragraph with a heading; perhaps the heading's title stands above."""
    text = Text(node, file.styles)
    lead = lead_length(str(text), heading)
    following = node.getnext()
    if not str(text)[lead:].strip() and following is not None and following.tag == qn("w:p"):
        rest = bare(heading).replace(bare(str(text)), "")
        node, text = following, Text(following, file.styles)
        lead = lead_length(str(text), rest)
    return Unit(node, str(text)[lead:].strip(), lead=lead)


def lead_length(text: str, heading: str) -> int:
    """How many characters of a paragraph are its heading, which may begin with a number of
    Word's own that stands in no text."""
    said = bare(heading)
    for start in range(len(said)):
        length = _length(text, said[start:])
        if length:
            return length
    return 0


def _length(text: str, wanted: str) -> int:
    """How many characters of a text say what is wanted, whatever their width; 0 if they do not."""
    said = ""
    for n, character in enumerate(text):
        said += bare(unicodedata.normalize("NFKC", character))
        if said == wanted:
            return n + 1
        if not wanted.startswith(said):
            return 0
    return 0


def _kind(line: str) -> str:
    if is_row(line):
        return "row"
    return "clause" if is_clause(line) else "item" if is_item(line) else "text"
