from __future__ import annotations

from pathlib import Path

import pytest

from evals.corpora import load_retrieval_set
from knowledge.errors import InvalidInput


def test_a_passage_is_a_section_under_its_headings(retrieval_folder: Path) -> None:
    first = load_retrieval_set(retrieval_folder).as_document().sections[0]
    assert first.heading_path == ("規程", "年次有給休暇")
    assert first.text == "有給休暇は3営業日前までに申請する。"


def test_a_sample_is_always_the_same_queries_on_the_whole_corpus(retrieval_folder: Path) -> None:
    whole = load_retrieval_set(retrieval_folder)
    sample = whole.sample(2)
    assert (len(sample.queries), len(sample.corpus)) == (2, 4)
    assert sample == whole.sample(2)
    assert whole.sample(99) is whole.sample(None) is whole


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("corpus", "{", r"corpus\.jsonl:5: not JSON"),
        ("corpus", "[]", r"corpus\.jsonl:5: not a JSON object"),
        ("corpus", '{"id": "x", "text": "y"}', r"corpus\.jsonl:5: needs a text 'title'"),
        ("corpus", '{"id": "leave", "title": "x", "text": "y"}', r"used twice: \['leave'\]"),
        ("queries", '{"id": "q", "text": "y", "gold": "leave"}', r"queries\.jsonl:5: needs 'gold'"),
        ("queries", '{"id": "q", "text": "y", "gold": ["lost"]}', "gold not in .*lost"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    retrieval_folder: Path, name: str, line: str, said: str
) -> None:
    with (retrieval_folder / f"{name}.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(InvalidInput, match=said):
        load_retrieval_set(retrieval_folder)


def test_a_folder_without_the_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"Give a folder with corpus\.jsonl"):
        load_retrieval_set(tmp_path)


def test_an_empty_file_is_told(retrieval_folder: Path) -> None:
    (retrieval_folder / "queries.jsonl").write_text("\n")
    with pytest.raises(InvalidInput, match="is empty"):
        load_retrieval_set(retrieval_folder)
