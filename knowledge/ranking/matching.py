"""Which words of a question stand in which lines of the candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.lexical import CodedTexts
from knowledge.ranking.candidates import Floats, Integers
from knowledge.ranking.question import AskedWords
from knowledge.ranking.vocabulary import KnownTerms
from knowledge.word_vectors import UNKNOWN, word_vectors

#: Words whose vectors are less similar have nothing to do with each other; more similar ones say
#: the same, but less surely than a synonym that is listed.
_UNRELATED, _SYNONYMOUS, _SUREST = 0.35, 0.85, 0.8
#: A word of which so many bigrams are there may be misspelt or part of a compound.
_FRAGMENT, _FRAGMENT_WORTH = 0.5, 0.7


@dataclass(frozen=True, kw_only=True, eq=False)
class Lines:
    """The lines of n candidates one after the other; line 0 of each holds its headings."""

    #: All terms, shape (t,), as numbers of the vocabulary.
    terms: Integers
    #: Line of each term, shape (t,).
    line_of: Integers
    #: Candidate of each line, shape (lines,).
    candidate_of: Integers
    #: First line of each candidate, how many lines and how many terms it has; shape (n,).
    first: Integers
    counts: Integers
    sizes: Integers
    #: How many terms each line has, and whether it is text, not headings; shape (lines,).
    lengths: npt.NDArray[np.int32]
    is_text: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, texts: CodedTexts, positions: Integers) -> Lines:
        """Of the texts at some positions, at least one."""
        sizes = texts.first_term[positions + 1] - texts.first_term[positions]
        counts = texts.first_line[positions + 1] - texts.first_line[positions]
        lengths = texts.lengths[_ranges(texts.first_line[positions], counts)]
        first = np.cumsum(counts) - counts
        is_text = np.ones(len(lengths), dtype=np.bool_)
        is_text[first] = False
        return cls(
            # Numbers of this size are looked up without being converted each time.
            terms=texts.terms[_ranges(texts.first_term[positions], sizes)].astype(np.int64),
            line_of=np.repeat(np.arange(len(lengths)), lengths),
            candidate_of=np.repeat(np.arange(len(positions)), counts),
            first=first,
            counts=counts,
            sizes=sizes,
            lengths=lengths,
            is_text=is_text,
        )

    def best_line(self, values: Floats) -> Floats:
        """The highest value among each candidate's lines, headings included."""
        return np.maximum.reduceat(values, self.first, axis=0)

    def best_text_line(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
        """The same without the headings, of values >= 0 of shape (lines,); 0 for no other line."""
        return np.asarray(np.maximum.reduceat(values * self.is_text, self.first))

    def sum_by_line(self, values: Floats) -> npt.NDArray[np.float64]:
        """Sums of values of shape (t,), shape (lines,)."""
        found = np.zeros(len(self.is_text))
        filled = np.flatnonzero(self.lengths)
        if len(filled):
            begins = (np.cumsum(self.lengths) - self.lengths)[filled]
            found[filled] = np.add.reduceat(values, begins, dtype=np.float64)
        return found

    def sum_by_candidate(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Sums of values of shape (lines,), shape (n,)."""
        return np.asarray(np.add.reduceat(values, self.first))

    def with_headings(self, values: Floats) -> Floats:
        """Each line's values or, where they are higher, those of its headings; (lines, …)."""
        return np.maximum(values, np.repeat(values[self.first], self.counts, axis=0))


def _ranges(starts: Integers, counts: Integers) -> Integers:
    """So many numbers from each start on, one after the other."""
    before = np.cumsum(counts) - counts
    return np.asarray(np.arange(counts.sum()) + np.repeat(starts - before, counts))


@dataclass(frozen=True, kw_only=True, eq=False)
class Matches:
    """How nearly each line says each word of the question: from 0 to 1, shape (lines, q)."""

    #: The word itself.
    exact: Floats
    #: Or a synonym.
    alike: Floats
    #: The share of the word's bigrams that the line holds.
    bigrams: Floats
    #: The word, a synonym, a part of it, or a word of similar meaning.
    near: Floats
    #: Occurrences of the question's terms in each candidate, shape (n, m).
    frequencies: Floats
    #: How nearly each term of the candidates says any word of the question, shape (t,).
    told: Floats


def match(words: AskedWords, lines: Lines, known: KnownTerms) -> Matches:
    hits, term_of = _hits(words, lines, len(known.kinds))
    exact, alike = _standing(words, lines, hits, term_of)
    bigrams = _bigrams(words, lines, hits, term_of)
    similar, told = _similar(words, lines, known)
    told[hits] = np.maximum(told[hits], words.alike.max(axis=1, initial=0)[term_of])
    fragments = _FRAGMENT_WORTH * bigrams * (bigrams >= _FRAGMENT)
    n, m = len(lines.first), len(words.numbers)
    places = lines.candidate_of[lines.line_of[hits]] * m + term_of
    frequencies = np.bincount(places, minlength=n * m).reshape(n, m)
    return Matches(
        exact=exact,
        alike=alike,
        bigrams=bigrams,
        near=np.maximum(np.maximum(alike, fragments), similar),
        frequencies=frequencies.astype(np.float32),
        told=told,
    )


def _hits(words: AskedWords, lines: Lines, width: int) -> tuple[Integers, Integers]:
    """Where the question's terms stand among the lines' terms, and which of them it is."""
    table = np.full(width, -1, dtype=np.int16)
    table[words.numbers] = np.arange(len(words.numbers), dtype=np.int16)
    found = table[lines.terms]
    hits = np.flatnonzero(found >= 0)
    return hits, found[hits].astype(np.int64)


def _standing(
    words: AskedWords, lines: Lines, hits: Integers, term_of: Integers
) -> tuple[Floats, Floats]:
    telling = np.asarray(words.alike.any(axis=1))[term_of]
    hits, term_of = hits[telling], term_of[telling]
    both = np.concatenate([words.exact, words.alike], axis=1)[term_of]
    found = _highest_by_line(both, lines, hits)
    q = words.exact.shape[1]
    return found[:, :q], found[:, q:]


def _bigrams(words: AskedWords, lines: Lines, hits: Integers, term_of: Integers) -> Floats:
    parts = np.flatnonzero(words.bigrams.any(axis=1))
    number = np.full(len(words.numbers), -1)
    number[parts] = np.arange(len(parts))
    part_of = number[term_of]
    held = np.flatnonzero(part_of >= 0)
    present = np.zeros((len(lines.is_text), len(parts)), dtype=np.float32)
    present[lines.line_of[hits[held]], part_of[held]] = 1
    return np.asarray(present @ words.bigrams[parts])


def _similar(words: AskedWords, lines: Lines, known: KnownTerms) -> tuple[Floats, Floats]:
    """By the words' vectors: shape (lines, q), and for each term the most similar word's."""
    found = np.zeros((len(lines.is_text), len(words.rows)), dtype=np.float32)
    told = np.zeros(len(lines.terms), dtype=np.float32)
    asked = np.flatnonzero(words.rows != UNKNOWN)
    vectors = word_vectors()
    rows = known.rows[lines.terms]
    # One more than there are: UNKNOWN is the last.
    occurring = np.zeros(len(vectors) + 1, dtype=np.bool_)
    occurring[rows] = True
    different = np.flatnonzero(occurring[:-1])
    if not len(asked) or not len(different):
        return found, told
    cosines = vectors.similarities(different, words.rows[asked])
    likeness = np.clip((cosines - _UNRELATED) / (_SYNONYMOUS - _UNRELATED), 0, 1) * _SUREST
    highest = likeness.max(axis=1)
    related = np.flatnonzero(highest)
    table = np.full(len(occurring), -1, dtype=np.int32)
    table[different[related]] = related
    likeness_of = table[rows]
    hits = np.flatnonzero(likeness_of >= 0)
    told[hits] = highest[likeness_of[hits]]
    found[:, asked] = _highest_by_line(likeness[likeness_of[hits]], lines, hits)
    return found, told


def _highest_by_line(values: Floats, lines: Lines, hits: Integers) -> Floats:
    """The highest of the values, shape (hits, …), at places in each line; shape (lines, …)."""
    found = np.zeros((len(lines.is_text), values.shape[1]), dtype=np.float32)
    if len(hits):
        line_of = lines.line_of[hits]
        begins = np.flatnonzero(np.diff(line_of, prepend=-1))
        found[line_of[begins]] = np.maximum.reduceat(values, begins, axis=0)
    return found
