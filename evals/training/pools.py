"""Questions with their candidates: what the ranking learns from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.cases import EvalCase, load_cases
from evals.corpora import Query, RetrievalSet, load_retrieval_set
from evals.indexing import publish
from evals.matching import same_file, same_heading
from evals.progress import bars
from evals.retrieval import section_hashes
from ingest.recording import SourceFile
from knowledge.errors import InvalidInput
from knowledge.index import Entry, Snapshot
from knowledge.model import EVERYONE, SearchRequest
from knowledge.ranking.candidates import Floats, Integers
from knowledge.ranking.features import features, sections
from knowledge.search import Searcher

#: Kinds of cases whose outcome depends on the question alone.
_LEARNED_KINDS = frozenset({"answerable", "unanswerable", "ambiguous"})


@dataclass(frozen=True, kw_only=True, eq=False)
class Pool:
    """A question's candidates."""

    #: The company or the public set.
    source: str
    #: Questions of a group are about the same documents.
    group: str
    kind: str
    #: Shape (n, features).
    features: Floats
    #: Which candidates answer, shape (n,).
    gold: npt.NDArray[np.bool_]
    #: The candidates' sections, by numbers from 0, shape (n,).
    sections: Integers
    #: What is found for the question where no section answers; None where nothing is.
    without_gold: Pool | None = None

    @property
    def found(self) -> bool:
        """Whether some candidate answers."""
        return bool(self.gold.any())


@dataclass(frozen=True, kw_only=True)
class _Asked:
    request: SearchRequest
    group: str
    kind: str
    #: Hashes of the sections that answer.
    gold: frozenset[str]


def case_pools(source: str, documents: Path, questions: Path, homes: Path) -> list[Pool]:
    """Of eval cases on some documents; ``homes`` keeps what is indexed for the next time."""
    cases = [case for case in load_cases([questions]) if case.kind in _LEARNED_KINDS]
    with _opened(homes / source) as zeroji:
        report = zeroji.ingest([documents])
        failed = report["manuals"]["failed"]
        if failed:
            raise InvalidInput(f"Not all of {documents} can be read: {failed}.")
        snapshot = zeroji.searcher.index.snapshot()
        asked = (_of_case(case, source, snapshot) for case in cases if not case.turns)
        return list(_pools(zeroji, source, asked))


def public_pools(folder: Path, sample: int, homes: Path) -> list[Pool]:
    """Of so many queries of a retrieval set; ``homes`` as in :func:`case_pools`."""
    chosen = load_retrieval_set(folder).sample(sample)
    groups = _groups(folder / "queries.jsonl")
    with _opened(homes / folder.name) as zeroji, bars() as bar:
        publish(zeroji, chosen, bar(f"Embedding {folder.name}"))
        hashes = section_hashes(chosen)
        asked = (_of_query(query, groups[query.id], hashes) for query in chosen.queries)
        return list(_pools(zeroji, folder.name, asked))


def parted_pools(folder: Path, sample: int, homes: Path) -> list[Pool]:
    """The same for a set of which each group is a world of its own.

    "Do you ask for my contact information?" is asked of one site's policy, not of all policies.
    """
    chosen = load_retrieval_set(folder).sample(sample)
    of_query, of_passage = _groups(folder / "queries.jsonl"), _groups(folder / "corpus.jsonl")
    with _opened(homes / folder.name) as zeroji:
        for group in sorted(set(of_passage.values())):
            passages = tuple(p for p in chosen.corpus if of_passage[p.id] == group)
            _publish_for(group, RetrievalSet(corpus=passages, queries=()), zeroji)
        hashes = section_hashes(chosen)
        asked = (
            _of_query(query, of_query[query.id], hashes, audience=of_query[query.id])
            for query in chosen.queries
        )
        return list(_pools(zeroji, folder.name, asked))


def _publish_for(audience: str, part: RetrievalSet, zeroji: Zeroji) -> None:
    """As a manual that nobody else sees."""
    document = part.as_document()
    meta = replace(document.meta, title=audience, audience=audience)
    zeroji.publisher.publish(
        replace(document, meta=meta),
        SourceFile(path=audience, source=audience, hash=audience),
        author="evals",
    )


def _of_query(
    query: Query, group: str, hashes: Mapping[str, str], audience: str = EVERYONE
) -> _Asked:
    return _Asked(
        request=SearchRequest(query=query.text, audiences=frozenset({audience})),
        group=group,
        kind="answerable",
        gold=frozenset(hashes[passage] for passage in query.gold),
    )


def _of_case(case: EvalCase, source: str, snapshot: Snapshot) -> _Asked:
    audiences = frozenset({EVERYONE, *case.audience})
    request = SearchRequest(query=case.question, audiences=audiences, on=case.on)
    gold = gold_sections(case, snapshot)
    return _Asked(request=request, group=source, kind=case.kind, gold=gold)


def gold_sections(case: EvalCase, snapshot: Snapshot) -> frozenset[str]:
    """Hashes of the sections that answer a case, of all times and for all audiences."""
    places = case.places

    def is_gold(entry: Entry) -> bool:
        path, heading = snapshot.manuals[entry.manual_id].path, entry.chunk.heading
        return any(
            same_file(path, gold.file) and (not gold.heading or same_heading(heading, gold.heading))
            for gold in places
        )

    return frozenset(entry.chunk.section_hash for entry in snapshot.entries if is_gold(entry))


def _pools(zeroji: Zeroji, source: str, questions: Iterable[_Asked]) -> Iterator[Pool]:
    for asked in questions:
        whole = _pool(zeroji.searcher, source, asked)
        if whole is not None and whole.found:
            left = _pool(zeroji.searcher.without(asked.gold), source, asked)
            whole = replace(whole, without_gold=left)
        if whole is not None:
            yield whole


def _pool(searcher: Searcher, source: str, asked: _Asked) -> Pool | None:
    """What a search finds; None where that is nothing."""
    gathered = searcher.candidates(asked.request)
    found = gathered.candidates
    if not len(found):
        return None
    entries = [gathered.snapshot.entries[n] for n in found.positions.tolist()]
    return Pool(
        source=source,
        group=asked.group,
        kind=asked.kind,
        features=features(asked.request.query, gathered.snapshot, found),
        gold=np.array([entry.chunk.section_hash in asked.gold for entry in entries]),
        sections=sections(gathered.snapshot, found),
    )


def _groups(file: Path) -> dict[str, str]:
    rows = file.read_text(encoding="utf-8").split("\n")
    parsed = (json.loads(row) for row in rows if row.strip())
    return {row["id"]: str(row.get("group", row["id"])) for row in parsed}


def _opened(home: Path) -> AbstractContextManager[Zeroji]:
    return open_zeroji(Settings(home=home, database_url="", chroma_url="", embedder="builtin"))
