"""Dates of effect: days on which nothing is in force, or two things are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from ingest.checking.finding import Finding, InForce, Place, place
from ingest.checking.scope import Scope
from ingest.checking.titles import canonical
from knowledge.model import Manual, Revision
from knowledge.timeline import standing

#: How long before a manual ends its owner is told that nothing follows it.
_NOTICE = timedelta(days=30)


def gaps(scope: Scope) -> Iterator[Finding]:
    """Manuals that are not in force for a while, or no longer."""
    for manual in scope.manuals:
        found = scope.library.periods(manual.id)
        for (before, _), (after, revision) in pairwise(found):
            if before.end is not None and before.end < after.start:
                yield _gap(manual, before.end, after.start, revision)
        last = found[-1][0].end if found else None
        if last is not None and last <= scope.day + _NOTICE + timedelta(days=1):
            yield _ended(manual, last, scope.day)


def overlaps(scope: Scope) -> Iterator[Finding]:
    """Revisions whose stated periods overlap, and manuals of one title in force at once."""
    for manual in scope.manuals:
        for old, new in _overlapping(scope.library.history(manual.id)):
            yield _overlap(manual, old, new)
    yield from _namesakes(scope.documents)


def _overlapping(history: Sequence[Revision]) -> Iterator[tuple[Revision, Revision]]:
    """Each revision that says it lasts beyond the day on which another file's takes its place.

    A new revision from the same file is an edit, which takes the place of the old one.
    """
    by_start = sorted(standing(history), key=lambda r: (r.effective_from, r.number))
    for old, new in pairwise(by_start):
        until = old.effective_until
        begins_within = until is not None and old.effective_from < new.effective_from <= until
        if begins_within and old.source != new.source:
            yield old, new


def _namesakes(documents: Sequence[InForce]) -> Iterator[Finding]:
    first: dict[str, InForce] = {}
    for document in documents:
        earlier = first.setdefault(canonical(document.manual.title), document)
        if earlier is not document and not _says_the_same(earlier, document):
            paths = f"{earlier.revision.path}, {document.revision.path}"
            yield Finding(
                kind="effective_overlap",
                text=f"Two manuals of the title {document.manual.title} are in force ({paths}). "
                "Retire one, rename it, or make it a revision of the other with `revises`.",
                ja=f"「{document.manual.title}」という文書が2つ有効です（{paths}）。一方を廃止するか、"
                "題名を変えるか、revises で他方の改定版にしてください。",
                places=(place(document), place(earlier)),
            )


def _says_the_same(one: InForce, other: InForce) -> bool:
    return [s.text for s in one.sections] == [s.text for s in other.sections]


def _gap(manual: Manual, end: date, start: date, following: Revision) -> Finding:
    last = start - timedelta(days=1)
    return Finding(
        kind="effective_gap",
        text=f"No revision is in force from {end} to {last}; revision {following.number} takes "
        f"effect on {start}. Correct effective_until of the one before it (the last day on "
        f"which it holds): {last}.",
        ja=f"{end} から {last} まで有効な版がありません（第{following.number}版は {start} から）。"
        f"前の版の effective_until（有効な最後の日）を {last} に直してください。",
        places=(_whole(manual),),
    )


def _ended(manual: Manual, end: date, day: date) -> Finding:
    has_ended, last = end <= day, end - timedelta(days=1)
    verb, ja_verb = ("ended", "終わりました") if has_ended else ("ends", "終わります")
    return Finding(
        kind="effective_gap",
        text=f"It {verb} on {last} and no revision follows: nothing of it is found after that "
        "day. Ingest what follows it, or retire it.",
        ja=f"{last} で効力が{ja_verb}が、次の版がありません。翌日から検索されません。"
        "次の版を登録するか、廃止してください。",
        places=(_whole(manual),),
    )


def _overlap(manual: Manual, old: Revision, new: Revision) -> Finding:
    return Finding(
        kind="effective_overlap",
        text=f"Revision {old.number} ({old.path}) says that it holds until {old.effective_until}, "
        f"but revision {new.number} ({new.path}) takes effect on {new.effective_from}, and is what "
        "counts from then on. Correct one of the two dates.",
        ja=f"第{old.number}版（{old.path}）は {old.effective_until} まで有効としていますが、"
        f"第{new.number}版（{new.path}）が {new.effective_from} から有効になり、"
        "そちらが使われます。どちらかの日付を直してください。",
        places=(_whole(manual),),
    )


def _whole(manual: Manual) -> Place:
    return Place(manual_id=manual.id, manual=manual.title, owner=manual.owner)
