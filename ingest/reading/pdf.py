"""PDF files: printed text with pdfplumber, scanned pages by OCR."""

from __future__ import annotations

import importlib
from itertools import islice
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.exceptions import PdfminerException

from ingest.errors import UnreadableDocument
from ingest.reading.characters import is_garbled
from ingest.reading.columns import Columns
from ingest.reading.elements import Progress, Reading
from ingest.reading.layout import elements_of
from ingest.reading.orientation import upright
from ingest.reading.page import Page
from ingest.reading.page_visibility import unseen
from ingest.reading.printed import printed_page

_GARBLED = (
    "Page {} does not say which characters it shows, so it was read from its picture: "
    "check its text."
)
#: A page with fewer characters than this and a picture was scanned.
_FEWEST_CHARACTERS = 20
_OUTLINES = 50
_USUAL_DPI = 200
#: A rule book of all rules of a company has some hundred.
_MOST_PAGES = 3000


def read(path: Path, progress: Progress) -> Reading:
    try:
        with pdfplumber.open(path) as pdf:
            _check_pages(path, pdf)
            return _read(pdf, progress)
    except PdfminerException as error:
        raise _unreadable(path, error) from error


def _check_pages(path: Path, pdf: Any) -> None:
    """Raise UnreadableDocument for more pages than a document has; they are not opened yet."""
    pages = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), _MOST_PAGES + 1))
    if pages > _MOST_PAGES:
        raise UnreadableDocument(
            path, f"The file has more than {_MOST_PAGES:,} pages.", "Split it into smaller files."
        )


def _read(pdf: Any, progress: Progress) -> Reading:
    garbled = [page.page_number for page in pdf.pages if is_garbled(page.chars)]
    pictures = [page.page_number for page in pdf.pages if _is_scanned(page)]
    to_recognise = {*garbled, *pictures}
    pages: list[Page] = []
    warnings: list[str] = []
    found = Columns()
    for page in pdf.pages:
        if page.page_number in to_recognise:
            if page.page_number not in pictures:
                warnings.append(_GARBLED.format(page.page_number))
            scan = importlib.import_module("ingest.reading.scan")
            image = page.to_image(resolution=_resolution(page), antialias=True).original
            pages.append(scan.scanned_page(image, page.page_number, warnings))
            progress(sum(p.number in to_recognise for p in pages), len(to_recognise))
        else:
            printed, found = printed_page(_shown(page), found)
            pages.append(printed)
        page.close()
    return Reading(elements=tuple(elements_of(pages)), warnings=tuple(warnings))


def _shown(page: Any) -> Any:
    """The page with its text upright, without the characters that nobody sees."""
    hidden, turned = unseen(page), upright(page)
    dropped = {id(turned.chars[n]) for n in hidden}
    return turned.filter(lambda thing: id(thing) not in dropped) if dropped else turned


def _is_scanned(page: Any) -> bool:
    """Whether a page shows something that is not in its text layer."""
    visible = sum(not char["text"].isspace() for char in page.chars)
    drawn = len(page.images) > 0 or len(page.curves) > _OUTLINES
    return visible < _FEWEST_CHARACTERS and drawn


def _resolution(page: Any) -> int:
    """The scanner's own dots per inch where the page is one picture, within sensible limits."""
    widest = max(page.images, key=lambda image: image["width"], default=None)
    if widest is None or widest["width"] < page.width * 0.8:
        return _USUAL_DPI
    own = int(widest["srcsize"][0] / widest["width"] * 72)
    return min(max(own, _USUAL_DPI), 300)


def _unreadable(path: Path, error: PdfminerException) -> UnreadableDocument:
    cause = error.args[0] if error.args else error
    if isinstance(cause, MemoryError):
        raise cause
    if isinstance(cause, PDFPasswordIncorrect):
        return UnreadableDocument(
            path, "The file is protected by a password.", "Save a copy without a password."
        )
    return UnreadableDocument(
        path,
        f"The file is damaged ({type(cause).__name__}).",
        "Open it in a PDF reader and print it to PDF again.",
    )
