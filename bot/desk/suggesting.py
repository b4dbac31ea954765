"""Suggests where a staff reply belongs: the section whose matter it is, else a new entry.

The manuals are searched with the question and with the reply added to it. What both lead to comes
first; a section whose heading names the matter counts more, lists and definitions less. Where
nothing is near, a new entry of the manual that is about such things comes first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.desk import places, versions
from bot.desk.places import Place
from knowledge import japanese
from knowledge.library import Library
from knowledge.model import EVERYONE, Manual, Passage, SearchRequest, Section, heading_label
from knowledge.search import Searcher

_READ = 20
#: How many sections and new entries are offered.
_SECTIONS = 6
_NEW = 2
#: A section is near from this share of the two searches on (which give 2 at most), or where its
#: heading names the matter.
_NEAR = 0.15
#: What a heading that names the matter adds, in shares: it decides where the searches do not.
_NAMED = 1.0
#: Who reads a rule looks for its exceptions in the article, not in lists, purposes or definitions.
_ASIDE = re.compile(
    r"別[\s　]*[表紙記]|附[\s　]*則|目的|定義|適用範囲|一覧|お?問い?合わ?せ|改廃|Contact|Appendix"
)
_SELDOM = 0.3
#: A section is surely the right one where it is this near, so many times as fitting as the next
#: one, and its heading says something of the matter unless it is very near.
_SURELY_NEAR = 0.2
_SURELY_BEFORE = 5.0
_VERY_NEAR = 0.5
#: A manual of the same topic or owner as what was found is near it.
_RELATED = 0.3


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A section that was found."""

    manual: Manual
    section: Section
    #: What the searches say for it, at least 0.
    near: float
    #: The share of its heading's words that question and reply say.
    named: float

    @property
    def score(self) -> float:
        seldom = _SELDOM if _ASIDE.search(self.section.heading_path[-1]) else 1.0
        return seldom * self.near * (1 + _NAMED * self.named)


def suggest(
    library: Library,
    searcher: Searcher,
    *,
    question: str,
    reply: str,
    nearest: Sequence[Mapping[str, Any]] = (),
    audiences: frozenset[str] = frozenset({EVERYONE}),
) -> list[Place]:
    """Places for a reply, the most fitting first, among what some audiences may read.

    ``nearest`` is what was near to the question when it was asked, as a ticket keeps it.
    """
    found = candidates(searcher, question, reply, audiences)
    manuals = [m for m in library.manuals() if m.audience in audiences]
    known = {manual.id: manual for manual in manuals}
    sections = [
        place
        for candidate in found[:_SECTIONS]
        if (place := _place(library, known, candidate)) is not None
    ]
    why = {"faq": "same_topic_faq"}
    fresh = [
        places.new_entry(library, manual, why.get(manual.kind, "same_topic"))
        for manual in fitting(manuals, found)[:_NEW]
    ]
    rest = _remembered(library, known, nearest)
    is_near = bool(found) and (found[0].near >= _NEAR or found[0].named >= 0.5)
    if sections and is_sure(found):
        sections[0] = replace(sections[0], is_sure=True)
    first = [*sections[:1], *fresh[:1]] if is_near else [*fresh[:1], *sections[:1]]
    return _possible_first(_once([*first, *sections[1:], *fresh[1:], *rest]))


def is_sure(found: Sequence[Candidate]) -> bool:
    """Whether the first candidate is the right one in all likelihood."""
    if not found:
        return False
    first, next_best = found[0], found[1].score if len(found) > 1 else 0.0
    is_clear = first.near >= _SURELY_NEAR and first.score >= _SURELY_BEFORE * next_best
    return is_clear and (first.named > 0 or first.near >= _VERY_NEAR)


def candidates(
    searcher: Searcher, question: str, reply: str, audiences: frozenset[str]
) -> list[Candidate]:
    """The sections that question and reply lead to, the most fitting first."""
    shares: dict[tuple[int, str], float] = defaultdict(float)
    passages: dict[tuple[int, str], Passage] = {}
    for query in (question, f"{question}\n{reply}"):
        request = SearchRequest(query=query, audiences=audiences, top=_READ)
        best: dict[tuple[int, str], float] = {}
        for passage in searcher.search(request).passages:
            key = passage.manual.id, passage.section.hash
            passages.setdefault(key, passage)
            best[key] = max(best.get(key, 0.0), passage.score)
        for key, share in best.items():
            shares[key] += share
    said = set(japanese.terms(f"{question}\n{reply}"))
    found = [
        Candidate(
            manual=passage.manual,
            section=passage.section,
            near=shares[key],
            named=_named(passage.section.heading_path[-1], said),
        )
        for key, passage in passages.items()
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def fitting(manuals: Iterable[Manual], found: Sequence[Candidate]) -> list[Manual]:
    """Manuals that take new entries, those about what was found first: FAQs before others."""
    weight: dict[int, float] = defaultdict(float)
    for rank, candidate in enumerate(found[:_READ]):
        weight[candidate.manual.id] += 1 / (rank + 3)
    by_id = {candidate.manual.id: candidate.manual for candidate in found}

    def about(manual: Manual) -> float:
        related = [
            share
            for other, share in weight.items()
            if other != manual.id and _is_related(by_id[other], manual)
        ]
        return weight.get(manual.id, 0.0) + _RELATED * sum(related)

    open_to_all = [m for m in manuals if m.kind in ("faq", "manual") and about(m) > 0]
    rules = [m for m in manuals if m.kind == "rule" and about(m) > 0]
    return sorted(open_to_all, key=about, reverse=True) + sorted(rules, key=about, reverse=True)


def _is_related(one: Manual, other: Manual) -> bool:
    return bool(one.topic and one.topic == other.topic) or bool(
        one.owner and one.owner == other.owner
    )


def _named(heading: str, said: set[str]) -> float:
    words = [word for word in japanese.terms(heading_label(heading)) if not word.startswith("#")]
    return sum(word in said for word in words) / len(words) if words else 0.0


def _place(library: Library, known: Mapping[int, Manual], found: Candidate) -> Place | None:
    """The place of a section as it holds today; None where there is none."""
    manual = known.get(found.manual.id)
    section = _present(library, manual, found.section) if manual else None
    if manual is None or section is None:
        return None
    why = "names_matter" if found.named >= 0.5 else "near"
    return places.place_of(library, manual, section, why)


def _present(library: Library, manual: Manual, found: Section) -> Section | None:
    """The same section, or the one in its place where it was changed meanwhile."""
    sections = versions.sections_of(library, manual.id)
    same = (section for section in sections if section.hash == found.hash)
    return next(same, None) or next(
        (section for section in sections if section.heading_path == found.heading_path), None
    )


def _remembered(
    library: Library, known: Mapping[int, Manual], nearest: Sequence[Mapping[str, Any]]
) -> list[Place]:
    """What was near when the question was asked, as far as it still stands."""
    found = []
    for hit in nearest[:_SECTIONS]:
        manual = known.get(hit["manual_id"])
        if manual is None:
            continue
        sections = versions.sections_of(library, manual.id)
        section = next((s for s in sections if s.heading == hit["section"]), None)
        if section is not None:
            found.append(places.place_of(library, manual, section, "was_near"))
    return found


def _once(found: Iterable[Place]) -> list[Place]:
    kept: dict[tuple[int, str | None], Place] = {}
    for place in found:
        kept.setdefault((place.manual_id, place.section_hash), place)
    return list(kept.values())


def _possible_first(found: Sequence[Place]) -> list[Place]:
    return sorted(found, key=lambda place: not place.patchable)
