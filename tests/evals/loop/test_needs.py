"""What a dataset has to be like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.cases import load_cases
from evals.loop.needs import load_needs, load_stream
from evals.matching import says
from knowledge.errors import InvalidInput
from tests.evals.loop.conftest import write_lines

_QUARTER = Path(__file__).parents[3] / "evals" / "quarter"


def test_needs_of_several_files_are_read_in_order(
    tmp_path: Path, cards: dict[str, Any], parking: dict[str, Any]
) -> None:
    write_lines(tmp_path / "needs_b.jsonl", parking)
    write_lines(tmp_path / "needs_a.jsonl", cards)
    needs = load_needs(tmp_path)
    assert [need.id for need in needs] == ["cards", "parking"]
    assert [need.answer for need in needs] == [cards["gold"]["quote"], parking["reply"]]


def test_a_folder_without_needs_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"needs\.jsonl"):
        load_needs(tmp_path)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"gold": None}, "gold place"),
        ({"wordings": ["一つだけ"]}, "wordings"),
        ({"facts": []}, "facts"),
        ({"fact": ["5営業日"]}, "fact"),
    ],
)
def test_an_incomplete_need_is_named_by_its_line(
    tmp_path: Path, cards: dict[str, Any], change: dict[str, Any], complaint: str
) -> None:
    write_lines(tmp_path / "needs.jsonl", cards | change)
    with pytest.raises(InvalidInput, match=rf"needs\.jsonl:1: [\s\S]*{complaint}"):
        load_needs(tmp_path)


def test_a_need_that_is_not_known_has_a_reply(tmp_path: Path, parking: dict[str, Any]) -> None:
    write_lines(tmp_path / "needs.jsonl", parking | {"reply": ""})
    with pytest.raises(InvalidInput, match="reply that staff give"):
        load_needs(tmp_path)


def test_no_words_are_those_of_two_needs(
    tmp_path: Path, cards: dict[str, Any], parking: dict[str, Any]
) -> None:
    shared = parking | {"wordings": [*parking["wordings"], cards["wordings"][0]]}
    write_lines(tmp_path / "needs.jsonl", cards, shared)
    with pytest.raises(InvalidInput, match="名刺は何日で届きますか"):
        load_needs(tmp_path)


def test_a_stream_asks_of_needs_that_there_are(dataset: Path) -> None:
    needs = load_needs(dataset)
    stream = load_stream(dataset, needs)
    assert stream is not None
    assert [asking.at for asking in stream] == [0, 0, 0, 7]
    row = {"at": 1, "asker": "a", "need": "lunch", "wording": "昼は？"}
    write_lines(dataset / "stream.jsonl", row)
    with pytest.raises(InvalidInput, match="lunch"):
        load_stream(dataset, needs)


def test_the_quarter_of_the_sample_company_is_a_dataset() -> None:
    needs = load_needs(_QUARTER)
    assert len(needs) >= 200
    assert sum(not need.known for need in needs) >= 80
    for need in needs:
        assert all(says(need.answer, fact) for fact in need.facts), need.id


def test_the_quarter_asks_no_question_of_the_cases() -> None:
    cases = load_cases([_QUARTER.parent / "cases" / "sample_company.jsonl"])
    asked = {case.question for case in cases}
    assert not [w for need in load_needs(_QUARTER) for w in need.wordings if w in asked]
