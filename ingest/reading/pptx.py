"""PowerPoint presentations: a slide is a page, its title a heading, its bullets items.

Read with python-pptx itself: a general partitioner reads hidden slides, loses merged cells and
tells bullets from titles by an English model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.oxml import parse_xml

from ingest.reading.container import check_office_file
from ingest.reading.elements import Element, Progress, Reading
from ingest.reading.joining import one_line
from ingest.reading.slide_text import SlideText, shown_text
from ingest.reading.slide_visibility import ground_of, is_shown
from ingest.structure.numbering import is_sentence

_FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_BULLETED = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY)
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_DRAWING_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
#: The title that PowerPoint gives a file on its own.
_NO_TITLE = re.compile(r"PowerPoint .*|スライド \d+|Slide \d+|", re.IGNORECASE)
#: Shapes whose tops differ by less stand beside each other, in English Metric Units: 1 cm.
_BESIDE = 360_000
_LONGEST_HEADING = 40


def read(path: Path, progress: Progress) -> Reading:
    check_office_file(path)
    presentation = Presentation(str(path))
    elements: list[Element] = []
    warnings: list[str] = []
    slides = list(presentation.slides)
    size = (presentation.slide_width or 0, presentation.slide_height or 0)
    for number, slide in enumerate(slides, start=1):
        if slide._element.get("show") in ("0", "false"):
            warnings.append(f"The hidden slide {number} was not read.")
            continue
        found = list(_slide(slide, number, size, warnings))
        elements += found or _empty(slide, number, warnings)
        progress(number, len(slides))
    said = one_line(presentation.core_properties.title or "")
    title = None if _NO_TITLE.fullmatch(said) else said
    return Reading(elements=tuple(elements), title=title, warnings=tuple(warnings))


def _slide(
    slide: Any, number: int, size: tuple[int, int], warnings: list[str]
) -> Iterator[Element]:
    title = slide.shapes.title
    heading = one_line(shown_text(title.text_frame)) if title is not None else ""
    others = (shape for shape in _in_order(slide.shapes) if shape != title)
    shapes = [shape for shape in others if is_shown(shape, *size)]
    elements = [e for shape in shapes for e in _shape(shape, slide, number, warnings)]
    if not heading and elements:
        heading, elements = _first_line_as_heading(elements, number)
    if heading:
        is_cover = number == 1 and title is not None and _is_cover(title)
        yield Element(
            category="title" if is_cover else "heading", text=heading, depth=1, page=number
        )
    yield from elements
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            text = one_line(paragraph.text)
            if text:
                yield Element(category="note", text=text, page=number)


def _is_cover(title: Any) -> bool:
    return bool(title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE)


def _first_line_as_heading(elements: list[Element], number: int) -> tuple[str, list[Element]]:
    """A slide without a title takes its first line for one, so that no other slide claims it."""
    first = elements[0]
    is_line = first.category == "text" and len(first.text) <= _LONGEST_HEADING
    if is_line and len(elements) > 1 and not is_sentence(first.text):
        return first.text, elements[1:]
    return f"スライド{number}", elements


def _in_order(shapes: Any) -> list[Any]:
    """Shapes from the top down, those beside each other from the left."""

    def place(shape: Any) -> tuple[int, int]:
        return (shape.top or 0) // _BESIDE, shape.left or 0

    return sorted(shapes, key=place)


def _shape(shape: Any, slide: Any, page: int, warnings: list[str]) -> Iterator[Element]:
    kind = shape.placeholder_format.type if shape.is_placeholder else None
    if kind in _FURNITURE:
        return
    if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
        for inner in _in_order(shape.shapes):
            yield from _shape(inner, slide, page, warnings)
    elif getattr(shape, "has_table", False):
        yield Element(category="table", rows=_rows(shape.table), page=page)
    elif getattr(shape, "has_chart", False):
        warnings.append(f"The chart on slide {page} was not read.")
    elif shape.has_text_frame:
        text = SlideText(is_bulleted=kind in _BULLETED, page=page, ground=ground_of(shape, slide))
        yield from text.elements(shape.text_frame)
    else:
        yield from _diagram(shape, page)


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    """The cells of a table; a merged cell is repeated in every place it covers."""
    height, width = len(table.rows), len(table.columns)
    cells = [[""] * width for _ in range(height)]
    for r in range(height):
        for c in range(width):
            cell = table.cell(r, c)
            if cell.is_spanned:
                continue
            down, right = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
            for covered in range(r, min(r + down, height)):
                cells[covered][c : c + right] = [one_line(shown_text(cell.text_frame))] * right
    return tuple(tuple(row[:width]) for row in cells)


def _diagram(shape: Any, page: int) -> Iterator[Element]:
    """The texts of a SmartArt diagram, which stand in a part of their own."""
    for node in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        part = shape.part.related_part(node.get(_RELATION))
        for point in parse_xml(part.blob).iter(f"{{{_DIAGRAM}}}pt"):
            text = one_line("".join(t.text or "" for t in point.iter(_DRAWING_TEXT)))
            if text:
                yield Element(category="item", text=text, depth=1, page=page)


def _empty(slide: Any, number: int, warnings: list[str]) -> list[Element]:
    """Nothing; with a warning where a slide shows something all the same."""
    if any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in slide.shapes):
        warnings.append(f"Slide {number} has pictures but no text: nothing of it was read.")
    return []
