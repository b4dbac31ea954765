"""A change is tried out on a copy: many earlier answers, many askers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.outcomes import Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.gating.examining import examine
from evals.gating.request import Request
from knowledge.errors import InvalidInput

RULE = """---
title: 在宅勤務規程
---
## 第6条（通信費）

通信費は、月額500円を会社が負担する。

## 第7条（場所）

在宅勤務の場所は自宅とする。
"""
ASKED = "在宅勤務の通信費は月額いくら会社が負担しますか。"


@pytest.fixture
def asked(tmp_path: Path, settings_for: Callable[[Path], Settings]) -> Callable[..., Request]:
    """What the gate is asked about a rule of 800 instead of 500 yen."""
    source = tmp_path / "在宅勤務規程.md"
    source.write_text(RULE, encoding="utf-8")
    changed = tmp_path / "changed" / source.name
    changed.parent.mkdir()
    changed.write_text(RULE.replace("500円", "800円"), encoding="utf-8")
    with open_zeroji(settings_for(tmp_path / "home")) as zeroji:
        zeroji.ingest([source])
        cited = answered(zeroji)

    def make(**more: Any) -> Request:
        earlier = {
            "asker": "tanaka",
            "asked_at": "2026-11-01T09:00:00+00:00",
            "question": "通信費は？",
            "standalone": ASKED,
            "chunk_ids": cited,
            "audiences": ["all"],
        }
        fields = {
            "settings": {"home": str(tmp_path / "home"), "database_url": ""},
            "manual_ids": [1],
            "source": str(source),
            "changed": str(changed),
            "file": source.name,
            "before": "通信費は、月額500円を会社が負担する。",
            "after": "通信費は、月額800円を会社が負担する。",
            "exchanges": [earlier | {"exchange": number} for number in (3, 2, 1)],
        }
        return Request.model_validate(fields | more)

    return make


def answered(zeroji: Zeroji) -> list[str]:
    outcome = zeroji.engine.ask(Question(text=ASKED, asker="tanaka")).outcome
    assert outcome.kind == "answer"
    return [citation.chunk_id for citation in outcome.citations]


def test_earlier_answers_are_looked_through_up_to_a_number(
    asked: Callable[..., Request], settings: Settings
) -> None:
    status, result = examine(asked(), settings, most_exchanges=2)

    assert [entry["exchange"] for entry in result["impact"]] == [3, 2]
    assert result["impact"][0]["question"] == "通信費は？"
    assert status == "amber"
    assert "1件は確かめていません" in result["reasons"][0]["ja"]


def test_answers_that_rest_on_other_places_are_not_asked_again(
    asked: Callable[..., Request], settings: Settings
) -> None:
    elsewhere = [entry.model_dump() | {"chunk_ids": ["1-x"]} for entry in asked().exchanges]

    assert examine(asked(exchanges=elsewhere), settings)[1]["impact"] == []


def test_a_case_that_cannot_be_read_is_said(
    asked: Callable[..., Request], settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"cases\.jsonl"):
        examine(asked(case_files=[str(tmp_path / "cases.jsonl")]), settings)


def test_the_copy_is_taken_away_and_the_home_is_as_it_was(
    asked: Callable[..., Request], settings: Settings, tmp_path: Path
) -> None:
    request = asked()
    source = Path(request.source).read_bytes()
    examine(request, settings)

    assert Path(request.source).read_bytes() == source
    with open_zeroji(settings) as zeroji:
        assert [len(zeroji.library.history(manual.id)) for manual in zeroji.library.manuals()] == [
            1
        ]
        assert zeroji.desk.count()["open"] == 0
