"""Learning which lines of a section answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.answering.reading import read_by
from bot.answering.weights import Logistic
from evals.training.examples import Example, company_examples
from evals.training.reading import Read, left_out, read_without, report, sections_read
from knowledge.errors import InvalidInput

RULES = """\
# 就業規則

## 第1条（年次有給休暇）

年次有給休暇は、勤続6か月で10日を与える。取得日の3日前までに申請する。

繰り越せるのは翌年度までとし、合計40日を上限とする。

## 第2条（慶弔休暇）

結婚したときは、5日の休暇を与える。証明書を添えて申請する。

## 第3条（介護休業）

家族を介護する社員は、93日まで休業できる。休業の期間は、無給とする。

## 第4条（退職）

退職する者は、30日前までに届け出る。
"""
CASES: tuple[dict[str, Any], ...] = (
    {
        "id": "1",
        "kind": "answerable",
        "question": "有休は何日まで繰り越せますか",
        "facts": ["40日"],
        "gold": [
            {
                "file": "就業規則.md",
                "heading": "第1条（年次有給休暇）",
                "quote": "合計40日を上限",
            }
        ],
    },
    {"id": "2", "kind": "unanswerable", "question": "介護休業の手当はいくらですか"},
)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("company")
    (folder / "documents").mkdir()
    (folder / "documents" / "就業規則.md").write_text(RULES, encoding="utf-8")
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, CASES)), encoding="utf-8")
    return company_examples(folder)


@pytest.fixture
def sections(examples: list[Example]) -> Iterator[list[Read]]:
    with read_by(Logistic(bias=0.0, signals={})):
        yield [one for example in examples for one in sections_read(example)]


def test_the_line_that_holds_the_quote_is_the_one_that_answers(sections: list[Read]) -> None:
    alone, joined = (one for one in sections if one.answers)
    assert (alone.joined, joined.joined) == (False, True)
    for one in (alone, joined):
        right = [
            p.text for p, answers in zip(one.reading.pieces, one.right, strict=True) if answers
        ]
        assert right == ["繰り越せるのは翌年度までとし、合計40日を上限とする。"]


def test_an_article_is_joined_with_those_found_beside_it(sections: list[Read]) -> None:
    joined = next(one for one in sections if one.joined)
    assert all(text in joined.section.text for text in ("10日を与える", "無給とする", "届け出る"))
    assert joined.section.heading_path[-1] == "第1条（年次有給休暇）"


def test_no_line_answers_what_has_no_answer(sections: list[Read]) -> None:
    near = [one for one in sections if one.case.kind == "unanswerable"]
    assert near
    assert not any(right for one in near for right in one.right)


def test_what_is_reported_was_learned_from_others(sections: list[Read]) -> None:
    wrong = Logistic(bias=0.0, signals={"first": (0.0, 1.0, 9.0)})
    right = Logistic(bias=0.0, signals={"first": (0.0, 1.0, -9.0)})
    here = sections[0].company
    assert "0.0% of their facts" in "\n".join(report(sections, {here: wrong}))
    assert "100.0% of their facts" in "\n".join(report(sections, {here: right}))


def test_each_company_has_weights_without_it(sections: list[Read]) -> None:
    both = [*sections, *(replace(one, company="other") for one in sections)]
    weights = left_out(both)
    assert set(weights) == {sections[0].company, "other"}
    assert all(np.isfinite(model.bias) for model in weights.values())


def test_no_company_is_read_by_a_model_that_has_seen_it(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"reading_without_.*is missing"):
        read_without(tmp_path, "hoshizora")
