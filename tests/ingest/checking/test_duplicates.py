"""The same rule in two places."""

from __future__ import annotations

from ingest.checking import Finding
from ingest.checking.duplicates import duplicates
from knowledge.model import Block, Document, ManualMeta, Section
from tests.ingest.checking.conftest import Shelf

FARES = (
    "交通費は、合理的な経路によるものとし、領収書を添えて十日以内に申請しなければならない。"
    "特急料金は、片道百キロメートル以上の場合に限り、課長の承認を得て支給する。"
)
HOTELS = (
    "宿泊費は、実費とし、別に定める上限額を超えることができない。上限額を超えるときは、"
    "事前に部長の承認を得るものとし、承認を得ない部分は本人の負担とする。"
)
MEALS = (
    "会議に伴う飲食は、一人につき三千円を上限とし、参加者の氏名を記載して申請しなければならない。"
    "上限を超えるときは、交際費として、あらかじめ部長の承認を得なければならない。"
)
BOOKS = (
    "業務に必要な書籍は、会社が購入する。購入した書籍は、会社の所有とし、退職するときは、"
    "遅滞なく総務課へ返却しなければならない。紛失したときは、実費を弁償する。"
)


def found(shelf: Shelf) -> list[Finding]:
    return shelf.findings(duplicates)


def test_a_section_repeated_in_another_manual_is_quoted_from_both(shelf: Shelf) -> None:
    shelf.put("a規程", {"交通費": FARES, "宿泊費": HOTELS})
    shelf.put("b規程", {"旅費": FARES, "会議費": MEALS}, owner="総務部")

    (finding,) = found(shelf)
    later, earlier = finding.places
    assert (later.manual, later.section, later.owner) == ("b規程", "旅費", "総務部")
    assert (earlier.manual, earlier.section) == ("a規程", "交通費")
    assert later.quote == earlier.quote == FARES
    assert "a規程 ＞ 交通費" in finding.text
    assert "と同じ内容です" in finding.ja


def test_width_spaces_and_punctuation_make_no_difference(shelf: Shelf) -> None:
    shelf.put("a規程", {"交通費": FARES, "宿泊費": HOTELS})
    shelf.put("b規程", {"旅費": FARES.replace("、", "， ").replace("。", ". "), "会議費": MEALS})
    (finding,) = found(shelf)
    assert "nearly" not in finding.text


def test_what_is_nearly_the_same_is_quoted_where_it_differs(shelf: Shelf) -> None:
    shelf.put("a規程", {"交通費": FARES, "宿泊費": HOTELS})
    shelf.put("b規程", {"旅費": FARES.replace("課長", "部長"), "会議費": MEALS})

    (finding,) = found(shelf)
    assert "nearly the same" in finding.text
    assert finding.places[0].quote.endswith("部長の承認を得て支給する。")
    assert finding.places[1].quote.endswith("課長の承認を得て支給する。")
    assert not finding.places[0].quote.startswith("交通費")


def test_other_rules_in_like_words_are_no_repetition(shelf: Shelf) -> None:
    shelf.put("a規程", {"宿泊費": HOTELS})
    shelf.put("b規程", {"会議費": MEALS})
    assert found(shelf) == []


def test_short_sections_may_repeat(shelf: Shelf) -> None:
    shelf.put("a規程", {"手当": "手当は支給しない。", "宿泊費": HOTELS})
    shelf.put("b規程", {"手当": "手当は支給しない。", "会議費": MEALS})
    assert found(shelf) == []


def test_what_every_rule_says_of_itself_may_repeat(shelf: Shelf) -> None:
    boilerplate = {
        "第1条（目的）": FARES,
        "第2条（適用範囲）": HOTELS,
        "第9条（規程の改廃）": MEALS,
        "附則": "この規程は、2026年4月1日から施行する。" + BOOKS,
    }
    shelf.put("a規程", {**boilerplate, "第3条": "交通費を支給する。"})
    shelf.put("b規程", {**boilerplate, "第3条": "書籍を購入する。"})
    assert found(shelf) == []


def test_a_paragraph_copied_into_a_longer_section_is_found(shelf: Shelf) -> None:
    blocks = tuple(Block(kind="text", text=text) for text in (MEALS, BOOKS, FARES))
    longer = Section(heading_path=("第3条（経費）",), blocks=blocks)
    shelf.put("a規程", {"交通費": FARES, "宿泊費": HOTELS})
    shelf.put("b規程", Document(meta=ManualMeta(title="b規程"), sections=(longer,)))

    (finding,) = found(shelf)
    assert [place.quote for place in finding.places] == [FARES, FARES]
    assert [place.section for place in finding.places] == ["第3条（経費）", "交通費"]


def test_a_copy_that_calls_itself_one_is_found_when_it_is_none_any_more(shelf: Shelf) -> None:
    shelf.put("a規程", {"第5条（交通費）": FARES, "宿泊費": HOTELS})
    shelf.put("手引", {"（参考）交通費": FARES, "会議費": MEALS})
    assert found(shelf) == []
    shelf.put("手引", {"（参考）交通費": FARES.replace("十日", "七日"), "会議費": MEALS})
    (finding,) = found(shelf)
    assert "nearly" in finding.text


def test_a_manual_ingested_twice_is_told_of_once(shelf: Shelf) -> None:
    says = {"交通費": FARES, "宿泊費": HOTELS, "会議費": MEALS}
    shelf.put("旅費規程", says)
    shelf.put("旅費規程 (コピー)", says)

    (finding,) = found(shelf)
    assert "whole manual says the same as 旅費規程 (旅費規程.md; 3 sections)" in finding.text
    assert [place.section for place in finding.places] == ["", ""]


def test_many_shared_sections_are_told_of_together(shelf: Shelf) -> None:
    says = {"交通費": FARES, "宿泊費": HOTELS, "会議費": MEALS, "書籍": BOOKS}
    others = {f"第{n}条": f"{BOOKS[n:]}{FARES[n:]}{n}" for n in range(3, 6)}
    shelf.put("就業規則", {**says, "休日": "日曜日とする。" * 20})
    shelf.put("パートタイマー就業規則", {**says, **others})

    (finding,) = found(shelf)
    assert "4 sections say the same or nearly the same" in finding.text
    assert "交通費, 宿泊費, 会議費, 書籍" in finding.text


def test_parallel_sections_of_one_manual_are_meant_to_be_alike(shelf: Shelf) -> None:
    says = {"正社員 > 交通費": FARES, "パート > 交通費": FARES, "本人 > 結婚": HOTELS}
    shelf.put("賃金規程", {**says, "子 > 結婚の祝金": HOTELS.replace("部長", "課長")})
    assert found(shelf) == []


def test_one_manual_that_says_the_same_under_two_names_is_found(shelf: Shelf) -> None:
    shelf.put("賃金規程", {"交通費": FARES, "通勤費": FARES})
    (finding,) = found(shelf)
    assert [place.section for place in finding.places] == ["通勤費", "交通費"]


def test_several_copies_are_told_of_one_by_one(shelf: Shelf) -> None:
    for n in range(1, 5):
        shelf.put(f"規程{n}", {"交通費": FARES, f"第{n}条": f"{n}は別に定める。"})
    found_in = [tuple(place.manual for place in finding.places) for finding in found(shelf)]
    assert found_in == [("規程2", "規程1"), ("規程3", "規程1"), ("規程4", "規程1")]
