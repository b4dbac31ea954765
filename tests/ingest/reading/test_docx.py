"""Word documents: with and without heading styles, and what hides in their XML."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.errors import UnreadableDocument
from ingest.reading import container


def _saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def test_styled_headings_give_the_heading_path(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_paragraph("就業規則", style="Title")
    document.add_heading("第５章　休暇", level=1)
    document.add_heading("第32条（年次有給休暇）", level=2)
    document.add_paragraph("会社は、10日の年次有給休暇を与える。")
    document.add_paragraph("２　前項の休暇は、2年で消滅する。")
    document.add_paragraph("(1) 正社員")

    read_document = read(_saved(document, tmp_path / "a.docx"))

    assert read_document.meta.title == "就業規則"
    (section,) = read_document.sections
    assert section.heading_path == ("第５章　休暇", "第32条（年次有給休暇）")
    assert [b.kind for b in section.blocks] == ["text", "text", "item"]


def test_bold_numbered_lines_are_headings_where_no_style_is_used(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    for text, bold in [
        ("管理職向け通達", True),
        ("１．評価面談の進め方", True),
        ("面談は年3回行ってください。", False),
        ("２．昇給の原資", True),
        ("原資は3.2％とします。", False),
    ]:
        document.add_paragraph().add_run(text).bold = bold

    read_document = read(_saved(document, tmp_path / "a.docx"))

    assert read_document.meta.title == "管理職向け通達"
    assert [(s.heading, s.text) for s in read_document.sections] == [
        ("１．評価面談の進め方", "面談は年3回行ってください。"),
        ("２．昇給の原資", "原資は3.2％とします。"),
    ]


def test_articles_in_plain_paragraphs_are_sections(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    for text in (
        "出張規程",
        "（目的）",
        "第1条　この規程は、出張について定める。",
        "第2条（範囲）",
    ):
        document.add_paragraph(text)
    document.add_paragraph("全従業員に適用する。")

    sections = read(_saved(document, tmp_path / "a.docx")).sections

    assert [(s.heading, s.text) for s in sections] == [
        ("第1条（目的）", "この規程は、出張について定める。"),
        ("第2条（範囲）", "全従業員に適用する。"),
    ]


def test_table_rows_carry_their_header_and_merged_cells(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_heading("別表第1（宿泊費）", level=1)
    table = document.add_table(rows=4, cols=3)
    cells = [
        ["役職", "宿泊費", ""],
        ["", "東京", "その他"],
        ["部長", "16,000円", "12,000円"],
        ["課長", "14,000円", "10,000円"],
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert [b.text for b in section.blocks] == [
        "役職: 部長 / 宿泊費 東京: 16,000円 / 宿泊費 その他: 12,000円",
        "役職: 課長 / 宿泊費 東京: 14,000円 / 宿泊費 その他: 10,000円",
    ]
    assert {b.kind for b in section.blocks} == {"row"}


def test_headers_and_footers_are_no_text(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "社外秘"
    document.sections[0].footer.paragraphs[0].text = "- 1 -"
    document.add_heading("概要", level=1)
    document.add_paragraph("本文です。")

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert section.text == "本文です。"


def test_tracked_changes_content_controls_and_text_boxes_are_read(
    tmp_path: Path, read: Any
) -> None:
    document = docx.Document()
    document.add_heading("概要", level=1)
    paragraph = document.add_paragraph("期限は")
    paragraph._p.append(_tracked("w:ins", "w:t", "7日以内"))
    paragraph._p.append(_tracked("w:del", "w:delText", "10日以内"))
    paragraph.add_run("です。")
    document.element.body.insert(2, _control("手続は総務課が行う。"))
    document.add_paragraph("枠の外").add_run()._r.append(_text_box("枠の中の注意"))

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert [b.text for b in section.blocks] == [
        "期限は7日以内です。",
        "手続は総務課が行う。",
        "枠の外",
        "枠の中の注意",
    ]


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_heading("手順", level=1)
    document.add_paragraph("申請する。", style="List Number")
    document.add_paragraph("承認を受ける。", style="List Number")

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert [(b.kind, b.text) for b in section.blocks] == [
        ("item", "1. 申請する。"),
        ("item", "2. 承認を受ける。"),
    ]


def test_a_locked_word_file_says_so(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "秘密.docx"
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(UnreadableDocument, match="password"):
        read(path)


def test_an_old_word_file_with_a_new_name_says_so(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "古い.docx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(UnreadableDocument, match="old binary Office format"):
        read(path)


def test_a_file_that_is_no_archive_is_damaged(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "壊れた.docx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(UnreadableDocument, match="damaged"):
        read(path)


def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(container, "_MAX_UNPACKED", 3 << 20)
    path = tmp_path / "爆弾.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(4 << 20))
    with pytest.raises(UnreadableDocument, match="unpacks to 4 MB"):
        read(path)


def _tracked(tag: str, text_tag: str, text: str) -> Any:
    change, run, node = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
    change.set(qn("w:id"), "1")
    node.text = text
    run.append(node)
    change.append(run)
    return change


def _control(text: str) -> Any:
    return parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )


def _text_box(text: str) -> Any:
    return parse_xml(
        f"<w:pict {nsdecls('w')}><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict>"
    )
