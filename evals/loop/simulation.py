"""Runs a quarter, day by day: questions as they come, tickets on the next business morning."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.business_days import Calendar
from bot.desk.addenda import Addenda
from bot.desk.ticket import Ticket
from bot.gating import Gating
from bot.wiring import Zeroji
from evals.loop import stream
from evals.loop.asking import Asked, Moment, ask
from evals.loop.needs import Asking, Need
from evals.loop.plan import Plan, Quarter
from evals.loop.staff import Gate, Staff
from evals.loop.told import lost
from knowledge.database import running_by
from knowledge.errors import InvalidInput

#: When members of the desk work off what waits.
_DESK_HOUR = 10
#: Share of those whom a reply did not help who ask again, in other words.
_ASK_AGAIN = 0.5
_SOONEST, _LATEST = timedelta(minutes=2), timedelta(minutes=40)


def prepare(zeroji: Zeroji, manuals: Sequence[Path]) -> None:
    """Ingest copies of these folders: what is published changes files."""
    folder = zeroji.home.path / "company"
    for source in manuals:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    if failed := zeroji.ingest([folder])["manuals"]["failed"]:
        raise InvalidInput(f"{failed[0]['path']}: {failed[0]['error']}")


def gate_of(zeroji: Zeroji) -> Gate:
    """The gate of the product, run where staff wait for it."""
    addenda = Addenda(zeroji.library, zeroji.settings.addenda)
    settings = zeroji.settings
    return Gating(zeroji.database, zeroji.library, zeroji.accounts, addenda, settings).run


def run(
    zeroji: Zeroji, plan: Plan, gate: Gate | None, progress: Callable[[int, int], None]
) -> Quarter:
    """Simulate a plan on a Zeroji whose manuals are ingested."""
    return _Simulation(zeroji, plan, gate).run(progress)


class _Simulation:
    def __init__(self, zeroji: Zeroji, plan: Plan, gate: Gate | None) -> None:
        self._zeroji, self._plan = zeroji, plan
        self._needs = {need.id: need for need in plan.needs}
        self._asked: list[Asked] = []
        self._need_of: dict[int, str] = {}
        self._words: set[str] = set()
        self._chance = random.Random(plan.seed + 1)
        self._at = stream.at(plan.first_day, 0)
        self._staff = Staff(
            zeroji=zeroji,
            needs=self._needs,
            need_of=self._need_of,
            gate=gate,
            wordings=plan.wordings,
        )

    def run(self, progress: Callable[[int, int], None]) -> Quarter:
        with running_by(self._now):
            coming = self._coming()
            self._staff.join_the_company()
            for asker in {asking.asker for _, asking in coming}:
                self._zeroji.accounts.add(asker)
            by_day = defaultdict(list)
            for moment, asking in coming:
                by_day[moment.date()].append((moment, asking))
            for number, day in enumerate(self._days(by_day), start=1):
                self._work(day, by_day.get(day, []))
                progress(number, len(by_day))
            return self._quarter()

    def _now(self) -> datetime:
        return self._at

    @property
    def _calendar(self) -> Calendar:
        return self._zeroji.settings.holidays

    def _coming(self) -> list[tuple[datetime, Asking]]:
        plan = self._plan
        drawn = plan.stream or stream.draw(
            plan.needs,
            askers=[f"employee-{number}" for number in range(1, plan.askers + 1)],
            days=7 * plan.weeks,
            questions=plan.questions,
            seed=plan.seed,
        )
        return stream.moments(drawn, plan.first_day, self._calendar, plan.seed)

    def _days(self, by_day: dict[date, list[tuple[datetime, Asking]]]) -> list[date]:
        """Business days on which something is asked, and those after on which it is replied."""
        day, last = min(by_day), self._calendar.moved(max(by_day), self._plan.days_to_reply + 1)
        days = []
        while day <= last:
            days.append(day)
            day = self._calendar.moved(day, 1)
        return days

    def _work(self, day: date, questions: list[tuple[datetime, Asking]]) -> None:
        """A day: what is asked before the desk opens is asked before its replies."""
        opens = stream.at(day, _DESK_HOUR)
        for moment, asking in questions:
            if moment < opens:
                self._ask(moment, asking)
        self._at = opens
        for ticket in self._staff.waiting():
            if self._is_due(ticket, day):
                self._staff.handle(ticket)
        for moment, asking in questions:
            if moment >= opens:
                self._ask(moment, asking)

    def _is_due(self, ticket: Ticket, day: date) -> bool:
        opened = ticket.opened_at.astimezone().date()
        return self._calendar.moved(opened, self._plan.days_to_reply) <= day

    def _ask(self, at: datetime, asking: Asking, *, again: bool = False) -> None:
        self._at = at
        need = self._needs[asking.need]
        moment = Moment(
            at=at,
            week=(at.date() - self._plan.first_day).days // 7,
            answerable=need.known or need.id in self._staff.published,
            first_time=asking.wording not in self._words,
            again=again,
            published=self._staff.published.get(need.id, ""),
        )
        asked = ask(self._zeroji, asking, need, moment)
        self._words.add(asking.wording)
        self._need_of[asked.exchange] = need.id
        self._asked.append(asked)
        if not again and asked.result in ("wrong", "asked_back"):
            self._perhaps_again(asked, need)

    def _perhaps_again(self, asked: Asked, need: Need) -> None:
        other = [wording for wording in need.wordings if wording != asked.wording]
        if self._chance.random() < _ASK_AGAIN:
            later = asked.at + self._chance.uniform(0, 1) * (_LATEST - _SOONEST) + _SOONEST
            wording = self._chance.choice(other)
            asking = Asking(at=0, asker=asked.asker, need=need.id, wording=wording)
            self._ask(later, asking, again=True)

    def _quarter(self) -> Quarter:
        staff = self._staff
        tickets = self._zeroji.desk.tickets(limit=1_000_000)
        escalated = [one.exchange for one in self._asked if one.result == "escalated"]
        return Quarter(
            plan=self._plan,
            asked=tuple(self._asked),
            tickets=tuple(tickets),
            lost=lost(self._zeroji.database, escalated),
            gates=dict(staff.gates),
            published=dict(staff.published),
            misjoined=tuple(staff.misjoined),
            refused=dict(staff.refused),
        )
