"""What every reader emits: the pieces of a document in reading order, before any structure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Category = Literal["title", "heading", "question", "text", "item", "note", "table"]

#: Called after each page that took long, with the pages done and the pages in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Element:
    """A heading, paragraph, list item or table as the file has it."""

    category: Category
    #: One paragraph without line breaks; empty for a table.
    text: str = ""
    #: Heading level from 1 where the file says it; nesting of a list item from 1.
    depth: int | None = None
    #: Page on which it starts, from 1.
    page: int | None = None
    #: Set in bold or in larger type throughout: perhaps a heading.
    strong: bool = False
    #: Cells of a table, row by row; a merged cell is repeated in every place it covers.
    rows: tuple[tuple[str, ...], ...] = ()
    #: Leading rows that name the columns; None where the file does not say.
    header_rows: int | None = None
    #: The first column names the rows (a table of names and values).
    row_names: bool = False
    #: The list item that a table belongs to, where the file says so.
    named_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A file as read: its pieces and what it says about itself."""

    elements: tuple[Element, ...]
    #: The title that the file itself declares, e.g. HTML ``<title>``.
    title: str | None = None
    #: False where the first heading cannot be the title of the whole: sheets of a workbook.
    first_heading_may_be_title: bool = True
    #: YAML front matter, unchecked.
    front_matter: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
