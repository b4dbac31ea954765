"""What a question speaks of: its content words, each with its weight and what says the same."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from knowledge import japanese, thesaurus
from knowledge.index import Snapshot
from knowledge.lexical import LexicalIndex

#: Figures (3年, 5000円) are compared as values; what is left of them says nothing.
_QUANTITY = re.compile(r"[\d.,].*|日|年|月|か月|円|人|名|回|週|時間|時|分|歳|目|半|割|%|度|丸|満")
#: Texts of which the terms are kept, about 2 KiB each: those of the last hundred questions.
_KEPT = 10_000
_HAS_KANA_ENDING = re.compile(r"[ぁ-ん]$")

_lock = threading.Lock()
#: By text and the thesaurus that it was read by, the oldest first.
_said: dict[tuple[str, str], frozenset[str]] = {}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A content word of a question."""

    word: str
    #: Concepts and synonym groups that it belongs to, as index terms.
    concepts: frozenset[str]
    #: Other words that say the same: the verb of a noun (払い → 払う).
    others: frozenset[str]
    #: Its own character pairs: all of them together spell it.
    pairs: frozenset[str]
    #: How much it says in these manuals (inverse document frequency).
    weight: float
    #: Whether it names a thing; verbs and adjectives say less about what is asked.
    names: bool
    #: Whether any text holds it or what says the same.
    known: bool

    def is_in(self, terms: frozenset[str] | set[str]) -> bool:
        return not self._same.isdisjoint(terms) or (bool(self.pairs) and self.pairs <= terms)

    @cached_property
    def _same(self) -> frozenset[str]:
        """The terms that say it by themselves."""
        return frozenset({self.word}) | self.concepts | self.others


def matters_of(text: str, lexical: LexicalIndex) -> list[Matter]:
    """The content words of a question, each once, in its order; numbers are none."""
    found: dict[str, Matter] = {}
    for word, same in japanese.matters(text):
        if word not in found and not _QUANTITY.fullmatch(word):
            found[word] = _matter(word, same, lexical)
    return list(found.values())


def _matter(word: str, same: Iterable[str], lexical: LexicalIndex) -> Matter:
    concepts = frozenset(term for term in same if term.startswith("@"))
    pairs = frozenset(term for term in same if term.startswith("#"))
    others = frozenset(term for term in same if not term.startswith(("@", "#")))
    unknown = lexical.idf("\x00")
    idfs = [lexical.idf(term) for term in (word, *concepts, *others)]
    known = [idf for idf in idfs if idf < unknown]
    return Matter(
        word=word,
        concepts=concepts,
        others=others,
        pairs=pairs,
        # A word that only the asker uses weighs what its synonyms do.
        weight=min(known) if known else unknown,
        names=len(word) > 1 and not _HAS_KANA_ENDING.search(word),
        known=bool(known),
    )


def terms_of(text: str) -> frozenset[str]:
    """The index terms of a text, by the thesaurus of the moment."""
    version = thesaurus.fingerprint()
    terms = _said.get((text, version))
    if terms is None:
        terms = frozenset(japanese.terms(text))
        _keep((text, version), terms)
    return terms


def recall(snapshot: Snapshot, sections: Iterable[tuple[int, str]]) -> None:
    """Take the terms of sections' sentences from the index, where they were analysed already.

    A section is given by its manual's id and its hash.
    """
    if snapshot.terms_version != japanese.fingerprint():
        return
    version = thesaurus.fingerprint()
    for manual_id, section_hash in sections:
        for text, numbers in snapshot.sentences(manual_id, section_hash):
            if (text, version) not in _said:
                spelled = snapshot.lexical.vocabulary.spelled(numbers)
                _keep((text, version), frozenset(spelled))


def _keep(key: tuple[str, str], terms: frozenset[str]) -> None:
    with _lock:
        _said[key] = terms
        if len(_said) > _KEPT:
            del _said[next(iter(_said))]
