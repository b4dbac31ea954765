"""Word documents, read as the page that Word shows."""

from __future__ import annotations

from pathlib import Path

import docx

from ingest.reading.container import check_office_file
from ingest.reading.elements import Progress, Reading
from ingest.reading.flow import elements_of
from ingest.reading.word_page import WordPage
from ingest.reading.word_xml import list_everything


def read(path: Path, progress: Progress) -> Reading:
    check_office_file(path)
    document = docx.Document(str(path))
    list_everything(document)
    page = WordPage(document)
    elements = elements_of(page.render(document.element.body))
    title = next((element.text for element in elements if element.category == "title"), None)
    struck = [text for text in page.struck if text.strip()]
    warnings = (f"Struck-out text was not read: “{struck[0][:40]}”.",) if struck else ()
    return Reading(elements=tuple(elements), title=title, warnings=warnings)
