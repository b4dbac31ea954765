"""How far a changed embedder is: counted for a person, a line a tenth for a log."""

from __future__ import annotations

import sys

import pytest

from bot.cli.counting import Counting


def test_a_log_gets_a_line_a_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    shown = Counting("Embedding with the new model")
    for done in range(1, 101):
        shown(done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"Embedding with the new model: {n}/100" for n in range(10, 101, 10)]


def test_a_log_gets_the_end_of_a_short_one(capsys: pytest.CaptureFixture[str]) -> None:
    Counting("Embedding with the new model")(3, 3)
    assert capsys.readouterr().err == "Embedding with the new model: 3/3\n"


def test_a_person_sees_it_count(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = Counting("Embedding with the new model")
    for done in (1, 2, 3):
        shown(done, 3)
    said = capsys.readouterr().err
    assert said.count("\r") == 3
    assert said.endswith("3/3\n")
