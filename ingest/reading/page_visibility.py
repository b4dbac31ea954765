"""Which characters of a PDF page nobody sees: white on white, transparent, painted over, tiny.

A PDF does not say what a text stands on, so a page that gives cause is compared with its picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from pdfminer.layout import LTChar, LTContainer, LTCurve
from pdfminer.pdftypes import resolve1
from pdfplumber.display import get_page_image

from ingest.reading.colours import LEAST_OPACITY, WHITE, Colour, is_seen

Grey = npt.NDArray[np.uint8]

#: Points; smaller type is for no reader.
_SMALLEST = 1.5
_DPI = 110
#: Grey levels by which the ink of a character differs from the paper around it at least.
_LEAST_INK = 10


def unseen(page: Any) -> set[int]:
    """The numbers of the characters, in the order of the page's, that it does not show."""
    hidden = {n for n, char in enumerate(page.chars) if char["size"] < _SMALLEST}
    if _gives_cause(page):
        picture, lacking = _picture(page), _fonts_elsewhere(page)
        hidden |= {
            n
            for n, char in enumerate(page.chars)
            if not char["text"].isspace()
            and not (char["fontname"] in lacking and _is_dark(char))
            and not _has_ink(picture, char, page.cropbox)
        }
    return hidden


def _fonts_elsewhere(page: Any) -> set[str]:
    """The fonts that are not in the file: where they are not installed, the picture lacks them."""
    fonts = resolve1((resolve1(page.page_obj.resources) or {}).get("Font")) or {}
    names = set()
    for font in map(resolve1, fonts.values()):
        inner = resolve1((resolve1(font.get("DescendantFonts")) or [font])[0])
        descriptor = resolve1(inner.get("FontDescriptor")) or {}
        is_here = any(key.startswith("FontFile") for key in descriptor)
        if not is_here and str(font.get("Subtype")).strip("/'") != "Type3":
            names.add(str(getattr(font.get("BaseFont"), "name", "")))
    return names


def _is_dark(char: Any) -> bool:
    return is_seen(_colour(char["non_stroking_color"]), WHITE)


def _picture(page: Any) -> Grey:
    """What the page shows within its crop box."""
    pdf = page.pdf
    image = get_page_image(
        pdf.stream, pdf.path, page.page_number - 1, _DPI, antialias=True, password=pdf.password
    )
    return np.asarray(image.convert("L"), dtype=np.uint8)


def _has_ink(picture: Grey, char: Any, box: Sequence[float]) -> bool:
    scale = picture.shape[1] / (box[2] - box[0])
    left, right = round((char["x0"] - box[0]) * scale), round((char["x1"] - box[0]) * scale) + 1
    top, bottom = round((char["top"] - box[1]) * scale), round((char["bottom"] - box[1]) * scale)
    part = picture[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right)]
    return part.size > 0 and int(part.max()) - int(part.min()) >= _LEAST_INK


def _gives_cause(page: Any) -> bool:
    if not all(map(_is_dark, page.chars)):
        return True
    return _is_translucent(page) or _is_painted_over(page)


def _colour(given: Any) -> Colour | None:
    """A colour in grey, RGB or CMYK, from 0 to 1; None for one of a pattern."""
    parts = given if isinstance(given, tuple | list) else (given,)
    if not all(isinstance(part, int | float) for part in parts):
        return None
    if len(parts) == 1:
        return _levels(parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return _levels(*parts)
    if len(parts) == 4:
        return _levels(*((1 - part) * (1 - parts[3]) for part in parts[:3]))
    return None


def _levels(red: float, green: float, blue: float) -> Colour:
    levels = [min(255, max(0, round(part * 255))) for part in (red, green, blue)]
    return levels[0], levels[1], levels[2]


def _is_translucent(page: Any) -> bool:
    """Whether a graphics state of the page makes what is painted with it (nearly) transparent."""
    resources = resolve1(page.page_obj.resources) or {}
    states = resolve1(resources.get("ExtGState")) or {}
    opacities = (resolve1((resolve1(state) or {}).get("ca", 1)) for state in states.values())
    return any(isinstance(o, int | float) and o < LEAST_OPACITY for o in opacities)


def _is_painted_over(page: Any) -> bool:
    """Whether something in the colour of paper is painted where a text stands already."""
    places: list[tuple[float, float]] = []
    for item in _painted(page.layout):
        if isinstance(item, LTChar):
            places.append(((item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2))
        elif item.fill and not is_seen(_colour(item.non_stroking_color), WHITE):
            covered = (item.x0 <= x <= item.x1 and item.y0 <= y <= item.y1 for x, y in places)
            if any(covered):
                return True
    return False


def _painted(container: Any) -> Iterator[Any]:
    """Characters and surfaces in the order in which they are painted."""
    for item in container._objs:
        if isinstance(item, LTContainer):
            yield from _painted(item)
        elif isinstance(item, LTChar | LTCurve):
            yield item
