"""What calls of language models cost: recorded one by one, and limited by the day."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select, update

from bot import schema
from bot.language_model.noreply import Kind, NoReply
from bot.language_model.usage import Usage
from knowledge.database import now, writing

#: Costs are counted in millionths of the currency: whole numbers, which add up exactly.
MICRO = 1_000_000


@dataclass(frozen=True)
class Price:
    """Of a million tokens in and out, in the currency of ZEROJI_CURRENCY."""

    tokens_in: float = 0.0
    tokens_out: float = 0.0

    def of(self, usage: Usage) -> int:
        """In millionths of the currency."""
        return round(usage.tokens_in * self.tokens_in + usage.tokens_out * self.tokens_out)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Of a day, in tokens (in and out) and in the currency; 0 for none.

    A call may begin as long as the limit is not reached: the last one may go beyond it.
    """

    tokens: int = 0
    user_tokens: int = 0
    cost: float = 0.0
    user_cost: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Call:
    """Who asks which model what for."""

    asker: str
    model: str
    purpose: str
    price: Price


@dataclass(frozen=True)
class Reached:
    """Which limit of the day is reached."""

    english: str
    japanese: str


class Spending:
    """The record of calls. What a call may take is counted from its beginning.

    So calls at the same time cannot pass a limit together, and a crash forgets none.
    """

    def __init__(self, database: Engine, limits: Limits) -> None:
        self._database = database
        self.limits = limits

    @contextmanager
    def recorded(self, call: Call, expected: Usage) -> Iterator[Usage]:
        """Around a call: what it really took is to be added to the usage that this yields.

        Raises NoReply when a limit is reached; one that the call raises is recorded.
        """
        number, started, used = self._begin(call, expected), time.monotonic(), Usage()
        try:
            yield used
        except NoReply as problem:
            self._end(number, call, used, problem.kind, started)
            raise
        self._end(number, call, used, "answered", started)

    def not_asked(self, call: Call, why: Kind) -> None:
        """Record a call that was not made."""
        with writing(self._database) as tx:
            _insert(tx, call, Usage(), 0, why)

    def _begin(self, call: Call, expected: Usage) -> int:
        cost = call.price.of(expected)
        with writing(self._database) as tx:
            spent = self._reached(tx, call.asker, cost)
            if spent is None:
                return _insert(tx, call, expected, cost, "unfinished")
            _insert(tx, call, Usage(), 0, "spent")
        raise NoReply("spent", call.model, spent.english, spent.japanese)

    def _end(self, number: int, call: Call, used: Usage, outcome: str, started: float) -> None:
        table = schema.model_calls
        ms = round(1000 * (time.monotonic() - started))
        values = _counted(used, call.price.of(used)) | {"outcome": outcome, "ms": ms}
        with writing(self._database) as tx:
            tx.execute(update(table).where(table.c.id == number).values(values))

    def reached(self, asker: str = "") -> Reached | None:
        """The limit that is reached now for everybody, or for one person; None if there is none."""
        with self._database.connect() as tx:
            return self._reached(tx, asker, cost=1)

    def _reached(self, tx: Connection, asker: str, cost: int) -> Reached | None:
        limits = self.limits
        scopes = [("", limits.tokens, limits.cost, "of everybody", "全員")]
        if asker:
            scopes.append((asker, limits.user_tokens, limits.user_cost, "of a user", "1人"))
        for who, most_tokens, most_cost, of, of_ja in scopes:
            if not (most_tokens or most_cost):
                continue
            tokens, spent = _today(tx, who)
            if most_tokens and tokens >= most_tokens:
                return Reached(
                    f"the {most_tokens:,} tokens {of} for today are spent",
                    f"{of_ja}の今日の上限（{most_tokens:,}トークン）に達しました",
                )
            # A model that costs nothing goes on when the money is spent.
            if most_cost and cost and spent >= most_cost * MICRO:
                return Reached(
                    f"the cost {of} has reached today's limit of {most_cost:g}",
                    f"{of_ja}の今日の費用が上限（{most_cost:g}）に達しました",
                )
        return None


def start_of_day(moment: datetime) -> datetime:
    """Midnight before a moment, by the clock of this machine."""
    return moment.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _today(tx: Connection, asker: str) -> tuple[int, int]:
    """Tokens and cost since midnight, of one asker or of all."""
    table = schema.model_calls.c
    query = select(
        func.coalesce(func.sum(table.tokens_in + table.tokens_out), 0),
        func.coalesce(func.sum(table.cost), 0),
    ).where(table.at >= start_of_day(now()))
    if asker:
        query = query.where(table.asker == asker)
    tokens, cost = tx.execute(query).one()
    return int(tokens), int(cost)


def _insert(tx: Connection, call: Call, usage: Usage, cost: int, outcome: str) -> int:
    values = _counted(usage, cost) | {
        "at": now(),
        "asker": call.asker[:100],
        "model": call.model[:200],
        "purpose": call.purpose,
        "ms": 0,
        "outcome": outcome,
    }
    made = insert(schema.model_calls).values(values).returning(schema.model_calls.c.id)
    return int(tx.execute(made).scalar_one())


def _counted(usage: Usage, cost: int) -> dict[str, object]:
    return {
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "cost": cost,
        "estimated": usage.estimated,
    }
