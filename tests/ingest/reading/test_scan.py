"""Scanned pages: text, tables and doubt. One page takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ingest.reading.recognition import regular


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


def test_widths_that_ocr_cannot_tell_are_made_regular() -> None:
    assert regular("第１条(目的）") == "第1条（目的）"
    assert regular("２0，000円") == "20,000円"
    assert regular("Article (1)") == "Article (1)"
