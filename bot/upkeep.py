"""What an owner of manuals has to do, the most important first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from sqlalchemy import Engine, select

from bot import schema
from bot.desk.addenda import OpenAddendum
from bot.gaps.gap import Gap
from ingest.checking import Finding
from knowledge import schema as kb
from knowledge.model import Manual

#: The most harmful first: what is told wrongly comes before what is not told.
Kind = Literal[
    "contradicted",
    "complained",
    "instruction",
    "outdated",
    "proposal",
    "asked",
    "addendum",
    "overdue",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_OF_FINDINGS: dict[str, Kind] = {
    "contradiction": "contradicted",
    "machine_instruction": "instruction",
    "stale_faq": "outdated",
    "review_overdue": "overdue",
}
#: Sections that are named of those most asked about without an answer.
_SECTIONS = 10


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do about a manual."""

    kind: Kind
    manual: Manual
    section: str = ""
    #: Questions, answers or findings that it is about.
    count: int = 1
    #: What was found, in each language; None where the kind says it all.
    text: str | None = None
    ja: str | None = None
    #: The gap, proposal or row of addenda that it is about.
    about: int | None = None


def tasks(
    manuals: Iterable[Manual],
    findings: Sequence[Finding],
    gaps: Sequence[Gap],
    proposals: Iterable[Task],
    addenda: Iterable[OpenAddendum],
) -> list[Task]:
    """What there is to do about these manuals, and about no others."""
    known = {manual.id: manual for manual in manuals}
    found = [
        *_found(findings, known),
        *_asked(gaps, known),
        *(task for task in proposals if task.manual.id in known),
        *_supplements(addenda, known),
    ]
    return sorted(found, key=lambda task: (KINDS.index(task.kind), -task.count, task.manual.title))


def open_proposals(database: Engine, manuals: Iterable[Manual]) -> list[Task]:
    """Changes that somebody has to decide on."""
    by_id = {manual.id: manual for manual in manuals}
    table = schema.proposals.c
    query = (
        select(table.id, table.manual_id, table.heading_path)
        .join_from(schema.proposals, kb.manuals, kb.manuals.c.id == table.manual_id)
        .where(table.status.in_(("proposed", "seconding")))
        .order_by(table.id)
    )
    with database.connect() as tx:
        return [
            Task(
                kind="proposal",
                manual=by_id[row.manual_id],
                section=" > ".join(row.heading_path),
                about=row.id,
            )
            for row in tx.execute(query)
            if row.manual_id in by_id
        ]


def _found(findings: Sequence[Finding], known: dict[int, Manual]) -> Iterable[Task]:
    """One for each sure finding, under the first of its manuals that is one of these."""
    others: dict[int, int] = defaultdict(int)
    for finding in findings:
        place = next((place for place in finding.places if place.manual_id in known), None)
        if place is None or not finding.is_sure:
            continue
        kind = _OF_FINDINGS.get(finding.kind)
        if kind is None:
            others[place.manual_id] += 1
            continue
        yield Task(
            kind=kind,
            manual=known[place.manual_id],
            section=place.section,
            text=finding.text,
            ja=finding.ja,
        )
    for manual_id, count in others.items():
        yield Task(kind="other", manual=known[manual_id], count=count)


def _asked(gaps: Sequence[Gap], known: dict[int, Manual]) -> list[Task]:
    """Sections with complaints, and those that most questions came to without an answer."""
    complained = _by_section(gaps, known, "complained", lambda gap: gap.complaints)
    asked = _by_section(gaps, known, "asked", lambda gap: gap.weight.asked - gap.complaints)
    return complained + asked[:_SECTIONS]


def _by_section(
    gaps: Sequence[Gap], known: dict[int, Manual], kind: Kind, count: Callable[[Gap], int]
) -> list[Task]:
    sections: dict[tuple[int, str], Task] = {}
    for gap in gaps:
        number = count(gap)
        if gap.spot is None or gap.spot.manual_id not in known or number <= 0:
            continue
        place = gap.spot.manual_id, gap.spot.section
        if place in sections:
            task = sections[place]
            sections[place] = replace(task, count=task.count + number)
        else:
            sections[place] = Task(
                kind=kind,
                manual=known[gap.spot.manual_id],
                section=gap.spot.section,
                count=number,
                about=gap.id,
            )
    return sorted(sections.values(), key=lambda task: -task.count)


def _supplements(addenda: Iterable[OpenAddendum], known: dict[int, Manual]) -> Iterable[Task]:
    for one in addenda:
        if one.master_id in known:
            yield Task(
                kind="addendum",
                manual=known[one.master_id],
                section=" > ".join(one.master_heading),
                text=one.heading_path[-1] if one.heading_path else "",
                ja=one.heading_path[-1] if one.heading_path else "",
                about=one.id,
            )
