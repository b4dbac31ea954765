"""Questions with what was found for them and whether answering would be right: to learn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.composing.extraction import extract
from bot.answering.composing.extraction import told as extracted
from bot.answering.composing.references import References
from bot.answering.deciding.clarifying import readings
from bot.answering.deciding.evidence import Evidence
from bot.answering.deciding.examining import Examined, examine
from bot.answering.understanding import Understanding, understand
from bot.outcomes import Answer, Clarification, Option, Question, outcome_json
from bot.settings import Settings
from bot.wiring import Zeroji
from evals.cases import EvalCase, Gold, load_cases
from evals.corpora import Query, load_retrieval_set
from evals.indexing import publish
from evals.metrics import Score, score
from evals.rehearsal import empty_home
from evals.retrieval import section_hashes
from evals.training.pools import gold_sections
from knowledge.model import EVERYONE
from knowledge.ranking import Model


@dataclass(frozen=True, kw_only=True)
class Example:
    """A question to a company, as the engine examined it."""

    company: str
    case: EvalCase
    examined: Examined
    #: Whether each examined section is one that answers.
    gold: tuple[bool, ...]
    #: What would be told of each examined section, as JSON of an answer.
    told: tuple[Mapping[str, Any], ...]
    #: Whether it was asked without the sections that answer: then nothing answers.
    removed: bool
    #: Whether it is of a public retrieval set, which tells no facts.
    public: bool = False

    def is_right(self, chosen: Sequence[Evidence]) -> bool:
        """Whether an answer from these sections would be right."""
        if self.removed:
            return False
        if self.public:
            return any(self.gold[self.examined.weighed.index(evidence)] for evidence in chosen)
        return self.answering(chosen).correct

    def answering(self, chosen: Sequence[Evidence]) -> Score:
        """The score of an answer from these sections."""
        parts = [self.told[self.examined.weighed.index(evidence)] for evidence in chosen]
        said = dict(parts[0])
        said["text"] = "\n\n".join(str(part["text"]) for part in parts)
        said["citations"] = [citation for part in parts for citation in part["citations"]]
        return score(self.case, said)

    def asking_back(self, likeliest: Sequence[Evidence]) -> Score:
        """The score of asking back with the likeliest sections as readings."""
        options = tuple(Option(label=e.label, question="") for e in readings(likeliest))
        said = Clarification(text="", options=options, confidence=0.0)
        return score(self.case, outcome_json(said))


def company_examples(
    folder: Path, cases: Path | None = None, ranked_by: Model | None = None
) -> list[Example]:
    """Ingest a company's documents and examine its questions, each with and without its gold.

    ``ranked_by`` is a model of the ranking that never saw these questions; without it the one that
    comes with Zeroji ranks, whose scores are too good on companies that it was fitted on.
    """
    chosen: dict[str, Any] = {"_env_file": None}
    with empty_home(Settings(**chosen)) as zeroji:
        documents = folder / "documents"
        zeroji.ingest([documents if documents.is_dir() else folder])
        asked = load_cases([cases or folder / "questions.jsonl"])
        searcher = zeroji.searcher.ranked_by(ranked_by) if ranked_by else zeroji.searcher
        seen = replace(zeroji, searcher=searcher)
        return [e for case in asked for e in _examples(seen, folder.name, case)]


def public_examples(folder: Path, sample: int) -> list[Example]:
    """Index a public retrieval set and examine some of its queries, with and without their gold."""
    chosen: dict[str, Any] = {"_env_file": None}
    whole = load_retrieval_set(folder).sample(sample)
    with empty_home(Settings(**chosen)) as zeroji:
        publish(zeroji, whole, lambda done, total: None)
        hashes = section_hashes(whole)
        return [e for q in whole.queries for e in _of_query(zeroji, folder.name, hashes, q)]


def _of_query(
    zeroji: Zeroji, name: str, hashes: Mapping[str, str], query: Query
) -> Iterator[Example]:
    gold = frozenset(hashes[passage] for passage in query.gold)
    case = EvalCase(
        id=query.id, kind="answerable", question=query.text, gold=(Gold(file="corpus.jsonl"),)
    )
    whole = zeroji.searcher
    for searcher, removed in ((whole, False), (whole.without(gold), True)):
        seen = examine(searcher, _reading(case), frozenset({EVERYONE}))
        yield Example(
            company=name,
            case=case,
            examined=seen,
            gold=tuple(e.passage.chunk.section_hash in gold for e in seen.weighed),
            told=(),
            removed=removed,
            public=True,
        )


def _examples(zeroji: Zeroji, company: str, case: EvalCase) -> Iterator[Example]:
    reading = _reading(case)
    if reading.sensitive is not None:
        return
    audiences = frozenset({EVERYONE, *case.audience})
    gold = gold_sections(case, zeroji.searcher.index.snapshot())
    examined = examine(zeroji.searcher, reading, audiences)
    yield _example(zeroji, company, case, gold, examined)
    if gold:
        without = examine(zeroji.searcher.without(gold), reading, audiences)
        yield replace(_example(zeroji, company, case, gold, without), removed=True)


def _reading(case: EvalCase) -> Understanding:
    """The last turn, taken to go on with those before."""
    previous: str | None = None
    for turn in case.asked:
        asked = Question(text=turn, asker="evals", on=case.on)
        reading = understand(asked, previous, case.on or date.today())
        reading = replace(reading, standalone=reading.perhaps or reading.standalone, perhaps=None)
        previous = reading.standalone
    return reading


def _example(
    zeroji: Zeroji, company: str, case: EvalCase, gold: frozenset[str], examined: Examined
) -> Example:
    references = References(
        library=zeroji.library,
        snapshot=zeroji.searcher.index.snapshot(),
        audiences=frozenset({EVERYONE, *case.audience}),
        on=examined.reading.on,
    )
    told = []
    for evidence in examined.weighed:
        one = extracted("", extract(examined.asked, [evidence], references))
        answer = Answer(text=one.text, citations=one.citations, confidence=0.0)
        told.append(outcome_json(answer))
    return Example(
        company=company,
        case=case,
        examined=examined,
        gold=tuple(e.passage.chunk.section_hash in gold for e in examined.weighed),
        told=tuple(told),
        removed=False,
    )
