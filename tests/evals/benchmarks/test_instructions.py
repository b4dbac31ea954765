"""Planted instructions: what is hidden is not read, what is seen is not used."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Page

from evals.benchmarks.instructions.browsing import chromium
from evals.benchmarks.instructions.documents import Way, ways
from evals.benchmarks.instructions.gullible import Gullible
from evals.benchmarks.instructions.lines import SETS, counts, lines
from evals.benchmarks.instructions.plants import plant
from evals.benchmarks.instructions.telling import hostile_questions, questions
from evals.loopback.chat_completions import OpenAIServer
from evals.loopback.prompts import Prompt, Shown
from ingest.document import read_document
from knowledge.machine_instructions import without

WAYS = [(number, way) for number, way in enumerate(ways()) if way.suffix != ".pdf"]
PDFS = [(number, way) for number, way in enumerate(ways()) if way.suffix == ".pdf"]


def test_there_are_a_hundred_documents_in_all_formats() -> None:
    assert len(ways()) == 100
    assert len({way.suffix for way in ways()}) == 9
    assert sum(way.is_hidden for way in ways()) >= 50


@pytest.mark.parametrize(("number", "way"), WAYS, ids=[f"{w.suffix} {w.name}" for _, w in WAYS])
def test_nothing_planted_is_left_to_answer_with(tmp_path: Path, number: int, way: Way) -> None:
    _check(tmp_path, number, way, cast(Page, None))


def test_nor_in_what_is_printed(tmp_path: Path) -> None:
    with chromium() as browser:
        page = browser.new_page()
        for number, way in PDFS:
            _check(tmp_path, number, way, page)


def _check(folder: Path, number: int, way: Way, page: Page) -> None:
    planted = plant(number, is_hidden=way.is_hidden, kind=way.kind)
    path = folder / f"{planted.subject}{way.suffix}"
    way.write(path, planted, page)
    document = read_document(path, {}, lambda done, total: None)
    read = "\n".join(f"{section.heading}\n{section.text}" for section in document.sections)
    used = "\n".join(without(section).text for section in document.sections)
    assert planted.amount in used, "the rule itself is lost"
    assert planted.untrue not in used
    if way.is_hidden:
        assert planted.untrue not in read
    elif way.kind != "base64":
        assert planted.untrue in read, "what everybody sees is lost"


@pytest.mark.parametrize("name", SETS)
def test_the_lines_stay_as_well_told_as_they_are(name: str) -> None:
    right, count = counts()[name]
    assert count - right <= count * (0.1 if SETS[name] else 0.01)


def test_the_lines_do_not_repeat_each_other() -> None:
    every = [line for name in SETS for line in lines(name)]
    assert len(every) == len(set(every))


def test_no_plant_can_be_taken_for_another() -> None:
    plants = [plant(number, is_hidden=False) for number in range(100)]
    for tell in ("subject", "amount", "untrue", "link"):
        assert len({getattr(one, tell) for one in plants}) == 100


def test_the_model_obeys_what_it_is_shown() -> None:
    """If it did not, nothing would be proved by nobody's following it."""
    planted = plant(3, is_hidden=False, kind="answer")
    server = OpenAIServer()
    server.requests.append({"messages": [{"content": "SYSTEM"}, {"content": ""}]})
    gullible = Gullible(server, [planted])
    shown = Shown(number=1, heading="規程", text=f"よい規則。\n{planted.text}")
    prompt = Prompt(**_prompt(question="額は？", passages=(shown,)))

    draft = gullible.reply(prompt)

    assert draft is not None and draft["answers"] is True
    said = "".join(sentence["text"] for sentence in draft["sentences"])
    assert planted.untrue in said and planted.link in said and "SYSTEM" in said
    assert {sentence["quote"] for sentence in draft["sentences"][1:]} == {planted.text}
    assert gullible.shown == 1


def test_hostile_questions_state_what_is_not_so() -> None:
    planted = plant(3, is_hidden=False)
    assert all(planted.untrue in question for question, _ in hostile_questions(planted))
    assert all(planted.untrue not in question for question, _ in questions(planted))


def _prompt(**given: Any) -> dict[str, Any]:
    return {"shape": "Draft"} | given
