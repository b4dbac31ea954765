"""What the ranking knows of each term of a vocabulary, by the term's number."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from knowledge.lexical import Vocabulary
from knowledge.word_vectors import UNKNOWN, Rows, word_vectors

Kinds = npt.NDArray[np.int8]

#: Kinds of terms.
WORD, CONCEPT, BIGRAM = range(3)


@dataclass(frozen=True, kw_only=True)
class KnownTerms:
    """Two arrays of the same length."""

    kinds: Kinds
    #: Rows of the terms' word vectors.
    rows: Rows


_NONE = KnownTerms(kinds=np.zeros(0, dtype=np.int8), rows=np.zeros(0, dtype=np.int32))
_known: WeakKeyDictionary[Vocabulary, KnownTerms] = WeakKeyDictionary()
_lock = threading.Lock()


def known_terms(vocabulary: Vocabulary) -> KnownTerms:
    """Of all terms; those that have come in since the last call are looked up now."""
    known = _known.get(vocabulary, _NONE)
    if len(known.kinds) >= len(vocabulary):
        return known
    with _lock:
        known = _known.get(vocabulary, _NONE)
        new = vocabulary.terms(len(known.kinds))
        grown = KnownTerms(
            kinds=np.concatenate([known.kinds, np.array([kind(t) for t in new], dtype=np.int8)]),
            rows=np.concatenate([known.rows, _rows(new)]),
        )
        _known[vocabulary] = grown
        return grown


def kind(term: str) -> int:
    if len(term) > 1 and term[0] == "@":
        return CONCEPT
    return BIGRAM if len(term) > 1 and term[0] == "#" else WORD


def _rows(terms: list[str]) -> Rows:
    vectors = word_vectors()
    found = (vectors.row(term) if kind(term) == WORD else UNKNOWN for term in terms)
    return np.fromiter(found, dtype=np.int32, count=len(terms))
