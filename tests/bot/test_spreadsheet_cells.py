"""CSV that no spreadsheet executes."""

from __future__ import annotations

import csv
import io

import pytest

from bot.spreadsheet_cells import BOM, as_csv, safe_cell


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_would_be_a_formula_is_text(begins: str) -> None:
    assert safe_cell(f"{begins}1+1") == f"'{begins}1+1"


def test_neither_do_blanks_before_it_help() -> None:
    assert safe_cell("  =1+1").startswith("'")
    assert safe_cell("　＝1+1").startswith("'")


@pytest.mark.parametrize(
    ("value", "cell"), [(-3, "-3"), (1.5, "1.5"), (None, ""), ("人事部", "人事部")]
)
def test_numbers_and_plain_text_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_a_file_reads_back_as_it_was_written() -> None:
    rows = [["1", 'says "no"', "a,b"], ["2", "two\nlines", "'=1"]]
    text = as_csv(["n", "said", "more"], rows)

    assert text.startswith(BOM)
    assert list(csv.reader(io.StringIO(text.removeprefix(BOM)))) == [["n", "said", "more"], *rows]
