"""Plain text files."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_wrapped_lines_are_joined_and_numbered_lines_are_headings(
    tmp_path: Path, read: Any
) -> None:
    text = """出張の手引き
==========

１．申請
出張をする人は、出発する日の三営業日前までに経費システムから申
請をして、課長の承認を受けてください。海外に出張するときは、一
か月前までに申請をして、担当役員の承認もあわせて受けてくださ
い。
２．精算
(1) 領収書
(2) 報告書
"""
    (tmp_path / "a.txt").write_text(text, encoding="cp932")

    document = read(tmp_path / "a.txt")

    assert document.meta.title == "出張の手引き"
    first, second = document.sections
    assert first.heading == "１．申請"
    assert [b.text[-6:] for b in first.blocks] == ["てください。"]
    assert [(b.kind, b.text) for b in second.blocks] == [
        ("item", "(1) 領収書"),
        ("item", "(2) 報告書"),
    ]


def test_questions_and_answers_in_text_are_faq_entries(tmp_path: Path, read: Any) -> None:
    lines = [
        "よくある質問",
        "",
        "Q1. 何日前ですか。",
        "A. 3日前です。",
        "Q2. 半日は。",
        "A. はい。",
    ]
    text = "\n".join(lines)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    document = read(tmp_path / "a.txt")

    assert document.meta.kind == "faq"
    assert [(s.question, s.text) for s in document.sections] == [
        ("Q1. 何日前ですか。", "A. 3日前です。"),
        ("Q2. 半日は。", "A. はい。"),
    ]


def test_text_taken_from_a_printed_manual_is_joined_over_its_pages(
    tmp_path: Path, read: Any
) -> None:
    line = "社員が社命により出張する場合の旅費の支給に関する事項を定めるものとする規程である"
    pages = [f"{line}\n{line}\n第{n}号の書類を\n- {n} -\n提出する。\n" for n in range(1, 5)]
    (tmp_path / "a.txt").write_text("旅費規程\n\n" + "\f".join(pages), encoding="utf-8")

    (section,) = read(tmp_path / "a.txt").sections

    assert "- 2 -" not in section.text
    assert section.blocks[0].text.startswith(line + line)


def test_numbers_that_do_not_count_pages_stay(tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.txt").write_text("内線\n2100\n2200\n本文です。\n", encoding="utf-8")

    assert "2100" in read(tmp_path / "a.txt").sections[0].text


def test_rules_of_one_company_in_plain_lines(tmp_path: Path, read: Any) -> None:
    text = """○○株式会社　旅費規程

（目的）
第１条　この規程は、旅費を定める。
第2条
範囲
次の各号の者とする。
一　正社員
二　嘱託
第３条から第５条まで　削除
附則
4月1日から施行する。
"""
    (tmp_path / "a.txt").write_text(text, encoding="cp932")

    document = read(tmp_path / "a.txt")

    assert document.meta.title == "○○株式会社　旅費規程"
    assert [(s.heading, s.text) for s in document.sections] == [
        ("第１条（目的）", "この規程は、旅費を定める。"),
        ("第2条　範囲", "次の各号の者とする。\n一　正社員\n二　嘱託"),
        ("第３条から第５条まで　削除", "第３条から第５条まで　削除"),
        ("附則", "4月1日から施行する。"),
    ]
