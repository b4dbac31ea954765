"""Rows of Word tables as lines to edit: ``| 部長 | 3,000円 |``; 〃 goes on from the cell above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from ingest.patching.alignment import pairs
from ingest.patching.places import PlaceNotFound
from ingest.patching.word_paragraphs import (
    delete_paragraph,
    insert_paragraph,
    paragraph_like,
    rewrite_shown,
)
from ingest.patching.word_text import Text
from ingest.patching.word_tracking import Tracker
from ingest.reading.word_styles import Styles

#: Stands in a cell that goes on from the one above it.
DITTO = "〃"
#: Parts the paragraphs of a cell.
_BREAK = "<br>"
_CELL = re.compile(r"(?<!\\)\|")
_ROW = re.compile(r"\s*\|.*\|\s*")
_CHANGED = (qn("w:ins"), qn("w:del"))


def rows_of(table: Any) -> list[Any]:
    """The rows of a table that are not deleted, without those of tables in it."""
    rows = (row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table)
    return [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]


def is_row(line: str) -> bool:
    """Whether a line is a row of a table."""
    return _ROW.fullmatch(line) is not None


def row_line(row: Any, styles: Styles) -> str:
    return f"| {' | '.join(_cell_text(cell, styles) for cell in _cells(row))} |"


def rewrite_row(row: Any, line: str, styles: Styles, tracker: Tracker) -> None:
    """Make the cells of a row say a line. Raises PlaceNotFound where it has other cells."""
    cells = _cells(row)
    for cell, text in zip(cells, _texts(line, len(cells)), strict=True):
        old = _cell_text(cell, styles)
        if old == text:
            continue
        if DITTO in (old, text) or next(cell.iter(qn("w:tbl")), None) is not None:
            raise PlaceNotFound(
                f"The cell 「{old}」 is merged or holds a table: change it in Word.",
                f"セル「{old}」は結合されているか表を含みます。Word で直してください。",
            )
        _rewrite_cell(cell, text.split(_BREAK), styles, tracker)


def delete_row(row: Any, tracker: Tracker) -> None:
    if any(_merge(cell) is not None for cell in _cells(row)):
        raise PlaceNotFound(
            "A row with merged cells cannot be deleted here: delete it in Word.",
            "結合されたセルのある行は、ここでは削除できません。Word で直してください。",
        )
    for paragraph in row.iter(qn("w:p")):
        delete_paragraph(paragraph, tracker)
    tracker.mark_row(row, "w:del")


def insert_row(beside: Any, line: str, behind: bool, tracker: Tracker) -> Any:
    """A new row with a line's cells, in the shape of the row behind or before which it stands."""
    made = deepcopy(beside)
    _forget(made)
    texts = _texts(line, len(_cells(made)))
    below = _next_row(beside) if behind else beside
    for n, (cell, text) in enumerate(zip(_cells(made), texts, strict=True)):
        _set_merge(cell, text, _cells(below)[n : n + 1] if below is not None else [])
        _fill(cell, [] if text == DITTO else text.split(_BREAK), tracker)
    tracker.mark_row(made, "w:ins")
    if behind:
        beside.addnext(made)
    else:
        beside.addprevious(made)
    return made


def _rewrite_cell(cell: Any, lines: Sequence[str], styles: Styles, tracker: Tracker) -> None:
    texts = [Text(paragraph, styles) for paragraph in _paragraphs(cell)]
    shown = [text for text in texts if str(text).strip()] or texts[:1]
    last = None
    for old, new in pairs([str(text).strip() for text in shown], lines):
        if old is not None and new is not None:
            rewrite_shown(shown[old], lines[new], tracker)
        elif old is not None:
            delete_paragraph(shown[old].paragraph, tracker)
        elif new is not None:
            anchor = last if last is not None else shown[0].paragraph
            last = insert_paragraph(anchor, lines[new], last is not None, anchor, tracker)
            continue
        last = shown[old].paragraph if old is not None else last


def _fill(cell: Any, lines: Sequence[str], tracker: Tracker) -> None:
    """Put inserted paragraphs into a copied cell in place of what it held."""
    paragraphs = _paragraphs(cell)
    like = paragraphs[0]
    made = [paragraph_like(like, line, tracker) for line in lines or [""]]
    for paragraph in paragraphs:
        paragraph.getparent().remove(paragraph)
    cell.extend(made)
    for paragraph in made:
        tracker.mark_paragraph(paragraph, "w:ins")


def _texts(line: str, count: int) -> list[str]:
    cells = [cell.strip().replace("\\|", "|") for cell in _CELL.split(line.strip())[1:-1]]
    if len(cells) != count:
        raise PlaceNotFound(
            f"The row 「{line.strip()}」 has {len(cells)} cells, but the table has {count}.",
            f"表の行「{line.strip()}」の列数が合いません（{count}列にしてください）。",
        )
    return cells


def _cell_text(cell: Any, styles: Styles) -> str:
    if _merge(cell) == "continue":
        return DITTO
    said = [str(Text(paragraph, styles)).strip() for paragraph in _paragraphs(cell)]
    lines = [line.replace("\n", _BREAK).replace("|", "\\|") for line in said if line]
    return _BREAK.join(lines)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]


def _paragraphs(cell: Any) -> list[Any]:
    return [p for p in cell.iter(qn("w:p")) if next(p.iterancestors(qn("w:tc"))) is cell]


def _merge(cell: Any) -> str | None:
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return None if merged is None else str(merged.get(qn("w:val"), "continue"))


def _set_merge(cell: Any, text: str, below: Sequence[Any]) -> None:
    """Let a new cell go on from the one above it, or stand alone."""
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    goes_on_below = any(_merge(other) == "continue" for other in below)
    if (merged is None and text == DITTO) or (goes_on_below and text != DITTO):
        raise PlaceNotFound(
            "The new row would part merged cells: add it in Word.",
            "新しい行が結合されたセルを分けてしまいます。Word で追加してください。",
        )
    if merged is None:
        return
    if text == DITTO:
        merged.attrib.pop(qn("w:val"), None)
    else:
        merged.getparent().remove(merged)


def _next_row(row: Any) -> Any:
    table = next(row.iterancestors(qn("w:tbl")))
    rows = rows_of(table)
    place = rows.index(row)
    return rows[place + 1] if place + 1 < len(rows) else None


def _forget(row: Any) -> None:
    """Drop the ids and changes of the row that was copied."""
    for node in list(row.iter()):
        for name in [n for n in node.attrib if n.endswith(("}paraId", "}textId"))]:
            del node.attrib[name]
    properties = row.find(qn("w:trPr"))
    for node in list(properties if properties is not None else ()):
        if node.tag in (*_CHANGED, qn("w:tblHeader"), qn("w:trPrChange")):
            properties.remove(node)
