"""Colours of text and ground, and whether the one can be seen on the other."""

from __future__ import annotations

import re

#: Red, green and blue from 0 to 255.
Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
#: Contrast (as WCAG 2 defines it, from 1 to 21) below which nobody sees a text. Light grey print
#: on white has about 1.6.
_LEAST_CONTRAST = 1.2
_NAMES = {
    "white": WHITE,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "floralwhite": (255, 250, 240),
    "ghostwhite": (248, 248, 255),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
}
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_RGB = re.compile(
    r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)\s*(?:[,/]\s*([\d.]+%?))?\s*\)"
)
#: Nothing of a colour is seen below this opacity.
LEAST_OPACITY = 0.1


def colour(text: str) -> Colour | None:
    """A colour as CSS, Word or Excel write it; None for one that is not known here."""
    said = text.strip().lower()
    if said in _NAMES:
        return _NAMES[said]
    if found := _HEX.fullmatch(said):
        digits = found[1] if len(found[1]) >= 6 else "".join(d * 2 for d in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if found := _RGB.fullmatch(said):
        return _level(found[1]), _level(found[2]), _level(found[3])
    return None


def is_transparent(text: str) -> bool:
    said = text.strip().lower()
    if said == "transparent":
        return True
    if found := _RGB.fullmatch(said):
        return found[4] is not None and share(found[4]) < LEAST_OPACITY
    found = _HEX.fullmatch(said)
    if found is None or len(found[1]) not in (4, 8):
        return False
    alpha = found[1][-1] * 2 if len(found[1]) == 4 else found[1][-2:]
    return int(alpha, 16) < 255 * LEAST_OPACITY


def share(text: str) -> float:
    """0.3 of ``0.3`` and of ``30%``."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def is_seen(ink: Colour | None, ground: Colour | None) -> bool:
    """Whether a text can be seen on its ground; yes where either is not known."""
    if ink is None or ground is None:
        return True
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) >= _LEAST_CONTRAST


def _level(text: str) -> int:
    return min(255, round(255 * share(text) if text.endswith("%") else float(text)))


def _luminance(shown: Colour) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (level / 255 for level in shown)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
