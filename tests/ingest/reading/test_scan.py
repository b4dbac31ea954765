"""Scanned pages: text, tables and doubt. One page takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from ingest.errors import UnreadableDocument
from ingest.reading.look_alikes import regular


def test_a_skewed_scan_is_read_with_its_table(
    tmp_path: Path, draw_page: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    lines = [
        ("慶弔規程", 480.0, 100.0, 50.0, False),
        ("第1条（慶弔休暇）", 120.0, 240.0, 26.0, False),
        ("従業員に次の表のとおり慶弔休暇を与える。", 150.0, 300.0, 26.0, False),
    ]
    cells = [
        ("事由", "日数"), ("本人の結婚", "5日"), ("子の結婚", "2日"), ("配偶者の死亡", "7日"),
    ]  # fmt: skip
    for row, (reason, days) in enumerate(cells):
        lines.append((reason, 170.0, 412.0 + 70 * row, 26.0, False))
        lines.append((days, 670.0, 412.0 + 70 * row, 26.0, False))
    rules = draw_table([150, 650, 1000], [390, 460, 530, 600, 670])
    image = draw_page(lines, rules).rotate(0.7, fillcolor=255)
    image.save(tmp_path / "慶弔規程.pdf", resolution=150)

    document = read(tmp_path / "慶弔規程.pdf")

    assert document.meta.title == "慶弔規程"
    assert document.warnings == ()
    (section,) = document.sections
    assert section.heading == "第1条（慶弔休暇）"
    assert [(b.kind, b.text, b.page) for b in section.blocks] == [
        ("text", "従業員に次の表のとおり慶弔休暇を与える。", 1),
        ("row", "事由: 本人の結婚 / 日数: 5日", 1),
        ("row", "事由: 子の結婚 / 日数: 2日", 1),
        ("row", "事由: 配偶者の死亡 / 日数: 7日", 1),
    ]


def test_a_picture_that_stands_on_its_head_is_turned(
    tmp_path: Path, draw_page: Any, read: Any
) -> None:
    text = "経費は発生日から三十日以内に申請してください。"
    image = draw_page([(text, 150.0, 300.0, 30.0, False)], [])
    image.rotate(180).save(tmp_path / "掲示.png")

    (section,) = read(tmp_path / "掲示.png").sections

    assert section.text == text


def test_a_page_that_lies_on_its_side_is_turned(tmp_path: Path, draw_page: Any, read: Any) -> None:
    texts = ("経費は発生日から三十日以内に申請してください。", "申請には、領収書が必要です。")
    image = draw_page([(t, 150.0, 100.0 + 60 * n, 30.0, False) for n, t in enumerate(texts)], [])
    image.crop((0, 0, 1240, 400)).rotate(90, expand=True).save(tmp_path / "掲示.png")

    (section,) = read(tmp_path / "掲示.png").sections

    assert "".join(block.text for block in section.blocks) == "".join(texts)


def _bold(text: str, x: float, y: float) -> list[Any]:
    """A line struck three times."""
    return [(text, x + aside, y, 26.0, False) for aside in (0.0, 1.0, 2.0)]


def test_numbers_keep_their_space_and_bold_lines_are_headings(
    tmp_path: Path, draw_page: Any, read: Any
) -> None:
    image = draw_page(
        [
            ("出張の手引", 480.0, 100.0, 50.0, False),
            *_bold("第3条　留意事項", 120.0, 240.0),
            ("第5条の規定により、出張する者は費用を節約する。", 120.0, 300.0, 26.0, False),
            ("２　本人は、出張の後に報告書を提出する。", 120.0, 350.0, 26.0, False),
            *_bold("問い合わせ先", 120.0, 450.0),
            ("総務課の内線2101までお願いします。", 120.0, 510.0, 26.0, False),
        ],
        [],
    )
    image.crop((0, 0, 1240, 620)).save(tmp_path / "手引.pdf", resolution=150)

    document = read(tmp_path / "手引.pdf")

    assert [(s.heading_path[-1], [b.text for b in s.blocks]) for s in document.sections] == [
        (
            "第3条　留意事項",
            [
                "第5条の規定により、出張する者は費用を節約する。",
                "2　本人は、出張の後に報告書を提出する。",
            ],
        ),
        ("問い合わせ先", ["総務課の内線2101までお願いします。"]),
    ]


def test_cells_of_two_lines_and_of_one_letter_are_read(
    tmp_path: Path, draw_page: Any, draw_table: Callable[..., Any], read: Any
) -> None:
    rows = [("S", "基本給の五分に当たる"), ("B", "基本給の三分に当たる")]
    lines = [("第1条（昇給）", 120.0, 240.0, 26.0, False)]
    lines += [*_bold("評価", 170.0, 412.0), *_bold("昇給率の目安", 420.0, 412.0)]
    for row, (grade, rate) in enumerate(rows, start=1):
        lines.append((grade, 170.0, 412.0 + 100 * row, 26.0, False))
        lines.append((rate, 420.0, 402.0 + 100 * row, 26.0, False))
    lines += [("額とする。", 420.0, 536.0, 26.0, False), ("額とする。", 420.0, 636.0, 26.0, False)]
    image = draw_page(lines, draw_table([150, 400, 800], [390, 490, 590, 690]))
    image.crop((0, 200, 1240, 750)).save(tmp_path / "規程.pdf", resolution=150)

    (section,) = read(tmp_path / "規程.pdf").sections

    assert [block.text for block in section.blocks] == [
        "評価: S / 昇給率の目安: 基本給の五分に当たる額とする。",
        "評価: B / 昇給率の目安: 基本給の三分に当たる額とする。",
    ]


def test_vertical_writing_is_read_with_a_warning(tmp_path: Path, draw_page: Any, read: Any) -> None:
    columns = [
        "この規程は従業員及びその家族の慶弔に際して会社が与える",
        "慶弔休暇並びに慶弔金及び見舞金について必要な事項を定める",
    ]
    characters = [
        (character, 900.0 - 80 * n, 150.0 + 34 * m, 32.0, False)
        for n, column in enumerate(columns)
        for m, character in enumerate(column)
    ]
    draw_page(characters, []).save(tmp_path / "規程.png")

    document = read(tmp_path / "規程.png")

    assert "慶弔休暇並びに慶弔金及び見舞金" in "".join(s.text for s in document.sections)
    assert any("top to bottom" in warning for warning in document.warnings)


def test_a_text_layer_without_characters_is_read_from_the_picture(
    tmp_path: Path, draw_page: Any, read: Any
) -> None:
    text = "経費は発生日から三十日以内に申請してください。"
    path = tmp_path / "規程.pdf"
    image = draw_page([(text, 150.0, 100.0, 30.0, False)], [])
    image.crop((0, 0, 1240, 400)).save(path, resolution=150)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _write_numbers_of_glyphs(pdf)
        pdf.save(path)

    document = read(path)

    assert [s.text for s in document.sections] == [text]
    assert any("does not say which characters" in warning for warning in document.warnings)


def _write_numbers_of_glyphs(pdf: pikepdf.Pdf) -> None:
    """Invisible text in a font that does not say which characters its glyphs are."""
    order = pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0)
    glyphs = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name.Unknown,
        CIDSystemInfo=order,
        DW=1000,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name.Unknown,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(glyphs)],
    )
    page = pdf.pages[0]
    page.add_resource(pdf.make_indirect(font), pikepdf.Name.Font, pikepdf.Name.F9)
    page.contents_add(f"BT 3 Tr /F9 10 Tf 20 100 Td <{'0123' * 30}> Tj ET".encode())


def test_widths_that_ocr_cannot_tell_are_made_regular() -> None:
    assert regular("第１条(目的）") == "第1条（目的）"
    assert regular("２0，000円") == "20,000円"
    assert regular("Article (1)") == "Article (1)"


def test_look_alikes_become_the_characters_that_japanese_has() -> None:
    assert regular("·源泉徵収票のコピ一") == "・源泉徴収票のコピー"
    assert regular("サービス一覧とスカ一トとスポ一ツ") == "サービス一覧とスカートとスポーツ"
    assert regular("(超過は部長の事前承認)") == "（超過は部長の事前承認）"


def test_a_picture_of_too_many_points_is_refused_unopened(
    tmp_path: Path, read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("L", (100, 100), 255).save(tmp_path / "画像.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(UnreadableDocument, match="too many points"):
        read(tmp_path / "画像.png")
