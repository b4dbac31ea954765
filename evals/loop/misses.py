"""How questions were missed in the last weeks although the manuals answered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evals.loop.asking import Asked
from evals.loop.plan import Quarter

#: What shows in which way a question of the last weeks was missed, most telling first.
MISSES = (
    "wrong: the entry of the need was cited",
    "wrong: something else was cited",
    "asked back",
    "handed over: known from the start",
    "handed over: published, asked in these words before",
    "handed over: published, in new words",
    "refused",
)
_EXAMPLES = 10
_LAST_WEEKS = 3


@dataclass(frozen=True, kw_only=True)
class Miss:
    """A way in which questions of the last weeks were missed though the manuals answer them."""

    kind: str
    count: int
    examples: tuple[dict[str, Any], ...]


def misses(quarter: Quarter) -> list[Miss]:
    """How answerable questions of the last weeks were missed, with examples."""
    last = max((asked.week for asked in quarter.asked), default=0)
    known = {need.id for need in quarter.plan.needs if need.known}
    found: dict[str, list[Asked]] = {kind: [] for kind in MISSES}
    for asked in quarter.asked:
        if asked.answerable and asked.week > last - _LAST_WEEKS and asked.result != "right":
            found[_kind(asked, quarter, known)].append(asked)
    return [
        Miss(kind=kind, count=len(of), examples=tuple(map(_example, of[:_EXAMPLES])))
        for kind, of in found.items()
    ]


def _kind(asked: Asked, quarter: Quarter, known: set[str]) -> str:
    match asked.result:
        case "wrong":
            cites = _cites(asked, quarter)
            return f"wrong: {'the entry of the need' if cites else 'something else'} was cited"
        case "asked_back":
            return "asked back"
        case "refused":
            return "refused"
    if asked.need in known:
        return "handed over: known from the start"
    new = "in new words" if asked.first_time else "asked in these words before"
    return f"handed over: published, {new}"


def _cites(asked: Asked, quarter: Quarter) -> bool:
    need = next(need for need in quarter.plan.needs if need.id == asked.need)
    headings = {quarter.published.get(need.id, ""), need.gold.heading if need.gold else ""}
    last = {heading.split(" > ")[-1] for heading in headings - {""}}
    return any(section.split(" > ")[-1] in last for section in asked.cited)


def _example(asked: Asked) -> dict[str, Any]:
    return {
        "need": asked.need,
        "question": asked.wording,
        "said": asked.text,
        "cited": list(asked.cited),
    }
