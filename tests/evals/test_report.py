from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.cases import EvalCase
from evals.comparison import Baseline
from evals.judging import Judged, Opinion
from evals.report import page
from evals.run import EvalRun, run


def test_the_page_shows_each_failure_and_what_was_expected(a_run: EvalRun) -> None:
    text = page(a_run, None)
    assert 'id="invented"' in text and 'id="timid"' in text and 'id="right"' not in text
    assert "社員食堂は？" in text
    assert "第34条（請求手続）「3営業日前までに」" in text
    assert "見出しにだけ書いてある" in text


def test_the_page_can_be_narrowed_down_without_a_script(a_run: EvalRun) -> None:
    text = page(a_run, None)
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert {"only-wrong", "only-answerable", "only-unanswerable"} <= links
    assert links <= set(re.findall(r'id="([^"]+)"', text))
    assert "<script" not in text and "http" not in text


def test_what_was_said_is_text_on_the_page_not_markup(a_run: EvalRun) -> None:
    assert "&lt;b&gt;あります&lt;/b&gt;" in page(a_run, None)


def test_a_failure_shows_what_was_found_and_why_it_was_decided_so(
    case: Callable[..., EvalCase], said: Callable[..., dict[str, Any]]
) -> None:
    trace = {
        "why": "confidence 0.41 is below 0.60",
        "retrieved": [
            {"path": "rules/旅費規程.docx", "section": "別表第1", "score": 0.5, "confidence": 0.41}
        ],
    }
    timid = said(outcome="escalation", reason="low_confidence", trace=trace)
    text = page(run([case()], lambda asked: timid), None)
    assert "担当者へ引き継ぎ（確信度が足りない）" in text
    assert "confidence 0.41 is below 0.60" in text
    assert "根拠の順位：圏外" in text
    assert re.search(r"旅費規程\.docx ＞ 別表第1 <span[^>]*>0\.41<", text)


def test_the_comparison_tells_what_was_said_before(
    tmp_path: Path, a_run: EvalRun, said: Callable[..., dict[str, Any]]
) -> None:
    before = tmp_path / "before.json"
    before.write_text(json.dumps(a_run.as_json()))
    now = run([a_run.results[0].case], lambda asked: said(outcome="escalation"))
    text = page(now, Baseline(before, [r.case for r in now.results]).compare(now))
    assert "前回より悪くなりました" in text
    assert "right（正解：回答 → 担当者へ引き継ぎ）" in text
    assert "前回の応答（正解：回答）" in text and "3営業日前までに申請します。" in text
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))


def test_an_opinion_that_differs_from_the_score_is_shown_with_its_reason(a_run: EvalRun) -> None:
    answered = a_run.results[0]
    opinion = Opinion(verdict="wrong", reason="期限が違う")
    judged = Judged(
        model="gpt-judge", opinions={"right": opinion}, differing=(answered,), failed={}
    )
    text = page(a_run, None, judged)
    assert "採点：正しい、判定：誤り" in text and "期限が違う" in text


def test_what_was_measured_is_named(a_run: EvalRun) -> None:
    assert "慎重さ 0.5" in page(replace(a_run, conditions={"caution": "0.5"}), None)
