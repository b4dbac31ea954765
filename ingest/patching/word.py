"""Sections of a Word file, changed as tracked changes that Word shows, accepts and rejects.

Only the XML of the text is changed, and of it only what differs. What is pending already is read
as if it were accepted, as the reader reads it.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from docx.oxml.ns import qn

from ingest.patching.places import Place, PlaceNotFound, bare, check_free
from ingest.patching.word_file import WordFile, WordSection, place_of
from ingest.patching.word_lines import rewrite, units_of
from ingest.patching.word_paragraphs import delete_paragraph, insert_paragraph
from ingest.patching.word_tables import delete_row, rows_of
from ingest.patching.word_tracking import Tracker
from ingest.structure.numbered import numbered_heading
from ingest.structure.numbering import NUMBER

_NUMBER = re.compile(rf"第\s?{NUMBER}\s?[編章節款条](?:の{NUMBER})*[\s　]*")


def read(data: bytes, place: Place) -> str:
    texts = _texts(data, place.heading_path[0] if len(place.heading_path) == 1 else "")
    return texts[place_of([path for path, _ in texts], place.heading_path)][1]


@lru_cache(maxsize=8)
def _texts(data: bytes, fallback_title: str) -> list[tuple[tuple[str, ...], str]]:
    """What each section says: whoever looks at a few places of a file reads it once."""
    file = WordFile(data)
    return [
        (section.heading_path, "\n".join(unit.text for unit in units_of(file, section)))
        for section in file.sections(fallback_title)
    ]


def write(
    data: bytes, place: Place, text: str, *, author: str = "", at: datetime | None = None
) -> bytes:
    file = WordFile(data)
    tracker = Tracker.of(file.root, author, at)
    if place.new:
        _add(file, place, text.strip(), tracker)
    else:
        rewrite(file, file.section(place), text, tracker)
    return _checked(file.saved(), place, text)


def remove(data: bytes, place: Place, *, author: str = "", at: datetime | None = None) -> bytes:
    """The file with a section and its heading marked as deleted."""
    file = WordFile(data)
    tracker = Tracker.of(file.root, author, at)
    section = file.section(place)
    for node in dict.fromkeys((section.heading, *section.content)):
        if node is not None and node.tag == qn("w:tbl"):
            for row in rows_of(node):
                delete_row(row, tracker)
        elif node is not None:
            delete_paragraph(node, tracker)
    return file.saved()


def _checked(changed: bytes, place: Place, text: str) -> bytes:
    """The changed file, if the reader reads in it what was meant. Raises PlaceNotFound.

    A line that reads as a heading would end the section, for one.
    """
    meant = [line for line in map(bare, text.split("\n")) if line]
    try:
        read_again = [bare(line) for line in read(changed, place).split("\n")]
    except PlaceNotFound:
        read_again = []
    if read_again != meant:
        pairs = zip_longest(meant, read_again)
        line = next((m for m, r in pairs if m is not None and m != r), place.heading)
        raise PlaceNotFound(
            f"With the change 「{line}」 would not be read as text of 「{place.heading}」: "
            "it may look like a heading. Word it differently.",
            f"「{line}」が「{place.heading}」の本文として読み取れません。"
            "見出しに見える書き方を変えてください。",
        )
    return changed


def _add(file: WordFile, place: Place, text: str, tracker: Tracker) -> None:
    """A new section behind another, in the style of its heading and text."""
    check_free(place, [section.heading_path[-1] for section in file.sections()])
    before = file.named(place.after) if place.after else _last(file)
    like = before if before.heading is not None else _last(file)
    if like.heading is None:
        raise PlaceNotFound(
            "It has no headings, so it is not clear how a new one is to look: add it in Word.",
            "見出しのない文書のため、新しい項目を追加できません。Word で追加してください。",
        )
    anchor = _outermost(file.with_below(before)[-1].content[-1], file.body)
    heading = _without_number(file, like, place.heading)
    made = insert_paragraph(anchor, heading, True, like.heading, tracker)
    body = _body_like(file, like)
    for line in filter(None, map(str.strip, text.split("\n"))):
        made = insert_paragraph(made, line, True, body, tracker)


def _last(file: WordFile) -> WordSection:
    """The last article, else the last section whose heading looks as most do: supplementary
    provisions and annexes come after it."""
    sections = [s for s in file.sections() if s.heading is not None]
    if not sections:
        raise PlaceNotFound("It has no sections.", "文書に項目がありません。")
    articles = [s for s in sections if _is_article(s)]
    if articles:
        return articles[-1]
    styles = [file.styles.of(section.heading) for section in sections]
    usual = max(set(styles), key=styles.count)
    return [s for s, style in zip(sections, styles, strict=True) if style == usual][-1]


def _is_article(section: WordSection) -> bool:
    number = numbered_heading(section.heading_path[-1])
    return number is not None and number.kind == "article"


def _without_number(file: WordFile, like: WordSection, heading: str) -> str:
    """A heading without the number that Word gives it by itself."""
    return _NUMBER.sub("", heading) if file.styles.numbering(like.heading) else heading


def _body_like(file: WordFile, like: WordSection) -> Any:
    nodes = [
        node
        for section in (like, *file.sections())
        for node in section.content
        if node.tag == qn("w:p") and node is not section.heading
    ]
    return nodes[0] if nodes else like.heading


def _outermost(node: Any, body: Any) -> Any:
    """What stands in the body itself: the table or control that holds a node."""
    while node.getparent() is not body:
        node = node.getparent()
    return node
