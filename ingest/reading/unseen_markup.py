"""Takes out of a web page what no reader of it sees: hidden by style, or in the ground's colour."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from ingest.reading.colours import (
    LEAST_OPACITY,
    WHITE,
    Colour,
    colour,
    is_seen,
    is_transparent,
    share,
)
from ingest.reading.style_sheet import Declarations, StyleSheet

#: Type smaller than this is for no reader, in pixels.
_SMALLEST = 3.0
_FAR = -500.0
_LENGTH = re.compile(r"(-?[\d.]+)\s*(px|pt|em|rem|%|vw|vh)?")
_PIXELS = {"pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16, "vw": 13.0, "vh": 8.0}
_CLIPPED = re.compile(r"rect\(\s*(?:0|1px)[\s,].*|inset\(\s*(?:50|[6-9]\d|100)%.*")


@dataclass(frozen=True)
class _Look:
    """How a text looks: its colour, the ground (None where unknown), its size in pixels."""

    ink: Colour | None = (0, 0, 0)
    ground: Colour | None = WHITE
    size: float = 16.0
    is_clear: bool = False

    @property
    def is_seen(self) -> bool:
        return self.size >= _SMALLEST and not self.is_clear and is_seen(self.ink, self.ground)


def drop_unseen(tree: Any) -> None:
    """Drop the elements that are hidden, and the texts that cannot be seen."""
    sheet = StyleSheet(tree)
    _drop(tree, sheet.of(tree), _Look(), sheet)


def _drop(node: Any, declared: Declarations, around: _Look, sheet: StyleSheet) -> None:
    look = _look(node, declared, around, sheet)
    if not look.is_seen:
        node.text = None
    for child in list(node):
        if not isinstance(child.tag, str):
            continue
        if not look.is_seen:
            child.tail = None
        own = sheet.of(child)
        if _is_hidden(own):
            child.drop_tree()
        else:
            _drop(child, own, look, sheet)


def _look(node: Any, declared: Declarations, around: _Look, sheet: StyleSheet) -> _Look:
    if not declared and not sheet.has_others:
        return around
    look = around
    ground = declared.get("background-color") or declared.get("background")
    if ground and not is_transparent(ground) and ground not in ("none", "inherit", "initial"):
        look = replace(look, ground=colour(ground))
    elif "background-image" in declared or _may_be_styled(node, sheet):
        look = replace(look, ground=None)
    if "color" in declared and declared["color"] not in ("inherit", "currentcolor"):
        ink = declared["color"]
        look = replace(look, ink=colour(ink), is_clear=is_transparent(ink))
    if "font-size" in declared:
        look = replace(look, size=_pixels(declared["font-size"], around.size))
    return look


def _may_be_styled(node: Any, sheet: StyleSheet) -> bool:
    """Whether a style sheet that is not at hand may say what the ground is."""
    return sheet.has_others and bool(node.get("class") or node.get("id") or node.tag == "body")


def _is_hidden(declared: Declarations) -> bool:
    if not declared:
        return False
    if declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse"):
        return True
    if _number(declared.get("opacity", "1")) < LEAST_OPACITY:
        return True
    if declared.get("position") in ("absolute", "fixed") and any(
        _pixels(declared.get(side, "0"), 16) <= _FAR for side in ("left", "top", "right", "bottom")
    ):
        return True
    if _pixels(declared.get("text-indent", "0"), 16) <= _FAR:
        return True
    if _CLIPPED.match(declared.get("clip", "")) or _CLIPPED.match(declared.get("clip-path", "")):
        return True
    is_flat = any(
        _pixels(declared.get(s, "99"), 16) <= 1 for s in ("width", "height", "max-height")
    )
    return declared.get("overflow") == "hidden" and is_flat


def _pixels(text: str, around: float) -> float:
    found = _LENGTH.fullmatch(text)
    if found is None:
        return around
    unit = found[2] or "px"
    factor = around / 100 if unit == "%" else around if unit == "em" else _PIXELS.get(unit, 1.0)
    return float(found[1]) * factor


def _number(text: str) -> float:
    try:
        return share(text)
    except ValueError:
        return 1.0
