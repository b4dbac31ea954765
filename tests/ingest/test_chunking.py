"""Sections to chunks."""

from __future__ import annotations

import pytest

from ingest.chunking import LONGEST, TARGET, chunks, sentences
from knowledge.model import Block, Section
from tests.making import section

LONG = "".join(f"第{n}に、申請者は所定の様式に必要な事項を記入するものとする。" for n in range(60))


def texts(made: Section) -> list[str]:
    return [chunk.text for chunk in chunks(made, 1)]


def test_short_paragraphs_stay_together() -> None:
    assert texts(section("第1条", "第1項", "第2項")) == ["第1項\n第2項"]


def test_paragraphs_are_joined_up_to_the_target_and_no_further() -> None:
    made = texts(section("第1条", "あ" * 200, "い" * 100, "う" * 100))
    assert made == ["あ" * 200 + "\n" + "い" * 100, "う" * 100]


def test_a_paragraph_of_some_length_is_not_cut() -> None:
    assert texts(section("第1条", "あ" * LONGEST)) == ["あ" * LONGEST]


def test_a_very_long_paragraph_is_cut_at_sentence_ends() -> None:
    made = texts(section("第1条", LONG))
    assert len(made) > 1
    assert all(len(text) <= TARGET + 20 and text.endswith("。") for text in made)
    assert "".join(made).replace("\n", "") == LONG


def items(*texts: str) -> list[Block]:
    return [Block(kind="item", text=text) for text in texts]


def test_items_stay_with_the_sentence_that_leads_them_in() -> None:
    lead = Block(kind="text", text="次の各号に該当するときは、休暇を与える。")
    blocks = (Block(kind="text", text="あ" * 250), lead, *items("(1) " + "結婚" * 20, "(2) 忌引"))
    made = texts(Section(heading_path=("第14条",), blocks=blocks))
    assert made[0] == "あ" * 250
    assert made[1].startswith("次の各号に該当するときは、休暇を与える。\n(1) 結婚")
    assert made[1].endswith("(2) 忌引")


def test_each_part_of_a_long_list_begins_with_the_sentence_that_leads_it_in() -> None:
    lead = "次の各号に該当するときは、懲戒とする。"
    listed = [f"({n}) " + "正当な理由なく無断で欠勤したとき" * 3 for n in range(1, 20)]
    blocks = (Block(kind="text", text=lead), *items(*listed))
    made = texts(Section(heading_path=("第60条",), blocks=blocks))
    assert len(made) > 1
    assert all(text.startswith(f"{lead}\n(") for text in made)
    assert [line for text in made for line in text.split("\n")[1:]] == listed


def test_commentaries_are_not_mixed_with_rules() -> None:
    blocks = (Block(kind="note", text="注: 2025年改正。"), Block(kind="text", text="5日とする。"))
    assert texts(Section(heading_path=("第16条",), blocks=blocks)) == [
        "5日とする。",
        "注: 2025年改正。",
    ]


def test_a_long_answer_is_split_and_its_table_rows_found_by_themselves() -> None:
    rows = [Block(kind="row", text=f"勤続: {n}年 / 日数: {10 + n}日") for n in range(3)]
    blocks = (*(Block(kind="text", text=letter * 300) for letter in "あいう"), *rows)
    made = chunks(Section(heading_path=("何日？",), blocks=blocks, question="何日？"), 1)
    assert [chunk.kind for chunk in made] == ["qa", "qa", "qa", "row", "row", "row"]


def test_a_table_row_is_a_chunk_of_its_own() -> None:
    rows = [Block(kind="row", text=f"役職: {name} / 日当: 3,000円") for name in ("部長", "課長")]
    made = Section(heading_path=("別表",), blocks=(Block(kind="text", text="次による。"), *rows))
    assert [(chunk.kind, chunk.text) for chunk in chunks(made, 1)] == [
        ("text", "次による。"),
        ("row", "役職: 部長 / 日当: 3,000円"),
        ("row", "役職: 課長 / 日当: 3,000円"),
    ]


def test_a_faq_entry_is_one_chunk_without_its_notes() -> None:
    blocks = (
        Block(kind="text", text="使えます。"),
        Block(kind="item", text="領収書が要ります。"),
        Block(kind="note", text="担当: 経理部"),
    )
    question = "タクシーは使えますか。"
    (chunk,) = chunks(Section(heading_path=(question,), blocks=blocks, question=question), 1)
    assert (chunk.kind, chunk.question) == ("qa", question)
    assert chunk.text == "使えます。\n領収書が要ります。"
    assert chunk.embedded_text == f"{question}\n{chunk.text}"


def test_what_is_said_twice_in_a_section_is_one_chunk() -> None:
    rows = tuple(Block(kind="row", text="役職: 部長") for _ in range(2))
    assert len(chunks(Section(heading_path=("別表",), blocks=rows), 1)) == 1


def test_a_chunk_is_the_same_next_time_and_another_elsewhere() -> None:
    (one,) = chunks(section("第1条", "定める。", page=1), 1)
    assert one.id == chunks(section("第1条", "定める。", page=2), 1)[0].id
    assert one.id != chunks(section("第1条", "定める。"), 2)[0].id
    assert one.id != chunks(section("第2条", "定める。"), 1)[0].id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一つ。二つ。", ["一つ。", "二つ。"]),
        ("使えますか？はい！", ["使えますか？", "はい！"]),
        ("「使える。」という。", ["「使える。」", "という。"]),
        ("上限は３．５日とする。", ["上限は３．５日とする。"]),
        ("１．目的を定める．次に移る．", ["１．目的を定める．", "次に移る．"]),
        ("役員（嘱託を除く。）に支給する。", ["役員（嘱託を除く。）に支給する。"]),
        ("句点なし\n次の行", ["句点なし", "次の行"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
