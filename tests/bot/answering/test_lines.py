from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.answering.asked import asked_by
from bot.answering.lines import SHORT, choose, lines_of
from bot.answering.understanding import Understanding
from knowledge.lexical import LexicalIndex
from knowledge.model import Block, Section

Chosen = Callable[[str, list[tuple[str, str]]], list[str]]

#: A long list in the manner of work rules.
SUBMITTED = [
    ("text", "社員として採用された者は、採用の日から10日以内に次の書類を提出する。"),
    ("item", "① 誓約書及び身元保証書（保証人1名）"),
    ("item", "② 住民票記載事項証明書"),
    ("text", "2. 提出した書類に虚偽があったときは、採用を取り消すことがある。"),
    (
        "text",
        "3. 会社は、書類を退職の日から3年間、施錠した書庫に保管し、その後は細断して廃棄する。",
    ),
    ("text", "4. 海外から採用された者は、在留カードの写しを入社の当日に人事課の窓口へ持参する。"),
]
TRIAL = [
    ("text", "1. 試用期間は3か月とする。ただし、同業の経験者は1か月に短縮することがある。"),
    ("text", "2. 会社は制服を貸与し、貸与された者はこれを清潔に保ち、退職の日までに返す。"),
    (
        "text",
        "3. 健康診断は年に1回行い、受診した者には結果を通知し、所見があれば再検査を勧奨する。",
    ),
    ("text", "4. 更衣室のロッカーは1人1台とし、鍵を紛失した者は、実費を負担して再交付を受ける。"),
]


@pytest.fixture
def chosen(read: Callable[[str], Understanding]) -> Chosen:
    def choose_lines(question: str, blocks: list[tuple[str, str]]) -> list[str]:
        section = Section(
            heading_path=("第1条",),
            blocks=tuple(Block(kind=kind, text=text) for kind, text in blocks),  # type: ignore[arg-type]
        )
        lines = lines_of(section)
        assert sum(len(line.text) for line in lines) > SHORT
        asked = asked_by(read(question), LexicalIndex.of([["@a"]]))
        kept = choose(lines, asked.matters, frozenset(), asked.wanted, asked.values)
        return [lines[n].text for n in kept]

    return choose_lines


def test_a_lead_in_comes_with_its_items(chosen: Chosen) -> None:
    told = chosen("採用されたら何日以内に提出しますか", SUBMITTED)
    assert told[:3] == [text for _, text in SUBMITTED[:3]]
    assert SUBMITTED[4][1] not in told


def test_an_item_comes_with_its_lead_in(chosen: Chosen) -> None:
    told = chosen("身元保証書の保証人は何人？", SUBMITTED)
    assert told == [SUBMITTED[0][1], SUBMITTED[1][1]]


def test_the_paragraph_about_the_case_asked_is_enough(chosen: Chosen) -> None:
    assert chosen("海外採用の在留カードはいつ持参？", SUBMITTED) == [SUBMITTED[5][1]]


def test_a_sentence_comes_with_its_proviso(chosen: Chosen) -> None:
    assert chosen("試用期間は何か月？", TRIAL) == [
        "1. 試用期間は3か月とする。",
        "ただし、同業の経験者は1か月に短縮することがある。",
    ]


def test_numbered_paragraphs_are_no_items() -> None:
    blocks = (Block(kind="item", text="2. 賃金は毎月払う。"), Block(kind="item", text="(1) 基本給"))
    lines = lines_of(Section(heading_path=("第1条",), blocks=blocks))
    assert [line.is_item for line in lines] == [False, True]
