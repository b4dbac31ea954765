"""Reading touches no network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import docx
import pytest


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a reader tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_formats_read_through_unstructured_need_no_network(tmp_path: Path, read: Any) -> None:
    document = docx.Document()
    document.add_paragraph("会社は、従業員に年次有給休暇を与える。")
    document.add_paragraph("Employees may take annual leave after six months of service.")
    document.save(str(tmp_path / "a.docx"))
    (tmp_path / "a.html").write_text("<p>申請は人事部へ。</p>", encoding="utf-8")
    (tmp_path / "a.md").write_text("申請は人事部へ。", encoding="utf-8")

    for name in ("a.docx", "a.html", "a.md"):
        assert read(tmp_path / name).sections
