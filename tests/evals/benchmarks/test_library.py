"""Libraries of any size for measuring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.benchmarks.library import edit, write_library
from ingest.chunking import chunks
from ingest.isolation import DocumentReader
from knowledge.errors import InvalidInput


def corpus(folder: Path, *groups: str) -> Path:
    rows = [
        {"id": f"{n}", "title": f"# <i>第{n}条</i>", "text": f"- {n}円とする。", "group": group}
        for n, group in enumerate(groups)
    ]
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_library_has_a_manual_of_each_group(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        library = write_library(tmp_path, reader, 3, corpus(tmp_path, "a", "a", "b", "c"))
        assert [path.name for path, _ in library] == ["00000.md", "00001.md"]
        said = [[section.text for section in document.sections] for _, document in library]
        assert said == [["0円とする。", "1円とする。"], ["2円とする。"]]

        edit(library[0][0], "廃止する。")
        edited = reader.read(library[0][0])
        assert [s.text for s in edited.sections] == ["廃止する。", "1円とする。"]

        with pytest.raises(InvalidInput, match="has 4 chunks only"):
            write_library(tmp_path, reader, 5, corpus(tmp_path, "a", "a", "b", "c"))


def test_without_a_corpus_each_text_is_another(tmp_path: Path) -> None:
    with DocumentReader() as reader:
        library = write_library(tmp_path, reader, 400, None)
    texts = [c.embedded_text for _, d in library for s in d.sections for c in chunks(s, 0)]
    assert len(texts) >= 400
    assert len(set(texts)) > 0.9 * len(texts)


def test_what_is_no_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"id": "1"}\n')
    with DocumentReader() as reader, pytest.raises(InvalidInput, match=r"is no corpus\.jsonl"):
        write_library(tmp_path, reader, 5, tmp_path / "corpus.jsonl")
