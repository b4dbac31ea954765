"""A table that a line introduces in the words of the question: the asker is asked for the row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.outcomes import Answer, Clarification, Outcome, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

SAMPLE = Path(__file__).parents[3] / "knowledge" / "sample_company"
#: The upper limits of 別表第２（宿泊費）, by rank.
LIMITS = {
    "役員": ("20,000円", "17,000円", "15,000円"),
    "部長": ("16,000円", "14,000円", "12,000円"),
    "課長": ("14,000円", "12,000円", "10,000円"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    """The sample company's rules and FAQ on expenses and trips."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("旅費規程", "経費精算規程", "経費FAQ"):
        for file in SAMPLE.glob(f"{name}.*"):
            (folder / file.name).write_bytes(file.read_bytes())
    chosen: dict[str, Any] = {"home": tmp_path_factory.mktemp("home"), "_env_file": None}
    with open_zeroji(Settings(**chosen)) as zeroji:
        zeroji.ingest([folder])
        yield zeroji


def ask(zeroji: Zeroji, text: str) -> Outcome:
    return zeroji.engine.ask(Question(text=text, asker="shain")).outcome


def test_the_row_is_asked_for_and_each_option_is_answered_from_it(sample: Zeroji) -> None:
    asked = ask(sample, "国内出張の宿泊費はいくらまでですか。")

    assert isinstance(asked, Clarification)
    assert asked.text == "等級や役職によって異なります。どれに当てはまりますか？"
    told = {option.label: ask(sample, option.question) for option in asked.options}
    for rank, limits in LIMITS.items():
        answer = told[rank]
        assert isinstance(answer, Answer)
        assert all(limit in answer.text for limit in limits)


def test_no_other_table_answers_in_its_place(sample: Zeroji) -> None:
    abroad = ask(sample, "海外出張の宿泊費はいくらまでですか。")
    assert not isinstance(abroad, Answer)
    assert not any(limit in abroad.text for limit in LIMITS["役員"])
