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


def _said(path: Path, text: str, read: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    document = read(_file(path, text))
    return [(s.heading, [(b.kind, b.text) for b in s.blocks]) for s in document.sections]


def test_front_matter_for_other_programs_is_told_and_left_aside(tmp_path: Path, read: Any) -> None:
    text = "---\nlayout: page\ntags: [a]\ntitle: 在宅勤務規程\n---\n## 第1条 目的\n\n定める。\n"

    document = read(_file(tmp_path / "a.md", text))

    assert document.meta.title == "在宅勤務規程"
    assert document.warnings == (
        "Keys of its front matter that Zeroji does not use: layout, tags.",
    )


def test_a_misspelt_key_that_decides_who_reads_is_an_error(tmp_path: Path, read: Any) -> None:
    with pytest.raises(UnreadableDocument, match="“audience” may be meant"):
        read(_file(tmp_path / "a.md", "---\naudiense: managers\n---\n本文です。\n"))


def test_front_matter_in_toml_is_read(tmp_path: Path, read: Any) -> None:
    document = read(_file(tmp_path / "a.md", '+++\nowner = "人事部"\n+++\n# 規程\n\n本文です。\n'))

    assert document.meta.owner == "人事部"


def test_bold_paragraphs_and_underlined_lines_are_headings(tmp_path: Path, read: Any) -> None:
    text = (
        "旅費規程\n=====\n\n第1章 総則\n---\n\n**第1条（目的）**\n\n旅費を定める。\n\n"
        "**第2条**　**範囲**\n\n全員とする。\n---\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        ("第1章 総則 > 第1条（目的）", [("text", "旅費を定める。")]),
        ("第1章 総則 > 第2条　範囲", [("text", "全員とする。")]),
    ]


def test_the_text_of_an_article_begins_on_the_line_below_its_title(
    tmp_path: Path, read: Any
) -> None:
    text = (
        "###第2条　適用範囲\n本則。\n\n**第3条　日当**\n会社は日当を支給する。\n"
        "2. 額は別に定める。\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        ("第2条　適用範囲", [("text", "本則。")]),
        ("第3条　日当", [("text", "会社は日当を支給する。"), ("text", "2. 額は別に定める。")]),
    ]


def test_lists_nest_as_they_look(tmp_path: Path, read: Any) -> None:
    text = (
        "### 第5条（区分）\n\n1. 次とする。\n  1. 国内\n\t- 日帰り\n  1. 海外\n"
        "1. 前項による。\n        1. 深く\n        2. 下げた\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        (
            "第5条（区分）",
            [
                ("text", "1. 次とする。"),
                ("item", "1. 国内"),
                ("item", "日帰り"),
                ("item", "2. 海外"),
                ("text", "2. 前項による。"),
                ("item", "1. 深く"),
                ("item", "2. 下げた"),
            ],
        )
    ]


def test_pipe_tables_lose_no_cell(tmp_path: Path, read: Any) -> None:
    text = (
        "## 日当\n次による。\n|区分|金額|\n|部長|3,000円|\n|課長|2,500円|\n※税込とする。\n\n"
        "ランク | 手当\n-- | --\n1 | 5,000円 | 備考\n\n"
        "|条件|額|\n|---|\n|A\\|B|1,000円|\n\n｜役職｜日当｜\n｜ーー｜ーー｜\n｜部長｜900円｜\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        (
            "日当",
            [
                ("text", "次による。"),
                ("row", "区分: 部長 / 金額: 3,000円"),
                ("row", "区分: 課長 / 金額: 2,500円"),
                ("item", "※税込とする。"),
                ("row", "ランク: 1 / 手当: 5,000円 / 備考"),
                ("row", "条件: A|B / 額: 1,000円"),
                ("row", "役職: 部長 / 日当: 900円"),
            ],
        )
    ]


def test_struck_out_text_holds_no_longer(tmp_path: Path, read: Any) -> None:
    document = read(_file(tmp_path / "a.md", "## 休暇\n\n~~3日~~5日とする。\n"))

    assert document.sections[0].text == "5日とする。"
    assert document.warnings == ("Struck-out text was not read: “3日”.",)


def test_footnotes_stand_as_notes_where_they_are_referred_to(tmp_path: Path, read: Any) -> None:
    text = (
        "## 休暇[^1]\n\n5日とする。[^b]\n\n翌年も同じ。\n\n[^1]: 概説。\n[^b]: 2025年\n    改正。\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        (
            "休暇",
            [
                ("note", "注: 概説。"),
                ("text", "5日とする。"),
                ("note", "注: 2025年 改正。"),
                ("text", "翌年も同じ。"),
            ],
        )
    ]


def test_admonitions_and_quoted_commentaries_are_notes(tmp_path: Path, read: Any) -> None:
    text = (
        '## 第2条 対象\n\n対象は正社員とする。\n\n!!! note "解説"\n    対象は広い。\n\n'
        "> 【解説】この条は\n> 重要です。\n\n:::tip 申請\n3日前まで。\n:::\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        (
            "第2条 対象",
            [
                ("text", "対象は正社員とする。"),
                ("note", "解説"),
                ("note", "対象は広い。"),
                ("note", "【解説】この条は重要です。"),
                ("text", "申請"),
                ("text", "3日前まで。"),
            ],
        )
    ]


def test_templates_keep_what_they_print_and_lose_their_statements(
    tmp_path: Path, read: Any
) -> None:
    text = (
        "{% include chapter.html title='総則' %}\n{% include article.html title='目的' %}\n"
        "{% if remote %}\n{{ company }}は<%= policy %>を定める。\n{% endif %}{# メモ #}\n"
    )
    assert _said(tmp_path / "a.md", text, read) == [
        ("目的", [("text", "{{ company }}は{{ policy }}を定める。")])
    ]


def test_questions_and_answers_on_neighbouring_lines_are_parted(tmp_path: Path, read: Any) -> None:
    text = "# FAQ\n\n**Q: 交通費は？**\nA: 実費です。\n\n- Q. 領収書は要りますか\n  A. 要ります。\n"

    document = read(_file(tmp_path / "a.md", text))

    assert [(s.question, s.text) for s in document.sections] == [
        ("Q: 交通費は？", "A: 実費です。"),
        ("Q. 領収書は要りますか", "A. 要ります。"),
    ]


def test_definitions_stay_with_their_words(tmp_path: Path, read: Any) -> None:
    ((_, blocks),) = _said(tmp_path / "a.md", "## 用語\n\n日当\n: 出張の雑費。\n", read)

    assert blocks == [("text", "日当: 出張の雑費。")]
