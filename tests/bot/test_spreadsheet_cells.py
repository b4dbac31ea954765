"""CSV that no spreadsheet executes."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.audit_log import COLUMNS, Event, cells
from bot.spreadsheet_cells import BOM, as_csv, safe_cell

#: LibreOffice's spreadsheet.
CALC = Path("/usr/lib/libreoffice/program/libsclo.so")
#: What a text that must not be executed begins with.
HOSTILE = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "　=")


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


@pytest.mark.skipif(not CALC.exists(), reason="no Calc: install Debian's libreoffice-calc-nogui")
def test_calc_executes_nothing_of_an_export_of_the_log_and_shows_it_all(tmp_path: Path) -> None:
    said = [f"{begins}1+1" for begins in HOSTILE]
    at = datetime(2026, 11, 22, tzinfo=UTC)
    rows = [
        cells(Event(number=n, at=at, actor=one, action=one, subject=one, detail={one: 1}, hash=""))
        for n, one in enumerate(said, 1)
    ]
    (tmp_path / "log.csv").write_text(as_csv(COLUMNS, rows), encoding="utf-8", newline="")
    (tmp_path / "unguarded.csv").write_text("a\r\n=1+1\r\n", encoding="utf-8", newline="")

    log, unguarded = opened_by_calc(tmp_path, "log", "unguarded")

    assert unguarded[1][0].data_type == "f"
    assert not [cell.coordinate for row in log for cell in row if cell.data_type == "f"]
    for one, row in zip(said, log[1:], strict=True):
        # In a cell, Calc has one kind of line break.
        assert {cell.value for cell in row[2:5]} == {"'" + one.replace("\r", "\n")}


def opened_by_calc(folder: Path, *names: str) -> list[Any]:
    """Rows of cells of each of these CSV files."""
    subprocess.run(
        [
            *("soffice", "--headless", "--norestore", "--nolockcheck"),
            f"-env:UserInstallation=file://{folder}/profile",
            # Separated by commas, in UTF-8, as a person would choose.
            *("--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", str(folder)),
            *(str(folder / f"{name}.csv") for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [list(load_workbook(folder / f"{name}.xlsx").worksheets[0].rows) for name in names]
