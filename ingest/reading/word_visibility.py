"""Whether Word shows a run so that somebody can see it."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from ingest.reading.colours import WHITE, Colour, colour
from ingest.reading.colours import is_seen as can_be_seen
from ingest.reading.word_styles import Styles, is_on
from ingest.reading.word_xml import IN_SHAPE

#: Type of one point and less is for no reader; Word counts in half points.
_SMALLEST = 2
#: Styles of tables that fill no cells.
_PLAIN_TABLES = frozenset({"TableGrid", "TableNormal", "a1", "a3"})


def is_seen(run: Any, styles: Styles) -> bool:
    """Whether a run is not hidden, not of the colour of its ground, and not too small."""
    paragraph = next(run.iterancestors(qn("w:p")))
    properties = list(styles.run_properties(run, paragraph))
    vanish = _first(properties, "w:vanish")
    if vanish is not None and is_on(vanish):
        return False
    size = _first(properties, "w:sz")
    points = size.get(qn("w:val"), "") if size is not None else ""
    if points.isdecimal() and int(points) <= _SMALLEST:
        return False
    ink = _first(properties, "w:color")
    if ink is None:
        return True
    shown = colour(ink.get(qn("w:val"), ""))
    # The ground is looked up only where the type is so light that it may be unseen.
    return can_be_seen(shown, WHITE) or can_be_seen(shown, _ground(properties, paragraph))


def _ground(properties: list[Any], paragraph: Any) -> Colour | None:
    """What a run stands on; None where it cannot be told."""
    if _first(properties, "w:highlight") is not None:
        return None
    shades = [_first(properties, "w:shd"), paragraph.find(f"{qn('w:pPr')}/{qn('w:shd')}")]
    for parent in paragraph.iterancestors():
        if parent.tag == qn("w:tc"):
            shades.append(parent.find(f"{qn('w:tcPr')}/{qn('w:shd')}"))
        elif parent.tag == qn("w:tbl") and _fills_cells(parent):
            shades.append(parent)
    for shade in shades:
        if shade is not None and shade.get(qn("w:fill"), "auto") != "auto":
            return colour(shade.get(qn("w:fill")))
        if shade is not None and shade.tag == qn("w:tbl"):
            return None
    return None if _is_in_shape(paragraph) or _has_page_colour(paragraph) else WHITE


def _fills_cells(table: Any) -> bool:
    style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
    return style is not None and style.get(qn("w:val")) not in _PLAIN_TABLES


def _is_in_shape(paragraph: Any) -> bool:
    return any(node.get(IN_SHAPE) for node in (paragraph, *paragraph.iterancestors()))


def _has_page_colour(paragraph: Any) -> bool:
    root = paragraph.getroottree().getroot()
    return root.find(qn("w:background")) is not None


def _first(properties: list[Any], name: str) -> Any:
    found = (p.find(qn(name)) for p in properties)
    return next((node for node in found if node is not None), None)
