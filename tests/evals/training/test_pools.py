"""Questions with their candidates, from eval cases and from retrieval sets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.training.pools import case_pools, public_pools
from knowledge.ranking.features import NAMES

RULES = """\
# 旅費規程

## 第1条（日当）

日当は、1日につき3,000円とする。

## 第2条（宿泊費）

宿泊費は、一泊につき12,000円を上限とする。

## 第3条（予約）

航空券は、出発の14日前までに予約する。
"""


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "旅費規程.md").write_text(RULES, encoding="utf-8")
    gold = [{"file": "旅費規程.md", "heading": "第2条（宿泊費）"}]
    case = {"id": "1", "kind": "answerable", "question": "ホテル代いくらまで?", "gold": gold}
    absent = {"id": "2", "kind": "unanswerable", "question": "社員食堂はありますか"}
    carried = {
        "id": "3",
        "kind": "followup",
        "turns": ["ホテル代は?", "日当は?"],
        "gold": gold,
    }
    written(folder / "questions.jsonl", [case, absent, carried])
    return folder


def test_cases_become_candidates_of_which_the_gold_sections_answer(
    company: Path, tmp_path: Path
) -> None:
    answered, absent = case_pools(
        "company", company / "documents", company / "questions.jsonl", tmp_path / "homes"
    )
    assert answered.features.shape == (3, len(NAMES))
    assert answered.gold.tolist() == [False, True, False]
    assert (absent.kind, absent.found, absent.without_gold) == ("unanswerable", False, None)


def test_without_what_answers_the_others_are_compared_anew(company: Path, tmp_path: Path) -> None:
    answered, _ = case_pools(
        "company", company / "documents", company / "questions.jsonl", tmp_path / "homes"
    )
    left = answered.without_gold
    assert left is not None
    assert (len(left.gold), left.found) == (2, False)
    margin = NAMES.index("similarity_margin")
    assert left.features[:, margin].max() == 0 > answered.features[[0, 2], margin].max()


def test_queries_of_a_retrieval_set_have_their_groups(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    corpus = [
        {"id": "a", "title": "天気", "text": "札幌は雪が多い。"},
        {"id": "b", "title": "料理", "text": "そばは信州が名高い。"},
    ]
    written(folder / "corpus.jsonl", corpus)
    query = {"id": "q", "text": "雪が多いのはどこですか", "gold": ["a"], "group": "天気"}
    written(folder / "queries.jsonl", [query])
    (pool,) = public_pools(folder, 10, tmp_path / "homes")
    assert (pool.source, pool.group, pool.gold.sum()) == ("public", "天気", 1)
