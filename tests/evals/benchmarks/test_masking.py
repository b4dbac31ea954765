"""Messages are scored by what of them is masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.masking import Kind
from evals.benchmarks.masking import Score, load, score


@pytest.fixture
def scored(tmp_path: Path) -> Score:
    path = tmp_path / "messages.txt"
    path.write_text(
        "# 電話\n"
        "電話は{電話|090-1234-5678}です\n"
        "合言葉は{暗証番号|いろは}です\n"
        "電話は{電話|090-1234-5678}、{メール|a@example.com}、080-1234-5678\n"
        "# 似たもの\n"
        "伝票番号 1234567\\n内線 123\n"
        "090-1111-2222\n",
        encoding="utf-8",
    )
    return score(list(load(path)))


def test_what_is_marked_and_masked_is_found(scored: Score) -> None:
    assert scored.marked == {Kind.PHONE: 2, Kind.PIN: 1, Kind.EMAIL: 1}
    assert scored.found == {Kind.PHONE: 2, Kind.EMAIL: 1}
    assert scored.recall() == 0.75


def test_more_masked_than_marked_is_too_wide(scored: Score) -> None:
    assert scored.too_wide == 1


def test_a_message_without_marks_is_a_look_alike(scored: Score) -> None:
    assert (scored.lookalikes, scored.masked_lookalikes) == (2, 1)
    assert scored.false_rate() == 0.5


def test_errors_name_the_section_and_what_went_wrong(scored: Score) -> None:
    assert len(scored.errors) == 3
    assert scored.errors[0].startswith("電話: ")
    assert "missed いろは" in scored.errors[0]
    assert scored.errors[2].startswith("似たもの: ")


def test_line_breaks_are_read_as_such(tmp_path: Path) -> None:
    path = tmp_path / "messages.txt"
    path.write_text("一\\n{電話|090-1234-5678}\n", encoding="utf-8")
    (message,) = load(path)
    (mark,) = message.marks
    assert message.text == "一\n090-1234-5678"
    assert message.text[mark.start : mark.end] == "090-1234-5678"
