"""Asks cases the way ``zeroji ask --batch`` asks its lines."""

from __future__ import annotations

from bot.operations import perform
from bot.wiring import Zeroji
from evals.cases import EvalCase
from evals.metrics import Said
from evals.run import Ask


def asker_of(zeroji: Zeroji, caution: float | None = None) -> Ask:
    """What asks this Zeroji the turns of a case in one conversation.

    With another ``caution`` than is set, if one is given.
    """

    def ask(case: EvalCase) -> Said:
        line = {
            "turns": list(case.asked),
            "on": case.on,
            "as": case.asker or "evals",
            "audience": list(case.audience),
            "trace": True,
            "caution": caution,
        }
        said: Said = perform(zeroji, "ask.turns", line, lambda step: None)
        return said

    return ask


def ingested_headings(zeroji: Zeroji) -> dict[str, set[str]]:
    """The headings of each path, of all manuals and all their revisions."""
    headings: dict[str, set[str]] = {}
    for manual in zeroji.library.manuals():
        for revision in zeroji.library.history(manual.id):
            found = {h for s in zeroji.library.sections(revision.id) for h in s.heading_path}
            for path in {manual.path, revision.path}:
                headings.setdefault(path, set()).update(found)
    return headings
