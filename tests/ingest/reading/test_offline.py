"""Reading touches no network."""

from __future__ import annotations

import socket
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a reader tried to use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
def test_what_is_read_through_unstructured_needs_no_network(tmp_path: Path, read: Any) -> None:
    message = EmailMessage()
    message["Subject"] = "【通達】申請先"
    message.set_content("<p>申請は人事部へ。</p><p>Send it to us.</p>", subtype="html")
    (tmp_path / "通達.eml").write_bytes(bytes(message))

    (section,) = read(tmp_path / "通達.eml").sections
    assert section.text == "申請は人事部へ。\nSend it to us."
