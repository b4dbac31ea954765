"""What speaks for a candidate: numbers that mean the same from question to question.

Shares are of the weight of the question's words. What belongs to the question as a whole is the
same for all its candidates: the model uses it to weigh the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from knowledge import japanese, question_types, thesaurus
from knowledge.index import Snapshot
from knowledge.ranking.candidates import Candidates, Floats, Integers
from knowledge.ranking.matching import Lines, Matches, match
from knowledge.ranking.question import AskedWords, asked_words
from knowledge.ranking.texts import FORMAL, KINDS, known_texts
from knowledge.ranking.vocabulary import BIGRAM, CONCEPT, WORD

Columns = dict[str, npt.NDArray[np.floating]]

#: What is known of a question as a whole.
QUESTION_NAMES = (
    *("question_words", "question_known", "question_japanese", "question_length"),
    *("highest_similarity", "highest_near", "highest_alike"),
    *("rankers_agree", "similarity_of_likest", "lexical_of_nearest"),
)
#: The columns of :func:`features`.
NAMES = (
    *("exact_chunk", "exact_heading", "exact_line", "exact_neighbours"),
    *("alike_chunk", "alike_heading", "alike_line", "alike_line_in_context"),
    *("alike_line_in_context_behind", "bigrams_chunk", "bigrams_heading", "bigrams_line"),
    *("near_chunk", "near_heading", "near_line", "near_line_in_context", "near_neighbours"),
    *("near_chunk_behind", "near_heading_behind", "near_line_in_context_behind"),
    *("weightiest_said", "weightiest_unsaid", "weightiest_unlisted", "weight_said", "words_said"),
    *("bm25_words", "bm25_concepts", "bm25_bigrams"),
    *("bm25_deviation", "bm25_rank", "bm25_margin"),
    *("lexical_deviation", "lexical_rank", "lexical_margin"),
    *("similarity", "similarity_deviation", "similarity_rank", "similarity_margin"),
    *("heading_asked", "heading_asked_weight", "line_asked", "chunk_asked"),
    *("title", "states_wanted", "size", "lines", "row", "qa", "depth"),
    *FORMAL,
    *("section_similarity", "section_lexical", "section_near", "section_candidates"),
    "manual_candidates",
    *QUESTION_NAMES,
)

#: As in BM25: how soon more occurrences stop to count, and how much a long text loses.
_K1 = 1.2
_B = 0.75
#: Keeps shares of very short texts small.
_FEW_TERMS = 4.0
_TINY = 1e-6


def features(query: str, snapshot: Snapshot, candidates: Candidates) -> Floats:
    """Shape (n, len(NAMES)); n is at least 1."""
    columns = _columns(query, snapshot, candidates)
    found = np.empty((len(candidates), len(NAMES)), dtype=np.float32)
    for n, name in enumerate(NAMES):
        found[:, n] = columns[name]
    return found


def sections(snapshot: Snapshot, candidates: Candidates) -> Integers:
    """Tells the candidates' sections apart, by numbers from 0, shape (n,)."""
    numbers = known_texts(snapshot).sections[candidates.positions]
    return np.asarray(np.unique(numbers, return_inverse=True)[1])


def _columns(
    query: str, snapshot: Snapshot, candidates: Candidates
) -> Mapping[str, npt.NDArray[np.floating] | float]:
    """By name; a number where it is the same for all candidates."""
    lexical = snapshot.lexical
    highest_idf = float(np.log1p((len(snapshot.entries) - 0.5) / 1.5))
    words = asked_words(query, lexical, highest_idf)
    lines = Lines.of(snapshot.lines, candidates.positions)
    known = known_texts(snapshot)
    matches = match(words, lines, known.terms)
    kinds = known.kinds[candidates.positions]
    columns = {
        **_coverage(words, lines, matches),
        **_weightiest(words, lines, matches),
        **_lexical(words, lines, matches, lexical.mean_length),
        "bm25": candidates.bm25,
        "similarity": candidates.similarity,
        **_told(lines, matches, known.telling),
        **{name: kinds[:, n] for n, name in enumerate(KINDS)},
        "size": np.log1p(lines.sizes) / 6,
        "lines": np.log(lines.counts),
        "title": _titles(words, snapshot, candidates),
        "states_wanted": _states_wanted(query, snapshot.stated[candidates.positions]),
    }
    columns |= _compared({name: columns[name] for name in ("bm25", "similarity", "lexical")})
    columns |= {f"{name}_behind": columns[name] - columns[name].max() for name in _BEHIND}
    columns |= _neighbours(columns, snapshot, candidates)
    return {**columns, **_question(query, words, columns)}


#: Shares that count the less, the more another candidate has.
_BEHIND = ("near_chunk", "near_line_in_context", "near_heading", "alike_line_in_context")


def _coverage(words: AskedWords, lines: Lines, matches: Matches) -> Columns:
    """How much of the question the best line, the headings and the whole text say."""
    names = ("exact", "alike", "bigrams", "near")
    found = np.stack([getattr(matches, name) for name in names])
    by_line = found @ words.shares
    in_text = np.maximum.reduceat(by_line * lines.is_text, lines.first, axis=1)
    in_any = np.maximum.reduceat(found, lines.first, axis=1) @ words.shares
    columns: Columns = {}
    for n, name in enumerate(names):
        columns[f"{name}_chunk"] = in_any[n]
        columns[f"{name}_heading"] = by_line[n, lines.first]
        columns[f"{name}_line"] = in_text[n]
    for name in ("alike", "near"):
        in_context = lines.with_headings(getattr(matches, name)) @ words.shares
        columns[f"{name}_line_in_context"] = lines.best_text_line(in_context)
    neighbours = words.weights[1:] + words.weights[:-1]
    neighbours = neighbours / max(float(neighbours.sum()), _TINY)
    for name in ("exact", "near"):
        found = getattr(matches, name)
        together = np.minimum(found[:, 1:], found[:, :-1]) @ neighbours
        columns[f"{name}_neighbours"] = lines.best_line(together)
    return columns


def _weightiest(words: AskedWords, lines: Lines, matches: Matches) -> Columns:
    """The weightiest word that the candidate says and the one that it does not."""
    said, alike = lines.best_line(matches.near), lines.best_line(matches.alike)
    highest = max(float(words.weights.max(initial=0)), _TINY)
    return {
        "weightiest_said": (said * words.weights).max(axis=1, initial=0) / highest,
        "weightiest_unsaid": ((1 - said) * words.weights).max(axis=1, initial=0) / highest,
        "weightiest_unlisted": ((alike == 0) * words.weights).max(axis=1, initial=0) / highest,
        "weight_said": np.log1p(said @ words.weights),
        "words_said": np.minimum((alike > 0).sum(axis=1), 6) / 6,
    }


def _lexical(words: AskedWords, lines: Lines, matches: Matches, mean_length: float) -> Columns:
    """BM25 by kind of term, as shares of what a text could have at most."""
    norms = _K1 * (1 - _B + _B * lines.sizes / mean_length)
    saturated = matches.frequencies * (_K1 + 1) / (matches.frequencies + norms[:, None])
    columns: Columns = {}
    scores = {}
    for name, kind in (("words", WORD), ("concepts", CONCEPT), ("bigrams", BIGRAM)):
        weights = words.idfs * words.asked * (words.kinds == kind)
        most = float(weights.sum()) * (_K1 + 1) + (words.unknown_weight if kind == WORD else 0)
        scores[name] = saturated @ weights
        columns[f"bm25_{name}"] = scores[name] / max(most, _TINY)
    columns["lexical"] = scores["words"] + scores["bigrams"]
    return columns


def _compared(scores: Mapping[str, npt.NDArray[np.floating]]) -> Columns:
    """Where scores stand among the candidates' scores of the same name."""
    values = np.array(list(scores.values()), dtype=np.float64)
    highest = values.max(axis=1, keepdims=True)
    mean = values.mean(axis=1, keepdims=True)
    largest = np.abs(values).max(axis=1, keepdims=True)
    scale = values.std(axis=1, keepdims=True) + 1e-3 * largest + _TINY
    ranks = np.empty_like(values)
    best_first = np.argsort(-values, axis=1, kind="stable")
    np.put_along_axis(ranks, best_first, np.arange(1.0, values.shape[1] + 1)[None], axis=1)
    compared = {
        "deviation": (values - mean) / scale,
        "rank": 1 / (ranks + 2),
        "margin": (values - highest) / np.maximum(np.abs(highest), _TINY),
    }
    return {
        f"{name}_{how}": found[n]
        for how, found in compared.items()
        for n, name in enumerate(scores)
    }


def _told(lines: Lines, matches: Matches, telling: Floats) -> Columns:
    """The other way round: how much of what a text says the question asks about."""
    said = telling[lines.terms]
    line = lines.sum_by_line(said)
    line_told = lines.sum_by_line(said * matches.told)
    text, text_told = lines.sum_by_candidate(line), lines.sum_by_candidate(line_told)
    heading, heading_told = line[lines.first], line_told[lines.first]
    return {
        "heading_asked": heading_told / (heading + _TINY),
        "heading_asked_weight": np.log1p(heading_told),
        "line_asked": lines.best_text_line(line_told / (line + _FEW_TERMS)),
        "chunk_asked": text_told / (text + _FEW_TERMS),
    }


def _titles(words: AskedWords, snapshot: Snapshot, candidates: Candidates) -> Floats:
    """How much of the question the manual's title says."""
    manual_ids = snapshot.manual_ids[candidates.positions]
    different, which = np.unique(manual_ids, return_inverse=True)
    titles = (snapshot.manuals[manual_id].title for manual_id in different.tolist())
    said = [_terms_of_title(title, thesaurus.fingerprint()) for title in titles]
    standing = np.array([[term in terms for term in words.terms] for terms in said])
    standing = standing.reshape(len(said), len(words.terms), 1)
    alike = (standing * words.alike).max(axis=1, initial=0)
    return np.asarray((alike @ words.shares)[which], dtype=np.float32)


@lru_cache(maxsize=1024)
def _terms_of_title(title: str, thesaurus_fingerprint: str) -> frozenset[str]:
    return frozenset(japanese.terms(title))


def _states_wanted(query: str, stated: npt.NDArray[np.uint16]) -> Floats:
    """1 where the text states the kind of thing that the question wants (an amount, …)."""
    wanted = question_types.wanted(query)
    if wanted is None:
        return np.ones(len(stated), dtype=np.float32)
    return (stated >> question_types.KINDS.index(wanted) & 1).astype(np.float32)


def _neighbours(columns: Columns, snapshot: Snapshot, candidates: Candidates) -> Columns:
    """What the other candidates of the same section, and of the same manual, say."""
    section_of = sections(snapshot, candidates)
    manual_ids = snapshot.manual_ids[candidates.positions]
    _, manual_of, manual_sizes = np.unique(manual_ids, return_inverse=True, return_counts=True)

    def ahead(name: str) -> npt.NDArray[np.floating]:
        best = np.full(int(section_of.max()) + 1, -np.inf)
        np.maximum.at(best, section_of, columns[name])
        return best[section_of] - columns[name]

    return {
        "section_similarity": ahead("similarity"),
        "section_lexical": ahead("lexical_margin"),
        "section_near": ahead("near_line_in_context"),
        "section_candidates": np.log(np.bincount(section_of)[section_of]),
        "manual_candidates": manual_sizes[manual_of] / len(candidates),
    }


def _question(query: str, words: AskedWords, columns: Columns) -> Mapping[str, float]:
    nearest, likest = np.argmax(columns["similarity"]), np.argmax(columns["lexical_margin"])
    return {
        "question_words": min(len(words.weights), 12) / 12,
        "question_known": float(words.known @ words.shares),
        "question_japanese": float(japanese.is_japanese(query)),
        "question_length": min(len(query), 100) / 100,
        "highest_similarity": float(columns["similarity"].max()),
        "highest_near": float(columns["near_chunk"].max()),
        "highest_alike": float(columns["alike_line_in_context"].max()),
        "rankers_agree": float(nearest == likest),
        "similarity_of_likest": float(columns["similarity_deviation"][likest]) / 3,
        "lexical_of_nearest": float(columns["lexical_deviation"][nearest]) / 3,
    }
