"""FAQ tables: rows of questions and answers, recognised by the names of their columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.reading.elements import Element
from ingest.reading.joining import one_line

Row = Sequence[str]

_QUESTION = re.compile(
    r"(よくある)?(ご?質問(内容|事項|文|例)?|問い?|お?問い?合わ?せ(内容|事項|例)?|疑問|faq|q|question)s?"
)
_ANSWER = re.compile(
    r"(ご?回答(内容|文|例)?|答え?|対応(内容|方法)?|対処(法|方法)?|解決(策|方法)|a|answer|response|reply)s?"
)
#: Names that make a FAQ of a table only together: one of 見出し and 内容 alone is any table.
_HEADLINE = re.compile(r"見出し|タイトル|題名|件名|headline|title")
_TEXT = re.compile(r"本文|回答本文|body|text")
_CATEGORY = re.compile(r"カテゴリー?|大?分類|区分|ジャンル|テーマ|トピック|category|topic")
#: A header row stands among the first rows, below titles and remarks.
_HEADER_WITHIN = 15


@dataclass(frozen=True)
class FaqColumns:
    """Where a FAQ table has its header row, and what stands in which column."""

    header_row: int
    question: int
    answer: int
    category: int | None
    labels: tuple[str, ...]


def find_faq_columns(rows: Sequence[Row]) -> FaqColumns | None:
    """The columns of a FAQ table, or None where the rows are something else."""
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        names = [_name(cell) for cell in row]
        for asks, answers in ((_QUESTION, _ANSWER), (_HEADLINE, _ANSWER), (_HEADLINE, _TEXT)):
            question, answer = _first(asks, names), _first(answers, names)
            if question is not None and answer is not None:
                labels = tuple(cell.strip() for cell in row)
                return FaqColumns(number, question, answer, _first(_CATEGORY, names), labels)
    return None


def faq_elements(rows: Sequence[Row], columns: FaqColumns, sheet: str | None) -> list[Element]:
    """One question with its answer and notes per row, under the sheet's title.

    A table without a sheet title (CSV) puts each question under its category.
    """
    elements = [Element(category="heading", text=sheet, depth=1)] if sheet else []
    for row in rows[: columns.header_row]:
        elements += [Element(category="text", text=cell) for cell in _distinct(row)]
    category = ""
    for row in rows[columns.header_row + 1 :]:
        if not any(cell.strip() for cell in row):
            continue
        named = row[columns.category].strip() if columns.category is not None else ""
        if not sheet and named and named != category:
            category = named
            elements.append(Element(category="heading", text=category, depth=1))
        elements += _entry(row, columns)
    return elements


def _entry(row: Row, columns: FaqColumns) -> list[Element]:
    question = one_line(row[columns.question])
    elements = [Element(category="question", text=question, depth=2)] if question else []
    answer = [one_line(line) for line in row[columns.answer].splitlines()]
    elements += [Element(category="text", text=line) for line in answer if line]
    notes = [
        f"{label}: {one_line(cell)}" if label else one_line(cell)
        for place, (label, cell) in enumerate(zip(columns.labels, row, strict=True))
        if place not in (columns.question, columns.answer) and cell.strip()
    ]
    if notes:
        elements.append(Element(category="note", text=" / ".join(notes)))
    return elements


def _distinct(row: Row) -> list[str]:
    return list(dict.fromkeys(one_line(cell) for cell in row if cell.strip()))


def _first(pattern: re.Pattern[str], names: Sequence[str]) -> int | None:
    return next((place for place, name in enumerate(names) if pattern.fullmatch(name)), None)


def _name(cell: str) -> str:
    """A column's name without decoration: ``【質問】`` and ``質問（Question）`` are ``質問``."""
    name = unicodedata.normalize("NFKC", cell).lower()
    name = re.sub(r"\(.*?\)|[\s【】\[\]「」<>:.*]", "", name)
    return re.split(r"[/・|]", name)[0]
