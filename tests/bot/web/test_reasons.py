"""Why a document failed, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.reasons import reason_in
from ingest.errors import UnreadableDocument
from ingest.isolation import Limits, check_file


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
        ("写真.zip", b"x", ".zip は読み取れない形式です。"),
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
