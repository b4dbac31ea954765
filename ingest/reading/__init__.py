"""Readers: one module per format turns a file into elements.

A reader module has ``read(path, progress) -> Reading``. It is imported only when a file of its
format is read, and only in the reading process: readers are heavy and their input is untrusted.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.reading.elements import Element, Progress, Reading
from knowledge.visible import visible

READERS = {
    ".docx": "docx",
    ".docm": "docx",
    ".pptx": "pptx",
    ".pptm": "pptx",
    ".pdf": "pdf",
    ".png": "scan",
    ".jpg": "scan",
    ".jpeg": "scan",
    ".xlsx": "spreadsheet",
    ".xlsm": "spreadsheet",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".eml": "mail",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
}

_OTHER_FORMATS = {
    ".doc": "Open it in Word and save it as .docx.",
    ".rtf": "Open it in Word and save it as .docx.",
    ".odt": "Open it in LibreOffice or Word and save it as .docx.",
    ".xls": "Open it in Excel and save it as .xlsx.",
    ".msg": "Save the message or its attachment as PDF.",
    ".zip": "Unpack it and ingest the documents that are in it.",
    ".ods": "Open it in LibreOffice or Excel and save it as .xlsx.",
    ".ppt": "Open it in PowerPoint and save it as .pptx.",
    ".odp": "Open it in LibreOffice or PowerPoint and save it as .pptx.",
}


def check_extension(path: Path) -> None:
    """Raise UnreadableDocument where no reader knows the extension."""
    suffix = path.suffix.lower()
    if suffix in READERS:
        return
    known = ", ".join(sorted(READERS))
    advice = format_advice(suffix) or f"Save it in one of these formats: {known}."
    raise UnreadableDocument(path, f'The format "{suffix or path.name}" is not supported.', advice)


def format_advice(suffix: str) -> str:
    """How to turn a format that no reader knows into one that is read; empty where unknown."""
    return _OTHER_FORMATS.get(suffix, "")


def read(path: Path, progress: Progress) -> Reading:
    """Read a file in this process. Readers raise UnreadableDocument or errors of their library."""
    check_extension(path)
    reader = importlib.import_module(f"ingest.reading.{READERS[path.suffix.lower()]}")
    reading: Reading = reader.read(path, progress)
    return replace(
        reading,
        elements=tuple(filter(_says_something, map(_seen, reading.elements))),
        title=visible(reading.title) if reading.title else reading.title,
        front_matter={
            key: visible(value) if isinstance(value, str) else value
            for key, value in reading.front_matter.items()
        },
    )


def _seen(element: Element) -> Element:
    """The element without characters that nobody sees."""
    rows = tuple(tuple(map(visible, row)) for row in element.rows)
    named_by = visible(element.named_by)
    return replace(element, text=visible(element.text), rows=rows, named_by=named_by)


def _says_something(element: Element) -> bool:
    return bool(element.rows or element.text.strip())
