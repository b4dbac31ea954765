"""Only the part that is changed becomes another."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from ingest.patching.package import with_part

PARTS = {"[Content_Types].xml": b"<Types />", "word/document.xml": b"<w/>", "a.bin": b"\x00\xff"}


def test_the_other_parts_keep_their_bytes_and_their_order() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in PARTS.items():
            made.writestr(name, data)

    saved = with_part(zipfile.ZipFile(file), "word/document.xml", etree.fromstring("<新しい/>"))

    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        assert package.namelist() == list(PARTS)
        assert [package.read(name) for name in ("[Content_Types].xml", "a.bin")] == [
            PARTS["[Content_Types].xml"],
            PARTS["a.bin"],
        ]
        assert etree.fromstring(package.read("word/document.xml")).tag == "新しい"
