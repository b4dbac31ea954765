"""A PDF page that has text: its lines and ruled tables."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pdfplumber.utils.clustering import cluster_objects

from ingest.reading.joining import join_lines, one_line
from ingest.reading.page import Box, Line, Page, Ruled, hull, inside, ruled_table

#: Radicals whose NFKC form is not the character that Japanese uses.
_OLD_FORMS = str.maketrans("戶靑黑黃齒齊龜", "戸青黒黄歯斉亀")
#: PDF writers name some characters by their radical or a look-alike; these have no NFKC form.
_RADICALS = str.maketrans(
    "⺠⻁⻄⻆⻉⻋⻑⻒⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲‧",
    "民虎西角貝車長長青食骨鬼麦黄斉歯竜亀・",
)
_TOLERANCE = 3.0


def printed_page(page: Any) -> Page:
    """Lines outside of the ruled tables, and the tables; coordinates in points."""
    chars = page.dedupe_chars(tolerance=0.5).chars
    found = [(table.cells, table.bbox) for table in _tables(page)]
    tables: list[Ruled] = []
    rest: list[Any] = list(chars)
    for cells, box in found:
        within = [char for char in chars if inside(box, *_middle(char))]
        table = _table(cells, within)
        if table is not None:
            tables.append(table)
            taken = set(map(id, within))
            rest = [char for char in rest if id(char) not in taken]
    return Page(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        lines=tuple(_lines(rest, page.page_number)),
        tables=tuple(tables),
    )


def _tables(page: Any) -> list[Any]:
    """The page's ruled tables, closed where a page break cuts through a row without a rule."""
    cuts = _open_ends(page.edges)
    found: list[Any] = page.find_tables({"explicit_horizontal_lines": cuts} if cuts else None)
    return found


def _open_ends(edges: Sequence[Any]) -> list[float]:
    """Heights at which two or more upright rules end without a level one."""
    across = [e for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] > _TOLERANCE]
    ends: defaultdict[float, set[int]] = defaultdict(set)
    for edge in edges:
        for end in (edge["top"], edge["bottom"]) if edge["orientation"] == "v" else ():
            if not any(_meets(edge["x0"], end, rule) for rule in across):
                ends[round(end)].add(round(edge["x0"]))
    return [end for end, places in ends.items() if max(places) - min(places) > _TOLERANCE]


def _meets(x: float, y: float, rule: Any) -> bool:
    is_level = abs(rule["top"] - y) <= _TOLERANCE
    return bool(is_level and rule["x0"] - _TOLERANCE <= x <= rule["x1"] + _TOLERANCE)


def _table(cells: Sequence[Box], chars: Sequence[Any]) -> Ruled | None:
    def chars_in(box: Box) -> list[Any]:
        return [char for char in chars if inside(box, *_middle(char))]

    def text_in(box: Box) -> str:
        return join_lines(line.text for line in _lines(chars_in(box), 0))

    table = ruled_table(cells, text_in, _TOLERANCE)
    if table is None:
        return None
    top = hull(cells)[1]
    first_row = [cell for cell in cells if cell[1] - top < _TOLERANCE]
    height = max(cell[3] for cell in first_row)
    head = [char for char in chars if char["bottom"] <= height + 1]
    below = [char for char in chars if char["bottom"] > height + 1]
    only_head_is_bold = _all_bold(head) and not _all_bold(below)
    return replace(table, header_rows=1) if only_head_is_bold else table


def _lines(chars: Iterable[Any], page: int) -> list[Line]:
    lines = []
    for row in cluster_objects(list(chars), lambda char: char["bottom"], _TOLERANCE):
        row = sorted(row, key=lambda char: char["x0"])
        text = one_line(_text(row))
        shown = [char for char in row if not char["text"].isspace()]
        if not text or not shown:
            continue
        lines.append(
            Line(
                text=text,
                x0=shown[0]["x0"],
                x1=shown[-1]["x1"],
                top=min(char["top"] for char in shown),
                bottom=max(char["bottom"] for char in shown),
                size=max(char["size"] for char in shown),
                page=page,
                bold=_all_bold(shown),
            )
        )
    return lines


def _text(row: Sequence[Any]) -> str:
    """The characters of a line, with a space where the writer left a gap instead of one."""
    text = ""
    for before, char in zip([None, *row], row, strict=False):
        if before is not None and char["x0"] - before["x1"] > _widest_gap(before, char):
            text += " "
        text += plain(char["text"])
    return text


def _widest_gap(before: Any, char: Any) -> float:
    """Justified Japanese text is spaced out; between Latin letters a small gap parts words."""
    is_latin = before["text"].isascii() and char["text"].isascii()
    return float(char["size"]) * (0.2 if is_latin else 0.7)


def plain(text: str) -> str:
    """Kangxi radicals (⽉, ⾒) as the characters that they stand for."""
    return "".join(_radical(c) if "\u2f00" <= c <= "\u2fd5" else c for c in text).translate(
        _RADICALS
    )


def _radical(character: str) -> str:
    return unicodedata.normalize("NFKC", character).translate(_OLD_FORMS)


def _all_bold(chars: Sequence[Any]) -> bool:
    shown = [char for char in chars if not char["text"].isspace()]
    return bool(shown) and all(_is_bold(char["fontname"]) for char in shown)


def _is_bold(font: str) -> bool:
    name = font.lower()
    return any(word in name for word in ("bold", "heavy", "black", "-w6", "-w7", "-w8", "demi"))


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
