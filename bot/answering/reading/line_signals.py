"""Signals of how well a line of a section answers a question, beside the section's other lines.

Headings say what a whole section is about; what tells its lines apart are the words that the
headings do not say, how rare they are among the lines, and what of the matter a line states: the
figure, the bound, the attribute that is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answering.reading.asked import Asked
from bot.answering.semantics.attributes import NAMES, attributes_asked, states_attribute
from bot.answering.semantics.figures import gives
from bot.answering.semantics.matters import terms_of
from bot.answering.semantics.nearness import Nearness, Shares
from bot.answering.semantics.people import employment, relatives
from bot.answering.semantics.values import ranges
from knowledge.question_types import states

Floats = npt.NDArray[np.float64]

#: An idf that is high in any collection: weights are told as shares of it.
_HIGH = 8.0
_PROVISO = re.compile(r"^(ただし|但し|なお|この場合|その場合|また、|もっとも|例外)")
_LEFT_OPEN = re.compile(r"別に(?:定め|案内|通知)|別途|その都度|個別(?:に|の)|(?:本|この)規程は")
#: Signals that are also told as how far a line is ahead of the section's other lines.
_COMPARED = (
    *("nearly", "nearly in context", "residual nearly", "rare nearly", "rare attributes"),
    *("precision", "pairs"),
)
#: Signals that are also told of the neighbours: what a paragraph is about, another may say.
_CLOSE_BY = ("nearly", "residual nearly", "rare nearly")
_NEIGHBOURS = 2


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A line or table row that may be quoted."""

    text: str
    #: The sentence that leads it in, or that it points back to; empty where it stands alone.
    context: str = ""
    is_item: bool = False
    is_row: bool = False
    #: Whether words or values of the question chose the row from its table.
    resolved: bool = False


class Sections:
    """Where pieces belong: those of several sections one after the other."""

    def __init__(self, sizes: Sequence[int]) -> None:
        """``sizes`` are how many pieces each section has; those without any do not count."""
        self.sizes = np.array([size for size in sizes if size], dtype=np.int64)
        self._starts = np.cumsum(self.sizes) - self.sizes
        #: The section of each piece, shape (pieces,).
        self.of = np.repeat(np.arange(len(self.sizes)), self.sizes)
        #: How many pieces the section of each piece has, and which of them it is; shape (pieces,).
        self.count = self.sizes[self.of].astype(np.float64)
        self.place = (np.arange(len(self.of)) - self._starts[self.of]).astype(np.float64)

    def sum(self, values: Floats) -> Floats:
        """Of values of shape (pieces, …), for each piece the sum over its section."""
        return self._each(np.add, values)

    def highest(self, values: Floats) -> Floats:
        """For each piece the highest value in its section."""
        return self._each(np.maximum, values)

    def rare(self, said: Floats) -> Floats:
        """How rare it is in a piece's section that pieces say something, from what each says."""
        counts = self.count.reshape(-1, *(1 for _ in said.shape[1:]))
        return np.asarray(np.log((counts + 1) / (0.5 + self.sum(said))).clip(0))

    def ahead(self, values: Floats) -> Floats:
        """How far each is ahead of the best other one; 0 for a piece that stands alone."""
        highest = self.highest(values)
        leads = values == highest
        second = self.highest(np.where(leads, -np.inf, values))
        second = np.where(self.sum(leads.astype(np.float64)) > 1, highest, second)
        alone = (self.count < 2).reshape(-1, *(1 for _ in values.shape[1:]))
        return np.where(alone, 0.0, values - np.where(leads, second, highest))

    def close_by(self, values: Floats) -> Floats:
        """The most that one of the neighbours has; 0 for a piece that stands alone."""
        most = np.zeros_like(values)
        for distance in range(1, min(_NEIGHBOURS, len(values) - 1) + 1):
            same = self.of[distance:] == self.of[:-distance]
            same = same.reshape(-1, *(1 for _ in values.shape[1:]))
            before, after = most[distance:], most[:-distance]
            np.maximum(before, values[:-distance] * same, out=before)
            np.maximum(after, values[distance:] * same, out=after)
        return most

    def _each(self, by: np.ufunc, values: Floats) -> Floats:
        if not len(values):
            return values
        return np.asarray(by.reduceat(values, self._starts, axis=0)[self.of])


def signals(
    asked: Asked, near: Nearness, sections: Sequence[tuple[str, Sequence[Piece]]]
) -> dict[str, Floats]:
    """Each signal's value for every piece of some sections, shape (pieces,).

    A section is its headings and its pieces, which are only compared with each other.
    """
    pieces = [piece for _, some in sections for piece in some]
    headings = [said for said, some in sections for _ in some]
    texts = [piece.text for piece in pieces]
    among = Sections([len(some) for _, some in sections])
    nearly, exactly, precision = near.of_lines(texts)
    covering = {
        **_covering(asked, near, among, headings, pieces, nearly, exactly),
        "precision": precision.astype(np.float64),
        "pairs": _pairs(asked, among, [terms_of(text) for text in texts]),
    }
    found = {
        **covering,
        **_stating(asked, among, texts),
        **_attributes(asked, among, texts),
        **_concerning(asked, headings, texts),
        **_form(among, pieces),
    }
    close_by = among.close_by(np.array([found[name] for name in _CLOSE_BY]).T)
    ahead = among.ahead(np.array([found[name] for name in _COMPARED]).T)
    return {
        **found,
        **{f"{name} close by": close_by[:, n] for n, name in enumerate(_CLOSE_BY)},
        **{f"{name} ahead": ahead[:, n] for n, name in enumerate(_COMPARED)},
    }


def _covering(
    asked: Asked,
    near: Nearness,
    among: Sections,
    headings: Sequence[str],
    pieces: Sequence[Piece],
    nearly: Shares,
    exactly: Shares,
) -> dict[str, Floats]:
    """Shares of the weight of the question's words."""
    line, exact = nearly.astype(np.float64), exactly.astype(np.float64)
    weights = np.array([matter.weight for matter in asked.matters], dtype=np.float64)
    none = np.zeros(len(weights))
    context = np.array(
        [near.of(piece.context) if piece.context else none for piece in pieces], dtype=np.float64
    ).reshape(line.shape)
    above = np.array([near.of(said) for said in headings], dtype=np.float64).reshape(line.shape)
    left = weights * (1 - above)
    rare = weights * among.rare(line)
    whole = np.maximum(line, above)
    led = np.maximum(line, context)
    names = np.array([matter.names for matter in asked.matters], dtype=np.float64)
    known = np.array([matter.known for matter in asked.matters], dtype=np.float64)
    focus = np.array([matter in asked.focus for matter in asked.matters], dtype=np.float64)
    last = terms_of(asked.text.rsplit("\n", 1)[-1])
    turn = np.array([matter.is_in(last) for matter in asked.matters], dtype=np.float64)
    missing = weights * (1 - np.maximum(whole, context))
    return {
        "said": _share(exact, weights),
        "nearly": _share(line, weights),
        "nearly in context": _share(led, weights),
        "nearly with headings": _share(whole, weights),
        "residual said": _share(exact, left),
        "residual nearly": _share(line, left),
        "residual nearly in context": _share(led, left),
        "residual names nearly": _share(line, left * names),
        "rare nearly": _share(line, rare),
        "rare said": _share(exact, rare),
        "last turn nearly": _share(line, weights * turn),
        "focus nearly": _share(line, weights * focus),
        "focus residual": _share(line, left * focus),
        "heaviest residual": (line * left).max(axis=1, initial=0.0) / _HIGH,
        "heaviest missing": missing.max(axis=1, initial=0.0) / _HIGH,
        "heaviest name missing": (missing * names).max(axis=1, initial=0.0) / _HIGH,
        "heaviest known name missing": (missing * names * known).max(axis=1, initial=0.0) / _HIGH,
        "left to lines": left.sum(axis=1) / (weights.sum() or 1.0),
    }


def _pairs(asked: Asked, among: Sections, terms: Sequence[frozenset[str]]) -> Floats:
    """Share of the question's character pairs, weighted by how few of the lines have them."""
    pairs = [term for term in terms_of(asked.text) if term.startswith("#")]
    held = np.array([[pair in said for pair in pairs] for said in terms], dtype=np.float64)
    held = held.reshape(len(terms), len(pairs))
    return np.asarray((held * among.rare(held)).sum(axis=1) / (len(pairs) or 1))


def _stating(asked: Asked, among: Sections, texts: Sequence[str]) -> dict[str, Floats]:
    given = _each(texts, lambda text: asked.figure is not None and gives(asked.figure, text))
    stated = _each(texts, lambda text: asked.wanted is not None and states(asked.wanted, text))
    said = [ranges(text) for text in texts] if asked.values else []
    met, other = np.zeros(len(texts)), np.zeros(len(texts))
    for n, found in enumerate(said):
        for value in asked.values:
            same = [r for r in found if r.dimension == value.dimension]
            meets = any((r.holds(value) and not r.is_value) or r == value for r in same)
            met[n] = max(met[n], float(meets))
            other[n] = max(other[n], float(bool(same) and not meets))
    return {
        "figure given": given,
        "figure not given": (asked.figure is not None) * (1 - given),
        "figure given alone": given * (among.sum(given) == 1),
        "states": stated,
        "states nothing": (asked.wanted is not None) * (1 - stated),
        "states alone": stated * (among.sum(stated) == 1),
        **{f"states {asked.wanted}": stated for _ in (1,) if asked.wanted is not None},
        "value met": met,
        "value of others": other * (1 - met),
        "left open": _each(texts, lambda text: bool(_LEFT_OPEN.search(text))),
    }


def _attributes(asked: Asked, among: Sections, texts: Sequence[str]) -> dict[str, Floats]:
    last = attributes_asked(asked.text.rsplit("\n", 1)[-1]) or attributes_asked(asked.text)
    wanted = [name for name in NAMES if name in last]
    stated = [[states_attribute(name, text) for name in wanted] for text in texts]
    held = np.array(stated, dtype=np.float64)
    held = held.reshape(len(texts), len(wanted))
    share = held.sum(axis=1) / (len(wanted) or 1)
    return {
        "attributes": share,
        "attributes missing": (1 - share) * bool(wanted),
        "rare attributes": (held * among.rare(held)).sum(axis=1) / 3,
        **{f"attribute {name}": held[:, n] for n, name in enumerate(wanted)},
    }


def _concerning(asked: Asked, headings: Sequence[str], texts: Sequence[str]) -> dict[str, Floats]:
    kind, kin = employment(asked.text), relatives(asked.text) - {"spouse"}
    none = [frozenset[str]()] * len(texts)
    said = [employment(text) for text in texts] if kind else none
    named = [employment(text) for text in headings] if kind else none
    told = [relatives(text) for text in texts] if kin else none
    others = [
        bool(some) and not some & kind and not above & kind
        for some, above in zip(said, named, strict=True)
    ]
    return {
        "employment met": np.array([bool(kind & some) for some in said], dtype=np.float64),
        "employment of others": np.array(others, dtype=np.float64),
        "relative met": np.array([bool(kin & some) for some in told], dtype=np.float64),
        "relative of others": np.array(
            [bool(some) and not kin & some for some in told], dtype=np.float64
        ),
    }


def _form(among: Sections, pieces: Sequence[Piece]) -> dict[str, Floats]:
    row = np.array([piece.is_row for piece in pieces], dtype=np.float64)
    resolved = np.array([piece.resolved for piece in pieces], dtype=np.float64)
    lines = [math.log1p(min(size, 40)) / 3 for size in among.sizes.tolist()]
    return {
        "item": np.array([piece.is_item for piece in pieces], dtype=np.float64),
        "row": row,
        "row resolved": row * resolved,
        "row unresolved": row * (1 - resolved),
        "proviso": _each([p.text for p in pieces], lambda text: bool(_PROVISO.match(text))),
        "first": (among.place == 0).astype(np.float64),
        "place": among.place / among.count,
        "length": np.array([math.log1p(min(len(p.text), 200)) for p in pieces]) / 5,
        "lines": np.array(lines)[among.of],
    }


def _share(said: Floats, weights: Floats) -> Floats:
    """Of what pieces say, shape (pieces, matters); the weights may differ from piece to piece."""
    total = np.broadcast_to(weights.sum(axis=-1), len(said))
    shares = (said * weights).sum(axis=1)
    return np.asarray(np.divide(shares, total, out=np.zeros(len(said)), where=total != 0))


def _each(texts: Sequence[str], holds: Callable[[str], bool]) -> Floats:
    return np.array([holds(text) for text in texts], dtype=np.float64)
