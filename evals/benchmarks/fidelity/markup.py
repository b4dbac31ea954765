"""Writes manuscripts as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from evals.benchmarks.fidelity.manuscript import Heading, Manuscript, Paragraph, Table


def write_markdown(manuscript: Manuscript, target: Path) -> None:
    """Write headings with ``#``, nested lists, and tables as HTML, which can merge cells."""
    blocks = [f"# {manuscript.title}"]
    for piece in manuscript.pieces:
        if isinstance(piece, Heading):
            blocks.append(f"{'#' * max(piece.level, 2)} {piece.text}")
        elif isinstance(piece, Table):
            blocks.append(_table(piece))
        else:
            blocks.append(_paragraph(piece))
    target.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def _paragraph(piece: Paragraph) -> str:
    if not piece.marker:
        return piece.text
    sign = "*" if piece.marker == "・" else f"{piece.marker}."
    return f"{'    ' * (piece.depth - 1)}{sign} {piece.text}"


def _table(table: Table) -> str:
    lines = ["<table>"]
    for r, row in enumerate(table.rows):
        tag = "th" if r < table.header_rows else "td"
        cells = [
            f"<{tag}{_spans(table.rows, r, c)}>{escape(text)}</{tag}>"
            for c, text in enumerate(row)
            if text not in ("^", "<")
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>"])


def _spans(rows: Sequence[Sequence[str]], r: int, c: int) -> str:
    down = right = 1
    while r + down < len(rows) and rows[r + down][c] == "^":
        down += 1
    while c + right < len(rows[r]) and rows[r][c + right] == "<":
        right += 1
    return f' rowspan="{down}"' * (down > 1) + f' colspan="{right}"' * (right > 1)
