"""A sentence holds when its quote, figures, names and what must be done are the passage's."""

from __future__ import annotations

import time

import pytest

from bot.grounding import Statement, check, objections
from knowledge.model import Passage
from tests.bot.grounding.passages import passage_of

HEADING = "旅費規程 > 第10条（旅費の精算）"
SETTLEMENT = """1. 帰着後7日以内に、領収書を添えて旅費精算書を所属長に提出しなければならない。
2. 自主的に参加する研修については、年間30,000円を限度として、参加費の半額を補助する。
3. パート職員には、日当は支給しない。
4. 所属長の承認を得たときは、自家用車を使用することができる。
区分: 部長 / 日当（日帰り）: 2,000円 / 日当（宿泊）: 3,500円
区分: 課長 / 日当（日帰り）: 1,500円 / 日当（宿泊）: 2,800円"""
SUBMIT = "帰着後7日以内に、領収書を添えて旅費精算書を所属長に提出しなければならない。"
COURSES = "自主的に参加する研修については、年間30,000円を限度として、参加費の半額を補助する。"
NO_ALLOWANCE = "パート職員には、日当は支給しない。"
CAR = "所属長の承認を得たときは、自家用車を使用することができる。"
CHIEF = "区分: 課長 / 日当（日帰り）: 1,500円 / 日当（宿泊）: 2,800円"


def kinds(text: str, quote: str) -> list[str]:
    return [objection.kind for objection in objections(text, quote, HEADING, SETTLEMENT)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (SUBMIT, SUBMIT),
        ("帰着後七日以内に、旅費精算書に領収書を添えて所属長へ提出してください。", SUBMIT),
        ("旅費精算書は1週間以内に上司へ提出する必要があります。", SUBMIT),
        ("Submit it within seven days.", SUBMIT),
        ("研修の参加費は、年3万円まで半額が補助されます。", COURSES),
        ("参加費の50%が、1年につき¥30,000を上限に補助されます。", COURSES),
        ("パート職員に日当は支給されません。", NO_ALLOWANCE),
        ("所属長の承認を得れば、自家用車を使えます。", CAR),
        ("課長の日帰り出張の日当は1,500円です。", CHIEF),
        ("課長の日当は、日帰りが1,500円、宿泊が2,800円です。", CHIEF),
    ],
)
def test_a_sentence_may_say_the_same_in_other_words(text: str, quote: str) -> None:
    assert kinds(text, quote) == []


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("帰着後10日以内に提出してください。", SUBMIT, "figure"),
        ("帰着後7営業日以内に提出してください。", SUBMIT, "figure"),
        ("帰着の7日前までに提出してください。", SUBMIT, "figure"),
        ("7日以上経ってから提出してください。", SUBMIT, "figure"),
        ("Submit it within ten days.", SUBMIT, "figure"),
        ("参加費は、月3万円まで半額が補助されます。", COURSES, "figure"),
        ("参加費は、年3万円まで3割が補助されます。", COURSES, "figure"),
        ("課長の日帰り出張の日当は2,000円です。", CHIEF, "thing"),
        ("課長の日帰り出張の日当は2,800円です。", CHIEF, "thing"),
        ("領収書を添えて旅費精算書を社長に提出してください。", SUBMIT, "name"),
        ("請求書を添えて旅費精算書を提出してください。", SUBMIT, "name"),
        ("契約社員に日当は支給されません。", NO_ALLOWANCE, "name"),
        ("領収書を添える必要はありません。", SUBMIT, "mode"),
        ("旅費精算書を提出することができます。", SUBMIT, "mode"),
        ("パート職員にも日当を支給します。", NO_ALLOWANCE, "mode"),
        ("自家用車を使用することはできません。", CAR, "mode"),
        ("自家用車を使用しなければなりません。", CAR, "mode"),
    ],
)
def test_what_the_passage_does_not_state_is_objected_to(text: str, quote: str, kind: str) -> None:
    assert kind in kinds(text, quote)


def test_an_objection_names_what_the_passage_says_instead_in_both_languages() -> None:
    (objection,) = objections("帰着後7日以上で提出してください。", SUBMIT, HEADING, SETTLEMENT)

    assert objection.english == "states 7日以上, which the passage does not (it says 7日以内)"
    assert objection.japanese == "「7日以上」は原文にありません(原文は「7日以内」)"


@pytest.mark.parametrize("quote", ["", "旅費", "領収書を", " \n "])
def test_a_quote_of_a_few_characters_is_no_proof(quote: str) -> None:
    assert kinds("7日以内です。", quote) == ["quote"]


def test_a_fabricated_quote_is_no_proof() -> None:
    assert kinds("7日以内です。", SUBMIT.replace("7", "8")) == ["quote"]


def test_a_quote_may_differ_in_width_and_spaces_only() -> None:
    assert kinds("7日以内に提出してください。", "帰着後 ７日以内に、\n領収書を添えて") == []


LEAVES = """育児休業は子が1歳に達するまで取得できる。
介護休業は通算93日まで取得できる。
子の看護休暇は年5日まで取得できる。"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [("介護休業は93日まで取れます。", []), ("子の看護休暇は93日まで取れます。", ["thing"])],
)
def test_the_figure_of_a_line_on_something_else_is_another(text: str, kinds: list[str]) -> None:
    quote = "介護休業は通算93日まで取得できる。"

    assert [found.kind for found in objections(text, quote, "休業", LEAVES)][:1] == kinds


def test_checking_a_sentence_takes_less_than_two_milliseconds() -> None:
    sentences = [f"帰着後{days}日以内に旅費精算書を提出してください。" for days in range(2, 102)]
    kinds(sentences[0], SUBMIT)
    took = []
    for tenth in (sentences[start::10] for start in range(10)):
        began = time.process_time()
        for sentence in tenth:
            kinds(sentence, SUBMIT)
        took.append((time.process_time() - began) / len(tenth))

    # The best tenth: beside other work on the machine, any may take several times as long.
    assert min(took) < 0.002


@pytest.fixture
def passage() -> Passage:
    return passage_of(HEADING, SETTLEMENT)


def test_each_statement_has_a_verdict_in_order(passage: Passage) -> None:
    right = Statement(text="7日以内に提出してください。", passage=0, quote=SUBMIT)
    wrong = Statement(text="8日以内に提出してください。", passage=0, quote=SUBMIT)

    verdicts = check([right, wrong], [passage])

    assert [(verdict.statement, verdict.holds) for verdict in verdicts] == [
        (right, True),
        (wrong, False),
    ]
    assert verdicts[0].objection == verdicts[0].objection_ja == ""
    assert "8日以内" in verdicts[1].objection
    assert "8日以内" in verdicts[1].objection_ja


@pytest.mark.parametrize("number", [-1, 1, 99])
def test_a_passage_that_was_not_given_is_no_proof(passage: Passage, number: int) -> None:
    (verdict,) = check([Statement(text="7日以内です。", passage=number, quote=SUBMIT)], [passage])

    assert "not given" in verdict.objection


def test_a_line_of_the_passage_word_for_word_holds(passage: Passage) -> None:
    statements = [
        Statement(text=line[3:], passage=0, quote=line)
        for line in (
            "2. 自主的に参加する研修については、年間30,000円を限度として、参加費の半額を補助する。",
            "4. 所属長の承認を得たときは、自家用車を使用することができる。",
        )
    ]

    assert all(verdict.holds for verdict in check(statements, [passage]))


def test_what_the_question_or_another_sentence_says_may_be_left_out(passage: Passage) -> None:
    left_out = Statement(text="自家用車を使えます。", passage=0, quote=CAR)
    beside = Statement(text="所属長の承認が必要です。", passage=0, quote=CAR)

    assert [v.kind for v in check([left_out], [passage])] == ["condition"]
    assert check([left_out], [passage], "所属長の承認を得たら自家用車でもいいですか")[0].holds
    assert check([left_out, beside], [passage])[0].holds


def test_a_courtesy_says_nothing_of_the_passage(passage: Passage) -> None:
    (verdict,) = check(
        [Statement(text="どうぞご安心ください。", passage=0, quote=SUBMIT)], [passage]
    )

    assert verdict.kind == "nothing"
