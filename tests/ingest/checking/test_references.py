"""References that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.checking import Finding
from ingest.checking.references import broken_references
from knowledge.model import Block, Document, ManualMeta, Section
from tests.ingest.checking.conftest import Shelf

RULES = {
    "第1条（目的）": "この規則は、労働条件を定める。",
    "第5条（休暇）": "年次有給休暇は、10日とする。",
    "第5条の2（半日休暇）": "半日休暇は、年6回とする。",
}


def found_on(shelf: Shelf) -> list[Finding]:
    return shelf.findings(broken_references)


def missing(shelf: Shelf) -> list[str]:
    return [finding.text for finding in found_on(shelf)]


@pytest.fixture
def says(shelf: Shelf) -> Callable[[str], list[str]]:
    """What is missing of what the last of three articles says, beside a 旅費規程 of two."""
    shelf.put("旅費規程", {"第1条（目的）": "定める。", "第2条（日当）": "別に定める。"})

    def found(text: str) -> list[str]:
        shelf.put("就業規則", {**RULES, "第7条（準用）": text})
        return missing(shelf)

    return found


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("第8条の定めによる。", "第8条"),
        ("第八条の定めによる。", "第8条"),
        ("第１条及び第８条による。", "第8条"),
        ("第1条及び8条による。", "8条"),
        ("第5条から第9条までを準用する。", "第9条"),
        ("この規則の第8条による。", "第8条"),
        ("本規則第8条による。", "第8条"),
        ("第5条の3による。", "第5条の3"),
        ("次条による。", "次条"),
        ("第5条第2項による。", "第5条第2項"),
        ("第5条第1項第3号による。", "第5条第1項第3号"),
        ("前条第4項による。", "前条第4項"),
        ("前項の届出を要する。", "前項"),
        ("第3項による。", "第3項"),
        ("額は、別表第1のとおりとする。", "別表第1"),
        ("額は、別表のとおりとする。", "別表"),
        ("旅費規程第3条による。", "第3条 of 旅費規程"),
        ("「旅費規程」第3条による。", "第3条 of 旅費規程"),
        ("旅費規程の第3条による。", "第3条 of 旅費規程"),
        ("旅費規程の別表第2をご覧ください。", "別表第2 of 旅費規程"),
        ("旅費規程第1条および3条に基づく。", "3条 of 旅費規程"),
        ("慶弔見舞金規程を参照してください。", "慶弔見舞金規程, but there is no manual"),
        ("退職金は、退職金規程に定める。", "退職金規程, but there is no manual"),
        ("退職金規程第5条による。", "退職金規程, but there is no manual"),
        ("労働基準法第36条により、第8条を準用する。", "第8条"),
    ],
)
def test_what_is_not_there_is_found(says: Callable[[str], list[str]], text: str, gap: str) -> None:
    (found,) = says(text)
    assert found.startswith(f"It refers to {gap}")


@pytest.mark.parametrize(
    "text",
    [
        "第1条、第5条及び第7条による。",
        "第5条の2第1項による。",
        "第5条の規定による。",
        "前条の規定にかかわらず、別に定める。",
        "労働基準法第36条による。",
        "労働基準法第36条第1項及び第37条による。",
        "労働基準法（昭和22年法律第49号）第39条第4項による。",
        "労働基準法（以下「労基法」という。）第89条による。",
        "労働安全衛生規則第44条による。",
        "育児・介護休業法施行規則第7条による。",
        "附則第9条による。",
        "雇用契約書第9条による。",
        "改正前第9条による。",
        "旅費規程第1条、第2条による。",
        "旅費規程に定める。",
        "社内規程に従う。",
        "各部の管理規則に従う。",
        "会社は、別に定める規程による。",
        "国民年金の第3号被保険者とする。",
        "有給休暇は、1.5日とする。",
        "2021年10月1日 第5条を改定した。",
        "慶弔届（様式第1号）を提出する。",
        "労働基準法第36条の協定は、第4項の要件を満たすものとする。",
        "詳細は、別紙で定義する。",
        "列名は“別表名.列名”とする。",
        "就業規則・各規程に定める手続による。",
        "運用中の規則・規程を参照してください。",
        "第 5 条第 1 項による。",
        "旅費規定第2条による。",
    ],
)
def test_what_is_there_and_what_is_not_ours_is_no_finding(
    says: Callable[[str], list[str]], text: str
) -> None:
    assert says(text) == []


def test_the_sentence_that_refers_is_quoted_with_its_place(shelf: Shelf) -> None:
    text = "申請する。この場合（出張を含む。）は、旅費規程第3条による。届出も要する。"
    shelf.put("旅費規程", {"第1条": "定める。"}, owner="経理部")
    shelf.put("就業規則", {"第1章 総則 > 第2条（申請）": text}, owner="人事部")

    (finding,) = found_on(shelf)
    here, there = finding.places
    assert (here.manual, here.owner, here.section) == (
        "就業規則",
        "人事部",
        "第1章 総則 > 第2条（申請）",
    )
    assert here.quote == "この場合（出張を含む。）は、旅費規程第3条による。"
    assert (there.manual, there.section) == ("旅費規程", "")
    assert "旅費規程の第3条" in finding.ja


def test_a_missing_manual_is_told_once_with_the_name_that_may_be_meant(shelf: Shelf) -> None:
    shelf.put("慶弔規程", {"第1条": "定める。"})
    text = "慶弔見舞金規程をご覧ください。"
    shelf.put("福利厚生FAQ", {"結婚祝金": text, "出産祝金": text}, kind="faq")

    (finding,) = found_on(shelf)
    assert "Perhaps 慶弔規程 is meant" in finding.text
    assert "「慶弔規程」のことなら" in finding.ja


def test_a_title_that_readers_may_not_know_is_not_suggested(shelf: Shelf) -> None:
    shelf.put("慶弔規程", {"第1条": "定める。"}, audience="managers")
    shelf.put("福利厚生FAQ", {"結婚祝金": "慶弔見舞金規程をご覧ください。"}, kind="faq")

    (finding,) = found_on(shelf)
    assert "慶弔規程" not in finding.text + finding.ja


@pytest.mark.parametrize("name", ["旅費規程", "国内出張旅費規程", "出張旅費規程（2026年度）"])
def test_a_short_form_or_a_part_of_the_title_names_it(shelf: Shelf, name: str) -> None:
    shelf.put("株式会社ミナト 国内出張旅費規程", {"第1条": "定める。"})
    shelf.put("出張旅費規程（2026年度）", {"第1条": "定める。"})
    shelf.put("FAQ", {"旅費": f"{name}第9条を参照してください。"})

    (found,) = missing(shelf)
    assert found.startswith("It refers to 第9条 of ")


def test_a_name_that_the_text_defines_itself_is_no_manual(shelf: Shelf) -> None:
    text = "国内外の出張に関する定め（以下「出張規程」という。）を設ける。出張規程に従う。"
    shelf.put("就業規則", {"第1条": text})
    assert missing(shelf) == []


def test_paragraphs_and_items_are_counted_as_they_are_numbered(shelf: Shelf) -> None:
    article = Section(
        heading_path=("第3条（休職）",),
        blocks=(
            Block(kind="text", text="次の各号に該当するときは、休職を命ずる。"),
            Block(kind="item", text="(1) 傷病"),
            Block(kind="item", text="(2) 出向"),
            Block(kind="text", text="２　前項の期間は、別に定める。"),
        ),
    )
    referring = Section(
        heading_path=("第4条（復職）",),
        blocks=(
            Block(kind="text", text="前条第1項第2号の者は、前条第2項による。"),
            Block(kind="text", text="２　前条第1項第3号の者は、前条第2項第1号による。"),
        ),
    )
    meta = ManualMeta(title="就業規則")
    shelf.put("就業規則", Document(meta=meta, sections=(article, referring)))

    assert sorted(text.split(",")[0] for text in missing(shelf)) == [
        "It refers to 前条第1項第3号",
        "It refers to 前条第2項第1号",
    ]


def test_a_number_that_goes_back_is_that_of_an_item(shelf: Shelf) -> None:
    texts = ("１　次の書類を提出する。", "1. 履歴書", "2. 証明書", "２　前項は、第3項による。")
    blocks = tuple(Block(kind="text", text=text) for text in texts)
    article = Section(heading_path=("第3条（書類）",), blocks=blocks)
    shelf.put("就業規則", Document(meta=ManualMeta(title="就業規則"), sections=(article,)))
    (found,) = missing(shelf)
    assert "第3項" in found


def test_history_may_name_articles_that_have_gone(shelf: Shelf) -> None:
    says = {"第1条": "定める。", "附則": "2020年4月1日 第16条を削除した。"}
    shelf.put("就業規則", {**says, "改定履歴": "第20条を新設した。"})
    assert missing(shelf) == []


def test_the_first_article_has_none_before_it(shelf: Shelf) -> None:
    shelf.put("就業規則", {"第1条": "前条による。", "第2条": "前条による。"})
    (found,) = missing(shelf)
    assert "前条" in found


def test_appendices_are_found_under_headings_captions_and_as_documents(shelf: Shelf) -> None:
    shelf.put(
        "就業規則", {"第1条": "別表第1、別表第二、別表第3による。", "別表第１（日当）": "3,000円"}
    )
    assert len(missing(shelf)) == 2
    shelf.put("就業規則 別表第3", {"日当": "3,000円"})
    assert len(missing(shelf)) == 1


@pytest.mark.parametrize(
    "heading", ["第 8 条（賞与）", "第八条　賞与", "8条(賞与)", "【第８条】賞与"]
)
def test_articles_are_recognised_however_they_are_written(shelf: Shelf, heading: str) -> None:
    shelf.put("就業規則", {"第1条": "第8条第1項及び第 8 条による。", heading: "支給する。"})
    assert missing(shelf) == []


def test_paragraphs_may_be_headings_of_their_own(shelf: Shelf) -> None:
    says = {"第1条 > 1": "届け出る。", "第1条 > 2": "前項の届出は、第2項による。"}
    shelf.put("就業規則", {**says, "第1条 > 3": "第4項による。"})
    (found,) = missing(shelf)
    assert "第4項" in found


def test_a_heading_above_all_appendices_is_none_of_them(shelf: Shelf) -> None:
    shelf.put("就業規則", {"第1条": "別表第2による。", "別表 > 別表第1": "3,000円"})
    assert len(missing(shelf)) == 1
    shelf.put("就業規則", {"第1条": "別表第1による。", "別表": "3,000円"})
    assert missing(shelf) == []


def test_chapters_are_looked_up(shelf: Shelf) -> None:
    shelf.put("就業規則", {"第1章 総則 > 第1条": "第1章及び第9章に定める。"})
    (found,) = missing(shelf)
    assert "第9章" in found


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("詳しくは3.4を参照してください。", "3.4"),
        ("「3.4 精算」をご覧ください。", ""),
        ("手順は3.2を参照してください。", ""),
        ("For details see section 4.1.", "4.1"),
        ("See Section 9 for details.", "9"),
        ("For details see 3.1.", ""),
        ("See section 4.1 of the Labor Standards Act.", ""),
        ("The allowance is 3.5 days.", ""),
        ("2.5時間に記載の作業を含む。", ""),
    ],
)
def test_numbered_sections_are_looked_up(shelf: Shelf, text: str, gap: str) -> None:
    says = {"1. Travel": "Book.", "3. Costs > 3.1 Fares": "Pay.", "3. Costs > 3.2 Meals": text}
    shelf.put("Travel Guide", says)
    assert [found.split()[3].rstrip(",") for found in missing(shelf)] == ([gap] if gap else [])


def test_articles_in_english(shelf: Shelf) -> None:
    says = {"Article 1 (Purpose)": "See Article 7.", "Article 2": "Article 39 of the Act applies."}
    shelf.put("Work Rules", says, language="en")
    (found,) = missing(shelf)
    assert found.startswith("It refers to article 7")


def test_a_manual_without_articles_refers_to_none_of_its_own(shelf: Shelf) -> None:
    shelf.put("手順書", {"手順": "第5条を確認する。"})
    assert missing(shelf) == []
