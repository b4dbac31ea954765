from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from evals.cases import EvalCase
from evals.run import EvalRun, run

LEAVE = {"file": "就業規則.docx", "heading": "第34条（請求手続）", "quote": "3営業日前までに"}


@pytest.fixture
def case() -> Callable[..., EvalCase]:
    """Makes a case: an answerable one about leave unless told otherwise."""

    def make(**changes: Any) -> EvalCase:
        fields = {"id": "L1", "kind": "answerable", "gold": [LEAVE], "facts": ["3営業日前"]}
        if "turns" not in changes:
            fields["question"] = "有給はいつまでに申請しますか。"
        return EvalCase.model_validate({**fields, **changes})

    return make


@pytest.fixture
def said() -> Callable[..., dict[str, Any]]:
    """Makes what an engine says: a right, proved answer about leave unless told otherwise."""

    def make(**changes: Any) -> dict[str, Any]:
        quote = {
            "manual": "就業規則",
            "section": "第5章 休暇 > 第34条（請求手続）",
            "page": 3,
            "quote": "取得希望日の3営業日前までに申請する。",
            "path": "manuals/就業規則.docx",
        }
        usual: dict[str, Any] = {
            "outcome": "answer",
            "text": "3営業日前までに申請します。",
            "citations": [quote],
            "options": [],
            "reason": None,
            "ticket": None,
            "confidence": 0.9,
            "timings_ms": {"search": 8.0, "total": 10.0},
        }
        if changes.get("outcome", "answer") != "answer":
            usual |= {"text": "担当者に引き継ぎました。", "citations": []}
        return usual | changes

    return make


@pytest.fixture
def a_run(case: Callable[..., EvalCase], said: Callable[..., dict[str, Any]]) -> EvalRun:
    """A right answer, a wrong one, and a question that was handed over though it has an answer."""
    cases = [
        case(id="right", difficulty="easy"),
        case(id="invented", kind="unanswerable", gold=[], facts=[], question="社員食堂は？"),
        case(id="timid", difficulty="easy", note="見出しにだけ書いてある"),
    ]
    spoken = {
        "right": said(),
        "invented": said(text="<b>あります</b>"),
        "timid": said(outcome="escalation", reason="low_confidence", timings_ms={"total": 30.0}),
    }
    return run(cases, lambda asked: spoken[asked.id])


@pytest.fixture(scope="session")
def settings_for() -> Callable[[Path], Settings]:
    """Makes the settings of a home, whatever a ``.env`` says."""

    def make(home: Path) -> Settings:
        chosen: dict[str, Any] = {"home": home, "_env_file": None}
        return Settings(**chosen)

    return make


@pytest.fixture
def settings(tmp_path: Path, settings_for: Callable[[Path], Settings]) -> Settings:
    return settings_for(tmp_path / "home")


@pytest.fixture
def retrieval_folder(tmp_path: Path) -> Path:
    """Four passages, each with a query of its own."""
    topics = {
        "leave": (
            "年次有給休暇",
            "有給休暇は3営業日前までに申請する。",
            "有給休暇はいつまでに申請？",
        ),
        "taxi": ("タクシー", "タクシーは終電後に限り利用できる。", "タクシーに乗れるのはいつ？"),
        "hotel": ("宿泊費", "東京の宿泊費の上限は12000円とする。", "東京の宿泊費の上限は？"),
        "remote": ("在宅勤務", "在宅勤務は週3日を上限とする。", "在宅勤務は週に何日まで？"),
    }
    folder = tmp_path / "set"
    folder.mkdir()
    corpus = [{"id": i, "title": f"規程 > {t}", "text": x} for i, (t, x, _) in topics.items()]
    queries = [{"id": f"q-{i}", "text": q, "gold": [i]} for i, (_, _, q) in topics.items()]
    _write(folder / "corpus.jsonl", corpus)
    _write(folder / "queries.jsonl", queries)
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
