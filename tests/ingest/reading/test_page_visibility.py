"""PDF pages without the type that nobody sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest

RULE = "The hotel limit is 12000 yen."
SECRET = "The hotel limit is 99000 yen."
FULL = "BT /F1 12 Tf 72 720 Td (The hotel limit is 12000 yen.) Tj ET "


def _written(path: Path, painted: str) -> Path:
    """A page with the rule in black, and whatever else is painted."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[0]
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        states = pikepdf.Dictionary(G0=pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, ca=0.01))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font), ExtGState=states if "gs" in painted else {}
        )
        page.Contents = pdf.make_stream((FULL + painted).encode())
        pdf.save(path)
    return path


def _line(before: str = "", size: int = 12) -> str:
    return f"q {before} BT /F1 {size} Tf 72 600 Td ({SECRET}) Tj ET Q"


@pytest.mark.parametrize(
    "painted",
    [_line("1 g"), _line("1 1 1 rg"), _line("0 0 0 0 k"), _line("0.99 g"), _line(size=1)],
    ids=["grey", "RGB", "CMYK", "nearly white", "tiny"],
)
def test_type_in_the_colour_of_paper_is_not_read(tmp_path: Path, read: Any, painted: str) -> None:
    (section,) = read(_written(tmp_path / "a.pdf", painted)).sections

    assert RULE in section.text
    assert "99000" not in section.text


@pytest.mark.parametrize(
    "painted",
    [
        "0 0 0.4 rg 60 590 400 30 re f " + _line("1 g"),
        _line("0.6 g"),
        "1 g 60 590 400 30 re f 0 g " + _line(),
    ],
    ids=["white on blue", "grey on white", "black on a white box"],
)
def test_type_that_stands_out_is_read(tmp_path: Path, read: Any, painted: str) -> None:
    (section,) = read(_written(tmp_path / "a.pdf", painted)).sections

    assert "12000" in section.text and "99000" in section.text


def test_a_font_that_is_not_at_hand_is_not_taken_for_hidden_type(
    tmp_path: Path, draw_pdf: Any, read: Any
) -> None:
    """The font of these pages is in no file; a white page number makes them be looked at."""
    lines = [
        ("第１条（宿泊費）", 60.0, 60.0, 12.0, True),
        ("上限は12,000円とする。", 60.0, 90.0, 10.0, False),
    ]
    path = draw_pdf(tmp_path / "a.pdf", [(lines, [])])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.contents_add(b"1 g BT /F0 9 Tf 300 40 Td <0031> Tj ET", prepend=False)
        pdf.save(path)

    (section,) = read(path).sections

    assert section.text == "上限は12,000円とする。"
