"""Manuals and their revisions, as the command line has them shown and changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from bot.checking import Wanted, count
from bot.dismissals import Dismissal
from bot.operations.shared import Json, Params, Report, day_of
from bot.wiring import Zeroji
from ingest.checking import Finding, check


def manuals_list(zeroji: Zeroji, params: Params, report: Report) -> Json:
    today = date.today()
    return {
        "manuals": [
            asdict(manual) | {"revision": _in_force(zeroji, manual.id, today)}
            for manual in zeroji.library.manuals(include_retired=bool(params.get("retired")))
        ]
    }


def manuals_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    manual = zeroji.library.manual(params["id"])
    revision = zeroji.library.revision_on(manual.id, day_of(params.get("on")) or date.today())
    sections = zeroji.library.sections(revision.id) if revision else []
    return {
        "manual": manual,
        "revision": revision,
        "sections": [
            {"heading": section.heading, "page": section.page, "text": section.text}
            for section in sections
        ],
        "warnings": zeroji.library.warnings(revision.id) if revision else [],
    }


def manuals_history(zeroji: Zeroji, params: Params, report: Report) -> Json:
    manual = zeroji.library.manual(params["id"])
    return {"manual": manual, "revisions": zeroji.library.history(manual.id)}


def manuals_diff(zeroji: Zeroji, params: Params, report: Report) -> Json:
    history = zeroji.library.history(zeroji.library.manual(params["id"]).id)
    before, after = params.get("before"), params.get("after")
    after = history[-1].number if after is None else after
    before = max(after - 1, 1) if before is None else before
    changes = zeroji.library.diff(params["id"], before, after)
    return {"before": before, "after": after, "changes": changes}


def manuals_rollback(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.rollback(params["id"], params["to"], author=params.get("by") or "cli")


def manuals_check(zeroji: Zeroji, params: Params, report: Report) -> Json:
    def watch(matter: str, done: int, total: int) -> None:
        report({"matter": matter, "done": done, "total": total})

    wanted = Wanted(**{key: params.get(key) for key in ("manual", "owner", "kind")})
    wanted.validate(zeroji.library)
    day = day_of(params.get("on")) or date.today()
    found = wanted.of(check(zeroji.library, day, watch))
    counting = zeroji.dismissals.without(found)
    return {
        "findings": counting,
        "counts": count(finding for finding in counting if finding.is_sure),
        "dismissed": _dismissed(zeroji, found),
    }


def _dismissed(zeroji: Zeroji, found: Iterable[Finding]) -> list[Dismissal]:
    """Those of the findings that are put aside, with who did so and why."""
    digests = {finding.digest for finding in found}
    return [one for one in zeroji.dismissals.standing() if one.finding.digest in digests]


def _in_force(zeroji: Zeroji, manual_id: int, day: date) -> Json:
    revision = zeroji.library.revision_on(manual_id, day)
    return asdict(revision) if revision else None
