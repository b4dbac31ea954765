"""Numbers of clauses, items, questions and answers."""

from __future__ import annotations

import pytest

from ingest.structure import numbering


@pytest.mark.parametrize(
    "text", ["２　前項のほか", "2. 前項", "1.この規則", "3前項の規定は", "2 Employees"]
)
def test_clauses(text: str) -> None:
    assert numbering.is_clause(text)


@pytest.mark.parametrize("text", ["3.2 %とする", "30 days after", "前項のほか"])
def test_no_clauses(text: str) -> None:
    assert not numbering.is_clause(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("（１）正社員", "正社員"),
        ("⑴　部長", "部長"),
        ("①部長", "部長"),
        ("イ　課長", "課長"),
        ("ロ．係長", "係長"),
        ("（ア）甲", "甲"),
        ("一　出張", "出張"),
        ("ⅰ) 甲", "甲"),
        ("・結婚", "結婚"),
        ("(a) full-time", "full-time"),
        ("※税込", "税込"),
    ],
)
def test_items_and_their_text(text: str, bare: str) -> None:
    assert numbering.is_item(text)
    assert numbering.without_number(text) == bare


@pytest.mark.parametrize("text", ["○○株式会社", "e.g. taxis", "結婚したとき"])
def test_no_items(text: str) -> None:
    assert not numbering.is_item(text)


@pytest.mark.parametrize(
    "text",
    ["Q1. 何日", "Q：有給は", "【Q】何日", "Ｑ１　有給", "問3 何日", "Q1有給は", "Q-1. 何日"],
)
def test_questions(text: str) -> None:
    assert numbering.is_question(text)


@pytest.mark.parametrize("text", ["Quarterly report", "問い合わせ先", "Q"])
def test_no_questions(text: str) -> None:
    assert not numbering.is_question(text)


@pytest.mark.parametrize("text", ["A. はい", "A1：はい", "【A】はい", "答え：はい", "回答 はい"])
def test_answers(text: str) -> None:
    assert numbering.is_answer(text)


@pytest.mark.parametrize(
    ("text", "reads_as_prose"),
    [
        ("定める。", True),
        ("次のとおり：", True),
        ("Unused days carry over to the next year.", True),
        ("1. Purpose.", False),
        ("目的", False),
    ],
)
def test_prose(text: str, reads_as_prose: bool) -> None:
    assert numbering.is_sentence(text) is reads_as_prose


def test_an_endless_row_of_dots_is_told_at_once_to_be_no_contents_line() -> None:
    assert not numbering.is_contents_line("." * 100_000)
