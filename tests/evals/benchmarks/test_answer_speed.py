"""The way from a question to its outcome, measured on a small library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evals
from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.answer_speed import _memory, fill_home, measure
from evals.benchmarks.subsidiaries import Company, companies, publish_until
from knowledge.model import Block, Document, ManualMeta, Section

STEPS = {"understand", "embed", "search", "weigh", "decide", "compose", "record"}


def company(heading: str, text: str) -> Company:
    section = Section(heading_path=("第1章 旅費", heading), blocks=(Block(kind="text", text=text),))
    document = Document(meta=ManualMeta(title="旅費規程"), sections=(section,))
    return Company(documents=(document,), questions=("日当はいくらですか",))


def test_each_step_has_its_times_and_its_share(tmp_path: Path) -> None:
    fill_home(tmp_path / "home", 100)
    measured = measure(tmp_path / "home", 8)
    assert measured["chunks"] >= 100
    assert 0 < measured["outcome"]["p50_ms"] <= measured["outcome"]["p95_ms"]
    assert set(measured["steps"]) == STEPS
    assert sum(step["share"] for step in measured["steps"].values()) == pytest.approx(1, abs=0.01)
    assert measured["steps"]["embed"]["p50_ms"] > 0


def test_with_a_model_the_time_that_it_takes_itself_is_not_counted(tmp_path: Path) -> None:
    fill_home(tmp_path / "home", 100)
    measured = measure(tmp_path / "home", 12, model=True)
    assert set(measured["steps"]) == STEPS | {"ground"}
    assert measured["composed"]["p95_ms"] >= measured["composed"]["p50_ms"] > 0
    assert measured["steps"]["compose"]["p50_ms"] >= 0


def test_memory_is_that_of_the_engine(tmp_path: Path) -> None:
    fill_home(tmp_path / "home", 100)
    before, after = _memory(tmp_path / "home").values()
    assert 50 < before["resident"] < after["resident"]
    assert 0 < after["mapped"] < after["resident"]


def test_companies_that_are_held_out_are_not_asked() -> None:
    folder = Path(evals.__file__).parent / "companies"
    held_out = (folder / "HELD_OUT").read_text(encoding="utf-8").split()
    all_of_them = list(folder.glob("*/questions.jsonl"))
    # The sample company is one more.
    assert len(companies()) == len(all_of_them) - len(held_out) + 1


def test_each_subsidiary_has_its_own_name_and_figures(tmp_path: Path) -> None:
    group = [company("第7条（日当）", "日当は3,000円、第7条の3回分までとする。")]
    with open_zeroji(Settings(home=tmp_path / "home", embedder="builtin")) as zeroji:
        publish_until(zeroji, group, 3, lambda done, total: None)
        entries = zeroji.searcher.index.snapshot().entries
        titles = sorted(manual.title for manual in zeroji.library.manuals())
    assert titles == ["A1社 旅費規程", "A2社 旅費規程", "A社 旅費規程"]
    said = sorted(entry.chunk.text for entry in entries)
    assert [re.findall(r"\d+", text) for text in said] == [
        ["3", "000", "7", "3"],
        ["4", "000", "7", "4"],
        ["5", "000", "7", "5"],
    ]
