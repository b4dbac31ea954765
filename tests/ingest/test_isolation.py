"""The reading process: what it returns, what it may not do, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import docx
import pytest
from PIL import Image

from ingest.errors import UnreadableDocument
from ingest.isolation import DocumentReader, Limits, read_isolated


@pytest.fixture
def manual(tmp_path: Path) -> Path:
    path = tmp_path / "規程.md"
    path.write_text("# 規程\n\n## 第1条（目的）\n\n定める。\n", encoding="utf-8")
    return path


def test_a_document_comes_back_whole(manual: Path) -> None:
    manual.with_name("規程.meta.yaml").write_text(
        "owner: 人事部\neffective_from: 2026-04-01\n", encoding="utf-8"
    )
    document = read_isolated(manual, overrides={"audience": "managers"})

    assert document.meta.title == "規程"
    assert document.meta.owner == "人事部"
    assert document.meta.audience == "managers"
    assert document.meta.effective_from == date(2026, 4, 1)
    assert [(s.heading, s.text) for s in document.sections] == [("第1条（目的）", "定める。")]


def test_one_process_reads_many_and_survives_a_bad_one(manual: Path, tmp_path: Path) -> None:
    bad = tmp_path / "壊れた.docx"
    bad.write_bytes(b"PK\x03\x04 cut off")
    word = docx.Document()
    word.add_paragraph("本文です。")
    word.save(str(tmp_path / "a.docx"))

    with DocumentReader() as reader:
        assert reader.read(manual).sections
        with pytest.raises(UnreadableDocument, match="damaged"):
            reader.read(bad)
        assert reader.read(tmp_path / "a.docx").sections[0].text == "本文です。"


def test_a_killed_process_is_reported_and_replaced(manual: Path) -> None:
    with DocumentReader() as reader:
        reader.read(manual)
        os.kill(_child_of(reader), signal.SIGSTOP)
        os.kill(_child_of(reader), signal.SIGKILL)
        try:
            document = reader.read(manual)
        except UnreadableDocument as error:
            assert "ended unexpectedly" in error.reason
            document = reader.read(manual)
        assert document.sections


def test_a_document_that_takes_too_long_is_given_up(manual: Path) -> None:
    with (
        DocumentReader(Limits(seconds=0.01)) as reader,
        pytest.raises(UnreadableDocument, match=r"longer than 0\.01 seconds"),
    ):
        reader.read(manual)


def test_a_document_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "大きい.csv"
    path.write_text("質問,回答,備考\n" + "何日ですか,10日です,なし\n" * 500_000, encoding="utf-8")

    with pytest.raises(UnreadableDocument, match="memory"):
        read_isolated(path, limits=Limits(memory_mb=100))


@pytest.mark.parametrize(
    ("name", "content", "reason", "advice"),
    [
        ("無い.docx", None, "does not exist", "Check the path"),
        ("空.docx", b"", "empty", "Save it again"),
        ("古い.doc", b"x", "not supported", "save it as .docx"),
        ("写真.heic", b"x", "not supported", ".pdf"),
        ("大きい.txt", b"x" * (2 << 20), "2 MB; the limit is 1 MB", "Split it"),
        ("白紙.txt", b"\n\n", "No text was found", "not blank"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, reason: str, advice: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UnreadableDocument) as caught:
        read_isolated(path, limits=Limits(file_mb=1))

    assert reason in caught.value.reason
    assert advice in caught.value.advice
    assert str(caught.value).startswith(name)


def test_the_reading_process_gets_no_secrets(manual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with DocumentReader() as reader:
        reader.read(manual)
        environment = Path(f"/proc/{_child_of(reader)}/environ").read_bytes()

    assert b"sk-secret" not in environment
    assert b"DO_NOT_TRACK=1" in environment


def test_the_reading_process_may_not_use_the_network() -> None:
    code = (
        "import sys, socket, ingest.reading.__main__ as child\n"
        "sys.addaudithook(child._refuse)\n"
        "socket.create_connection(('127.0.0.1', 9))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "PermissionError: the reading process may not use" in done.stderr


def test_the_parent_imports_no_reader() -> None:
    code = (
        "import sys, ingest.isolation\n"
        "print([m for m in ('unstructured', 'pdfplumber', 'docx', 'cv2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_progress_counts_scanned_pages(tmp_path: Path) -> None:
    Image.new("L", (200, 200), 255).save(tmp_path / "白.png")
    steps: list[tuple[int, int]] = []

    with pytest.raises(UnreadableDocument, match="No text"):
        read_isolated(tmp_path / "白.png", progress=lambda done, total: steps.append((done, total)))

    assert steps == [(1, 1)]


def test_closing_ends_the_process(manual: Path) -> None:
    with DocumentReader() as reader:
        reader.read(manual)
        child = _child_of(reader)
    time.sleep(0.05)

    assert not Path(f"/proc/{child}").exists()


def _child_of(reader: DocumentReader) -> int:
    assert reader._child is not None
    return reader._child.pid
