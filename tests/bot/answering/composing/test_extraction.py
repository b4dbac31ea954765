from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.answering.composing import extraction
from bot.answering.composing.extraction import cite, extract, told
from bot.answering.composing.references import References
from bot.answering.deciding.evidence import weigh
from bot.answering.reading.asked import asked_by
from bot.answering.understanding import Understanding
from bot.outcomes import Citation
from bot.wiring import Zeroji
from knowledge.model import Passage

Extract = Callable[..., tuple[str, tuple[Citation, ...]]]
AIRCRAFT = "国内出張で航空機を利用できるのはどんなときですか。"


@pytest.fixture
def extract_from(zeroji: Zeroji, read: Callable[[str], Understanding]) -> Extract:
    """Extracts an answer from passages as somebody in these audiences is given it."""

    def extract_one(
        text: str,
        *passages: Passage,
        audiences: tuple[str, ...] = ("all",),
        on: date = date(2026, 11, 20),
    ) -> tuple[str, tuple[Citation, ...]]:
        snapshot = zeroji.searcher.index.snapshot()
        references = References(
            library=zeroji.library, snapshot=snapshot, audiences=frozenset(audiences), on=on
        )
        asked = asked_by(read(text), snapshot.lexical)
        extracts = extract(asked, weigh(asked, passages, snapshot.lexical), references)
        answer = told("", extracts)
        return answer.text, answer.citations

    return extract_one


def test_quotes_stand_verbatim_in_the_section(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    passage = find("航空機の利用", "第12条")
    text, (cited,) = extract_from(AIRCRAFT, passage)
    assert all(line in passage.section.text for line in cited.quote.split("\n"))
    assert text == f"【旅費規程 第12条（航空機の利用）】\n{cited.quote}"
    assert cited.section == "第1章 総則 > 第12条（航空機の利用）"
    assert cited.chunk_id == passage.chunk.id


def test_a_lead_in_comes_with_its_items_and_without_the_rest(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    _, (cited,) = extract_from(AIRCRAFT, find("航空機の利用", "第12条"))
    quoted = cited.quote.split("\n")
    assert [line[:3] for line in quoted[:4]] == ["国内の", "(1)", "(2)", "(3)"]
    assert "搭乗券の半券" not in cited.quote


def test_a_short_text_is_quoted_whole(extract_from: Extract, find: Callable[..., Passage]) -> None:
    passage = find("旅費の精算", "第34条")
    _, (cited,) = extract_from("精算はいつまで", passage)
    assert cited.quote == passage.section.text


def test_of_a_table_the_row_that_the_question_names_is_quoted(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    table = find("日当 役職 別表", "別表第1（日当）")
    _, (cited,) = extract_from("課長の日当はいくらですか", table)
    assert cited.quote == "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円"


def test_a_row_is_named_by_one_of_its_parts_too(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    _, (cited,) = extract_from("主任の日当は？", find("日当 役職 別表", "別表第1（日当）"))
    assert cited.quote == "役職: 係長・主任 / 日帰り: 2,000円 / 宿泊: 3,000円"


def test_of_a_row_the_cells_asked_for_are_told_and_all_are_quoted(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    text, (cited,) = extract_from("課長の宿泊の日当は？", find("日当 役職 別表", "別表第1（日当）"))
    assert text.endswith("\n役職: 課長 / 宿泊: 3,500円")
    assert cited.quote == "役職: 課長 / 日帰り: 2,500円 / 宿泊: 3,500円"


def test_a_table_without_a_named_row_is_quoted_whole(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    _, (cited,) = extract_from("日当は？", find("日当 役職 別表", "別表第1（日当）"))
    assert len(cited.quote.split("\n")) == 4


def test_a_passage_that_points_to_a_table_brings_it(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    passage = find("出張者の日当の支給", "第18条")
    _, cited = extract_from("一般の日当はいくらですか", passage)
    assert [c.section for c in cited] == ["別表 > 別表第1（日当）", passage.chunk.heading]
    assert cited[0].quote == "役職: 一般 / 日帰り: 1,500円 / 宿泊: 2,500円"


def test_the_table_may_be_of_another_manual(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    passage = find("出張の日当はいくらですか。", "出張の日当はいくら")
    _, cited = extract_from("部長の出張の日当はいくらですか。", passage)
    assert [(c.manual, c.section) for c in cited] == [
        ("旅費規程", "別表 > 別表第1（日当）"),
        ("経費FAQ", "出張の日当はいくらですか。"),
    ]
    assert cited[0].quote == "役職: 部長 / 日帰り: 3,000円 / 宿泊: 4,500円"


def test_a_table_that_the_asker_may_not_see_is_not_brought(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    asked = "管理職の昇給率はどの表にありますか。"
    passage = find(asked, "昇給率はどの表")
    _, for_everyone = extract_from(asked, passage)
    _, for_managers = extract_from(asked, passage, audiences=("all", "managers"))
    assert [c.manual for c in for_everyone] == ["経費FAQ"]
    assert [c.manual for c in for_managers] == ["管理職規程", "経費FAQ"]
    assert "5.0%" in for_managers[0].quote


def test_a_table_is_that_of_the_revision_in_force(
    extract_from: Extract, find: Callable[..., Passage]
) -> None:
    passage = find("出張の日当はいくらですか。", "出張の日当はいくら")

    def revision(on: date) -> int:
        return extract_from("出張の日当は？", passage, on=on)[1][0].revision

    assert (revision(date(2099, 3, 31)), revision(date(2099, 4, 1))) == (1, 2)


def test_rows_of_a_further_place_are_not_told_to_hold_for_the_asker(
    zeroji: Zeroji, find: Callable[..., Passage], read: Callable[[str], Understanding]
) -> None:
    snapshot = zeroji.searcher.index.snapshot()
    asked = asked_by(read("課長の出張の日当はいくらですか。"), snapshot.lexical)
    (evidence,) = weigh(asked, [find("日当", "別表第1")], snapshot.lexical)
    one = extraction.Extract(quoted=evidence.quoted, citation=cite(evidence.passage, "課長"))
    assert [part.table.marked for part in one.parts(0) if part.table] == [(1,)]
    assert [part.table.marked for part in one.parts(1) if part.table] == [()]
