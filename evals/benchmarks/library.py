"""A library of Markdown manuals of any size: of real text, or of the sample company's."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from ingest.chunking import chunks
from ingest.isolation import DocumentReader
from knowledge.errors import InvalidInput
from knowledge.model import Document, Section

#: Files with what they say.
Library = list[tuple[Path, Document]]
#: Title and text.
Passage = tuple[str, str]

_TAG = re.compile(r"<[^>]+>")
_SECTIONS = 10


def write_library(folder: Path, reader: DocumentReader, count: int, corpus: Path | None) -> Library:
    """Write and read manuals until they have so many chunks; the files with what they say.

    Raises InvalidInput when the corpus has fewer.
    """
    made: Library = []
    total = 0
    for number, passages in enumerate(_manuals(corpus, reader)):
        path = folder / f"{number:05}.md"
        path.write_text(_markdown(f"規程{number:05}", passages), encoding="utf-8")
        document = reader.read(path)
        made.append((path, document))
        total += sum(len(chunks(section, 0)) for section in document.sections)
        if total >= count:
            return made
    raise InvalidInput(f"{corpus} has {total} chunks only: give --chunks a smaller number.")


def edit(path: Path, sentence: str) -> None:
    """Make the first article of a manual say this sentence and nothing else."""
    title, first, *rest = path.read_text(encoding="utf-8").split("\n## ")
    heading = first.split("\n", 1)[0]
    edited = f"{heading}\n\n{sentence}\n"
    path.write_text("\n## ".join([title, edited, *rest]), encoding="utf-8")


def _manuals(corpus: Path | None, reader: DocumentReader) -> Iterator[list[Passage]]:
    return _sample_manuals(reader) if corpus is None else _corpus_manuals(corpus)


def _corpus_manuals(corpus: Path) -> Iterator[list[Passage]]:
    """One manual of each ``group`` of the rows of a ``corpus.jsonl``."""
    try:
        lines = corpus.read_text(encoding="utf-8").split("\n")
        rows = [json.loads(line) for line in lines if line]
        for _, group in itertools.groupby(rows, key=lambda row: row["group"]):
            yield [(row["title"], row["text"]) for row in group]
    except (OSError, ValueError, KeyError) as error:
        raise InvalidInput(
            f"{corpus} is no corpus.jsonl with id, title, text and group ({error})."
        ) from error


def _sample_manuals(reader: DocumentReader) -> Iterator[list[Passage]]:
    """The sample company's articles over and over, each time of another branch."""
    sections = _sample_sections(reader)
    for branch in itertools.count(1):
        for start in range(0, len(sections), _SECTIONS):
            yield [
                (section.heading_path[-1], _of_branch(section, branch))
                for section in sections[start : start + _SECTIONS]
            ]


def _of_branch(section: Section, branch: int) -> str:
    """No two branches say the same, or there would be nothing to embed."""
    return "\n\n".join(f"第{branch}支店では、{block.text}" for block in section.blocks)


def _sample_sections(reader: DocumentReader) -> list[Section]:
    with as_file(files("knowledge") / "sample_company") as folder:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".docx", ".md"))
        return [section for path in paths for section in reader.read(path).sections]


def _markdown(title: str, passages: list[Passage]) -> str:
    articles = [f"## {_line(heading)}\n\n{_text(text)}" for heading, text in passages]
    return "\n\n".join([f"# {title}", *articles]) + "\n"


def _line(heading: str) -> str:
    return _TAG.sub("", heading).replace("#", "").strip() or "本則"


def _text(text: str) -> str:
    """Each line a paragraph of its own that begins with no sign of Markdown."""
    lines = (_TAG.sub("", line).strip().lstrip("#>*-+=|`~ ") for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line) or "（本文なし）"
