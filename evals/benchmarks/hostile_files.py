"""Files that are made to break a reader, one maker each, written on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pikepdf

Maker = Callable[[Path], None]

_MB = 1 << 20
_LOL = "".join(
    f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
)
_LAUGHS = f'<!DOCTYPE d [<!ENTITY l0 "規程規程規程">{_LOL}]>'
_XXE = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def makers() -> Mapping[str, Maker]:
    """By file name: what writes the file."""
    return {
        "zip爆弾.docx": lambda p: _word(p, b"<w>" + b" " * (1500 * _MB) + b"</w>"),
        "zip爆弾・偽の大きさ.docx": _lying_zip,
        "zip爆弾・数の多い.xlsx": _many_members,
        "入れ子.docx": _nested,
        "圧縮.zip": _plain_zip,
        "十億の笑い.docx": lambda p: _word(p, _text_xml(_LAUGHS, "&l9;")),
        "十億の笑い.xlsx": lambda p: _sheet(p, _LAUGHS, "&l9;"),
        "十億の笑い.meta.yaml付き.md": _laughing_sidecar,
        "外部実体.docx": lambda p: _word(p, _text_xml(_XXE, "&x;")),
        "外部実体.xlsx": lambda p: _sheet(p, _XXE, "&x;"),
        "外部実体.html": lambda p: _write(p, f"<?xml version='1.0'?>{_XXE}<p>規程です。&x;</p>"),
        "外へ出る名前.docx": _traversing,
        "鍵付き.docx": lambda p: _ole(p, "EncryptedPackage"),
        "鍵付き.pdf": _locked_pdf,
        "メール.msg": lambda p: _ole(p, "__substg1.0_0037001F"),
        "メール.docx": lambda p: _ole(p, "__substg1.0_0037001F"),
        "一万ページ.pdf": _many_pages,
        "切れた.pdf": _cut_pdf,
        "輪になったページ.pdf": _circular_pdf,
        "膨らむ流れ.pdf": _inflating_pdf,
        "巨大なセル.csv": lambda p: _write(p, "項目,内容\n日当," + "あ" * (12 * _MB)),
        "巨大なセル.xlsx": lambda p: _cell(p, "あ" * (30 * _MB)),
        "巨大な結合.xlsx": _merged_sheet,
        "百万列.csv": lambda p: _write(p, ",".join("列" for _ in range(1_000_000)) + "\n1"),
        "巨大な結合.html": lambda p: _write(p, _spanning_table()),
        "深い入れ子.html": lambda p: _write(p, "<div>" * 200_000 + "規程"),
        "深い引用.md": lambda p: _write(p, "> " * 50_000 + "規程です。"),
        "長い番号.md": lambda p: _write(p, "# 規程\n\n" + "第1" * 400_000),
        "長い括弧.md": lambda p: _write(p, "# 規程\n\n第1条（" + "（あ）" * 300_000),
        "長い行.txt": lambda p: _write(p, "1." * 1_000_000 + "\n" + "（" * 500_000),
        "巨大な画像.png": _huge_picture,
        "制御文字.txt": lambda p: p.write_bytes(bytes(range(32)) * 1000),
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _word(path: Path, document_xml: bytes) -> None:
    """A Word file whose main part is what is given."""
    _replace(_empty_word(), path, "word/document.xml", document_xml)


def _empty_word() -> bytes:
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("規程です。")
    document.save(buffer)
    return buffer.getvalue()


def _text_xml(doctype: str, text: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>規程です。{text}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{_W}">{body}</w:document>'.encode()


def _sheet(path: Path, doctype: str, text: str) -> None:
    """A workbook with one inline string."""
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = f'<c r="A1" t="inlineStr"><is><t>規程{text}</t></is></c>'
    xml = (
        f'<?xml version="1.0"?>{doctype}<worksheet xmlns="{space}"><sheetData><row r="1">{cell}'
        "</row></sheetData></worksheet>"
    )
    _replace(buffer.getvalue(), path, "xl/worksheets/sheet1.xml", xml.encode())


def _replace(archive: bytes, path: Path, member: str, content: bytes) -> None:
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as before,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            after.writestr(info.filename, content if info.filename == member else before.read(info))


def _lying_zip(path: Path) -> None:
    """The directory of the archive says 1 KB where 1.5 GB come out."""
    _word(path, b"<w>" + b" " * (1500 * _MB) + b"</w>")
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(magic)
        while at >= 0:
            if struct.unpack_from("<I", data, at + offset)[0] > _MB:
                struct.pack_into("<I", data, at + offset, 1024)
            at = data.find(magic, at + 4)
    path.write_bytes(data)


def _many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"")


def _nested(path: Path) -> None:
    """Archives in archives, and no part of a Word document in the outermost."""
    inner = _empty_word()
    for _ in range(3):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(5):
                archive.writestr(f"{number}.docx", inner)
        inner = buffer.getvalue()
    path.write_bytes(inner)


def _plain_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("規程.docx", _empty_word())


def _laughing_sidecar(path: Path) -> None:
    _write(path, "# 規程\n\n## 第1条（目的）\n\n定める。\n")
    lines = ['a0: &a0 "規程規程規程"']
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    _write(path.with_name(path.stem + ".meta.yaml"), "\n".join([*lines, "title: *a9"]))


def _traversing(path: Path) -> None:
    path.write_bytes(_empty_word())
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("../../../../tmp/zeroji-escaped.txt", "/tmp/zeroji-escaped.txt"):
            archive.writestr(name, b"escaped")


def _ole(path: Path, stream: str) -> None:
    """The head of an OLE2 file, as encrypted Office files and Outlook messages have."""
    magic = bytes.fromhex("d0cf11e0a1b11ae1")
    path.write_bytes(magic + bytes(504) + stream.encode("utf-16-le") + bytes(8192))


def _pdf(path: Path, pages: int = 1) -> None:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
            page = pdf.pages[-1]
            page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 720 Td (Article) Tj ET")
        pdf.save(path)


def _locked_pdf(path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


def _many_pages(path: Path) -> None:
    _pdf(path, 10_000)


def _cut_pdf(path: Path) -> None:
    _pdf(path, 50)
    path.write_bytes(path.read_bytes()[:2000])


def _circular_pdf(path: Path) -> None:
    """A page tree whose only kid is the tree itself."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Count 1 /Kids [2 0 R] >>\nendobj\n"
        b"trailer << /Size 3 /Root 1 0 R >>\n%%EOF\n"
    )


def _inflating_pdf(path: Path) -> None:
    """A page of 2 GB of operators that pack into a few megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"q Q " * (_MB // 4)) for _ in range(2048)) + packer.flush()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"")
        pdf.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.save(path, compress_streams=False)


def _cell(path: Path, text: str) -> None:
    _sheet(path, "", text)


def _merged_sheet(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "規程"
    sheet.merged_cells.add("A1:XFD1048576")
    book.save(path)


def _spanning_table() -> str:
    cell = '<td rowspan="999999999" colspan="999999999">日当</td>'
    row = f"<tr>{cell * 200}</tr>"
    return f"<h1>規程</h1><table>{row * 2000}</table>"


def _huge_picture(path: Path) -> None:
    """A picture of 60,000 × 60,000 white points, a few kilobytes long."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * 7_500
    data = b"".join(packer.compress(row) for _ in range(60_000)) + packer.flush()
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks))


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
