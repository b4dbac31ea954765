"""Retrieval sets: ``corpus.jsonl`` and ``queries.jsonl`` in a folder, and a part of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import InvalidInput
from knowledge.model import Block, Document, ManualMeta, Section


@dataclass(frozen=True, kw_only=True)
class CorpusPassage:
    """A row of ``corpus.jsonl``."""

    id: str
    title: str
    text: str

    def as_section(self) -> Section:
        lines = [line.strip() for line in self.text.split("\n") if line.strip()]
        return Section(
            heading_path=tuple(self.title.split(" > ")),
            blocks=tuple(Block(kind="text", text=line) for line in lines),
        )


@dataclass(frozen=True, kw_only=True)
class Query:
    """A row of ``queries.jsonl``: any of the gold passages answers it."""

    id: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class RetrievalSet:
    corpus: tuple[CorpusPassage, ...]
    queries: tuple[Query, ...]

    def sample(self, count: int | None) -> RetrievalSet:
        """That many of the queries, always the same ones, against the whole corpus."""
        if count is None or count >= len(self.queries):
            return self
        chosen = sorted(self.queries, key=lambda query: scatter(query.id))[:count]
        return RetrievalSet(corpus=self.corpus, queries=tuple(chosen))

    def as_document(self) -> Document:
        """The corpus as one manual with a section per passage."""
        return Document(
            meta=ManualMeta(title="corpus", owner="evals"),
            sections=tuple(passage.as_section() for passage in self.corpus),
        )

    def ids_by_section(self) -> dict[str, list[str]]:
        """Passage ids by the hash of their section; passages that say the same share one."""
        ids: dict[str, list[str]] = {}
        for passage in self.corpus:
            ids.setdefault(passage.as_section().hash, []).append(passage.id)
        return ids


def scatter(text: str) -> str:
    """A key that puts texts into an order that has nothing to do with what they say."""
    return hashlib.sha256(text.encode()).hexdigest()


def load_retrieval_set(folder: Path) -> RetrievalSet:
    """Read a folder. Raises InvalidInput naming the file and line that is wrong."""
    corpus = tuple(
        CorpusPassage(
            id=_text(row, "id", place),
            title=_text(row, "title", place),
            text=_text(row, "text", place),
        )
        for place, row in _rows(folder / "corpus.jsonl")
    )
    known = Counter(passage.id for passage in corpus)
    twice = [passage_id for passage_id, count in known.items() if count > 1]
    if twice:
        raise InvalidInput(f"{folder / 'corpus.jsonl'}: ids used twice: {twice[:5]}.")
    queries = tuple(
        Query(id=_text(row, "id", place), text=_text(row, "text", place), gold=_gold(row, place))
        for place, row in _rows(folder / "queries.jsonl")
    )
    strays = sorted({gold for query in queries for gold in query.gold} - known.keys())
    if strays:
        raise InvalidInput(f"{folder / 'queries.jsonl'}: gold not in corpus.jsonl: {strays[:5]}.")
    return RetrievalSet(corpus=corpus, queries=queries)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")  # editors on Windows write a BOM
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read ({error.strerror}). "
            "Give a folder with corpus.jsonl and queries.jsonl."
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not UTF-8 text. Save it as UTF-8.") from error
    lines = [(n, line) for n, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise InvalidInput(f"{path} is empty.")
    for number, line in lines:
        place = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InvalidInput(f"{place}: not JSON ({error.msg}).") from error
        if not isinstance(row, dict):
            raise InvalidInput(f"{place}: not a JSON object.")
        yield place, row


def _text(row: dict[str, Any], key: str, place: str) -> str:
    if not isinstance(row.get(key), str):
        raise InvalidInput(f"{place}: needs a text {key!r}.")
    return str(row[key])


def _gold(row: dict[str, Any], place: str) -> frozenset[str]:
    gold: Sequence[Any] = row.get("gold") or ()
    if not gold or isinstance(gold, str) or not all(isinstance(item, str) for item in gold):
        raise InvalidInput(f"{place}: needs 'gold', a list of ids of corpus.jsonl.")
    return frozenset(gold)
