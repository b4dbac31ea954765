"""What a content owner should put right, found in the manuals themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.library import Library
from knowledge.model import Manual, Section
from knowledge.numerals import to_digits

Kind = Literal["review_overdue", "broken_reference", "duplicate", "reading_warning"]

_ARTICLE = re.compile(r"第\s*(\d+)\s*条(?:の(\d+))?")
#: 労働基準法第39条 refers to a law, 旅費規程第5条 to another manual; so does what is joined to it,
#: as in 労働基準法第36条第1項及び第37条.
_OF_ANOTHER = re.compile(r"(法|規則|規程|令|規定|条約|要領|基準)\s*(\([^()]*\)|[」』)])?\s*$")
_JOINED = re.compile(
    r"(第\d+[項号])*(、|,|・|及び|並びに|又は|または|若しくは|ないし|から|~|〜|と)"
)
_SHORTEST_DUPLICATE = 40


@dataclass(frozen=True, kw_only=True)
class Finding:
    kind: Kind
    manual_id: int
    manual: str
    owner: str
    section: str
    text: str


def check(library: Library, today: date) -> list[Finding]:
    """Findings in the revisions in force today, manual by manual."""
    findings: list[Finding] = []
    said: dict[str, tuple[str, str]] = {}
    for manual in library.manuals():
        revision = library.revision_on(manual.id, today)
        if revision is None:
            continue
        sections = library.sections(revision.id)
        findings += _overdue(manual, today)
        findings += [
            _finding("reading_warning", manual, "", w) for w in library.warnings(revision.id)
        ]
        findings += _broken_references(manual, sections)
        findings += _duplicates(manual, sections, said)
    return findings


def _overdue(manual: Manual, today: date) -> Iterator[Finding]:
    if manual.review_date and manual.review_date < today:
        text = f"Its review was due on {manual.review_date}."
        yield _finding("review_overdue", manual, "", text)


def _broken_references(manual: Manual, sections: Sequence[Section]) -> Iterator[Finding]:
    """References to an article of the same manual that it does not have."""
    headings = {heading for section in sections for heading in section.heading_path}
    articles = {key for heading in headings for key in _numbers(heading)}
    if not articles:
        return
    for section in sections:
        for block in section.blocks:
            for number in _own_references(block.text):
                if number not in articles:
                    text = f"It refers to 第{number}条, which there is not: {block.text[:120]}"
                    yield _finding("broken_reference", manual, section.heading, text)


def _own_references(text: str) -> Iterable[str]:
    normal = to_digits(unicodedata.normalize("NFKC", text))
    of_another, end = False, 0
    for found in _ARTICLE.finditer(normal):
        between = normal[end : found.start()]
        if not (end and _JOINED.fullmatch(between)):
            of_another = _OF_ANOTHER.search(between) is not None
        end = found.end()
        if not of_another:
            yield _key(found)


def _numbers(heading: str) -> list[str]:
    return [
        _key(found)
        for found in _ARTICLE.finditer(to_digits(unicodedata.normalize("NFKC", heading)))
    ]


def _key(found: re.Match[str]) -> str:
    return found[1] + (f"の{found[2]}" if found[2] else "")


def _duplicates(
    manual: Manual, sections: Sequence[Section], said: dict[str, tuple[str, str]]
) -> Iterator[Finding]:
    """Sections that say word for word what an earlier one says; ``said`` remembers them."""
    for section in sections:
        if len(section.text) < _SHORTEST_DUPLICATE:
            continue
        earlier = said.setdefault(section.text, (manual.title, section.heading))
        if earlier != (manual.title, section.heading):
            text = f"It says the same as {earlier[0]} {earlier[1]}: {section.text[:120]}"
            yield _finding("duplicate", manual, section.heading, text)


def _finding(kind: Kind, manual: Manual, section: str, text: str) -> Finding:
    return Finding(
        kind=kind,
        manual_id=manual.id,
        manual=manual.title,
        owner=manual.owner,
        section=section,
        text=text,
    )
