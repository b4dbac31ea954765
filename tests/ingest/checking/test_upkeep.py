"""Reviews and owners, length, and what the reading left in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.checking.length import too_long
from ingest.checking.readability import in_japanese
from ingest.checking.upkeep import overdue_reviews, without_owner
from knowledge.model import Block, Document, ManualMeta, Section
from tests.ingest.checking.conftest import TODAY, Find, Publish, Shelf
from tests.making import document


def test_a_review_is_overdue_from_the_day_after(shelf: Shelf) -> None:
    shelf.put("手順書", {"手順": "申請する。"}, owner="総務部", review_date=TODAY)

    assert shelf.findings(overdue_reviews) == []
    (finding,) = shelf.findings(overdue_reviews, TODAY + timedelta(days=1))
    assert (finding.places[0].manual, finding.places[0].owner) == ("手順書", "総務部")
    assert str(TODAY) in finding.text
    assert str(TODAY) in finding.ja


def test_a_manual_without_owner_is_found_where_manuals_have_owners(shelf: Shelf) -> None:
    shelf.put("手順書", {"手順": "申請する。"})
    assert shelf.findings(without_owner) == []
    shelf.put("就業規則", {"第1条": "定める。"}, owner="人事部")
    assert [f.places[0].manual for f in shelf.findings(without_owner)] == ["手順書"]


SENTENCE = "申請は、期限までに行う。"


@pytest.mark.parametrize(
    ("blocks", "says"),
    [
        ([Block(kind="text", text=SENTENCE * 60)], "A paragraph has 720 characters"),
        ([Block(kind="text", text=SENTENCE * 30)] * 5, "The section has 1,804 characters"),
        ([Block(kind="text", text=SENTENCE * 30)] * 4, ""),
        ([Block(kind="text", text=SENTENCE), *[Block(kind="item", text=SENTENCE * 9)] * 20], ""),
        ([Block(kind="row", text="区分: 一般 / 額: 100円" * 9)] * 30, ""),
    ],
    ids=["paragraph", "section", "long enough", "items", "table"],
)
def test_what_is_too_long_to_quote(shelf: Shelf, blocks: list[Block], says: str) -> None:
    section = Section(heading_path=("第1条",), blocks=tuple(blocks))
    shelf.put("規程", Document(meta=ManualMeta(title="規程"), sections=(section,)))

    found = [finding.text for finding in shelf.findings(too_long)]
    assert [text[: len(says)] for text in found] == ([says] if says else [])


def test_warnings_of_the_reading_are_passed_on(publish: Publish, find: Find) -> None:
    warning = "Page 2 was hard to read (confidence 0.61): check its text."
    publish("手順書", replace(document({"手順": "申請する。"}), warnings=(warning,)))

    (finding,) = find("reading_warning")
    assert finding.text == warning
    assert finding.ja.startswith("2ページは読み取りが不確かです（確信度 0.61）")


@pytest.mark.parametrize(
    ("warning", "ja"),
    [
        ("The hidden sheet “控え” was not read.", "非表示のシート「控え」は"),
        (
            "Sheet “表” has formulas without a saved value, e.g. in B2: open it in Excel.",
            "シート「表」に計算結果が保存されていない数式があります（B2 など）",
        ),
        ("Something new.", "読み取り時の注意：Something new."),
    ],
)
def test_warnings_are_told_in_japanese(warning: str, ja: str) -> None:
    assert in_japanese(warning).startswith(ja)
