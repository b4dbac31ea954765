"""Numbers as Word shows them."""

from __future__ import annotations

import pytest

from ingest.reading.word_numbering import formatted


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (12, "decimal", "12"),
        (3, "decimalZero", "03"),
        (12, "decimalFullWidth", "１２"),
        (23, "japaneseCounting", "二十三"),
        (110, "japaneseCounting", "百十"),
        (20, "ideographDigital", "二〇"),
        (2, "decimalEnclosedCircle", "②"),
        (21, "decimalEnclosedCircle", "(21)"),
        (3, "decimalEnclosedParen", "⑶"),
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (28, "lowerLetter", "bb"),
        (2, "aiueo", "イ"),
        (2, "irohaFullWidth", "ロ"),
        (5, "anotherFormat", "5"),
    ],
)
def test_formats(number: int, style: str, shown: str) -> None:
    assert formatted(number, style) == shown
