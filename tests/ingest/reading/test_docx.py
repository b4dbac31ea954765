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


def _numbered(document: Any, levels: list[tuple[str, str]]) -> None:
    """Define list 90 with these formats and texts of its levels."""
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        + ('<w:lvlRestart w:val="0"/>' if depth == 1 else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{shown}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>')
    )


def _in_list(paragraph: Any, depth: int) -> None:
    number = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="90"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(number))


def test_automatic_numbers_of_chapters_and_articles_are_recovered(
    tmp_path: Path, read: Any
) -> None:
    document = docx.Document()
    levels = [
        ("japaneseCounting", "第%1章"),
        ("decimal", "第%2条"),
        ("decimalEnclosedCircle", "%3"),
        ("aiueoFullWidth", "(%4)"),
    ]
    _numbered(document, levels)
    for text, depth in [
        ("総則", 0),
        ("（目的）", 1),
        ("旅費を定める。", None),
        ("国内", 2),
        ("近郊", 3),
        ("海外", 2),
        ("手続", 0),
        ("申請", 1),
        ("申請する。", None),
    ]:
        paragraph = document.add_paragraph(text)
        if depth is not None:
            _in_list(paragraph, depth)

    sections = read(_saved(document, tmp_path / "a.docx")).sections

    assert [(s.heading, [(b.kind, b.text) for b in s.blocks]) for s in sections] == [
        (
            "第一章　総則 > 第1条（目的）",
            [
                ("text", "旅費を定める。"),
                ("item", "① 国内"),
                ("item", "(ア) 近郊"),
                ("item", "② 海外"),
            ],
        ),
        ("第二章　手続 > 第2条　申請", [("text", "申請する。")]),
    ]


def test_headings_are_known_by_their_outline_and_the_names_of_other_languages(
    tmp_path: Path, read: Any
) -> None:
    document = docx.Document()
    for style, name in (("a1", "見出し 1"), ("b1", "Kop 1")):
        document.styles.element.append(
            parse_xml(
                f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" '
                f'w:styleId="{style}"><w:name w:val="{name}"/></w:style>'
            )
        )
        document.add_paragraph(f"{name}の節").style = document.styles[name]
        document.add_paragraph("本文です。")
    outlined = document.add_paragraph("階層の節")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph("本文です。")

    sections = read(_saved(document, tmp_path / "a.docx")).sections

    assert [s.heading for s in sections] == ["見出し 1の節", "Kop 1の節", "階層の節"]


def test_readings_struck_out_and_hidden_text_are_no_text(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_heading("休暇", level=1)
    paragraph = document.add_paragraph()
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:ruby><w:rt><w:r><w:t>きびき</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>忌引</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        )
    )
    paragraph.add_run("は")
    paragraph.add_run("5日").font.strike = True
    paragraph.add_run("3日です。")
    paragraph.add_run("検討中").font.hidden = True

    read_document = read(_saved(document, tmp_path / "a.docx"))

    assert read_document.sections[0].text == "忌引は3日です。"
    assert read_document.warnings == ("Struck-out text was not read: “5日”.",)


def test_articles_in_frames_and_beside_their_titles_are_sections(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_paragraph("旅費規程", style="Title")
    frame = document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "第1条（目的）"
    frame.add_paragraph("旅費を定める。")
    inner = frame.add_table(rows=2, cols=2)
    beside = document.add_table(rows=2, cols=2)
    for table, cells in (
        (inner, [["役職", "日当"], ["部長", "3,000円"]]),
        (beside, [["第2条（範囲）", "全員とする。"], ["第3条（申請）", "申請する。"]]),
    ):
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    sections = read(_saved(document, tmp_path / "a.docx")).sections

    assert [(s.heading, s.text) for s in sections] == [
        ("第1条（目的）", "旅費を定める。\n役職: 部長 / 日当: 3,000円"),
        ("第2条（範囲）", "全員とする。"),
        ("第3条（申請）", "申請する。"),
    ]


def test_cells_merged_down_and_rows_in_bold_are_understood(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_heading("日当", level=1)
    table = document.add_table(rows=4, cols=2)
    cells = [["役職", "額"], ["部長", "日帰り"], ["", "宿泊"], ["課長", "日帰り"]]
    for number, texts in enumerate(cells):
        for cell, text in zip(table.rows[number].cells, texts, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
    table.cell(1, 0).merge(table.cell(2, 0))

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert [b.text for b in section.blocks] == [
        "役職: 部長 / 額: 日帰り",
        "役職: 部長 / 額: 宿泊",
        "役職: 課長 / 額: 日帰り",
    ]


def test_lines_broken_by_hand_begin_clauses_of_their_own(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_paragraph("第1条\t（目的）")
    document.add_paragraph("旅費を定める。\n２　嘱託を除く。")

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert section.heading == "第1条 （目的）"
    assert [b.text for b in section.blocks] == ["旅費を定める。", "２　嘱託を除く。"]


def test_pages_are_where_word_broke_them(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_heading("概要", level=1)
    document.add_paragraph("一ページ目です。")
    run = document.add_paragraph().add_run()
    run._r.append(parse_xml(f"<w:lastRenderedPageBreak {nsdecls('w')}/>"))
    run.add_text("二ページ目です。")

    (section,) = read(_saved(document, tmp_path / "a.docx")).sections

    assert [b.page for b in section.blocks] == [1, 2]


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
