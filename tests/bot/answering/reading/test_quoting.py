"""What is quoted of an article: enough for the answer, and little else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.reading.asked import asked_by
from bot.answering.reading.choosing import SHORT
from bot.answering.reading.quoting import Quoted, quote
from bot.answering.understanding import Understanding
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

Quote = Callable[..., Quoted]

SUBMITTED = (
    Block(kind="text", text="社員として採用された者は、採用の日から10日以内に次の書類を提出する。"),
    Block(kind="item", text="① 誓約書及び身元保証書（保証人1名）"),
    Block(kind="item", text="② 住民票記載事項証明書"),
    Block(kind="text", text="2. 提出した書類に虚偽があったときは、採用を取り消すことがある。"),
    Block(
        kind="text",
        text="3. 会社は、書類を退職の日から3年間、施錠した書庫に保管し、その後は細断して廃棄する。",
    ),
    Block(
        kind="text",
        text="4. 海外から採用された者は、在留カードの写しを入社の当日に人事課へ持参する。",
    ),
)
#: A long article on one matter: only what its headings do not say tells its paragraphs apart.
LEAVE = (
    Block(kind="text", text="1. 年次有給休暇は、次の表のとおり与える。"),
    Block(kind="row", text="勤続年数: 6か月 / 日数: 10日"),
    Block(kind="row", text="勤続年数: 1年6か月 / 日数: 11日"),
    Block(kind="row", text="勤続年数: 2年6か月 / 日数: 12日"),
    Block(
        kind="text",
        text="2. 年次有給休暇を取得する者は、取得日の5日前までに、勤怠システムで所属長に申請する。",
    ),
    Block(kind="text", text="3. 年次有給休暇は、半日を単位として取得することができる。"),
    Block(
        kind="text",
        text="4. 前年度に取得しなかった年次有給休暇は、翌年度に限り繰り越す。"
        "繰り越した日数との合計は、40日を上限とする。",
    ),
    Block(
        kind="text",
        text="5. 退職する者の年次有給休暇は、未取得の日数を1日8,000円で買い上げることがある。",
    ),
)
ABSENCE = (
    Block(
        kind="text",
        text="1. 要介護状態にある家族を介護する社員は、対象家族1人につき通算93日まで、"
        "3回を上限として休業できる。",
    ),
    Block(kind="text", text="2. 休業の申出は、開始予定日の2週間前までに、申出書を提出して行う。"),
    Block(kind="text", text="3. 介護休業の期間は、無給とする。"),
    Block(
        kind="text",
        text="4. 終了予定日の変更は、2週間前までに1回に限り申し出ることができる。"
        "会社は、変更を認めたときは、取扱通知書を交付する。",
    ),
)


@pytest.fixture
def quote_of(read: Callable[[str], Understanding]) -> Quote:
    def quoted(
        question: str, blocks: tuple[Block, ...], heading: str = "第1条", entry: str | None = None
    ) -> Quoted:
        section = Section(heading_path=(heading,), blocks=blocks, question=entry)
        asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        return quote(asked, "就業規則", section)

    return quoted


def test_a_lead_in_comes_with_its_items(quote_of: Quote) -> None:
    told = quote_of("採用されたら何日以内に書類を提出しますか", SUBMITTED).lines
    assert told[:3] == tuple(block.text for block in SUBMITTED[:3])
    assert SUBMITTED[4].text not in told


def test_an_item_comes_with_its_lead_in(quote_of: Quote) -> None:
    told = quote_of("身元保証書の保証人は何人？", SUBMITTED).lines
    assert told == (SUBMITTED[0].text, SUBMITTED[1].text)


def test_of_a_long_article_the_paragraph_on_the_upper_limit_is_quoted(quote_of: Quote) -> None:
    quoted = quote_of("年休ってMAXどれくらい繰り越せますか", LEAVE, "第38条（年次有給休暇）")
    assert "40日を上限とする" in quoted.told
    assert quoted.rows == ()
    assert "8,000円" not in quoted.told


def test_a_table_is_quoted_where_its_row_answers(quote_of: Quote) -> None:
    quoted = quote_of("入社して2年半です。有休は何日もらえますか", LEAVE, "第38条（年次有給休暇）")
    assert quoted.rows == ("勤続年数: 2年6か月 / 日数: 12日",)
    assert "8,000円" not in quoted.told


def test_whether_an_absence_is_paid_is_told_by_the_line_that_says_so(quote_of: Quote) -> None:
    told = quote_of("介護休業の間ってお給料は出るの", ABSENCE, "第50条（介護休業）").lines
    assert ABSENCE[2].text in told
    assert not any("終了予定日" in line for line in told)


def test_the_answer_of_a_faq_entry_is_quoted_whole(quote_of: Quote) -> None:
    quoted = quote_of("休みの申請は？", ABSENCE, "介護休業", entry="介護休業とは何ですか。")
    assert "".join(quoted.lines) == "".join(block.text for block in ABSENCE)


def test_a_short_text_is_quoted_whole(quote_of: Quote) -> None:
    short = ABSENCE[1:3]
    assert sum(len(block.text) for block in short) <= SHORT
    assert quote_of("介護休業は無給？", short).lines == tuple(block.text for block in short)


def test_a_question_that_asks_two_things_gets_both(quote_of: Quote) -> None:
    asked = "有休は何日前までに申請しますか。あと、半日を単位として取れますか"
    told = quote_of(asked, LEAVE, "第38条（年次有給休暇）").told
    assert "5日前までに" in told
    assert "半日を単位として" in told


KEPT_UP = (
    Block(kind="text", text="はい、半日単位で取得できます。"),
    Block(kind="text", text="担当部署: 人事部労務課 / 更新日: 2026/04/01 / 備考: 就業規則第35条"),
)


@pytest.mark.parametrize(
    ("question", "is_told"),
    [("有給は半日で取れますか。", False), ("半日の有給の担当はどなたですか。", True)],
)
def test_what_serves_the_upkeep_of_a_faq_is_told_only_to_who_asks_for_a_person(
    quote_of: Quote, question: str, is_told: bool
) -> None:
    quoted = quote_of(question, KEPT_UP, "半休", entry="半日だけ有給を取ることはできますか。")
    assert ("担当部署" in quoted.told) == is_told
    assert "担当部署" in quoted.quote
