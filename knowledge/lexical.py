"""A Japanese lexical index: BM25 over the terms of :mod:`knowledge.japanese`."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, count, islice

import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

Scores = npt.NDArray[np.float32]

_K1 = 1.2
_B = 0.75
#: Words decide; concepts help less than the word itself, broader ones less again, and bigrams
#: only where words fail.
_WEIGHTS = (("@<", 0.4), ("@", 0.8), ("#", 0.3))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CodedLines:
    """The terms of a text as numbers of a :class:`Vocabulary`, line by line, headings first."""

    #: All lines' terms, as often as they occur, shape (n,).
    terms: npt.NDArray[np.int32]
    #: Line k is ``terms[starts[k] : starts[k + 1]]``; shape (lines + 1,).
    starts: npt.NDArray[np.int32]


class Vocabulary:
    """A number for each term. It only grows, so that texts coded with it stay valid."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._numbers)

    def code(self, lines: Iterable[Sequence[str]]) -> CodedLines:
        """Lines, each as its terms; terms that are new are added."""
        parted = list(lines)
        starts = np.fromiter(accumulate(map(len, parted), initial=0), np.int32, len(parted) + 1)
        terms = chain.from_iterable(parted)
        with self._lock:
            numbers = map(self._numbers.__getitem__, terms)
            return CodedLines(terms=np.fromiter(numbers, np.int32, int(starts[-1])), starts=starts)

    def number(self, term: str) -> int | None:
        return self._numbers.get(term)

    def terms(self, start: int = 0) -> list[str]:
        """Terms in the order of their numbers, from a number on."""
        with self._lock:
            return list(islice(self._numbers, start, None))


class LexicalIndex:
    """Immutable: a new publication makes a new one. Scores every text in under a millisecond."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[CodedLines]) -> None:
        self.vocabulary = vocabulary
        #: Terms that came into the vocabulary later are in none of these texts.
        self._width = max(len(vocabulary), 1)
        sizes = np.array([len(text.terms) for text in texts], dtype=np.int64)
        #: How many terms a text has on average; 1 where there are none.
        self.mean_length = max(float(sizes.mean()), 1.0) if len(sizes) else 1.0
        self._scores = _weighed(texts, self._width, sizes / self.mean_length)
        #: How many texts hold each term; none, where a text that is gone brought the term.
        self._holding = np.diff(self._scores.indptr)
        rest = len(texts) - self._holding
        #: How much each term says, by its number in the vocabulary.
        self.idfs: Scores = np.log1p((rest + 0.5) / (self._holding + 0.5)).astype(np.float32)

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> LexicalIndex:
        """An index of texts given as their terms, with a vocabulary of its own."""
        vocabulary = Vocabulary()
        coded = [vocabulary.code([text]) for text in texts]
        return cls(vocabulary, coded)

    def scores(self, query: Sequence[str]) -> Scores:
        """BM25 of each text for the query's terms, shape (number of texts,)."""
        found = np.zeros(self._scores.shape[0], dtype=np.float32)
        starts, texts, saturated = self._scores.indptr, self._scores.indices, self._scores.data
        # A column at a time: to slice a sparse matrix costs as much again.
        for term, column in self._columns(query).items():
            held = slice(starts[column], starts[column + 1])
            found[texts[held]] += saturated[held] * np.float32(_weight(term) * self.idfs[column])
        return found

    def idf(self, term: str) -> float:
        """How much a term says; one that no text holds says as much as the rarest."""
        column = self._columns([term]).get(term)
        return float(np.log1p(self._scores.shape[0] + 0.5) if column is None else self.idfs[column])

    def _columns(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Columns of those terms that these texts hold, each once."""
        numbers = {term: self.vocabulary.number(term) for term in terms}
        return {
            term: number
            for term, number in numbers.items()
            if number is not None and number < self._width and self._holding[number]
        }


def _weighed(
    texts: Sequence[CodedLines], width: int, lengths: npt.NDArray[np.float64]
) -> csc_array:
    """The saturated term frequencies of BM25, shape (texts, vocabulary), by column.

    ``lengths`` are relative to the average text's.
    """
    terms = np.concatenate([np.zeros(0, np.int32), *(text.terms for text in texts)])
    starts = np.cumsum([0, *(len(text.terms) for text in texts)])
    once = np.ones(len(terms), dtype=np.float32)
    counts = csr_array((once, terms, starts), shape=(len(texts), width)).tocsc()
    counts.sum_duplicates()  # keeps the room of what it joins: the arrays below are copies
    texts_of, counted = counts.indices.copy(), counts.data
    norms = (_K1 * (1 - _B + _B * lengths)).astype(np.float32)
    saturated = counted * (_K1 + 1) / (counted + norms[texts_of])
    return csc_array((saturated, texts_of, counts.indptr), shape=counts.shape)


def _weight(term: str) -> float:
    return next((weight for mark, weight in _WEIGHTS if term.startswith(mark)), 1.0)
