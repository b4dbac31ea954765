"""Colours, and whether a text can be seen on its ground."""

from __future__ import annotations

import pytest

from ingest.reading.colours import WHITE, Colour, colour, is_seen, is_transparent


@pytest.mark.parametrize(
    ("text", "is_white"),
    [
        ("white", True),
        ("#fff", True),
        ("#FFFFFF", True),
        ("FFFFFF", True),
        ("rgb(255, 255, 255)", True),
        ("rgb(100% 100% 100%)", True),
        ("#000", False),
        ("rgba(0, 0, 0, .9)", False),
    ],
)
def test_a_colour_is_read_as_it_is_written(text: str, is_white: bool) -> None:
    assert (colour(text) == WHITE) is is_white
    assert colour(text) is not None


@pytest.mark.parametrize("text", ["auto", "var(--ink)", "linear-gradient(red, blue)", ""])
def test_a_colour_that_is_not_known_hides_nothing(text: str) -> None:
    assert colour(text) is None
    assert is_seen(colour(text), WHITE)


@pytest.mark.parametrize(
    ("ink", "ground", "seen"),
    [
        ((0, 0, 0), WHITE, True),
        ((153, 153, 153), WHITE, True),
        ((204, 204, 204), WHITE, True),
        ((253, 253, 253), WHITE, False),
        (WHITE, (16, 32, 96), True),
        ((18, 18, 18), (16, 16, 16), False),
    ],
)
def test_what_stands_out_is_seen(ink: Colour, ground: Colour, seen: bool) -> None:
    assert is_seen(ink, ground) is seen


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("transparent", True),
        ("rgba(0,0,0,0)", True),
        ("rgb(0 0 0 / 5%)", True),
        ("#00000000", True),
        ("#0000", True),
        ("rgba(0,0,0,.6)", False),
        ("#000", False),
    ],
)
def test_transparent_colours(text: str, clear: bool) -> None:
    assert is_transparent(text) is clear
