"""Text in the encodings of Japanese companies, declared or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UnreadableDocument
from ingest.reading.decoding import read_text

TEXT = "第１条（目的）\nこの規程は、旅費を定める。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le"]
)
def test_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))

    assert read_text(tmp_path / "a.txt") == TEXT


@pytest.mark.parametrize("declared", ["Shift_JIS", "x-sjis", "windows-31j", "utf-8", "euc-jp", "x"])
def test_characters_of_windows_are_read_whatever_is_declared(tmp_path: Path, declared: str) -> None:
    text = "①㈱髙﨑の規程～とする。￥1,000"
    (tmp_path / "a.txt").write_bytes(text.encode("cp932"))

    assert read_text(tmp_path / "a.txt", declared) == text


def test_a_wrong_declaration_is_overruled(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-8"))

    assert read_text(tmp_path / "a.txt", "Shift_JIS") == TEXT


def test_text_that_another_table_would_garble_is_told_by_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("休暇申請".encode("euc_jp"))  # ｵﾙｲﾋｿｽﾀﾁ in CP932

    assert read_text(tmp_path / "a.txt") == "休暇申請"


def test_short_text_in_utf_8_is_read_as_such_whatever_is_declared(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("休暇".encode())  # 莨第嚊 in CP932

    assert read_text(tmp_path / "a.txt", "Shift_JIS") == "休暇"


def test_half_width_kana_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("ﾀｸｼｰ代, 氏名\n".encode("cp932"))

    assert read_text(tmp_path / "a.txt") == "ﾀｸｼｰ代, 氏名\n"


def test_line_ends_are_those_of_unix(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\r\nb\rc")

    assert read_text(tmp_path / "a.txt") == "a\nb\nc"


def test_what_is_no_text_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))

    with pytest.raises(UnreadableDocument, match="not text") as failure:
        read_text(tmp_path / "a.txt")
    assert failure.value.advice == "Save it as UTF-8 text."
