from __future__ import annotations

from knowledge.sentences import sentences


def test_sentences_end_at_their_marks_and_lines() -> None:
    assert sentences("日当を払う。ただし、3．5日まで。\n（課長を除く。）") == [
        "日当を払う。",
        "ただし、3．5日まで。",
        "（課長を除く。）",
    ]


def test_nothing_has_no_sentences() -> None:
    assert sentences(" \n") == []
