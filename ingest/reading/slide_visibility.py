"""Whether a slide shows a shape, and the text in it, so that somebody can see it."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import MSO_SHAPE_TYPE

from ingest.reading.colours import WHITE, Colour, colour, is_seen

_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
#: Hundredths of a point; smaller type is for no reader.
_SMALLEST = 200
#: Names of the theme's colour for paper.
_PAPER = ("bg1", "lt1")


def is_shown(shape: Any, width: int, height: int) -> bool:
    """Whether a shape is on the slide, of that size, and not hidden."""
    properties = next(shape._element.iter(f"{_SLIDE}cNvPr"), None)
    if properties is not None and properties.get("hidden") in ("1", "true"):
        return False
    if None in (shape.left, shape.top, shape.width, shape.height):
        return True
    is_beside = shape.left >= width or shape.left + shape.width <= 0
    return not (is_beside or shape.top >= height or shape.top + shape.height <= 0)


def ground_of(shape: Any, slide: Any) -> Colour | None:
    """The colour that a shape's text stands on; None where it cannot be told."""
    fill = shape._element.find(f"{_SLIDE}spPr")
    own = _filled(fill) if fill is not None else ""
    if own != "":
        return own if own is None or isinstance(own, tuple) else None
    layout = slide.slide_layout
    master = layout.slide_master
    behind = (*slide.shapes, *_furniture(layout), *_furniture(master))
    mapping = master._element.find(f"{_SLIDE}clrMap")
    is_dark = mapping is not None and mapping.get("bg1") != "lt1"
    if is_dark or any(_may_lie_behind(other, shape) for other in behind):
        return None
    for page in (slide, layout, master):
        ground = page._element.find(f"{_SLIDE}cSld/{_SLIDE}bg")
        if ground is not None:
            return _background(ground)
    return WHITE


def is_run_seen(run: Any, ground: Colour | None) -> bool:
    """Whether a run of a text is large enough and not of the colour of its ground."""
    properties = run.find(f"{_MAIN}rPr")
    if properties is None:
        return True
    size = properties.get("sz", "")
    if size.isdecimal() and int(size) <= _SMALLEST:
        return False
    if properties.find(f"{_MAIN}highlight") is not None:
        return True
    ink = properties.find(f"{_MAIN}solidFill")
    return ink is None or is_seen(_colour(ink), ground)


def _furniture(page: Any) -> list[Any]:
    """What a layout paints on each of its slides."""
    return [shape for shape in page.shapes if not shape.is_placeholder]


def _filled(properties: Any) -> Colour | str | None:
    """The colour that a shape is filled with; None for another filling, empty for none."""
    solid = properties.find(f"{_MAIN}solidFill")
    if solid is not None:
        return _colour(solid)
    others = ("gradFill", "blipFill", "pattFill", "grpFill")
    return None if any(properties.find(f"{_MAIN}{n}") is not None for n in others) else ""


def _background(ground: Any) -> Colour | None:
    properties = ground.find(f"{_SLIDE}bgPr")
    if properties is not None:
        solid = properties.find(f"{_MAIN}solidFill")
        return _colour(solid) if solid is not None else None
    reference = ground.find(f"{_SLIDE}bgRef")
    return _colour(reference) if reference is not None else None


def _colour(fill: Any) -> Colour | None:
    for node in fill:
        if len(node):  # tinted, transparent
            return None
        if node.tag == f"{_MAIN}srgbClr":
            return colour(node.get("val", ""))
        if node.tag == f"{_MAIN}schemeClr" and node.get("val") in _PAPER:
            return WHITE
    return None


def _may_lie_behind(other: Any, shape: Any) -> bool:
    """Whether another shape of the slide paints the ground of a shape."""
    if other._element is shape._element:
        return False
    properties = other._element.find(f"{_SLIDE}spPr")
    paints = other.shape_type in (MSO_SHAPE_TYPE.PICTURE, MSO_SHAPE_TYPE.GROUP) or (
        (properties is not None and _filled(properties) != "")
        or other._element.find(f"{_SLIDE}style") is not None
    )
    return paints and _overlap(other, shape)


def _overlap(a: Any, b: Any) -> bool:
    if None in (a.left, a.top, a.width, a.height, b.left, b.top, b.width, b.height):
        return True
    return bool(
        a.left < b.left + b.width
        and b.left < a.left + a.width
        and a.top < b.top + b.height
        and b.top < a.top + a.height
    )
