from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

_RULES = """---
title: 総務FAQ
kind: faq
owner: 総務課
---

# 総務FAQ

## 名刺は何日で届きますか。

名刺は注文から5営業日で届きます。
"""
_CARDS = {
    "id": "cards",
    "topic": "総務",
    "known": True,
    "gold": {
        "file": "総務FAQ.md",
        "heading": "名刺は何日で届きますか。",
        "quote": "名刺は注文から5営業日で届きます。",
    },
    "facts": ["5営業日"],
    "place": {"file": "総務FAQ.md", "heading": None},
    "wordings": [
        "名刺は何日で届きますか",
        "名刺は注文から何日で届くのですか",
        "名刺が届くまでの日数は",
        "名刺は何営業日で届く？",
        "名刺を注文したら何日で届きますか",
    ],
}
_PARKING = {
    "id": "parking",
    "topic": "総務",
    "known": False,
    "facts": ["月500円|500円"],
    "reply": "駐輪場は地下1階にあります。利用料は月500円です。",
    "place": {"file": "総務FAQ.md", "heading": None},
    "wordings": [
        "駐輪場の利用料はいくらですか",
        "駐輪場は一か月いくら？",
        "自転車置き場の料金を教えて",
        "駐輪場って有料ですか",
        "自転車を停めるのにお金はかかる？",
    ],
}


def write_lines(file: Path, *rows: dict[str, Any]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def cards() -> dict[str, Any]:
    """A need that the manuals answer."""
    return dict(_CARDS)


@pytest.fixture
def parking() -> dict[str, Any]:
    """A need that they do not answer before staff did."""
    return dict(_PARKING)


@pytest.fixture
def dataset(tmp_path: Path, cards: dict[str, Any], parking: dict[str, Any]) -> Path:
    """Two needs, asked by three people in two weeks; both first on the same Monday."""
    folder = tmp_path / "dataset"
    (folder / "company").mkdir(parents=True)
    (folder / "company" / "総務FAQ.md").write_text(_RULES, encoding="utf-8")
    write_lines(folder / "needs.jsonl", cards, parking)
    words = parking["wordings"]
    asked = [
        (0, "employee-1", "cards", cards["wordings"][0]),
        (0, "employee-1", "parking", words[0]),
        (0, "employee-2", "parking", words[0]),
        (7, "employee-3", "parking", words[0]),
    ]
    rows = [dict(zip(("at", "asker", "need", "wording"), row, strict=True)) for row in asked]
    write_lines(folder / "stream.jsonl", *rows)
    return folder
