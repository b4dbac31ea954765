"""A library of several companies' documents and of their subsidiaries, which say nearly the same.

Each subsidiary has its own name in its manuals' titles and first headings, and other figures, so
no two texts are the same, and the questions of the companies' eval cases can be asked of it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.wiring import Zeroji
from evals.cases import load_cases
from evals.progress import Advance
from ingest.chunking import chunks
from ingest.isolation import DocumentReader
from ingest.recording import SourceFile
from knowledge.model import Block, Document, Section

_EVALS = Path(__file__).parents[1]
_COMPANIES = _EVALS / "companies"
_SAMPLE = _EVALS.parent / "knowledge" / "sample_company"
_SAMPLE_CASES = _EVALS / "cases" / "sample_company.jsonl"
_READ = frozenset({".md", ".docx", ".xlsx", ".csv"})
#: What counts something; the 32 of 第32条 and the 31 of 3月31日 do not.
_FIGURE = re.compile(r"(?<![\d第.,月])\d+(?=(?:,\d{3})*(?:営業日|日|円|か月|時間|回|人|年|%))")


@dataclass(frozen=True, kw_only=True)
class Company:
    documents: tuple[Document, ...]
    questions: tuple[str, ...]


def companies() -> list[Company]:
    """The companies that are not held out, and the sample company."""
    held_out = set((_COMPANIES / "HELD_OUT").read_text(encoding="utf-8").split())
    ready = sorted(path.parent for path in _COMPANIES.glob("*/questions.jsonl"))
    places = [(f / "documents", f / "questions.jsonl") for f in ready if f.name not in held_out]
    with DocumentReader() as reader:
        return [_company(reader, *place) for place in (*places, (_SAMPLE, _SAMPLE_CASES))]


def _company(reader: DocumentReader, folder: Path, questions: Path) -> Company:
    files = sorted(path for path in folder.rglob("*") if path.suffix in _READ)
    cases = load_cases([questions])
    return Company(
        documents=tuple(reader.read(path) for path in files),
        questions=tuple(dict.fromkeys(case.question for case in cases if case.question)),
    )


def publish_until(zeroji: Zeroji, group: list[Company], size: int, progress: Advance) -> None:
    """Publish the companies' documents and their subsidiaries' until there are so many chunks."""
    done = 0
    for document in _documents(group):
        title = document.meta.title
        zeroji.publisher.publish(
            document,
            SourceFile(path=f"{title}.md", source=f"/{title}.md", hash=title),
            author="benchmark",
        )
        done += sum(len(chunks(section, 0)) for section in document.sections)
        progress(min(done, size), size)
        if done >= size:
            return


def _documents(group: list[Company]) -> Iterator[Document]:
    """Without end: each time round of the next subsidiary of each company."""
    for number in itertools.count():
        for letter, company in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", group, strict=False):
            name = f"{letter}{number}社" if number else f"{letter}社"
            yield from (_of_subsidiary(one, name, number) for one in company.documents)


def _of_subsidiary(document: Document, name: str, number: int) -> Document:
    title = f"{name} {document.meta.title}"
    return Document(
        meta=replace(document.meta, title=title, revises=None),
        sections=tuple(_varied(section, name, number) for section in document.sections),
    )


def _varied(section: Section, name: str, number: int) -> Section:
    first, *others = section.heading_path
    return replace(
        section,
        heading_path=(f"{name} {first}", *others) if others else section.heading_path,
        blocks=tuple(replace(block, text=_with_figures(block, number)) for block in section.blocks),
    )


def _with_figures(block: Block, number: int) -> str:
    return _FIGURE.sub(lambda found: str(int(found[0]) + number), block.text)
