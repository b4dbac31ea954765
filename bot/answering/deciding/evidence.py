"""What speaks for a section as the answer to a question: numbers that decisions are learned from.

No threshold on a similarity separates what the manuals answer from what they do not, so many
signals are weighed: what search found, how much of what is asked the quoted lines and the headings
speak of, the weightiest word that they do not speak of, and whether they state the kind of thing
asked (an amount, a deadline, …) in the very line that speaks of the matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from bot.answering.deciding.agreement import agree
from bot.answering.deciding.things import passed_over
from bot.answering.reading import Reading
from bot.answering.reading.asked import FIGURES, Asked
from bot.answering.reading.quoting import Quoted, above, quote_each
from bot.answering.semantics.figures import gives
from bot.answering.semantics.matters import Matter, matters_of, terms_of
from bot.answering.semantics.nearness import Nearness
from bot.answering.semantics.people import employment, relatives
from bot.answering.semantics.values import Range, asked_values, ranges
from knowledge.lexical import LexicalIndex
from knowledge.model import Passage, Section, heading_label
from knowledge.question_types import states, wanted

#: What of the ranking's features is a signal here: the others are in them.
_RANKING = ("section_share", "answerable")
#: How many of the best sections are examined.
EXAMINED = 8

_LEFT_OPEN = re.compile(
    r"別に(?:定め|案内|通知|掲示)|別途|(?:その|の)?都度|そのつど|労使協定(?:による|に定め|で定め|の定め)"
    r"|個別(?:に|の)|(?:定め|決定し|決め)ることがある|案内(?:する|します)|掲示|未定|検討|予定です|予定とする"
    r"|決まっていま?せ?ん?|みて(?:決め|判断)|取締役会が|理事会が|協議(?:して|のうえ|の上)"
)

#: Log odds of a line are told up to this.
_SUREST = 8.0
#: What of the likeliest line is told beside its odds.
_OF_THE_LINE = (
    *("nearly with headings", "residual nearly in context", "heaviest missing", "precision"),
    *("heaviest name missing", "attributes missing", "figure not given", "states nothing"),
    *("value of others", "left to lines"),
)
_SUM = re.compile(r"合計|合わせて|全部で|トータル|in total|altogether")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A section with what of it would be quoted, and the signals."""

    #: The section's best passage.
    passage: Passage
    quoted: Quoted
    #: Words of the question that neither the quoted lines nor the headings speak of.
    missing: tuple[Matter, ...]
    signals: Mapping[str, float]
    #: Whether it is an entry of a FAQ that asks what is asked.
    asks_the_same: bool = False
    #: The thing that the question names and the section does not speak of; mostly empty.
    passed_over: str = ""

    @cached_property
    def label(self) -> str:
        return heading_label(self.passage.chunk.heading_path[-1])


def weigh(asked: Asked, passages: Sequence[Passage], lexical: LexicalIndex) -> list[Evidence]:
    """Evidence of the best sections, in the order of search."""
    near = Nearness(asked.matters)
    best = best_of(passages)
    quotes = quote_each(asked, near, [(p.manual.title, p.section) for p in best])
    weighed = [
        _examine(asked, near, passage, quoted, lexical)
        for passage, quoted in zip(best, quotes, strict=True)
    ]
    return _compared(weighed)


def best_of(passages: Sequence[Passage]) -> list[Passage]:
    """The first passage of each of the best sections."""
    best: dict[tuple[int, str], Passage] = {}
    for passage in passages:
        best.setdefault((passage.manual.id, passage.section.hash), passage)
    return list(best.values())[:EXAMINED]


def _examine(
    asked: Asked, near: Nearness, passage: Passage, quoted: Quoted, lexical: LexicalIndex
) -> Evidence:
    unknown = lexical.idf("\x00")
    headings = above(passage.manual.title, passage.section)
    said = headings.union(*(terms_of(piece) for piece in (*quoted.lines, *quoted.rows)))
    spoken_of = np.max([near.of(_named(passage)), *quoted.reading.near], axis=0)
    return Evidence(
        passage=passage,
        quoted=quoted,
        passed_over=passed_over(asked, spoken_of),
        missing=tuple(matter for matter in asked.matters if not matter.is_in(said)),
        signals={
            **_searched(asked, passage),
            **_covering(asked, passage, quoted, headings, unknown),
            **_stating(asked, quoted, headings),
            **_read(quoted.reading),
            **_nearly(asked, near, passage, quoted, unknown),
            **_concerning(asked, passage, quoted),
            **_question(asked, unknown),
        },
        asks_the_same=_asks_the_same(asked, passage.section, lexical),
    )


def _asks_the_same(asked: Asked, section: Section, lexical: LexicalIndex) -> bool:
    """Whether an entry's question has the words, values and kind of the question that is asked."""
    question = section.question
    if question is None or not asked.matters or wanted(question) != asked.wanted:
        return False
    said = terms_of(question)
    return (
        all(matter.is_in(said) for matter in asked.matters)
        and asked_values(question) == list(asked.values)
        and all(matter.is_in(terms_of(asked.text)) for matter in matters_of(question, lexical))
    )


def _searched(asked: Asked, passage: Passage) -> dict[str, float]:
    return {
        "score": passage.score,
        "similarity": passage.similarity,
        "bm25": passage.bm25 / (asked.weight or 1.0),
        "dense first": float(passage.dense_rank == 1),
        "lexical first": float(passage.lexical_rank == 1),
        **{f"ranking {name}": passage.features.get(name, 0.0) for name in _RANKING},
    }


def _covering(
    asked: Asked, passage: Passage, quoted: Quoted, headings: frozenset[str], unknown: float
) -> dict[str, float]:
    """Shares of the question's weight, in [0, 1]."""
    pieces = [terms_of(line) for line in (*quoted.lines, *quoted.rows)]
    said = headings.union(*pieces) if pieces else headings
    heading = terms_of(heading_label(passage.chunk.heading_path[-1]))
    section = said.union(*(terms_of(piece.text) for piece in quoted.reading.pieces))
    names = [matter for matter in asked.matters if matter.names]
    missing = [matter for matter in asked.matters if not matter.is_in(said)]
    return {
        "covered": _share(asked.matters, said),
        "names covered": _share(names, said),
        "covered by section": _share(asked.matters, section),
        "covered by heading": _share(asked.matters, heading),
        "covered by headings": _share(asked.matters, headings),
        "covered by a line": max((_share(asked.matters, piece) for piece in pieces), default=0.0),
        "covered by a line and headings": max(
            (_share(asked.matters, piece | headings) for piece in pieces), default=0.0
        ),
        "words covered": min(4, len(asked.matters) - len(missing)) / 4,
        "heaviest name missing": _heaviest([m for m in missing if m.names]) / unknown,
        "heaviest verb missing": _heaviest([m for m in missing if not m.names]) / unknown,
        "unknown name missing": float(any(m.names and not m.known for m in missing)),
        "heaviest name covered": _heaviest([m for m in names if m.is_in(said)]) / unknown,
    }


def _stating(asked: Asked, quoted: Quoted, headings: frozenset[str]) -> dict[str, float]:
    pieces = (*quoted.lines, *quoted.rows)
    stating = [piece for piece in pieces if states(asked.wanted, piece)]
    wants_figure = asked.wanted in FIGURES
    given = [p for p in pieces if asked.figure is not None and gives(asked.figure, p)]
    focus = max((_share(asked.focus, terms_of(p)) for p in given or stating), default=0.0)
    best = max(pieces, key=lambda p: _share(asked.matters, terms_of(p)), default="")
    answers = max((_share(asked.matters, terms_of(p) | headings) for p in stating), default=0.0)
    return {
        "states": float(bool(stating) and asked.wanted is not None),
        "states where covered": answers if asked.wanted is not None else 0.0,
        "figure given": float(bool(given)),
        "figure not given": float(asked.figure is not None and not given),
        "figure given where covered": max(
            (_share(asked.matters, terms_of(p) | headings) for p in given), default=0.0
        ),
        "figure given in a line that covers": max(
            (_share(asked.matters, terms_of(p)) for p in given), default=0.0
        ),
        "focus stated": focus,
        "focus covered": max((_share(asked.focus, terms_of(p)) for p in pieces), default=0.0),
        "focus covered with headings": _share(
            asked.focus, headings.union(*(terms_of(p) for p in pieces))
        ),
        "best line left open": float(_left_open(best) and best not in given),
        "states nothing": float(asked.wanted is not None and not stating),
        "figure left open": float(wants_figure and not given and _left_open(quoted.quote)),
        "rows resolved": float(quoted.resolved),
        "rows unresolved": float(bool(quoted.rows) and not quoted.resolved),
        "value met": _met(asked.values, pieces),
        "value not met": float(bool(asked.values)) * (1 - _met(asked.values, pieces)),
        "length": min(len(quoted.told), 1000) / 1000,
        "boilerplate": float(bool(_BOILERPLATE.search(quoted.section.heading_path[-1]))),
    }


def _read(reading: Reading) -> dict[str, float]:
    """The odds of the line that answers likeliest, and what that line says."""
    if not reading.pieces:
        return {"line": -_SUREST}
    best, *others = np.argsort(-reading.log_odds, kind="stable").tolist()
    odds = float(np.clip(reading.log_odds[best], -_SUREST, _SUREST))
    second = float(reading.log_odds[others[0]]) if others else -_SUREST
    return {
        "line": odds,
        "line before the next": min(odds - second, _SUREST),
        **{f"line {name}": float(reading.signals[name][best]) for name in _OF_THE_LINE},
    }


def _nearly(
    asked: Asked, near: Nearness, passage: Passage, quoted: Quoted, unknown: float
) -> dict[str, float]:
    """The same with words of like meaning: shares of the question's weight, in [0, 1]."""
    headings = near.of(_named(passage))
    heading = near.of(heading_label(passage.chunk.heading_path[-1]))
    read = dict(zip((p.text for p in quoted.reading.pieces), quoted.reading.near, strict=True))
    pieces = [(text, read[text]) for text in (*quoted.lines, *quoted.rows)]
    given = [piece for text, piece in pieces if _gives(asked, text)]
    said = np.max([headings, *(piece for _, piece in pieces)], axis=0)
    names = [matter for matter in asked.matters if matter.names]
    return {
        "nearly covered": near.share(said),
        "names nearly covered": near.share(said, names),
        "nearly covered by heading": near.share(heading),
        "nearly covered by a line": max((near.share(p) for _, p in pieces), default=0.0),
        "nearly covered by a line and headings": max(
            (near.share(np.maximum(p, headings)) for _, p in pieces), default=0.0
        ),
        "nearly covered where given": max((near.share(p) for p in given), default=0.0),
        "nearly covered where given and headings": max(
            (near.share(np.maximum(p, headings)) for p in given), default=0.0
        ),
        "focus nearly covered": near.share(said, asked.focus),
        "focus nearly covered where given": max(
            (near.share(p, asked.focus) for p in given), default=0.0
        ),
        "heaviest name nearly missing": near.heaviest_missing(said, names) / unknown,
        "heaviest nearly missing": near.heaviest_missing(said, asked.matters) / unknown,
    }


def _named(passage: Passage) -> str:
    """The headings of a passage's section and its manual's title."""
    return " ".join([passage.manual.title, *map(heading_label, passage.chunk.heading_path)])


def _gives(asked: Asked, text: str) -> bool:
    """Whether a text gives the figure that is asked for, or states the kind of thing."""
    return gives(asked.figure, text) if asked.figure is not None else states(asked.wanted, text)


def _left_open(text: str) -> bool:
    return bool(_LEFT_OPEN.search(text))


def _concerning(asked: Asked, passage: Passage, quoted: Quoted) -> dict[str, float]:
    """Whether a section is about the people that the question is about."""
    kind = employment(asked.text)
    named = employment(f"{passage.manual.title} {passage.chunk.heading}")
    said = employment(quoted.quote) | named if kind else named
    kin = relatives(asked.text) - {"spouse"}
    told = relatives(f"{passage.chunk.heading} {quoted.quote}") if kin else kin
    return {
        "employment met": float(bool(kind & said)),
        "employment named": float(bool(kind & named)),
        "employment missing": float(bool(kind - said - {"regular"})),
        "others' employment": float(bool(named & _NOT_REGULAR) and not kind & named),
        "others' employment only": float(bool(said) and bool(kind) and not kind & said),
        "relative met": float(bool(kin & told)),
        "relative missing": float(bool(kin - told) and bool(told)),
    }


#: Kinds of employment that a rule for others does not hold for.
_NOT_REGULAR = frozenset({"part-time", "contract", "temporary"})
_BOILERPLATE = re.compile(r"目的|定義|適用範囲|附則|付則|改廃|改訂|遵守|総則")


def _question(asked: Asked, unknown: float) -> dict[str, float]:
    weights = [matter.weight for matter in asked.matters]
    unheard = [matter for matter in asked.matters if not matter.known]
    return {
        "words": min(len(weights), 12) / 12,
        "weight": min(sum(weights) / unknown, 10) / 10,
        "heaviest": max(weights, default=0.0) / unknown,
        "unknown words": min(len(unheard), 4) / 4,
        "sum asked": float(bool(_SUM.search(asked.text))),
        "wants figure": float(asked.wanted in FIGURES),
        "wants nothing": float(asked.wanted is None),
        "wants permission": float(asked.wanted == "permission"),
    }


def _compared(weighed: Sequence[Evidence]) -> list[Evidence]:
    """With how each stands to the best of those that say something else."""
    agreed = {
        (n, m): agree(weighed[n].quoted, weighed[m].quoted)
        for n, m in combinations(range(len(weighed)), 2)
    }
    compared = []
    for n, evidence in enumerate(weighed):
        others = [m for m in range(len(weighed)) if m != n]
        same = [weighed[m] for m in others if agreed[min(n, m), max(n, m)]]
        rivals = [weighed[m] for m in others if not agreed[min(n, m), max(n, m)]]
        own = evidence.signals
        ahead = {f"{name} ahead": own[name] - _most(rivals, name) for name in _COMPARED}
        more = {
            "supported": _most(same, "covered"),
            "rivals": sum(r.signals["covered"] >= own["covered"] for r in rivals) / EXAMINED,
        }
        compared.append(replace(evidence, signals={**own, **ahead, **more}))
    return compared


#: Signals of which it also counts how far they are ahead of every rival's.
_COMPARED = (
    "score",
    "covered",
    "nearly covered",
    "similarity",
    "bm25",
    "states where covered",
    "line",
)


def _most(weighed: Sequence[Evidence], name: str) -> float:
    return max((evidence.signals[name] for evidence in weighed), default=0.0)


def _share(matters: Sequence[Matter], terms: frozenset[str]) -> float:
    said = total = 0.0
    for matter in matters:
        total += matter.weight
        said += matter.weight * matter.is_in(terms)
    return said / total if total else 0.0


def _heaviest(matters: Sequence[Matter]) -> float:
    return max((matter.weight for matter in matters), default=0.0)


def _met(values: Sequence[Range], pieces: Sequence[str]) -> float:
    """Share of the question's values that the quoted lines give a range for."""
    if not values:
        return 0.0
    said = [found for piece in pieces for found in ranges(piece)]
    met = sum(
        any(f == v or (not f.is_value and f.dimension == v.dimension) for f in said) for v in values
    )
    return met / len(values)
