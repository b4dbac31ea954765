"""Documents made on the spot for the tests of reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.document import read_document
from knowledge.model import Document

Read = Callable[..., Document]
#: Text, left, top (points from the top left corner), size, bold.
Text = tuple[str, float, float, float, bool]
#: x0, y0, x1, y1 of a rule.
Rule = tuple[float, float, float, float]

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf",
    "/System/Library/Fonts/ヒラギノ角ゴシック W3.ttc",
)


class DrawPdf(Protocol):
    def __call__(
        self, path: Path, pages: Sequence[tuple[Sequence[Text], Sequence[Rule]]], locked: bool = ...
    ) -> Path: ...


@pytest.fixture
def read() -> Read:
    """Read a document in this process."""

    def read_here(path: Path, overrides: Mapping[str, object] | None = None) -> Document:
        return read_document(path, overrides or {}, lambda done, total: None)

    return read_here


@pytest.fixture
def draw_pdf() -> DrawPdf:
    """Write a PDF of Japanese lines and rules; ``locked`` asks for a password that none knows."""
    return _write_pdf


def _write_pdf(
    path: Path, pages: Sequence[tuple[Sequence[Text], Sequence[Rule]]], locked: bool = False
) -> Path:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    for number, name in enumerate(("HeiseiMin-W3", "HeiseiMin-Bold")):
        objects += [
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniJIS-UCS2-H "
            f"/DescendantFonts [{4 + 2 * number} 0 R] >>".encode(),
            f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /CIDSystemInfo "
            f"<< /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> "
            f"/FontDescriptor {7 + number} 0 R >>".encode(),
        ]
    objects += [
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] "
        f"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>".encode()
        for name in ("HeiseiMin-W3", "HeiseiMin-Bold")
    ]
    kids = []
    for texts, rules in pages:
        stream = _page_stream(texts, rules)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F0 3 0 R /F1 5 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    path.write_bytes(_assembled(objects, locked))
    return path


def _page_stream(texts: Sequence[Text], rules: Sequence[Rule]) -> bytes:
    parts = [
        f"BT /F{int(bold)} {size} Tf 1 0 0 1 {x} {842 - top - size} Tm "
        f"<{text.encode('utf-16-be').hex()}> Tj ET"
        for text, x, top, size, bold in texts
    ]
    parts += [f"{x0} {842 - y0} m {x1} {842 - y1} l S" for x0, y0, x1, y1 in rules]
    return "\n".join(parts).encode("ascii")


def _assembled(objects: Sequence[bytes], locked: bool) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        b"5a" * 32,
        b"a5" * 32,
    )
    return data + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        lock if locked else b"",
        start,
    )


def table_rules(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The rules of a table with these column and row borders."""
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


@pytest.fixture
def draw_table() -> Callable[[Sequence[float], Sequence[float]], list[Rule]]:
    return table_rules


@pytest.fixture
def draw_page() -> Callable[[Sequence[Text], Sequence[Rule]], Image.Image]:
    """A picture of a page, 150 dots per inch, as a scanner makes it."""
    found = next((font for font in _FONTS if Path(font).exists()), None)
    if found is None:
        pytest.skip("no Japanese font is installed (Debian: fonts-noto-cjk)")

    def draw(texts: Sequence[Text], rules: Sequence[Rule]) -> Image.Image:
        image = Image.new("L", (1240, 1754), 255)
        pen = ImageDraw.Draw(image)
        for text, x, y, size, _ in texts:
            pen.text((x, y), text, fill=0, font=ImageFont.truetype(found, size))
        for rule in rules:
            pen.line(rule, fill=0, width=3)
        return image

    return draw
