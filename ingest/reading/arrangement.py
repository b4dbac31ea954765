"""Tables that only arrange text on a page: a frame around it, or numbers of articles beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.structure.numbered import numbered_heading
from ingest.structure.numbering import is_sentence


def arranges(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of a table, row by row, are text with its headings and no data.

    So are a single column with prose, and rows of which most begin with an article.
    """
    rows = [row for row in cells if any(cell.strip() for cell in row)]
    if not rows or max(map(len, rows)) > 3:
        return False
    if all(len(row) == 1 for row in rows):
        return len(rows) == 1 or any(is_sentence(row[0]) for row in rows)
    begins = [numbered_heading(row[0]) is not None for row in rows]
    says = any(len(row) > 1 and is_sentence(row[-1]) for row in rows)
    return begins[0] and says and sum(begins) * 2 >= len(rows)
