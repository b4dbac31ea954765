"""All checks together: what is looked at, and what comes first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ingest.checking import CHECKS, KINDS, check
from ingest.checking.quotes import whole_sentences
from ingest.publishing import Publisher
from knowledge.library import Library
from knowledge.model import Block, Document, ManualMeta, Section
from tests.ingest.checking.conftest import TODAY, Find, Publish

NEXT_YEAR = TODAY + timedelta(days=365)


def test_a_sound_manual_has_no_findings(publish: Publish, find: Find) -> None:
    publish("就業規則", {"第1条": "第2条による。", "第2条": "定める。"})
    assert find() == []


def test_only_what_is_in_force_is_checked(
    publish: Publish, find: Find, publisher: Publisher
) -> None:
    publish("就業規則", {"第1条": "第9条による。"}, effective_from=NEXT_YEAR)
    assert find() == []
    assert len(find(on=NEXT_YEAR)) == 1
    publisher.retire([1])
    assert find(on=NEXT_YEAR) == []


def test_the_most_harmful_comes_first_then_manual_by_manual(publish: Publish, find: Find) -> None:
    overdue = {"review_date": TODAY - timedelta(days=1)}
    publish("b規程", {"第1条": "第9条による。"}, **overdue)
    publish("a規程", {"第1条": "第9条による。"}, **overdue)

    assert [(f.kind, f.places[0].manual) for f in find()] == [
        ("broken_reference", "a規程"),
        ("broken_reference", "b規程"),
        ("review_overdue", "a規程"),
        ("review_overdue", "b規程"),
    ]


def test_each_check_is_told_of_before_it_begins(library: Library) -> None:
    told: list[tuple[int, int]] = []
    check(library, TODAY, lambda matter, done, total: told.append((done, total)))
    assert told == [(n, len(CHECKS)) for n in range(len(CHECKS))]


def test_contradictions_come_before_everything_else() -> None:
    assert KINDS[:3] == ("contradiction", "machine_instruction", "stale_faq")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("申請する。承認を得る。", ["申請する。", "承認を得る。"]),
        (
            "法（以下「法」という。）第5条による。次も。",
            ["法（以下「法」という。）第5条による。", "次も。"],
        ),
        ("会社（本社をいう。以下同じ。）が定める。", ["会社（本社をいう。以下同じ。）が定める。"]),
        ("一行目\n二行目", ["一行目", "二行目"]),
        ("", []),
    ],
)
def test_a_sentence_is_quoted_whole(text: str, sentences: list[str]) -> None:
    assert whole_sentences(text) == sentences


def test_two_sections_are_told_of_by_their_worst_only(publish: Publish, find: Find) -> None:
    rule = (
        "有給休暇の申請は、取得日の3営業日前までに課長へ行う。"
        "急病のときは、出社した日に、理由を添えて課長へ届け出なければならない。"
    )
    answer = Section(
        heading_path=("有給休暇はいつ申請しますか。",),
        blocks=(Block(kind="text", text=rule),),
        question="有給休暇はいつ申請しますか。",
    )
    publish("就業規則", {"第4条（申請）": rule, "第5条": "定める。"})
    publish("FAQ", Document(meta=ManualMeta(title="FAQ", kind="faq"), sections=(answer,)))
    assert [finding.kind for finding in find()] == ["duplicate"]

    publish("就業規則", {"第4条（申請）": rule.replace("3営業日", "5営業日"), "第5条": "定める。"})
    assert "duplicate" not in [finding.kind for finding in find()]
