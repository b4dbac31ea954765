"""Markdown as people write it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableDocument


def _file(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_front_matter_is_metadata_and_no_text(tmp_path: Path, read: Any) -> None:
    text = (
        "---\nowner: 人事部\neffective_from: 2026-04-01\n---\n# 在宅勤務規程\n\n## 対象\n\n全員。\n"
    )

    document = read(_file(tmp_path / "a.md", text))

    assert document.meta.title == "在宅勤務規程"
    assert document.meta.owner == "人事部"
    assert document.meta.effective_from == date(2026, 4, 1)
    assert [(s.heading, s.text) for s in document.sections] == [("対象", "全員。")]


def test_headings_need_no_space_and_comments_are_no_text(tmp_path: Path, read: Any) -> None:
    text = "#規程\n\n##第1章　総則\n\n###第1条　目的\n\n<!-- 検討中 -->\n\n1. 定める。\n"

    (section,) = read(_file(tmp_path / "a.md", text)).sections

    assert section.heading_path == ("第1章　総則", "第1条　目的")
    assert [(b.kind, b.text) for b in section.blocks] == [("text", "1. 定める。")]


def test_items_keep_the_number_they_were_given(tmp_path: Path, read: Any) -> None:
    text = (
        "### 第5条　服務\n\n1. 次を守る。\n    1. 誠実\n    2. 勤勉\n2. 前項に従う。\n\n"
        "<!-- 注 -->\n\n3. 違反は懲戒とする。\n    * 戒告\n"
    )
    (section,) = read(_file(tmp_path / "a.md", text)).sections

    assert [(b.kind, b.text) for b in section.blocks] == [
        ("text", "1. 次を守る。"),
        ("item", "1. 誠実"),
        ("item", "2. 勤勉"),
        ("text", "2. 前項に従う。"),
        ("text", "3. 違反は懲戒とする。"),
        ("item", "戒告"),
    ]


def test_a_table_in_a_list_item_carries_the_item(tmp_path: Path, read: Any) -> None:
    text = (
        "### 第40条　慶弔休暇\n\n1. 本人が結婚するとき\n"
        "    <table><tr><td>休暇日数</td><td>最大5日</td></tr></table>\n"
    )
    (section,) = read(_file(tmp_path / "a.md", text)).sections

    assert section.blocks[-1].text == "本人が結婚するとき / 休暇日数: 最大5日"


def test_lines_that_begin_items_are_not_run_together(tmp_path: Path, read: Any) -> None:
    text = "## 対象\n\n次の者とする。\n(1) 正社員\n(2) 契約社員\n長い文が\n続く。\n"

    (section,) = read(_file(tmp_path / "a.md", text)).sections

    assert [b.text for b in section.blocks] == [
        "次の者とする。",
        "(1) 正社員",
        "(2) 契約社員長い文が続く。",
    ]


def test_tables_have_headers(tmp_path: Path, read: Any) -> None:
    text = "## Allowance\n\n| Rank | Day trip |\n|---|---|\n| Director | ¥4,000 |\n"

    document = read(_file(tmp_path / "a.md", text))

    assert document.meta.language == "en"
    assert document.sections[0].text == "Rank: Director / Day trip: ¥4,000"


def test_front_matter_that_is_no_yaml_says_so(tmp_path: Path, read: Any) -> None:
    with pytest.raises(UnreadableDocument, match="front matter"):
        read(_file(tmp_path / "a.md", "---\ntitle: [\n---\n本文\n"))
