"""What the ranking knows of each text of a snapshot, whatever is asked."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np

from knowledge.index import Snapshot
from knowledge.model import heading_label
from knowledge.ranking.candidates import Floats, Integers
from knowledge.ranking.vocabulary import BIGRAM, KnownTerms, known_terms

#: Articles that say what the manual is, and hardly ever what an employee asks: what their headings
#: hold.
FORMAL = {
    "purpose": "目的 趣旨 総則 purpose introduction",
    "terms": "定義 用語 definition",
    "scope": "適用 対象者 範囲 scope",
    "final": "附則 改廃 施行 改訂 雑則 その他 補則",
}
#: The columns of :attr:`KnownTexts.kinds`.
KINDS = ("row", "qa", "depth", *FORMAL)

_FORMAL_WORDS = tuple(words.split() for words in FORMAL.values())


@dataclass(frozen=True, kw_only=True, eq=False)
class KnownTexts:
    """All but the terms have the order of the snapshot's entries."""

    #: Whether a text is a table row and a FAQ entry, how deep it stands, whether it is formal;
    #: shape (entries, len(KINDS)).
    kinds: Floats
    #: Tells sections apart, by numbers from 0, shape (entries,).
    sections: Integers
    #: Of all terms of the vocabulary.
    terms: KnownTerms
    #: How much each term says that is no bigram, by its number; 0 for bigrams.
    telling: Floats


_known: WeakKeyDictionary[Snapshot, KnownTexts] = WeakKeyDictionary()
_lock = threading.Lock()


def known_texts(snapshot: Snapshot) -> KnownTexts:
    """Worked out when it is first asked for."""
    known = _known.get(snapshot)
    if known is None:
        with _lock:
            known = _known[snapshot] = _known.get(snapshot) or _of(snapshot)
    return known


def _of(snapshot: Snapshot) -> KnownTexts:
    chunks = [entry.chunk for entry in snapshot.entries]
    kinds = [_kind(chunk.kind, chunk.heading_path) for chunk in chunks]
    numbers: dict[tuple[int, str], int] = {}
    keys = ((entry.manual_id, entry.chunk.section_hash) for entry in snapshot.entries)
    terms = known_terms(snapshot.lexical.vocabulary)
    idfs = snapshot.lexical.idfs
    return KnownTexts(
        kinds=np.array(kinds, dtype=np.float32).reshape(-1, len(KINDS)),
        sections=np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64),
        terms=terms,
        telling=np.where(terms.kinds[: len(idfs)] == BIGRAM, np.float32(0), idfs),
    )


@lru_cache(maxsize=65_536)
def _kind(kind: str, heading_path: tuple[str, ...]) -> tuple[float, ...]:
    label = heading_label(heading_path[-1])
    formal = (float(any(word in label for word in words)) for words in _FORMAL_WORDS)
    return float(kind == "row"), float(kind == "qa"), len(heading_path) / 4, *formal
