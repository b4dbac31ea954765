"""The measurements, in the order in which they are made, and what they come to."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evals.benchmarks.console_load import crowd, pages, races, serving
from evals.benchmarks.console_load.browsing import Member, Tally, Took, member_of
from evals.benchmarks.console_load.filling import member

#: What an answer may say; 409 where somebody else was first.
_FINE = frozenset({200, 303, 409})
#: The queue is looked at so many times as often as any other page.
_QUEUE = 5
_RIVALS, _RACES = 20, 40
_FLOOR_SECONDS = 15.0
_SECONDS_TO_CATCH_UP = 300.0
#: Share of a processor below which a server rests, as seen over so many seconds.
_IDLE, _LOOKS_EVERY = 0.1, 4.0


@dataclass(frozen=True, kw_only=True)
class Load:
    home: Path
    users: int
    seconds: float
    #: How often each page is looked at alone.
    looks: int
    #: Members that race for a ticket, and tickets that are raced for.
    rivals: int = _RIVALS
    races: int = _RACES

    def measure(self) -> dict[str, Any]:
        """Milliseconds until the first byte, requests per second, errors and what is broken."""
        names = [member(n) for n in range(self.users)]
        cookies = serving.signed_in(self.home, names)
        with serving.floor(self.home) as server:
            floor = asyncio.run(self._floor(server.address, names))
        since = races.last_event(self.home)
        with serving.zeroji(self.home) as server:
            found, tally = asyncio.run(self._zeroji(server, names, cookies))
            found["broken"] = races.broken(self.home, tally, since)
        alone = found["queue"]["p95_ms"] / floor["alone"]["p95_ms"]
        crowded = found["crowd"]["by"]["queue"]["p95_ms"] / floor["crowd"]["p95_ms"]
        ratio = {"alone": round(alone, 1), "crowd": round(crowded, 1)}
        return {"floor": floor, **found, "queue_to_floor_p95": ratio}

    async def _floor(self, address: str, names: Sequence[str]) -> dict[str, Any]:
        alone, crowded = Tally(), Tally()
        async with AsyncExitStack() as closing:
            one = await _entered(closing, address, names[0], "", alone)
            await pages.look(one, {"/": "/"}, _QUEUE * self.looks)
            all_ = [await _entered(closing, address, name, "", crowded) for name in names]
            seconds = min(self.seconds, _FLOOR_SECONDS)
            took = await crowd.look(all_, seconds, "/")
        rate = round(len(crowded.took) / took, 1)
        return {"alone": times(alone.took), "crowd": times(crowded.took) | {"per_second": rate}}

    async def _zeroji(
        self, server: serving.Server, names: Sequence[str], cookies: Sequence[str]
    ) -> tuple[dict[str, Any], Tally]:
        alone, crowded, racing = Tally(), Tally(), Tally()
        async with AsyncExitStack() as closing:
            one = await _entered(closing, server.address, names[0], cookies[0], alone)
            await _caught_up(one, server.process)
            addresses = pages.addresses(self.home)
            await pages.look(one, {"/console": "/console"}, 1)
            spent = serving.processor_seconds(server.process)
            await pages.look(one, {"/console": "/console"}, _QUEUE * self.looks, warm_up=0)
            queue = times(alone.took) | server.spent_since(spent, len(alone.took))
            await pages.look(one, addresses, self.looks)
            members = [
                await _entered(closing, server.address, *who, crowded)
                for who in zip(names, cookies, strict=True)
            ]
            spent = serving.processor_seconds(server.process)
            took = await crowd.work(members, self.seconds)
            spent_by_crowd = server.spent_since(spent, len(crowded.took))
            rivals = members[: self.rivals]
            for rival in rivals:
                rival.tally = racing
            await races.race(rivals, races.free_tickets(self.home, self.races))
        both = Tally(
            replied=[*crowded.replied, *racing.replied],
            claimed=[*crowded.claimed, *racing.claimed],
            said={**crowded.said, **racing.said},
        )
        found = {
            "queue": queue,
            "pages": by_what(alone.took),
            "crowd": {
                "requests": len(crowded.took),
                "per_second": round(len(crowded.took) / took, 1),
                "all": times(crowded.took) | spent_by_crowd,
                "by": by_what(crowded.took),
                "claimed": len(crowded.claimed),
                "replied": len(crowded.replied),
                "too_late": sum(one.status == 409 for one in crowded.took),
            },
            "races": _raced(racing),
            "errors": errors([*alone.took, *crowded.took, *racing.took]),
        }
        return found, both


def times(took: Iterable[Took]) -> dict[str, Any]:
    """How many, and the milliseconds: median, 95th and 99th percentile, the longest."""
    ms = [one.ms for one in took]
    if not ms:
        return {"requests": 0, "p50_ms": 0.0, "p95_ms": 0.0, "p99_ms": 0.0, "most_ms": 0.0}
    p50, p95, p99 = (round(float(p), 1) for p in np.percentile(ms, [50, 95, 99]))
    return {
        "requests": len(ms),
        "p50_ms": p50,
        "p95_ms": p95,
        "p99_ms": p99,
        "most_ms": round(max(ms), 1),
    }


def by_what(took: Iterable[Took]) -> dict[str, dict[str, Any]]:
    sorted_out: defaultdict[str, list[Took]] = defaultdict(list)
    for one in took:
        sorted_out[one.what].append(one)
    return {what: times(ones) for what, ones in sorted_out.items()}


def errors(took: Iterable[Took]) -> dict[str, int]:
    """What came back that should not have, by request and status; 0 where nothing came."""
    return dict(Counter(f"{one.what}: {one.status}" for one in took if one.status not in _FINE))


def _raced(tally: Tally) -> dict[str, Any]:
    statuses = Counter((one.what, one.status) for one in tally.took)
    return {
        "requests": len(tally.took),
        "won": len(tally.claimed) + len(tally.replied),
        "too_late": sum(n for (_, status), n in statuses.items() if status == 409),
        **{"by": by_what(tally.took)},
    }


async def _entered(
    closing: AsyncExitStack, address: str, name: str, cookie: str, tally: Tally
) -> Member:
    one = member_of(address, name, cookie, tally)
    await closing.enter_async_context(one.client)
    return one


async def _caught_up(one: Member, process: int) -> None:
    """Wait until a server that has just started is as quick as it will be.

    It loads what the first question needs, reminds of what is due, and reads all questions for the
    gaps and the numbers.
    """
    for page in ("/console/gaps", "/console/numbers", "/console/owners"):
        await one.get(page, page)
    until = time.monotonic() + _SECONDS_TO_CATCH_UP
    busy = 1.0
    while busy > _IDLE and time.monotonic() < until:
        before = serving.processor_seconds(process)
        await asyncio.sleep(_LOOKS_EVERY)
        busy = (serving.processor_seconds(process) - before) / _LOOKS_EVERY
