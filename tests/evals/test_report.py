from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

from rich.console import Console

from evals.comparison import Baseline
from evals.report import change_table, table, write_html
from evals.run import EvalRun


def shown(renderable: object) -> str:
    out = StringIO()
    Console(width=160, file=out).print(renderable)
    return out.getvalue()


def test_the_table_has_a_line_per_slice(a_run: EvalRun) -> None:
    text = shown(table(a_run))
    assert re.search(r"all .* 3 .* 1 .* 33\.3% .* 1 .* 33\.3% ", text)
    assert all(name in text for name in ("answerable", "unanswerable", "easy"))


def test_the_page_shows_each_failure_and_what_was_expected(tmp_path: Path, a_run: EvalRun) -> None:
    write_html(tmp_path / "r.html", a_run, None)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'id="invented"' in page and 'id="timid"' in page and 'id="right"' not in page
    assert "社員食堂は？" in page
    assert "第34条（請求手続）「3営業日前までに」" in page
    assert "見出しにだけ書いてある" in page


def test_the_page_can_be_narrowed_down_without_a_script(tmp_path: Path, a_run: EvalRun) -> None:
    write_html(tmp_path / "r.html", a_run, None)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="#([^"]+)"', page))
    assert {"only-wrong", "only-answerable", "only-unanswerable"} <= links
    assert links <= set(re.findall(r'id="([^"]+)"', page))
    assert "<script" not in page and "http" not in page


def test_what_was_said_is_text_on_the_page_not_markup(tmp_path: Path, a_run: EvalRun) -> None:
    write_html(tmp_path / "r.html", a_run, None)
    assert "&lt;b&gt;あります&lt;/b&gt;" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_the_comparison_is_shown_on_both(tmp_path: Path, a_run: EvalRun) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(a_run.as_json()))
    compared = Baseline(before).compare(a_run)
    write_html(tmp_path / "r.html", a_run, compared)
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "前回との比較" in page and '悪化 <strong class="">0件' in page
    assert "33.3%" in shown(change_table(compared))
