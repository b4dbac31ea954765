from __future__ import annotations

import pytest

from bot.answering.reading.lines import belonging, lines_of
from knowledge.model import Block, Section

#: A long list in the manner of work rules.
SUBMITTED = (
    Block(kind="text", text="採用された者は、採用の日から10日以内に次の書類を提出する。"),
    Block(kind="item", text="① 誓約書"),
    Block(kind="item", text="② 住民票記載事項証明書"),
    Block(kind="text", text="2. 前項の書類に虚偽があったときは、採用を取り消すことがある。"),
    Block(kind="text", text="3. 試用期間は3か月とする。ただし、経験者は1か月とする。"),
)
LINES = lines_of(Section(heading_path=("第1条",), blocks=SUBMITTED))
LEAD, FIRST, SECOND, FALSE, TRIAL, PROVISO = range(6)


@pytest.mark.parametrize(
    ("chosen", "needed"),
    [
        (LEAD, {FIRST, SECOND}),
        (SECOND, {LEAD}),
        (TRIAL, {PROVISO}),
        (FALSE, {LEAD}),
        (PROVISO, {TRIAL}),
    ],
)
def test_with_a_line_come_those_that_it_cannot_be_read_without(
    chosen: int, needed: set[int]
) -> None:
    assert belonging(LINES, {chosen}) - {chosen} == needed


def test_of_items_that_were_chosen_by_themselves_the_others_are_left_out() -> None:
    assert belonging(LINES, {LEAD, SECOND}) == {LEAD}


def test_numbered_paragraphs_are_no_items() -> None:
    blocks = (Block(kind="item", text="2. 賃金は毎月払う。"), Block(kind="item", text="(1) 基本給"))
    lines = lines_of(Section(heading_path=("第1条",), blocks=blocks))
    assert [line.is_item for line in lines] == [False, True]
