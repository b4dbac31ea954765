"""Saved e-mails (.eml), in which notices of rules are often sent round.

A message with an HTML part is read through unstructured, which knows the parts, encodings and
quotings of mail. A plain one is read like a text file, because its lines are wrapped by hand.
"""

from __future__ import annotations

import email
import io
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from ingest.errors import UnreadableDocument
from ingest.reading.elements import Category, Element, Progress, Reading
from ingest.reading.grid import grid_of
from ingest.reading.joining import one_line
from ingest.reading.offline import import_partitioner
from ingest.reading.text import text_elements
from ingest.reading.unseen_markup import drop_unseen


def read(path: Path, progress: Progress) -> Reading:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("html", "plain"))
    if body is None or "subject" not in message:
        raise UnreadableDocument(
            path, "It holds no message with a subject and a text.", "Save it as PDF instead."
        )
    if body.get_content_subtype() == "html":
        elements = _html_elements(message, body)
    else:
        elements = text_elements(str(body.get_content()))
    return Reading(
        elements=tuple(elements),
        title=one_line(str(message["subject"])),
        first_heading_may_be_title=False,
        warnings=tuple(_warnings(message)),
    )


def _html_elements(message: EmailMessage, body: Any) -> list[Element]:
    partition_email = import_partitioner("email")
    page = lxml_html.document_fromstring(str(body.get_content()) or "<p></p>")
    drop_unseen(page)
    body.set_content(lxml_html.tostring(page, encoding="unicode"), subtype="html")
    parts = partition_email(
        file=io.BytesIO(message.as_bytes()),
        content_source="text/html",
        process_attachments=False,
        languages=[""],
    )
    return [_element(part) for part in parts if part.text.strip()]


def _element(part: Any) -> Element:
    markup = part.metadata.text_as_html
    if part.category == "Table" and markup:
        rows, header_rows, row_names = grid_of(lxml_html.fromstring(markup))
        return Element(category="table", rows=rows, header_rows=header_rows, row_names=row_names)
    depth = part.metadata.category_depth or 1
    if part.category == "Title" and part.metadata.category_depth is not None:
        return Element(category="heading", text=one_line(part.text), depth=depth)
    category: Category = "item" if part.category == "ListItem" else "text"
    return Element(category=category, text=one_line(part.text), depth=depth)


def _warnings(message: EmailMessage) -> list[str]:
    names = [part.get_filename() or "?" for part in message.iter_attachments()]
    return [f"The attachment “{name}” was not read: save it and ingest it too." for name in names]
