"""What a content owner should put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ingest.checking import Finding, check
from ingest.publishing import Publisher
from knowledge.library import Library
from tests.making import document, file

TODAY = date.today()
NEXT_YEAR = TODAY + timedelta(days=365)
LONG = "交通費は、合理的な経路によるものとし、領収書を添えて十日以内に申請しなければならない。"


def findings(
    publisher: Publisher, library: Library, says: dict[str, str], **meta: Any
) -> list[Finding]:
    publisher.publish(document(says, **meta), file(), author="sato")
    return check(library, TODAY)


def referring(publisher: Publisher, library: Library, text: str) -> list[str]:
    """What is found when the second of two articles says something."""
    found = findings(publisher, library, {"第1条（目的）": "定める。", "第2条（準用）": text})
    return [finding.text for finding in found if finding.kind == "broken_reference"]


def test_a_sound_manual_has_no_findings(publisher: Publisher, library: Library) -> None:
    assert findings(publisher, library, {"第1条": "第2条による。", "第2条": "定める。"}) == []


@pytest.mark.parametrize(
    "text",
    [
        "第7条の定めによる。",
        "第七条の定めによる。",
        "第１条及び第７条による。",
        "この規程の第7条による。",
    ],
)
def test_an_article_that_is_not_there_is_found(
    publisher: Publisher, library: Library, text: str
) -> None:
    (found,) = referring(publisher, library, text)
    assert found.startswith(f"It refers to 第7条, which there is not: {text}")


@pytest.mark.parametrize(
    "text",
    [
        "第1条による。",
        "労働基準法第36条による。",
        "労働基準法第36条第1項及び第37条による。",
        "労働基準法（昭和22年法律第49号）第39条による。",
        "「就業規則」第50条による。",
        "旅費規程第9条、第10条による。",
    ],
)
def test_articles_of_its_own_and_of_others_are_no_finding(
    publisher: Publisher, library: Library, text: str
) -> None:
    assert referring(publisher, library, text) == []


def test_an_own_article_after_one_of_a_law_is_found(publisher: Publisher, library: Library) -> None:
    assert len(referring(publisher, library, "労働基準法第36条により、第8条を準用する。")) == 1


def test_an_article_that_has_subsections_only_is_there(
    publisher: Publisher, library: Library
) -> None:
    says = {"第1条（日当） > 国内": "2,000円", "第2条（準用）": "第1条による。"}
    assert findings(publisher, library, says) == []


def test_inserted_articles_have_numbers_of_their_own(
    publisher: Publisher, library: Library
) -> None:
    says = {"第1条": "第1条の2による。", "第1条の2": "第1条の3による。"}
    (found,) = findings(publisher, library, says)
    assert "第1の3条" in found.text or "第1条の3" in found.text


def test_a_manual_without_articles_refers_to_none_of_its_own(
    publisher: Publisher, library: Library
) -> None:
    assert findings(publisher, library, {"手順": "第5条を確認する。"}) == []


def test_a_review_is_overdue_from_the_day_after(publisher: Publisher, library: Library) -> None:
    findings(publisher, library, {"手順": "申請する。"}, owner="総務部", review_date=TODAY)
    assert check(library, TODAY) == []
    (found,) = check(library, TODAY + timedelta(days=1))
    assert (found.kind, found.manual, found.owner) == ("review_overdue", "規程", "総務部")
    assert str(TODAY) in found.text


def test_warnings_of_the_reading_are_passed_on(publisher: Publisher, library: Library) -> None:
    made = replace(document({"手順": "申請する。"}), warnings=("Page 2 is hard to read.",))
    publisher.publish(made, file(), author="sato")
    (found,) = check(library, TODAY)
    assert (found.kind, found.text) == ("reading_warning", "Page 2 is hard to read.")


def test_a_section_said_elsewhere_word_for_word_is_found(
    publisher: Publisher, library: Library
) -> None:
    publisher.publish(document({"交通費": LONG}, "a規程"), file("a.md"), author="sato")
    publisher.publish(document({"旅費": LONG}, "b規程"), file("b.md"), author="sato")
    (found,) = check(library, TODAY)
    assert (found.kind, found.manual, found.section) == ("duplicate", "b規程", "旅費")
    assert "a規程 交通費" in found.text


def test_short_sections_may_repeat(publisher: Publisher, library: Library) -> None:
    assert findings(publisher, library, {"a": "なし。", "b": "なし。"}) == []


def test_only_what_is_in_force_is_checked(publisher: Publisher, library: Library) -> None:
    says = {"第1条": "第9条による。"}
    assert findings(publisher, library, says, effective_from=NEXT_YEAR) == []
    assert len(check(library, NEXT_YEAR)) == 1
    publisher.retire([1])
    assert check(library, NEXT_YEAR) == []
