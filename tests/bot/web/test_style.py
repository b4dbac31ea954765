"""Colours that can be read: WCAG AA in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.web

CSS = (Path(bot.web.__file__).parent / "static" / "style.css").read_text("utf-8")
#: Text and what it stands on.
PAIRS = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "raised"),
    ("ink", "brand-soft"),
    ("soft", "ground"),
    ("soft", "surface"),
    ("soft", "raised"),
    ("link", "ground"),
    ("link", "surface"),
    ("brand", "surface"),
    ("brand", "brand-soft"),
    ("brand-ink", "brand"),
    ("warn", "warn-soft"),
    ("bad", "bad-soft"),
    ("bad", "surface"),
    ("good", "good-soft"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    colours = _colours(scheme)

    assert _contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_so_do_the_edges_of_fields(scheme: str) -> None:
    colours = _colours(scheme)

    assert _contrast(colours["edge"], colours["surface"]) >= 3


def _colours(scheme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
