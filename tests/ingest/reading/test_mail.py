"""Saved e-mails: notices that went round."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UnreadableDocument

PLAIN = """社員各位

夏季休暇の申請は、六月三十日までに勤怠システムから行い、所属長の
承認を得てください。期限までに申請のない場合は会社が時季を指定する
ことがありますので、早めに予定を立て、同じ課の中で調整を済ませた上
で申請してください。
"""
HTML = (
    "<p>社員各位</p><h2>対象者</h2><ul><li>正社員</li><li>契約社員</li></ul>"
    "<table><tr><th>区分</th><th>日数</th></tr><tr><td>正社員</td><td>3日</td></tr></table>"
)


def mail(path: Path, *, plain: str = PLAIN, html: str = "", attached: str = "") -> Path:
    message = EmailMessage()
    message["Subject"] = "【通達】夏季休暇の申請について"
    message["From"] = "soumu@example.com"
    message.set_content(plain, charset="iso-2022-jp")
    if html:
        message.add_alternative(html, subtype="html")
    if attached:
        message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename=attached)
    path.write_bytes(bytes(message))
    return path


def test_the_subject_is_the_title_and_wrapped_lines_are_joined(tmp_path: Path, read: Any) -> None:
    document = read(mail(tmp_path / "通達.eml"))

    assert document.meta.title == "【通達】夏季休暇の申請について"
    texts = [block.text for section in document.sections for block in section.blocks]
    assert any("所属長の承認を得てください。" in text for text in texts)


def test_headings_items_and_table_rows_of_an_html_message_are_kept(
    tmp_path: Path, read: Any
) -> None:
    document = read(mail(tmp_path / "通達.eml", html=HTML))

    (section,) = [s for s in document.sections if s.heading == "対象者"]
    assert [(block.kind, block.text) for block in section.blocks] == [
        ("item", "正社員"),
        ("item", "契約社員"),
        ("row", "区分: 正社員 / 日数: 3日"),
    ]


def test_an_attachment_is_named_in_a_warning(tmp_path: Path, read: Any) -> None:
    document = read(mail(tmp_path / "通達.eml", attached="別紙.pdf"))

    (warning,) = document.warnings
    assert warning == "The attachment “別紙.pdf” was not read: save it and ingest it too."


def test_what_is_no_message_is_refused(tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.eml").write_bytes(b"\x00\x01 no message")
    with pytest.raises(UnreadableDocument, match="no message"):
        read(tmp_path / "a.eml")
