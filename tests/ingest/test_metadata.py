"""Sidecars, front matter and defaults."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableDocument
from ingest.metadata import checked_fields, sidecar_fields, sidecar_path

HERE = Path("規程.docx")


def test_the_sidecar_has_the_name_without_its_last_extension() -> None:
    assert sidecar_path(Path("a/2027.04 規程.docx")) == Path("a/2027.04 規程.meta.yaml")


def test_no_sidecar_is_no_metadata(tmp_path: Path) -> None:
    assert sidecar_fields(tmp_path / "規程.docx") == {}


def test_every_key_is_known() -> None:
    fields = {
        "title": "旅費規程",
        "kind": "rule",
        "owner": "経理部",
        "audience": "managers",
        "topic": "travel",
        "language": "ja",
        "effective_from": date(2027, 4, 1),
        "effective_until": "2028-03-31",
        "review_date": "2027/12/01",
        "revises": "旅費規程",
    }
    assert checked_fields(HERE, fields) == fields | {
        "effective_until": date(2028, 3, 31),
        "review_date": date(2027, 12, 1),
    }


def test_empty_values_are_left_to_the_defaults() -> None:
    assert checked_fields(HERE, {"owner": None, "topic": ""}) == {}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"ownr": "人事部"}, "“ownr” is unknown"),
        ({"effective_from": "来年4月"}, "“effective_from” is “来年4月”"),
        ({"kind": "memo"}, "must be one of rule, manual, faq"),
        ({"owner": ["人事部"]}, "“owner” must be plain text"),
        ({"owner": "人事\0部"}, "“owner” must be text"),
        ({"topic": "休" * 501}, "“topic” must be text of at most 500 characters"),
        ({"language": "Japanese and English"}, "“language” must be text of at most 8"),
    ],
)
def test_a_bad_key_is_named(fields: dict[str, Any], named: str) -> None:
    with pytest.raises(UnreadableDocument, match=named):
        checked_fields(HERE, fields)


@pytest.mark.parametrize("content", ["owner: [", "人事部", "- owner"])
def test_a_sidecar_that_is_no_mapping_says_so(tmp_path: Path, content: str) -> None:
    (tmp_path / "規程.meta.yaml").write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableDocument, match=r"規程\.meta\.yaml"):
        sidecar_fields(tmp_path / "規程.docx")


def test_overrides_win_over_the_sidecar_and_that_over_front_matter(
    tmp_path: Path, read: Any
) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\nowner: 甲\ntopic: 乙\naudience: all\n---\n# 題\n\n本文。\n", encoding="utf-8"
    )
    (tmp_path / "a.meta.yaml").write_text("owner: 丙\naudience: managers\n", encoding="utf-8")

    meta = read(path, {"owner": "丁"}).meta

    assert (meta.owner, meta.topic, meta.audience, meta.title) == ("丁", "乙", "managers", "題")
