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
from bot.answering.semantics.attributes import NAMES, attributes_asked, attributes_stated
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


def signals(
    asked: Asked,
    near: Nearness,
    headings: str,
    pieces: Sequence[Piece],
    said: Shares,
    precision: Shares,
) -> dict[str, Floats]:
    """Each signal's value for every piece, shape (pieces,).

    ``said`` and ``precision`` are what :meth:`Nearness.of_lines` tells of the pieces' texts.
    """
    texts = [piece.text for piece in pieces]
    covering = {
        **_covering(asked, near, headings, pieces, said.astype(np.float64)),
        "precision": precision.astype(np.float64),
        "pairs": _pairs(asked, [terms_of(text) for text in texts]),
    }
    found = {
        **covering,
        **{f"{name} close by": _close_by(covering[name]) for name in _CLOSE_BY},
        **_stating(asked, texts),
        **_attributes(asked, texts),
        **_concerning(asked, headings, texts),
        **_form(pieces),
    }
    return {**found, **{f"{name} ahead": _ahead(found[name]) for name in _COMPARED}}


def _covering(
    asked: Asked, near: Nearness, headings: str, pieces: Sequence[Piece], line: Floats
) -> dict[str, Floats]:
    """Shares of the weight of the question's words."""
    weights = np.array([matter.weight for matter in asked.matters], dtype=np.float64)
    terms = [terms_of(piece.text) for piece in pieces]
    exact = np.array([[m.is_in(said) for m in asked.matters] for said in terms], dtype=np.float64)
    exact = exact.reshape(len(pieces), len(weights))
    contexts = sorted({piece.context for piece in pieces if piece.context})
    led = {context: near.of(context) for context in contexts}
    none = np.zeros(len(weights))
    context = np.array([led.get(piece.context, none) for piece in pieces]).reshape(line.shape)
    above = near.of(headings)
    left = weights * (1 - above)
    rare = weights * np.log((len(pieces) + 1) / (0.5 + line.sum(axis=0))).clip(0)
    whole = np.maximum(line, above)
    names = np.array([matter.names for matter in asked.matters], dtype=np.float64)
    known = np.array([matter.known for matter in asked.matters], dtype=np.float64)
    focus = np.array([matter in asked.focus for matter in asked.matters], dtype=np.float64)
    last = terms_of(asked.text.rsplit("\n", 1)[-1])
    turn = np.array([matter.is_in(last) for matter in asked.matters], dtype=np.float64)
    missing = weights * (1 - np.maximum(whole, context))
    return {
        "said": _share(exact, weights),
        "nearly": _share(line, weights),
        "nearly in context": _share(np.maximum(line, context), weights),
        "nearly with headings": _share(whole, weights),
        "residual said": _share(exact, left),
        "residual nearly": _share(line, left),
        "residual nearly in context": _share(np.maximum(line, context), left),
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
        "left to lines": np.full(len(pieces), left.sum() / (weights.sum() or 1.0)),
    }


def _pairs(asked: Asked, terms: Sequence[frozenset[str]]) -> Floats:
    """Share of the question's character pairs, weighted by how few of the lines have them."""
    pairs = [term for term in terms_of(asked.text) if term.startswith("#")]
    held = np.array([[pair in said for pair in pairs] for said in terms], dtype=np.float64)
    held = held.reshape(len(terms), len(pairs))
    rare = np.log((len(terms) + 1) / (0.5 + held.sum(axis=0))).clip(0)
    return np.asarray(held @ rare / (len(pairs) or 1))


def _stating(asked: Asked, texts: Sequence[str]) -> dict[str, Floats]:
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
        "figure given alone": given * (given.sum() == 1),
        "states": stated,
        "states nothing": (asked.wanted is not None) * (1 - stated),
        "states alone": stated * (stated.sum() == 1),
        **{f"states {asked.wanted}": stated for _ in (1,) if asked.wanted is not None},
        "value met": met,
        "value of others": other * (1 - met),
        "left open": _each(texts, lambda text: bool(_LEFT_OPEN.search(text))),
    }


def _attributes(asked: Asked, texts: Sequence[str]) -> dict[str, Floats]:
    last = attributes_asked(asked.text.rsplit("\n", 1)[-1]) or attributes_asked(asked.text)
    wanted = [name for name in NAMES if name in last]
    stated = [attributes_stated(text) for text in texts]
    held = np.array([[name in said for name in wanted] for said in stated], dtype=np.float64)
    held = held.reshape(len(texts), len(wanted))
    rare = np.log((len(texts) + 1) / (0.5 + held.sum(axis=0))).clip(0)
    share = held.sum(axis=1) / (len(wanted) or 1)
    return {
        "attributes": share,
        "attributes missing": (1 - share) * bool(wanted),
        "rare attributes": (held @ rare) / 3,
        **{f"attribute {name}": held[:, n] for n, name in enumerate(wanted)},
    }


def _concerning(asked: Asked, headings: str, texts: Sequence[str]) -> dict[str, Floats]:
    kind, kin = employment(asked.text), relatives(asked.text) - {"spouse"}
    named = employment(headings)

    def of_others(text: str) -> bool:
        said = employment(text)
        return bool(said) and bool(kind) and not said & kind and not named & kind

    return {
        "employment met": _each(texts, lambda text: bool(kind & employment(text))),
        "employment of others": _each(texts, of_others),
        "relative met": _each(texts, lambda text: bool(kin & relatives(text))),
        "relative of others": _each(
            texts, lambda text: bool(kin) and bool(relatives(text)) and not kin & relatives(text)
        ),
    }


def _form(pieces: Sequence[Piece]) -> dict[str, Floats]:
    count = len(pieces)
    place = np.arange(count, dtype=np.float64)
    return {
        "item": np.array([piece.is_item for piece in pieces], dtype=np.float64),
        "row": np.array([piece.is_row for piece in pieces], dtype=np.float64),
        "row resolved": np.array([p.is_row and p.resolved for p in pieces], dtype=np.float64),
        "row unresolved": np.array([p.is_row and not p.resolved for p in pieces], dtype=np.float64),
        "proviso": _each([p.text for p in pieces], lambda text: bool(_PROVISO.match(text))),
        "first": (place == 0).astype(np.float64),
        "place": place / count,
        "length": np.array([math.log1p(min(len(p.text), 200)) for p in pieces]) / 5,
        "lines": np.full(count, math.log1p(min(count, 40)) / 3),
    }


def _share(said: Floats, weights: Floats) -> Floats:
    total = float(weights.sum())
    return np.asarray(said @ weights / total, dtype=np.float64) if total else np.zeros(len(said))


def _ahead(values: Floats) -> Floats:
    """How far each is ahead of the best other one; 0 for a piece that stands alone."""
    if len(values) < 2:
        return np.zeros(len(values))
    highest, second = np.sort(values)[::-1][:2]
    return np.asarray(values - np.where(values == highest, second, highest))


def _close_by(values: Floats) -> Floats:
    """The most that one of the neighbours has; 0 for a piece that stands alone."""
    around = np.zeros((2 * _NEIGHBOURS, len(values)))
    for distance in range(1, min(_NEIGHBOURS, len(values) - 1) + 1):
        around[2 * distance - 2, distance:] = values[:-distance]
        around[2 * distance - 1, :-distance] = values[distance:]
    return np.asarray(around.max(axis=0))


def _each(texts: Sequence[str], holds: Callable[[str], bool]) -> Floats:
    return np.array([holds(text) for text in texts], dtype=np.float64)
