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
