"""A question as the index understands it: its words, their weights, and what says the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge import japanese
from knowledge.lexical import LexicalIndex
from knowledge.ranking.candidates import Floats, Integers
from knowledge.ranking.vocabulary import BIGRAM, CONCEPT, kind
from knowledge.word_vectors import Rows, word_vectors

#: How nearly a term says what a word of the question says: the word itself; the verb of a noun;
#: a concept that it names; one of which the text names a kind.
_VERB, _CONCEPT, _KIND_OF_CONCEPT = 0.9, 0.8, 0.5
#: The least weight of a word that only its concept is known of.
_LEAST = 1.0


@dataclass(frozen=True, kw_only=True, eq=False)
class AskedWords:
    """The q content words of a question, and the m terms of the index that have to do with it."""

    #: Of the words, shape (q,): a rare one weighs more. One that no text holds weighs as much as
    #: the rarest.
    weights: Floats
    #: 1 for a word that some text holds, 0.5 for one of which only a synonym is there, else 0.
    known: Floats
    #: Rows of the words' vectors, shape (q,).
    rows: Rows
    terms: tuple[str, ...]
    #: Numbers of the terms in the vocabulary, shape (m,).
    numbers: Integers
    kinds: Integers
    idfs: Floats
    #: Whether a term stands in the question; others only say the same as one of its words.
    asked: Floats
    #: Which term is which word: 0 or 1, shape (m, q).
    exact: Floats
    #: How nearly a term says a word, shape (m, q).
    alike: Floats
    #: What share of a word's bigrams a term is, shape (m, q).
    bigrams: Floats
    #: Weight of the words that no text holds.
    unknown_weight: float

    @property
    def shares(self) -> Floats:
        """Weights that sum up to 1."""
        total = float(self.weights.sum())
        return self.weights / total if total else self.weights


def asked_words(query: str, lexical: LexicalIndex, highest_idf: float) -> AskedWords:
    """``highest_idf`` is that of a term which one text holds."""
    words = _words(query)
    asked = set(japanese.query_terms(query))
    related = asked.union(words, *words.values())
    numbers = _numbers(sorted(related), lexical)
    terms = list(numbers)
    idfs = lexical.idfs[list(numbers.values())] if terms else np.zeros(0, dtype=np.float32)
    places = {term: n for n, term in enumerate(terms)}
    shape = (len(terms), len(words))
    exact, alike, bigrams = (np.zeros(shape, dtype=np.float32) for _ in range(3))
    weights, known = (np.zeros(len(words), dtype=np.float32) for _ in range(2))
    for n, (word, same) in enumerate(words.items()):
        pairs = [term for term in same if kind(term) == BIGRAM]
        synonyms = {places[term]: _likeness(term) for term in same - set(pairs) if term in places}
        for place, likeness in synonyms.items():
            alike[place, n] = likeness
        for term in pairs:
            if term in places:
                bigrams[places[term], n] = 1 / len(pairs)
        if word in places:
            exact[places[word], n] = alike[places[word], n] = 1.0
            weights[n], known[n] = idfs[places[word]], 1.0
        elif synonyms:
            weights[n], known[n] = max(_LEAST, min(idfs[place] for place in synonyms)), 0.5
        else:
            weights[n] = highest_idf
    return AskedWords(
        weights=weights,
        known=known,
        rows=word_vectors().rows(list(words)),
        terms=tuple(terms),
        numbers=np.array(list(numbers.values()), dtype=np.int64),
        kinds=np.array([kind(term) for term in terms], dtype=np.int64),
        idfs=idfs,
        asked=np.array([term in asked for term in terms], dtype=np.float32),
        exact=exact,
        alike=alike,
        bigrams=bigrams,
        unknown_weight=highest_idf * sum(word not in places for word in words),
    )


def _words(query: str) -> dict[str, set[str]]:
    """Each word once, with the terms that say the same."""
    words: dict[str, set[str]] = {}
    for word, same in japanese.matters(query):
        words.setdefault(word, set()).update(same)
    return words


def _numbers(terms: list[str], lexical: LexicalIndex) -> dict[str, int]:
    """Numbers of the terms that these texts may hold."""
    found = {term: lexical.vocabulary.number(term) for term in terms}
    width = len(lexical.idfs)
    return {term: n for term, n in found.items() if n is not None and n < width}


def _likeness(term: str) -> float:
    if kind(term) != CONCEPT:
        return _VERB
    return _KIND_OF_CONCEPT if term.startswith("@<") else _CONCEPT
