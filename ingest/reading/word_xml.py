"""Makes everything that Word shows visible to a reader of plain paragraphs and tables.

Readers skip content controls, tracked insertions and text boxes, and read tracked deletions or
footnotes not at all. Here the document is changed in memory until it holds only paragraphs.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

_UNWRAPPED = ("w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdt")
_DROPPED = ("w:del", "w:moveFrom", "w:sdtPr", "w:sdtEndPr")
_NOTES = ("footnotes", "endnotes")
#: Marks what stood in a shape, whose ground is its own.
IN_SHAPE = "in-shape"
#: Where a paragraph or table stands in the file, for those who change it; see ingest.patching.
PLACE = "place"


def list_everything(document: Any) -> None:
    """Accept tracked changes, open content controls, place text boxes and notes in the text."""
    body = document.element.body
    _drop_contents_list(body)
    for name in _DROPPED:
        for node in list(body.iter(qn(name))):
            node.getparent().remove(node)
    for name in _UNWRAPPED:
        for node in list(body.iter(qn(name))):
            _unwrap(node)
    _place_text_boxes(body)
    _append_notes(document)


def _drop_contents_list(body: Any) -> None:
    """Drop the table of contents: it says nothing that the headings do not."""
    for paragraph in list(body.iter(qn("w:p"))):
        style = (paragraph.style or "").lower()
        if style.startswith("toc") and style[3:].strip().isdigit():
            paragraph.getparent().remove(paragraph)


def _unwrap(node: Any) -> None:
    parent = node.getparent()
    content = node.find(qn("w:sdtContent")) if node.tag == qn("w:sdt") else node
    position = parent.index(node)
    for child in reversed(list(content) if content is not None else []):
        parent.insert(position, child)
    parent.remove(node)


def _place_text_boxes(body: Any) -> None:
    """Put the paragraphs of each text box behind the paragraph that it is anchored to."""
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for node in list(body.iter(fallback)):
        node.getparent().remove(node)
    for box in list(body.iter(qn("w:txbxContent"))):
        anchor = _outermost_paragraph(box)
        for child in reversed(list(box)):
            box.remove(child)
            child.set(IN_SHAPE, "1")
            anchor.addnext(child)


def _outermost_paragraph(node: Any) -> Any:
    """The paragraph in the body or in a table cell that holds the node."""
    paragraphs = [parent for parent in node.iterancestors() if parent.tag == qn("w:p")]
    return paragraphs[-1]


def _append_notes(document: Any) -> None:
    """Put each footnote or endnote behind the paragraph that refers to it."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind not in _NOTES:
            continue
        notes = _note_texts(relation.target_part.blob, kind)
        reference = qn(f"w:{kind[:-1]}Reference")
        for node in reversed(list(document.element.body.iter(reference))):
            text = notes.get(node.get(qn("w:id")), "")
            if text:
                _outermost_paragraph(node).addnext(_paragraph(f"注: {text}"))


def _note_texts(blob: bytes, kind: str) -> dict[str | None, str]:
    notes = parse_xml(blob)
    return {
        note.get(qn("w:id")): "".join(t.text or "" for t in note.iter(qn("w:t"))).strip()
        for note in notes.iter(qn(f"w:{kind[:-1]}"))
    }


def _paragraph(text: str) -> Any:
    paragraph = parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t/></w:r></w:p>")
    next(paragraph.iter(qn("w:t"))).text = text
    return paragraph
