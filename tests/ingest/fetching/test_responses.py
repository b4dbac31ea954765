"""What kind of document a server sent, its name, and its encoding."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import httpcore
import pytest

from ingest.errors import UnfetchableUrl
from ingest.fetching import responses
from ingest.reading import READERS


def office(part: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr(part, "")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content_type", "data", "suffix"),
    [
        ("rules", "text/html; charset=utf-8", b"", ".html"),
        ("rules", "application/xhtml+xml", b"", ".html"),
        ("rules", "application/pdf", b"%PDF-1.7", ".pdf"),
        ("rules.md", "text/plain", b"# Rules", ".md"),
        ("faq.csv", "text/plain; charset=utf-8", b"a,b", ".csv"),
        ("faq.CSV", "application/octet-stream", b"a,b", ".csv"),
        ("notes", "text/plain", b"Notes", ".txt"),
        ("download", "application/octet-stream", b"%PDF-1.7", ".pdf"),
        ("download", "application/octet-stream", office("word/document.xml"), ".docx"),
        ("download.zip", "application/zip", office("xl/workbook.xml"), ".xlsx"),
        ("download", "", b"\n<!DOCTYPE html><html>", ".html"),
        ("rules.docx", "application/octet-stream", office("word/document.xml"), ".docx"),
    ],
)
def test_the_kind_of_document(name: str, content_type: str, data: bytes, suffix: str) -> None:
    assert responses.suffix_of(name, content_type, data) == suffix


def test_every_kind_that_is_named_has_a_reader() -> None:
    assert responses.suffix_of("a", "image/png", b"") in READERS


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("rules.pdf", "text/html"), ("rules.docx", "text/html; charset=utf-8")],
)
def test_a_page_in_the_place_of_a_file_is_not_taken(name: str, content_type: str) -> None:
    with pytest.raises(UnfetchableUrl, match="A web page came instead of a"):
        responses.suffix_of(name, content_type, b"<html>")


def test_a_kind_that_is_not_read_is_told_with_what_to_do() -> None:
    with pytest.raises(UnfetchableUrl, match="type “application/msword” are not read") as refused:
        responses.suffix_of("rules.doc", "application/msword", b"\xd0\xcf")
    assert refused.value.advice == "Open it in Word and save it as .docx."
    with pytest.raises(UnfetchableUrl, match="type “unknown”"):
        responses.suffix_of("data", "", b"\x00\x01")


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/html; charset=Shift_JIS", "規程①".encode("cp932")),
        ("text/html; charset=euc-jp", "規程".encode("euc_jp")),
        ('text/csv; charset="utf-8"', "規程".encode()),
    ],
)
def test_text_is_read_in_the_encoding_that_the_server_states(
    content_type: str, data: bytes
) -> None:
    text = responses.readable(data, ".html", content_type)
    assert text.decode("utf-8-sig").startswith("規程")


@pytest.mark.parametrize(
    ("suffix", "content_type", "data"),
    [
        (".html", "text/html", "規程".encode("cp932")),
        (".html", "text/html; charset=utf-8", "規程".encode("cp932")),
        (".html", "text/html; charset=klingon", "規程".encode("cp932")),
        (".html", "text/html; charset=utf-8", "規程".encode("utf-16")),
        (".pdf", "application/pdf; charset=utf-8", b"%PDF"),
    ],
)
def test_what_the_server_does_not_know_is_left_to_the_reader(
    suffix: str, content_type: str, data: bytes
) -> None:
    assert responses.readable(data, suffix, content_type) == data


@pytest.mark.parametrize(
    ("disposition", "path", "name"),
    [
        ("", "/kitei/旅費.pdf", "旅費.pdf"),
        ('attachment; filename="rules.pdf"', "/download", "rules.pdf"),
        ("attachment; filename*=UTF-8''%E6%97%85%E8%B2%BB.pdf", "/d", "旅費.pdf"),
        ('attachment; filename="../../etc/passwd"', "/d", "_.._etc_passwd"),
        ("inline", "/", "www.example.com"),
        ("", "/../../secret.pdf", "secret.pdf"),
    ],
)
def test_the_name_of_the_file(disposition: str, path: str, name: str) -> None:
    response = httpcore.Response(200, headers=[("Content-Disposition", disposition)])
    assert responses.file_name(response, path, "www.example.com") == name


def test_a_long_name_is_cut() -> None:
    assert len(responses.stem_of("規" * 300 + ".pdf").encode()) < 200


def test_a_page_that_asks_for_a_password_is_noted() -> None:
    form = b'<form><input name="p" TYPE="password"></form>'
    assert responses.asks_for_password(form, ".html")
    assert not responses.asks_for_password(b"<p>password</p>", ".html")


def test_what_is_packed_is_unpacked_in_small_pieces() -> None:
    bomb = gzip.compress(bytes(100 * 1024**2))
    response = httpcore.Response(200, headers=[("Content-Encoding", "gzip")], content=iter([bomb]))
    tracemalloc.start()
    try:
        with pytest.raises(UnfetchableUrl, match="larger than 1 MB"):
            responses.body(response, 1024**2)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1024**2
