"""Questions to a company as the engine examines them, with and without what answers them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.training.examples import Example, company_examples, public_examples

RULES = """\
# 旅費規程

## 第1条（日当）

日当は、1日につき3,000円とする。

## 第2条（宿泊費）

宿泊費は、一泊につき12,000円を上限とする。

## 第3条（予約）

航空券は、出発の14日前までに予約する。
"""
LODGING = "第2条（宿泊費）"


def written(path: Path, *rows: object) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("company")
    (folder / "documents").mkdir()
    (folder / "documents" / "旅費規程.md").write_text(RULES, encoding="utf-8")
    gold = [{"file": "旅費規程.md", "heading": LODGING}]
    answered = {
        "id": "1",
        "kind": "answerable",
        "question": "ホテル代の上限は?",
        "gold": gold,
        "facts": ["12,000円"],
    }
    absent = {"id": "2", "kind": "unanswerable", "question": "社員食堂はありますか"}
    written(folder / "questions.jsonl", answered, absent)
    return company_examples(folder)


def headings(example: Example) -> set[str]:
    return {evidence.passage.chunk.heading for evidence in example.examined.weighed}


def test_a_question_is_examined_once_more_without_the_sections_that_answer(
    examples: list[Example],
) -> None:
    assert [(e.case.id, e.removed) for e in examples] == [("1", False), ("1", True), ("2", False)]
    whole, without, _ = examples
    assert headings(whole) - headings(without) == {LODGING}


def test_the_other_sections_have_the_shares_that_they_get_alone(examples: list[Example]) -> None:
    for example in examples:
        shares = {
            passage.chunk.section_hash: passage.features["section_share"]
            for passage in example.examined.passages
        }
        assert sum(shares.values()) == pytest.approx(1)


def test_an_answer_is_right_from_the_section_that_answers_only(examples: list[Example]) -> None:
    whole, without, absent = examples
    right = [e for e, gold in zip(whole.examined.weighed, whole.gold, strict=True) if gold]
    wrong = [e for e, gold in zip(whole.examined.weighed, whole.gold, strict=True) if not gold]
    assert len(right) == 1
    assert whole.is_right(right)
    assert not whole.is_right(wrong[:1])
    for example in (without, absent):
        assert not any(example.gold)
        assert not example.is_right(example.examined.weighed[:1])


def test_a_query_of_a_public_set_loses_its_gold_passages(tmp_path: Path) -> None:
    rows = [("a", "雪", "札幌は雪が多い。"), ("b", "料理", "そばは信州が名高い。")]
    written(tmp_path / "corpus.jsonl", *({"id": i, "title": t, "text": x} for i, t, x in rows))
    written(tmp_path / "queries.jsonl", {"id": "q", "text": "雪が多いのはどこ?", "gold": ["a"]})
    whole, without = public_examples(tmp_path, 1)
    assert (headings(whole), headings(without)) == ({"雪", "料理"}, {"料理"})
    assert whole.is_right(whole.examined.weighed[:1])
    assert not without.is_right(without.examined.weighed[:1])
