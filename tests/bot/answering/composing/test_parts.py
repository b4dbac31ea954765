from __future__ import annotations

from bot.answering.composing.parts import Told, joined, one_by_one, plain
from bot.outcomes import Citation, Part


def _cited(quote: str) -> Citation:
    return Citation(
        chunk_id=quote,
        manual_id=1,
        manual="規程",
        revision=1,
        section="第1条",
        page=None,
        quote=quote,
        path="規程.md",
    )


def _told(said: str, text: str, quote: str = "") -> Told:
    part = Part(kind="quote", text=text, citations=(0,))
    return Told(said=said, parts=(part,), citations=(_cited(quote or text),))


def test_sentences_are_one_paragraph_and_all_else_stands_apart() -> None:
    sentences = [Part(kind="sentence", text=text) for text in ("3日です。", "有給です。")]
    note = Part(kind="note", text="※改定されます。")
    assert plain([*sentences, note]) == "3日です。有給です。\n\n※改定されます。"
    assert plain([Part(kind="sentence", text=t) for t in ("A.", "B.")], "en") == "A. B."
    assert plain([]) == ""


def test_rows_stand_right_below_the_lines_of_their_place() -> None:
    lines = Part(kind="quote", text="【規程 第1条】\n次のとおりとする。", citations=(0,))
    rows = Part(kind="table", text="区分: 課長 / 額: 14,000円", citations=(0,))
    assert plain([lines, rows]) == f"{lines.text}\n{rows.text}"
    other = Part(kind="table", text="区分: 部長", citations=(1,))
    assert plain([lines, other]) == f"{lines.text}\n\n{other.text}"


def test_each_answer_stands_below_its_question() -> None:
    told = one_by_one([_told("休みは？", "3日とする。"), _told("給料は？", "無給とする。")])
    assert told.text == "■ 休みは？\n3日とする。\n\n■ 給料は？\n無給とする。"
    assert one_by_one([_told("休みは？", "3日とする。")]).text == "■ 休みは？\n3日とする。"


def test_an_answer_that_says_all_that_the_others_say_is_told_once() -> None:
    part = _told("休みは？", "【規程 第1条】\n3日とする。")
    whole = _told("給料は？", "【規程 第1条】\n3日とする。\n無給とする。")
    assert one_by_one([part, whole]) == whole


def test_a_quote_that_answers_two_questions_is_cited_once() -> None:
    told = joined([_told("a", "3日。", "3日"), _told("b", "3日。", "3日"), _told("c", "無給。")])
    assert [citation.quote for citation in told.citations] == ["3日", "無給。"]
    assert [part.citations for part in told.parts] == [(0,), (0,), (1,)]
