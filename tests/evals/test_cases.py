from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.cases import load_cases
from knowledge.errors import InvalidInput

GOOD = {"id": "A1", "question": "有給は何日？", "kind": "answerable", "facts": ["10日"]}


def written(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_case_is_read_with_its_defaults(tmp_path: Path) -> None:
    [case] = load_cases([written(tmp_path / "c.jsonl", GOOD)])
    assert case.asked == ("有給は何日？",)
    assert (case.gold_mode, case.on, case.audience) == ("all", None, ())


def test_files_are_read_in_order_and_blank_lines_skipped(tmp_path: Path) -> None:
    first = written(tmp_path / "a.jsonl", GOOD, "", GOOD | {"id": "A2"})
    second = written(tmp_path / "b.jsonl", GOOD | {"id": "A0"})
    assert [case.id for case in load_cases([first, second])] == ["A1", "A2", "A0"]


@pytest.mark.parametrize(
    "turns", [["一問目", "二問目"], [{"question": "一問目"}, {"question": "二問目"}]]
)
def test_turns_are_strings_or_objects(tmp_path: Path, turns: list[Any]) -> None:
    followup = {"id": "F1", "kind": "followup", "turns": turns, "facts": ["20日"]}
    [case] = load_cases([written(tmp_path / "c.jsonl", followup)])
    assert case.asked == ("一問目", "二問目")


def test_candidates_are_readings_or_bare_places(tmp_path: Path) -> None:
    place = {"file": "a.md", "heading": "第1条"}
    readings = [{"label": "出張", "gold": [place], "facts": ["3日"]}, place]
    ambiguous = {"id": "M1", "kind": "ambiguous", "question": "期限は？", "candidates": readings}
    [case] = load_cases([written(tmp_path / "c.jsonl", ambiguous)])
    assert [gold.file for gold in case.places] == ["a.md", "a.md"]
    assert case.candidates[0].label == "出張"


def test_who_asks_and_the_company_have_two_names(tmp_path: Path) -> None:
    [case] = load_cases([written(tmp_path / "c.jsonl", GOOD | {"as": "tanaka", "corpus": "acme"})])
    assert (case.asker, case.company) == ("tanaka", "acme")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": "A1",', "not JSON"),
        (
            GOOD | {"must_nott": ["5日"]},
            "must_nott: there is no such key (did you mean must_not?).",
        ),
        (GOOD | {"colour": "red"}, "colour: there is no such key."),
        (GOOD | {"kind": "maybe"}, "kind"),
        (GOOD | {"turns": ["x"]}, "either question or turns"),
        (GOOD | {"facts": []}, "needs gold or facts"),
        (GOOD | {"kind": "unanswerable"}, "no gold and no facts"),
        (GOOD | {"kind": "ambiguous"}, "candidates"),
        (GOOD | {"on": "2026-13-01"}, "on"),
        (GOOD | {"question": "　 "}, "question or turn is empty"),
        (GOOD | {"facts": ["10日", " | "]}, "fact or must_not is empty"),
        ('"text"', "not a JSON object"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, row: Any, said: str) -> None:
    path = written(tmp_path / "c.jsonl", GOOD | {"id": "A0"}, row)
    with pytest.raises(InvalidInput, match=r"c\.jsonl:2: ") as error:
        load_cases([path])
    assert said in str(error.value)


def test_a_byte_order_mark_is_no_part_of_a_case(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(json.dumps(GOOD), encoding="utf-8-sig")
    assert [case.id for case in load_cases([path])] == ["A1"]


def test_an_id_is_used_once(tmp_path: Path) -> None:
    paths = [written(tmp_path / name, GOOD) for name in ("a.jsonl", "b.jsonl")]
    with pytest.raises(InvalidInput, match=r"b\.jsonl:1: the id A1 is used twice"):
        load_cases(paths)


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_a_file_without_cases_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "c.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"c\.jsonl"):
        load_cases([path])
