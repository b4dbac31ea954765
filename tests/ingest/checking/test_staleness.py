"""FAQ entries whose rule has changed since they were written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.model import Block, Document, ManualMeta, Section
from tests.ingest.checking.conftest import TODAY, Find, Publish

NEXT_YEAR = TODAY + timedelta(days=365)
RULE = {
    "第4条（申請）": "有給休暇の申請は、取得日の3営業日前までに課長へ行う。申請は書面による。",
    "第5条（日数）": "有給休暇は、年に10日とする。",
}
CHANGED = {**RULE, "第4条（申請）": RULE["第4条（申請）"].replace("3営業日", "5営業日")}
QUESTION = "有給休暇はいつまでに申請しますか。"


def entry(*answer: str, note: str = "", question: str = QUESTION) -> Document:
    blocks = [Block(kind="text", text=text) for text in answer]
    blocks += [Block(kind="note", text=note)] if note else []
    section = Section(heading_path=("休暇", question), blocks=tuple(blocks), question=question)
    return Document(meta=ManualMeta(title="休暇FAQ", kind="faq"), sections=(section,))


def test_an_entry_that_names_a_changed_article_is_shown_beside_it(
    publish: Publish, find: Find
) -> None:
    publish("就業規則", RULE)
    answer = entry(
        "早めに申請してください。", "取得日の3営業日前までです。", note="備考: 就業規則第4条"
    )
    publish("休暇FAQ", answer)
    assert find("stale_faq") == []

    publish("就業規則", CHANGED)
    (finding,) = find("stale_faq")
    faq, rule = finding.places
    assert (faq.manual, faq.section) == ("休暇FAQ", f"休暇 > {QUESTION}")
    assert faq.quote == "取得日の3営業日前までです。"
    assert (rule.manual, rule.section) == ("就業規則", "第4条（申請）")
    assert rule.quote == "有給休暇の申請は、取得日の5営業日前までに課長へ行う。"
    for said in ("取得日の3営業日前まで", "取得日の5営業日前まで"):
        assert said in finding.text
        assert said in finding.ja


@pytest.mark.parametrize(
    "answer",
    [
        "有給休暇は3営業日前までに課長へ申請してください。",
        "就業規則により、有給休暇の申請は取得日の３営業日前までです。",
    ],
)
def test_an_entry_that_agrees_with_the_earlier_rule_is_found(
    publish: Publish, find: Find, answer: str
) -> None:
    publish("就業規則", RULE)
    publish("休暇FAQ", entry(answer))
    publish("就業規則", CHANGED)
    (finding,) = find("stale_faq")
    assert finding.places[0].quote == answer


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("会議室は3営業日前までに予約してください。", "会議室はどう予約しますか。"),
        ("有給休暇は年に10日です。", "有給休暇は何日ですか。"),
        ("有給休暇は5営業日前までに課長へ申請してください。", QUESTION),
        ("旅費規程により、有給休暇は3営業日前までに課長へ申請してください。", QUESTION),
        ("就業規則第5条のとおり、有給休暇は年に10日です。", "有給休暇は何日ですか。"),
    ],
    ids=["other matter", "unchanged figure", "already right", "other manual", "other article"],
)
def test_entries_on_something_else_are_not(
    publish: Publish, find: Find, answer: str, question: str
) -> None:
    publish("旅費規程", {"第1条": "定める。"})
    publish("就業規則", RULE)
    publish("休暇FAQ", entry(answer, question=question))
    publish("就業規則", CHANGED)
    assert find("stale_faq") == []


def test_an_entry_that_another_rule_bears_out_is_not(publish: Publish, find: Find) -> None:
    publish("就業規則", RULE)
    says = "アルバイトの有給休暇の申請は、取得日の3営業日前までに課長へ行う。"
    publish("アルバイト就業規則", {"第9条（申請）": says})
    publish("休暇FAQ", entry("有給休暇は3営業日前までに課長へ申請してください。"))
    publish("就業規則", CHANGED)
    assert find("stale_faq") == []


def test_an_entry_written_after_the_change_is_right(publish: Publish, find: Find) -> None:
    publish("就業規則", RULE)
    publish("休暇FAQ", entry("3営業日前までです。", note="備考: 就業規則第4条"))
    publish("就業規則", CHANGED)
    publish("休暇FAQ", entry("5営業日前までです。", note="備考: 就業規則第4条"))
    assert find("stale_faq") == []


def test_another_entrys_edit_does_not_make_an_entry_new(publish: Publish, find: Find) -> None:
    kept = entry("3営業日前までです。", note="備考: 就業規則第4条")
    other = entry("年に10日です。", question="有給休暇は何日ですか。")
    publish("就業規則", RULE)
    publish("休暇FAQ", kept)
    publish("就業規則", CHANGED)
    publish("休暇FAQ", Document(meta=kept.meta, sections=(*kept.sections, *other.sections)))
    assert len(find("stale_faq")) == 1


def test_a_revision_that_is_yet_to_come_makes_it_stale_on_its_day(
    publish: Publish, find: Find
) -> None:
    publish("就業規則", RULE)
    publish("休暇FAQ", entry("3営業日前までです。", note="備考: 就業規則第4条"))
    publish("通知", CHANGED, revises="就業規則", effective_from=NEXT_YEAR)
    assert find("stale_faq") == []
    assert len(find("stale_faq", NEXT_YEAR)) == 1


def test_only_the_row_that_an_entry_is_about_counts(publish: Publish, find: Find) -> None:
    publish("旅費規程", _table("3,000円", "2,000円"))
    publish("FAQ", entry("課長の日当は2,000円です。旅費規程の別表第1をご覧ください。"))
    publish("旅費規程", _table("3,500円", "2,000円"))
    assert find("stale_faq") == []
    publish("旅費規程", _table("3,500円", "2,500円"))
    (finding,) = find("stale_faq")
    assert finding.places[1].quote == "役職: 課長 / 日当: 2,500円"


def _table(director: str, manager: str) -> Document:
    rows = (f"役職: 部長 / 日当: {director}", f"役職: 課長 / 日当: {manager}")
    blocks = tuple(Block(kind="row", text=row) for row in rows)
    section = Section(heading_path=("別表第1（日当）",), blocks=blocks)
    return Document(meta=ManualMeta(title="旅費規程", kind="rule"), sections=(section,))


def test_a_retitled_article_is_still_the_one_that_is_named(publish: Publish, find: Find) -> None:
    publish("就業規則", RULE)
    publish("休暇FAQ", entry("3営業日前までです。", note="備考: 就業規則第4条"))
    retitled = {
        "第４条（有給休暇の申請）": CHANGED["第4条（申請）"],
        "第5条（日数）": RULE["第5条（日数）"],
    }
    publish("就業規則", retitled)
    assert len(find("stale_faq")) == 1
