from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from evals.drafting import drafts
from knowledge.model import Block, Manual, Section

MANUAL = Manual(
    id=7,
    title="休暇規程",
    kind="rule",
    owner="総務部",
    audience="all",
    topic="leave",
    language="ja",
    path="rules/休暇規程.md",
    source="/srv/rules/休暇規程.md",
    review_date=None,
    retired_at=datetime(2026, 1, 1),
)


def section(
    *texts: str, heading: str = "第2条（慶弔休暇）", question: str | None = None
) -> Section:
    row = heading.startswith("別表")
    blocks = tuple(Block(kind="row" if row else "text", text=text) for text in texts)
    return Section(heading_path=("第1章", heading), blocks=blocks, question=question)


def asked(*sections: Section, most: int = 3) -> list[tuple[str, tuple[str, ...]]]:
    return [(case.question, case.facts) for case in drafts(MANUAL, sections, most)]


@pytest.mark.parametrize(
    ("text", "question", "fact"),
    [
        ("本人が結婚したときは５日を与える。", "慶弔休暇は何日ですか。", "5日"),
        ("10日前までに届け出る。", "慶弔休暇はいつまでですか。", "10日前"),
        ("見舞金は10,000円とする。", "慶弔休暇はいくらですか。", "10,000円|10000円"),
    ],
)
def test_a_figure_is_asked_for_in_the_words_of_the_heading(
    text: str, question: str, fact: str
) -> None:
    assert asked(section(text)) == [(question, (fact,))]


def test_a_row_is_asked_for_by_its_first_value() -> None:
    rows = section("役職: 部長 / 日当: 3,000円", heading="別表1（日当）")
    assert asked(rows)[0][0] == "日当で、部長の日当はいくらですか。"


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("いつまでに申請？", ("3営業日前",)),
        ("手当はいくら？", ("5,000円|5000円",)),
        ("上長がいないときは？", ()),
    ],
)
def test_an_entry_of_a_faq_asks_its_own_question(question: str, facts: tuple[str, ...]) -> None:
    entry = section(
        "3営業日前までに申請すると5,000円が出ます。", heading=question, question=question
    )
    assert asked(entry) == [(question, facts)]


def test_a_table_is_not_asked_about_its_first_row_only() -> None:
    rows = [f"役職: {who} / 日当: 3,000円" for who in ("役員", "部長", "課長", "一般")]
    questions = [question for question, _ in asked(section(*rows, heading="別表1（日当）"), most=2)]
    assert ["役員" in questions[0], "課長" in questions[1]] == [True, True]


@pytest.mark.parametrize(
    "text", ["2026年4月1日から施行する。", "1歳6か月まで延長する。", "会社が認めた場合に限る。"]
)
def test_dates_and_texts_without_a_figure_make_no_draft(text: str) -> None:
    assert asked(section(text)) == []


def test_a_draft_names_its_place_and_waits_for_a_reviewer() -> None:
    (case,) = drafts(MANUAL, [section("本人が結婚したときは5日を与える。")], 3)
    assert not case.reviewed
    assert (case.gold[0].file, case.gold[0].heading) == ("休暇規程.md", "第2条（慶弔休暇）")
    assert case.gold[0].quote == "本人が結婚したときは5日を与える。"


def test_a_draft_of_a_manual_for_some_is_asked_by_one_of_them() -> None:
    notice = replace(MANUAL, audience="managers")
    (case,) = drafts(notice, [section("5日を与える。")], 3)
    assert case.audience == ("managers",)
    (open_to_all,) = drafts(MANUAL, [section("5日を与える。")], 3)
    assert open_to_all.audience == ()


def test_a_long_section_makes_no_more_drafts_than_asked_for() -> None:
    texts = [f"見舞金{n}は{n},000円とする。" for n in range(1, 9)]
    assert len(asked(section(*texts, "5日を与える。"), most=1)) == 1
