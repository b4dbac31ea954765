"""Tables of contents are no text."""

from __future__ import annotations

from ingest.reading.elements import Category, Element
from ingest.structure.contents import without_contents


def left(*texts: str | Element) -> list[str]:
    elements = [text if isinstance(text, Element) else line(text) for text in texts]
    return [element.text for element in without_contents(elements)]


def line(text: str, category: Category = "text") -> Element:
    return Element(category=category, text=text)


def test_lines_with_dots_or_a_page_are_dropped() -> None:
    assert left("第1章　総則………… 1", "第1章　総則", "定める。") == ["第1章　総則", "定める。"]


def test_the_lines_below_the_word_are_dropped_up_to_where_the_first_comes_again() -> None:
    assert left(
        "旅費規程", "目　次", "第1章 総則", "はじめに", "第１章　総則", "この規程は定める。"
    ) == ["旅費規程", "第１章　総則", "この規程は定める。"]


def test_a_contents_table_is_dropped() -> None:
    table = Element(category="table", rows=(("第1章", "総則", "第1条～第3条"), ("附則", "", "")))
    assert left("目次", table, "第1章　総則", "定める。") == ["第1章　総則", "定める。"]


def test_a_linked_list_that_says_other_words_is_dropped_and_the_text_below_stays() -> None:
    assert left("目次", line("休暇について", "item"), "有給休暇は10日です。") == [
        "有給休暇は10日です。"
    ]


def test_headings_in_a_row_that_come_again_are_a_table_of_contents() -> None:
    numbers = [f"第{n}条（甲{n}）" for n in range(1, 6)]
    with_text = [text for number in numbers for text in (number, "定める。")]
    assert left(*numbers, *with_text) == with_text


def test_deleted_articles_in_a_row_stay() -> None:
    deleted = [f"第{n}条　削除" for n in range(1, 6)]
    assert left(*deleted, "第6条（手続）", "届け出る。") == [
        *deleted,
        "第6条（手続）",
        "届け出る。",
    ]


def test_a_manual_whose_lines_never_come_again_is_kept() -> None:
    assert left("目次", "休暇", "有給休暇は10日です。") == ["休暇", "有給休暇は10日です。"]
