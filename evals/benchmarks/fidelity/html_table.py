"""Parses the HTML tables that stand in Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

from evals.benchmarks.fidelity.manuscript import Cells, Table


def html_table(lines: list[str]) -> Table:
    """Cells of HTML; without ``th``, more than two columns are taken to have a header."""
    parser = _TableParser()
    parser.feed("\n".join(lines))
    rows = parser.grid()
    return Table(rows=rows, header_rows=parser.header_rows or int(len(rows[0]) > 2))


class _TableParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[tuple[str, int, int]]] = []
        self._in_cell = False
        self.header_rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spans = {name: int(value or 1) for name, value in attrs if name in ("rowspan", "colspan")}
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append(("", spans.get("rowspan", 1), spans.get("colspan", 1)))
            self._in_cell = True
            self.header_rows = len(self._rows) if tag == "th" else self.header_rows

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            text, down, right = self._rows[-1][-1]
            self._rows[-1][-1] = (text + data.strip(), down, right)

    def grid(self) -> Cells:
        places: dict[tuple[int, int], str] = {}
        for r, row in enumerate(self._rows):
            c = 0
            for text, down, right in row:
                while (r, c) in places:
                    c += 1
                for dr in range(down):
                    for dc in range(right):
                        places[r + dr, c + dc] = "<" if dc else "^" if dr else text
                c += right
        width = max(c for _, c in places) + 1
        return tuple(
            tuple(places.get((r, c), "") for c in range(width)) for r in range(len(self._rows))
        )
