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


def test_a_title_stands_above_or_below_its_article_or_on_the_next_line() -> None:
    assert shape(
        text("（目的）"),
        text("第1条　旅費を定める。"),
        text("第2条"),
        text("（範囲）"),
        text("全員とする。"),
        text("第3条"),
        text("用語の定義"),
        text("次の各号による。"),
    ) == [
        (("第1条（目的）",), ["旅費を定める。"]),
        (("第2条（範囲）",), ["全員とする。"]),
        (("第3条　用語の定義",), ["次の各号による。"]),
    ]


def test_an_article_ends_the_one_before_it_however_the_two_are_styled() -> None:
    assert shape(
        text("第1章　総則"),
        text("第1条（目的）", "heading", depth=3),
        text("定める。"),
        text("第2条（範囲）"),
        text("全員とする。"),
        text("第2章　手続"),
        text("第3条（申請）", "heading", depth=2),
        text("申請する。"),
    ) == [
        (("第1章　総則", "第1条（目的）"), ["定める。"]),
        (("第1章　総則", "第2条（範囲）"), ["全員とする。"]),
        (("第2章　手続", "第3条（申請）"), ["申請する。"]),
    ]


def test_articles_stay_under_the_subheadings_of_their_chapter() -> None:
    assert shape(
        text("第1章　業務", "heading", depth=2),
        text("第1条（通則）", "heading", depth=3),
        text("定める。"),
        text("開発業務", "heading", depth=3),
        text("第2条（実施）", "heading", depth=4),
        text("実施する。"),
    )[1] == (("第1章　業務", "開発業務", "第2条（実施）"), ["実施する。"])


def test_a_commentary_on_an_article_stands_under_it() -> None:
    assert shape(
        text("第1条（目的）"),
        text("定める。"),
        text("【第1条　目的】"),
        text("目的の解説です。"),
        text("第2条（範囲）"),
        text("全員とする。"),
    ) == [
        (("第1条（目的）",), ["定める。"]),
        (("第1条（目的）", "【第1条　目的】"), ["目的の解説です。"]),
        (("第2条（範囲）",), ["全員とする。"]),
    ]


def test_articles_that_a_list_names_are_items() -> None:
    (first, _) = outline(
        text("第1条（適用除外）"),
        text("次の条は適用しない。"),
        text("第2条（賞与）", "item", depth=1),
        text("第2条（賞与）"),
        text("支給する。"),
    ).sections
    assert [b.text for b in first.blocks] == ["次の条は適用しない。", "第2条（賞与）"]


def test_articles_in_a_list_style_are_headings() -> None:
    assert shape(
        text("第1条（目的）", "item", depth=1),
        text("定める。"),
        text("第2条（範囲）", "item", depth=1),
        text("全員とする。"),
    ) == [(("第1条（目的）",), ["定める。"]), (("第2条（範囲）",), ["全員とする。"])]


def test_a_preamble_holds_no_articles_and_a_history_stands_beside_the_supplement() -> None:
    assert [
        path
        for path, _ in shape(
            text("前文"),
            text("会社は次を定める。"),
            text("第1条（目的）"),
            text("定める。"),
            text("附則（2025年4月1日改正）"),
            text("4月1日から施行する。"),
            text("改定履歴"),
            text("2025年4月1日 改定"),
        )
    ] == [("前文",), ("第1条（目的）",), ("附則（2025年4月1日改正）",), ("改定履歴",)]


def test_headings_that_ask_make_a_faq() -> None:
    found = outline(
        text("休暇", "heading", depth=2),
        text("有給はいつから使えますか？", "heading", depth=3),
        text("6か月後からです。"),
        text("半日でも取れますか", "heading", depth=3),
        text("取れます。"),
    )
    assert found.kind == "faq"
    assert [s.question for s in found.sections] == [
        "有給はいつから使えますか？",
        "半日でも取れますか",
    ]


def test_questions_do_not_nest() -> None:
    assert [
        path
        for path, _ in shape(
            text("Q1. 何日ですか。", "heading", depth=2),
            text("10日です。"),
            text("Q: 半休は？"),
            text("A: 取れます。"),
        )
    ] == [("Q1. 何日ですか。",), ("Q: 半休は？",)]


def test_a_title_beside_a_numbered_supplement_is_the_title() -> None:
    found = outline(
        text("旅費規程", "heading", depth=1),
        text("第1条（目的）", "heading", depth=2),
        text("定める。"),
        text("附則", "heading", depth=1),
        text("4月1日から施行する。"),
    )
    assert found.title == "旅費規程"
    assert [s.heading_path for s in found.sections] == [("第1条（目的）",), ("附則",)]


def test_a_table_carries_the_list_item_that_it_belongs_to() -> None:
    table = Element(
        category="table", rows=(("休暇日数", "最大5日"),), named_by="1. 本人が結婚するとき"
    )
    (section,) = outline(
        text("第40条（慶弔休暇）"), text("1. 本人が結婚するとき", "item"), table
    ).sections
    assert section.blocks[-1].text == "本人が結婚するとき / 休暇日数: 最大5日"


def test_the_last_of_several_items_names_no_table() -> None:
    table = Element(category="table", rows=(("役職", "日当"), ("部長", "3,000円")), header_rows=1)
    (section,) = outline(
        text("第7条（日当）"),
        text("次による。"),
        text("(1) 日帰り", "item"),
        text("(2) 宿泊", "item"),
        table,
    ).sections
    assert section.blocks[-1].text == "役職: 部長 / 日当: 3,000円"


def test_numbered_items_with_text_of_their_own_are_headings_where_nothing_else_is() -> None:
    assert shape(
        text("旅費規程"),
        text("1. 目的", "item", depth=1),
        text("旅費を定める。"),
        text("2. 範囲", "item", depth=1),
        text("全員とする。"),
    ) == [(("1. 目的",), ["旅費を定める。"]), (("2. 範囲",), ["全員とする。"])]
