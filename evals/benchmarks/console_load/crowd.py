"""A crowd of members who work at the same time, each thinking for a while between two requests."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Sequence

from evals.benchmarks.console_load.browsing import Member
from evals.benchmarks.questions import questions

#: What members do, and how often in a hundred requests.
_MIX = {
    "queue": 18,
    "queue, filtered": 16,
    "queue, searched": 8,
    "ticket": 20,
    "passages": 2,
    "note": 5,
    "claim": 8,
    "reply": 6,
    "proposals": 3,
    "proposal": 2,
    "numbers": 2,
    "gaps": 2,
    "notices": 3,
    "question": 5,
}
_FILTERS = (
    "/console?owner=me",
    "/console?owner=nobody",
    "/console?owner=nobody&overdue=true",
    "/console?status=claimed",
    "/console?status=answered",
    "/console?status=all",
    "/console?status=all&offset=500",
    "/console?reason=not_in_manuals",
)
_WORDS = (
    "有給休暇",
    "交通費",
    "札幌工場 申請",
    "経費 期限",
    "育児休業",
    "管理職",
    "見当たらない言葉",
)
#: Seconds between two requests of a member.
_THINKING = (1.0, 3.0)
_CLAIMABLE = re.compile(r"/console/tickets/(\d+)/claim")
_LISTED = re.compile(r'href="/console/tickets/(\d+)"')
_PROPOSED = re.compile(r'href="/console/proposals/(\d+)"')
#: Members take the most urgent tickets, and meet there.
_URGENT = 8


async def work(members: Sequence[Member], seconds: float) -> float:
    """Have all of them work for so long; the seconds that it took in the end."""
    begun = time.monotonic()
    until = begun + seconds
    await asyncio.gather(*(_work(member, n, until) for n, member in enumerate(members)))
    return time.monotonic() - begun


async def look(members: Sequence[Member], seconds: float, path: str) -> float:
    """Have all look at one page again and again; the seconds that it took in the end."""
    begun = time.monotonic()

    async def one(member: Member, chance: random.Random) -> None:
        while time.monotonic() < begun + seconds:
            await asyncio.sleep(chance.uniform(*_THINKING))
            await member.get(path, path)

    await asyncio.gather(*(one(member, random.Random(n)) for n, member in enumerate(members)))
    return time.monotonic() - begun


async def _work(member: Member, number: int, until: float) -> None:
    chance = random.Random(number)
    asked = questions(400)
    await asyncio.sleep(chance.uniform(0, _THINKING[1]))
    listed = [int(n) for n in _LISTED.findall(await member.get("queue", "/console"))]
    while time.monotonic() < until:
        await asyncio.sleep(chance.uniform(*_THINKING))
        step = chance.choices(list(_MIX), list(_MIX.values()))[0]
        listed = await _step(member, step, chance, listed, asked) or listed


async def _step(
    member: Member, step: str, chance: random.Random, listed: list[int], asked: list[str]
) -> list[int]:
    """Do one thing; the tickets that are listed afterwards, none where no list was shown."""
    ticket = chance.choice(listed) if listed else 1
    match step:
        case "ticket":
            await member.get(step, f"/console/tickets/{ticket}")
        case "passages":
            words = chance.choice(_WORDS)
            await member.get(step, f"/console/tickets/{ticket}/passages?find={words}")
        case "note":
            note = {"note": "確かめています。"}
            await member.post(step, f"/console/tickets/{ticket}/notes", note)
        case "claim":
            page = await member.get("queue, filtered", "/console?owner=nobody")
            if free := _CLAIMABLE.findall(page)[:_URGENT]:
                await member.claim(step, int(chance.choice(free)))
        case "reply":
            # To one of their own or, without claiming it, to one that others may be at as well.
            owner = chance.choice(("me", "nobody"))
            page = await member.get("queue, filtered", f"/console?owner={owner}")
            if found := _LISTED.findall(page)[:_URGENT]:
                await member.reply(step, int(chance.choice(found)))
        case "proposal":
            page = await member.get("proposals", "/console/proposals?status=proposed")
            if found := _PROPOSED.findall(page):
                await member.get(step, f"/console/proposals/{chance.choice(found)}")
        case "question":
            question = f"{chance.randrange(1000)}番の窓口です。{chance.choice(asked)}"
            await member.post(step, "/ask", {"question": question})
        case _:
            page = await member.get(step, _address(step, chance))
            return [int(n) for n in _LISTED.findall(page)]
    return []


def _address(step: str, chance: random.Random) -> str:
    match step:
        case "queue, filtered":
            return chance.choice(_FILTERS)
        case "queue, searched":
            status = chance.choice(("waiting", "all"))
            return f"/console?status={status}&q={chance.choice(_WORDS)}"
        case "proposals" | "numbers" | "gaps":
            return f"/console/{step}"
        case "notices":
            return "/console/notices/count"
    return "/console"
