"""Ruled lines in the picture of an upright page, as the cells of tables."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from ingest.reading.page import Box

#: Shortest rule, in parts of the page: text has no straight strokes of this length.
_SHORTEST_ACROSS, _SHORTEST_DOWN = 1 / 25, 1 / 60
#: Height of a whole page against its width: a cut out part has no smaller type.
_PORTRAIT = 1.4
#: Rules that should meet miss each other by at most this, in parts of the page's width.
_GAP = 1 / 160


def cells_of_tables(page: npt.NDArray[np.uint8]) -> list[list[Box]]:
    """The cells of each table with at least two, in pixels."""
    height, width = page.shape[:2]
    gap = width * _GAP
    ink = _ink(page)
    across = _rules(ink, (round(width * _SHORTEST_ACROSS), 1))
    down = _rules(ink, (1, round(max(height, width * _PORTRAIT) * _SHORTEST_DOWN)))
    edges = [_edge("h", x - gap, x + w + gap, y + h / 2) for x, y, w, h in across]
    edges += [_edge("v", y - gap, y + h + gap, x + w / 2) for x, y, w, h in down]
    snapped = _snapped(edges, gap)
    intersections = edges_to_intersections(snapped, gap, gap)
    tables: list[list[Box]] = cells_to_tables(intersections_to_cells(intersections))
    return [table for table in tables if len(table) > 1]


def _ink(page: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15
    )
    return np.asarray(ink, dtype=np.uint8)


def _rules(ink: npt.NDArray[np.uint8], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Straight strokes at least so wide and high: left, top, width, height."""
    thick = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, size)
    strokes = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
    contours, _ = cv2.findContours(strokes, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [cv2.boundingRect(contour) for contour in contours]
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in found]


def _edge(orientation: str, start: float, end: float, at: float) -> dict[str, Any]:
    if orientation == "h":
        return {"orientation": "h", "x0": start, "x1": end, "top": at, "bottom": at}
    return {"orientation": "v", "x0": at, "x1": at, "top": start, "bottom": end}


def _snapped(edges: list[dict[str, Any]], gap: float) -> list[dict[str, Any]]:
    """Rules that are nearly in one line are put in one line."""
    for orientation, keys in (("h", ("top", "bottom")), ("v", ("x0", "x1"))):
        along = [edge for edge in edges if edge["orientation"] == orientation]
        along.sort(key=lambda edge: float(edge[keys[0]]))
        anchor = float("-inf")
        for edge in along:
            if edge[keys[0]] - anchor > gap:
                anchor = edge[keys[0]]
            edge[keys[0]] = edge[keys[1]] = anchor
    return edges
