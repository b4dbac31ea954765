"""Why a document failed, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.web.reasons import reason_in
from ingest.errors import UnreadableDocument
from ingest.isolation import Limits, check_file
from ingest.metadata import front_matter_fields


def failure(path: Path) -> dict[str, str]:
    with pytest.raises(UnreadableDocument) as unreadable:
        check_file(path, Limits(file_mb=1))
    return {"error": f"{unreadable.value.reason} {unreadable.value.advice}"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.md", b"", "ファイルが空です。"),
        ("規程.doc", b"x", ".doc は読み取れません。Word で開き、.docx で"),
        ("表.xls", b"x", ".xls は読み取れません。Excel で開き、.xlsx で"),
        ("書類.zip", b"x", ".zip は読み取れません。展開して、中の文書を"),
        ("写真.bmp", b"x", ".bmp は読み取れない形式です。"),
        ("大きい.md", b"x" * (2 << 20), "ファイルが大きすぎます（2 MB、上限 1 MB）。"),
    ],
)
def test_what_owners_meet_most_is_said_in_japanese(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    failed = failure(tmp_path / name)
    assert reason_in("ja", failed).startswith(said)
    assert reason_in("en", failed) == failed["error"]


def test_what_has_a_japanese_text_of_its_own_keeps_it() -> None:
    failed = {"error": "The file is empty.", "ja": "独自の説明です。"}
    assert reason_in("ja", failed) == "独自の説明です。"


def test_what_is_unknown_is_shown_as_it_is() -> None:
    assert reason_in("ja", {"error": "Something new. Do this."}) == "Something new. Do this."


def test_english_twice_is_translated_all_the_same() -> None:
    error = "It revises 「旧規程」, but no manual has that title. Ingest that manual first, or …"
    said = reason_in("ja", {"error": error, "ja": error})
    assert said.startswith("「旧規程」の改定とありますが、")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            "audiense: managers",
            "属性「audiense」はありません（audience の書き間違いかもしれません）。",
        ),
        ("effective_from: いつか", "属性 effective_from の「いつか」は日付ではありません。"),
        ("kind: law", "属性 kind の「law」は使えません。"),
        ("owner: [a, b]", "属性 owner には、文字だけを書いてください。"),
    ],
)
def test_mistakes_in_front_matter_are_said_in_japanese(fields: str, said: str) -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        front_matter_fields(Path("規程.md"), yaml.safe_load(fields))
    assert reason_in("ja", {"error": unreadable.value.reason}).startswith(said)
