"""How elements become sections."""

from __future__ import annotations

from ingest.reading.elements import Category, Element, Reading
from ingest.structure import Outline, structure


def text(words: str, category: Category = "text", **fields: object) -> Element:
    return Element(category=category, text=words, **fields)  # type: ignore[arg-type]


def outline(*elements: Element) -> Outline:
    return structure(Reading(elements=elements), fallback_title="無題")


def shape(*elements: Element) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(s.heading_path, [b.text for b in s.blocks]) for s in outline(*elements).sections]


def test_chapters_sections_and_articles_nest_by_their_numbers() -> None:
    assert shape(
        text("第1章　総則"),
        text("第1節　通則"),
        text("第１条（目的）"),
        text("定める。"),
        text("第十二条の２（特例）　この限りでない。"),
        text("第２章　手続"),
        text("第13条（申請）"),
        text("申請する。"),
    ) == [
        (("第1章　総則", "第1節　通則", "第１条（目的）"), ["定める。"]),
        (("第1章　総則", "第1節　通則", "第十二条の２（特例）"), ["この限りでない。"]),
        (("第２章　手続", "第13条（申請）"), ["申請する。"]),
    ]


def test_references_to_articles_are_text() -> None:
    elements = [
        text("第１条（目的）"),
        text("第15条に定める休暇を除く。"),
        text("第3条第2項の規定による。"),
        text("別表第1に定める額とする。"),
        text("附則の定めによる。"),
    ]
    (section,) = outline(*elements).sections
    assert [b.text for b in section.blocks] == [e.text for e in elements[1:]]


def test_supplements_and_tables_stand_beside_chapters() -> None:
    assert shape(
        text("第1章　総則"),
        text("第1条（目的）"),
        text("定める。"),
        text("附則"),
        text("第1条（施行期日）"),
        text("4月1日から施行する。"),
        text("別表第１（日当）"),
        text("次のとおり。"),
    ) == [
        (("第1章　総則", "第1条（目的）"), ["定める。"]),
        (("附則", "第1条（施行期日）"), ["4月1日から施行する。"]),
        (("別表第１（日当）",), ["次のとおり。"]),
    ]


def test_a_supplement_on_one_line_is_a_section() -> None:
    assert shape(
        text("第1条（目的）"), text("定める。"), text("附　則　この規程は、4月1日から施行する。")
    )[1] == (("附　則",), ["この規程は、4月1日から施行する。"])


def test_a_heading_that_says_all_there_is_keeps_its_text() -> None:
    assert shape(
        text("第4条（届出）"), text("届け出る。"), text("第5条（削除）"), text("第6条　削除")
    ) == [
        (("第4条（届出）",), ["届け出る。"]),
        (("第5条（削除）",), ["第5条（削除）"]),
        (("第6条　削除",), ["第6条　削除"]),
    ]


def test_clauses_are_text_and_items_are_items_in_an_article() -> None:
    (section,) = outline(
        text("14条(特別休暇)"),
        text("与える。"),
        text("２　前項のほか。"),
        text("(1) 結婚"),
        text("① 本人"),
        text("ア　正社員"),
        text("・備考"),
    ).sections
    assert [b.kind for b in section.blocks] == ["text", "text", "item", "item", "item", "item"]


def test_the_first_line_is_the_title_and_what_follows_stands_under_it() -> None:
    found = outline(
        text("旅費規程"), text("2026年4月1日制定"), text("第1条（目的）"), text("定める。")
    )
    assert found.title == "旅費規程"
    assert [s.heading_path for s in found.sections] == [("旅費規程",), ("第1条（目的）",)]


def test_text_without_a_title_stands_under_the_given_one() -> None:
    assert shape(text("申請は人事部で受け付けます。")) == [
        (("無題",), ["申請は人事部で受け付けます。"])
    ]


def test_two_headings_of_the_first_level_are_no_title() -> None:
    assert shape(
        text("申請", "heading", depth=1),
        text("甲。"),
        text("精算", "heading", depth=1),
        text("乙。"),
    ) == [(("申請",), ["甲。"]), (("精算",), ["乙。"])]


def test_lines_of_a_contents_list_are_dropped() -> None:
    assert shape(
        text("第1章　総則………… 1"), text("第1章　総則"), text("第1条（目的）"), text("定める。")
    ) == [(("第1章　総則", "第1条（目的）"), ["定める。"])]


def test_short_numbered_lines_are_headings_only_above_text() -> None:
    assert shape(
        text("手引き"),
        text("１．準備するもの"),
        text("次のものです。"),
        text("２．流れ"),
        text("申請します。"),
    ) == [
        (("１．準備するもの",), ["次のものです。"]),
        (("２．流れ",), ["申請します。"]),
    ]
    (section,) = outline(
        text("持ち物のご案内"), text("1. 社員証"), text("2. 印鑑"), text("3. 通帳")
    ).sections
    assert [b.kind for b in section.blocks] == ["item", "item", "item"]


def test_english_articles_and_chapters() -> None:
    assert shape(
        text("Chapter 2 Leave"), text("Article 5 (Annual leave)"), text("Ten days are granted.")
    ) == [(("Chapter 2 Leave", "Article 5 (Annual leave)"), ["Ten days are granted."])]


def test_kinds_follow_from_the_shape() -> None:
    assert outline(text("第1条（目的）"), text("定める。")).kind == "rule"
    assert outline(text("質問ですか。", "question"), text("回答です。")).kind == "faq"
    assert outline(text("手引き"), text("本文です。")).kind == "manual"
