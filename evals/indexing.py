"""Publishes a retrieval set as a manual, and searches it by passage id."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from bot.wiring import Zeroji
from evals.corpora import RetrievalSet
from ingest.recording import SourceFile
from knowledge.model import Passage
from knowledge.projection import Progress


@dataclass(frozen=True)
class IndexedSet:
    """What tells which passages of the set a search found."""

    ids: dict[str, list[str]]

    def ranked(self, passages: Sequence[Passage]) -> list[str]:
        """Passage ids, best first, each once: several chunks may be of one passage."""
        found = (self.ids[passage.chunk.section_hash] for passage in passages)
        return list(dict.fromkeys(passage_id for ids in found for passage_id in ids))


def publish(zeroji: Zeroji, retrieval_set: RetrievalSet, progress: Progress) -> IndexedSet:
    """Put the corpus into an empty Zeroji, through the same path as any document."""
    identity = hashlib.sha256(repr(retrieval_set.corpus).encode()).hexdigest()
    zeroji.publisher.publish(
        retrieval_set.as_document(),
        SourceFile(path="corpus.jsonl", source="corpus.jsonl", hash=identity),
        author="evals",
        progress=progress,
    )
    zeroji.searcher.index.snapshot()  # loads the lexical index: part of indexing, not of searching
    return IndexedSet(retrieval_set.ids_by_section())
