"""Finds the known wording that is nearest to a question.

Wordings are compared by the built-in embedder, whichever the manuals are searched with: it costs
no call, and what nearness is worth was measured with it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from bot.answering.deciding.witnessed import Witness
from bot.desk.needs import Need, asks_the_same, need_of, words_beyond
from bot.desk.wording_list import Listed, listed
from bot.desk.wordings import (
    Known,
    SectionId,
    Sections,
    Texts,
    Wording,
    all_wordings,
    forget,
    known_wordings,
    last_event,
    newer_event,
    restore,
    said_alike,
    sections_on,
)
from knowledge import dense, japanese, store, thesaurus
from knowledge.database import writing
from knowledge.embedding import Embedder, Vectors
from knowledge.embedding.protocol import unit
from knowledge.index import Index

#: Embedded at once; a question waits for no more, the others come with the questions after it.
_AT_ONCE = 64
#: A wording of another section that is nearer than so may as well be meant; where the very words
#: are known, one of another section in the same words.
_APART, _OTHER_WORDS = 0.02, 0.001
#: What a question may not have beyond the wording that it is answered by.
_TURNS_ON = ("number", "figure", "per", "compared", "date", "relative", "employment", "in order")
_NOT = "negated:"


@dataclass(frozen=True, eq=False)
class _Remembered:
    """The wordings of a moment that have vectors."""

    wordings: Sequence[Wording]
    #: Shape (wordings, dimensions), of length 1.
    vectors: Vectors
    #: A number for the places that each leads to, shape (wordings,), and the places.
    numbers: npt.NDArray[np.int64]
    places: Sequence[frozenset[SectionId]]
    #: By what they say.
    said: dict[str, int]
    #: The entries of FAQs by what they ask. Only the very words count: how near a question is to an
    #: entry the search has weighed already. Taken as a witness besides, it made one answer in a
    #: hundred more wrong, and none more right.
    entries: dict[str, list[Wording]]


@dataclass(frozen=True)
class _Version:
    generation: int
    day: date
    event: int
    #: Whether all that was known then has its vector.
    complete: bool


_NO_VECTORS = np.zeros((0, 1), dtype=np.float32)
_NOTHING = _Remembered((), _NO_VECTORS, np.zeros(0, dtype=np.int64), (), {}, {})


class KnownWordings:
    """Remembers how things were asked; as of the last reply, review or publication."""

    def __init__(self, database: Engine, index: Index, encoder: Embedder) -> None:
        self._database, self._index, self._encoder = database, index, encoder
        self._known = _NOTHING
        self._version = _Version(-1, date.min, -1, complete=True)
        #: By the hash of what is embedded.
        self._vectors: dict[str, Vectors] = {}
        self._sections: tuple[int, date, Sections] | None = None
        self._texts = Texts()
        self._renewing = threading.Lock()

    def nearest(self, question: str) -> Witness | None:
        """The known wording that is nearest to a standalone question; see Witnesses."""
        self._renew(_AT_ONCE)
        known = self._known
        alike = said_alike(question)
        if alike in known.entries:
            return _of_entry(known.entries[alike])
        if not known.wordings:
            return None
        near = known.vectors @ self._embedded([question])[0]
        same = known.said.get(alike)
        best = int(np.argmax(near)) if same is None else same
        others = near[known.numbers != known.numbers[best]]
        # Where nothing else is known, nothing is farther away.
        ahead = float(near[best] - others.max()) if len(others) else _APART
        found = Witness(
            key=known.wordings[best].key,
            wording=known.wordings[best].text,
            places=known.places[known.numbers[best]],
            similarity=float(near[best]),
            ahead=ahead,
            is_same=same is not None,
            beyond=frozenset(),
            wants_the_same=True,
        )
        return _compared(question, found)

    def learn(self) -> None:
        """Embed all that is not embedded yet, before the first question."""
        self._renew(None)

    def wordings(self) -> list[Wording]:
        """All that people used, the newest first."""
        self.learn()
        return list(self._known.wordings)

    def listed(self) -> list[Listed]:
        """All that are known, with those that are forgotten, by manual and section."""
        snapshot = self._index.snapshot()
        sections = self._holding(snapshot.generation, date.today())
        with self._database.connect() as tx:
            return listed(tx, all_wordings(tx, sections, self._texts).wordings, snapshot.manuals)

    def forget(self, key: str, by: str) -> None:
        with writing(self._database) as tx:
            forget(tx, key, by)

    def restore(self, key: str, by: str) -> None:
        with writing(self._database) as tx:
            restore(tx, key, by)

    def _renew(self, most: int | None) -> None:
        """Follow what changed, with at most so many new vectors, or all.

        One question does so, the others go by what was known before.
        """
        generation, day = self._index.snapshot().generation, date.today()
        newest = self._version
        if (newest.generation, newest.day, newest.complete) == (generation, day, True):
            with self._database.connect() as tx:
                event, is_other = newer_event(tx, newest.event)
            if not is_other:
                self._version = replace(newest, event=event)
                return
        if self._renewing.acquire(blocking=most is None):
            try:
                self._read(generation, day, most)
            finally:
                self._renewing.release()

    def _read(self, generation: int, day: date, most: int | None) -> None:
        with self._database.connect() as tx:
            event = last_event(tx)
            found = known_wordings(tx, self._holding(generation, day), self._texts)
        complete = self._embed([wording.text for wording in found.wordings], most)
        self._known = self._of(found)
        self._version = _Version(generation, day, event, complete)

    def _holding(self, generation: int, day: date) -> Sections:
        if self._sections is None or self._sections[:2] != (generation, day):
            self._sections = generation, day, sections_on(self._index.snapshot(), day)
        return self._sections[2]

    def _of(self, found: Known) -> _Remembered:
        """Of what is known, that which has vectors."""
        entries: dict[str, list[Wording]] = {}
        for entry in found.entries:
            entries.setdefault(entry.said.alike, []).append(entry)
        wordings = [w for w in found.wordings if _hash(w.text) in self._vectors]
        if not wordings:
            return replace(_NOTHING, entries=entries)
        groups = _groups((wording.place for wording in wordings), found.same)
        number = {place: n for n, places in enumerate(groups) for place in places}
        said: dict[str, int] = {}
        for position, wording in enumerate(wordings):
            said.setdefault(wording.said.alike, position)
        return _Remembered(
            wordings=wordings,
            vectors=np.array([self._vectors[_hash(w.text)] for w in wordings], dtype=np.float32),
            numbers=np.array([number[w.place] for w in wordings], dtype=np.int64),
            places=groups,
            said=said,
            entries=entries,
        )

    def _embed(self, texts: Sequence[str], most: int | None) -> bool:
        """Have vectors of texts: kept ones, and at most so many new ones; whether of all."""
        missing = {_hash(text): text for text in texts if _hash(text) not in self._vectors}
        if not missing:
            return True
        with self._database.connect() as tx:
            is_used = dense.name_in_use(tx) == self._encoder.name
            self._vectors |= store.vectors_of(tx, self._encoder.name, list(missing))
        new = [text for key, text in missing.items() if key not in self._vectors]
        wanted = new[:most]
        for start in range(0, len(wanted), _AT_ONCE):
            self._make(wanted[start : start + _AT_ONCE], is_kept=is_used)
        return len(wanted) == len(new)

    def _make(self, texts: Sequence[str], *, is_kept: bool) -> None:
        """Make vectors; another embedder's database has no place for them, which are made again
        at each start."""
        made, hashes = self._embedded(texts), [_hash(text) for text in texts]
        self._vectors |= dict(zip(hashes, made, strict=True))
        if is_kept:
            with writing(self._database) as tx:
                store.save_vectors(tx, self._encoder.name, hashes, made)

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        """Halfway between each question and its formal words, as questions are searched."""
        said = [japanese.normalize(text) for text in texts]
        formal = [thesaurus.formal(text) if japanese.is_japanese(text) else text for text in said]
        vectors = np.asarray(self._encoder.passages([*said, *formal]))
        return unit(vectors[: len(said)] + vectors[len(said) :])


def _hash(text: str) -> str:
    """Of what is embedded, which the company's thesaurus has a part in."""
    said = f"asked\n{thesaurus.fingerprint()}\n{japanese.normalize(text)}"
    return sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]


def _groups(
    places: Iterable[SectionId], same: Iterable[tuple[SectionId, SectionId]]
) -> list[frozenset[SectionId]]:
    """Places, those together from which the same question was answered."""
    group = {place: frozenset({place}) for place in places}
    for pair in same:
        merged = frozenset().union(*(group.get(place, {place}) for place in pair))
        group |= dict.fromkeys(merged, merged)
    return list(dict.fromkeys(group.values()))


def _of_entry(entries: Sequence[Wording]) -> Witness:
    """The entries of FAQs that ask a question in its very words."""
    return Witness(
        key=entries[0].key,
        wording=entries[0].text,
        places=frozenset(entry.place for entry in entries),
        similarity=1.0,
        ahead=1.0,
        is_same=True,
        beyond=frozenset(),
        wants_the_same=True,
    )


def _compared(question: str, found: Witness) -> Witness | None:
    """None where a reply to the wording may not hold for the question, or another may."""
    asked, known = need_of(question), need_of(found.wording)
    if asked.is_own or known.is_own:
        return None
    if found.ahead < (_OTHER_WORDS if found.is_same else _APART):
        return None
    if not (found.is_same or _turns_on_no_more(asked, known)):
        return None
    return replace(
        found,
        is_same=found.is_same or asks_the_same(asked, known),
        beyond=words_beyond(question, known),
        wants_the_same=asked.wanted[0] == known.wanted[0],
    )


def _turns_on_no_more(asked: Need, known: Need) -> bool:
    """Whether a question has no figure, date or person that the wording lacks, and no negation."""
    more = asked.conditions - known.conditions
    if any(condition.split(":")[0] in _TURNS_ON for condition in more):
        return False
    return not (_is_negated(asked) and not _is_negated(known))


def _is_negated(need: Need) -> bool:
    return any(c.startswith(_NOT) and c != f"{_NOT}0" for c in need.conditions)
