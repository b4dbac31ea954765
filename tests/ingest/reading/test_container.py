"""Office files that are made to break a reader, and what each is refused with."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.errors import UnreadableDocument
from ingest.reading.container import check_office_file


def word(path: Path, *, document: bytes | None = None, add: tuple[str, ...] = ()) -> Path:
    """A Word file; ``document`` takes the place of its main part, ``add`` are further parts."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with zipfile.ZipFile(buffer) as before, zipfile.ZipFile(path, "w", 8) as after:
        for name in before.namelist():
            main = name == "word/document.xml" and document is not None
            after.writestr(name, document if main and document else before.read(name))
        for name in add:
            after.writestr(name, b"")
    return path


def say_size(path: Path, size: int) -> None:
    """Write into the archive's directory that its main part has another size than it has."""
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("word/document.xml").file_size
    data = path.read_bytes()
    path.write_bytes(data.replace(true.to_bytes(4, "little"), size.to_bytes(4, "little")))


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        check_office_file(path)
    return refused.value.reason


def test_a_healthy_file_passes(tmp_path: Path) -> None:
    check_office_file(word(tmp_path / "規程.docx"))


def test_names_that_lead_out_of_the_archive_are_never_written(tmp_path: Path) -> None:
    check_office_file(word(tmp_path / "規程.docx", add=("../../外.txt",)))
    assert [path.name for path in tmp_path.iterdir()] == ["規程.docx"]


def test_entities_are_refused_before_they_multiply(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "a">]><w>&a;</w>'
    assert "XML entities" in refusal(word(tmp_path / "規程.docx", document=bomb))


def test_a_file_that_unpacks_to_more_than_any_document_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "規程.docx", document=bytes(range(256)) * 100_000)
    say_size(path, 1100 << 20)
    assert "unpacks to 1,100 MB" in refusal(path)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "規程.docx", document=bytes(range(256)) * 100_000)
    say_size(path, 16)
    assert "how large its parts are" in refusal(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "規程.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("規程.docx", b"PK")
    assert "not a .docx file inside" in refusal(path)


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    names = tuple(f"word/media/{n}.png" for n in range(20_001))
    assert "parts" in refusal(word(tmp_path / "規程.docx", add=names))


def test_a_sheet_merged_as_a_whole_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "規程"
    book.worksheets[0].merged_cells.add("A1:XFD1048576")
    book.save(tmp_path / "規程.xlsx")
    assert "17,179,869,184 merged cells" in refusal(tmp_path / "規程.xlsx")


def test_a_cell_larger_than_excel_can_write_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "空.xlsx") as before,
        zipfile.ZipFile(tmp_path / "規程.xlsx", "w", 8) as after,
    ):
        for name in before.namelist():
            after.writestr(name, before.read(name))
        after.writestr("xl/sharedStrings.xml", f"<sst><si><t>{'あ' * 200_000}</t></si></sst>")
    assert "100,000 characters" in refusal(tmp_path / "規程.xlsx")
