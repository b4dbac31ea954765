"""What became of what people wrote: every question has one outcome, and nothing else was told."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from bot import schema
from evals.benchmarks.slack_traffic.crowd import Asked
from evals.loopback.slack import Slack
from knowledge.database import connect, sqlite_url
from knowledge.visible import visible

Params = dict[str, Any]

#: How many of each kind of what is wrong are named.
_NAMED = 5
#: How the names begin of what staff are shown.
_CARDS = ("ticket:", "held:")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What Zeroji said, by the name that it gave its message: ``EVENT#0``, ``EVENT:moved#0``."""

    names: Counter[str]
    #: Events and the channels where something was said to them.
    places: frozenset[tuple[str, str]]
    #: Of messages that have none.
    nameless: int
    #: Shown to one person alone: (user, channel, thread, text).
    whispers: Counter[tuple[str, str, str, str]]

    @property
    def events(self) -> frozenset[str]:
        """Events that something was said to."""
        return frozenset(_event(name) for name in self.names if not name.startswith(_CARDS))


def said(slack: Slack) -> Said:
    with slack.lock:
        posted, whispered = list(slack.messages), list(slack.conversations.ephemeral)
    named = [_name(message) for message in posted]
    return Said(
        names=Counter(name for name in named if name),
        places=frozenset((_event(_name(message)), message["channel"]) for message in posted),
        nameless=sum(not name for name in named),
        whispers=Counter(
            (m["user"], m["channel"], m.get("thread_ts", ""), str(m.get("blocks") or m["text"]))
            for m in whispered
        ),
    )


def unanswered(slack: Slack, asked: Iterable[Asked], keys: Iterable[str]) -> list[Asked]:
    """Questions without an outcome, of those whose events are among the keys."""
    among, told = frozenset(keys), said(slack).events
    return [one for one in asked if one.key in among and not one.deleted and _missing(one, told)]


def judge(
    slack: Slack, home: Path, asked: Sequence[Asked], acknowledged: Mapping[str, float]
) -> dict[str, Any]:
    """Counts, and under ``wrong`` what must not be, by kind: how often and a few examples.

    ``acknowledged``: events, and when they were first.
    """
    told = said(slack)
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    without = unanswered(slack, asked, acknowledged)
    too_early = [one for one in without if _before_its_question(one, acknowledged)]
    wrong["doubled"] = [name for name, count in told.names.items() if count > 1]
    wrong["whispered twice"] = [key[0] for key, count in told.whispers.items() if count > 1]
    wrong["nobody asked"] = sorted(told.events - _of_questions(asked))
    wrong["without a name"] = ["a message"] * told.nameless
    wrong["told of what was deleted"] = [
        f"{one.key}: {one.kind}"
        for one in asked
        # What was answered in a direct message instead stays there: nobody else sees it.
        if one.deleted and (one.key, one.channel) in told.places
    ]
    wrong["statuses that did not end"] = [
        f"{one.channel}:{one.thread_ts}"
        for one in slack.statuses
        # Of a message that was deleted nothing is shown.
        if one.visible and slack.conversations.find(one.channel, one.thread_ts)
    ]
    wrong["refused by Slack"] = [
        f"{method}: {answer['error']}" for method, answer in refused(slack)
    ]
    database = connect(sqlite_url(home / "zeroji.sqlite3"))
    try:
        lost = [one for one in without if one not in too_early]
        wrong["lost"] = [f"{one.key}: {one.kind}, {_state(database, one)}" for one in lost]
        wrong["asked the engine twice"] = _asked_twice(database, asked)
        wrong["answers to other questions"] = _mistaken(database, asked)
        wrong["tickets without a card"] = _without_card(database, told)
        outcomes = _outcomes(database)
        left = _left(database)
    finally:
        database.dispose()
    return {
        "questions": len(asked),
        "outcomes": outcomes,
        "messages": len(slack.messages),
        "whispered": sum(told.whispers.values()),
        "left_alone": left,
        # Without a mention, what nobody is known to talk about is not for Zeroji.
        "follow_ups_taken_before_their_question": len(too_early),
        "wrong": {
            kind: {"count": len(ones), "such as": ones[:_NAMED]}
            for kind, ones in wrong.items()
            if ones
        },
    }


def refused(slack: Slack) -> list[tuple[str, Params]]:
    """Calls that Slack refused, but of threads whose question was deleted meanwhile."""
    gone = ("thread_not_found", "message_not_found")
    return [one for one in slack.refusals if one[1]["error"] not in gone]


def _before_its_question(asked: Asked, acknowledged: Mapping[str, float]) -> bool:
    """Slack's first try of the question failed, and what followed it overtook the next one."""
    if asked.kind != "follow_up":
        return False
    return acknowledged.get(asked.after, math.inf) > acknowledged[asked.key]


def _state(database: Engine, asked: Asked) -> str:
    """What is known of an event."""
    table = schema.slack_events.c
    query = select(table.answered_at, table.failure).where(table.id == asked.key)
    with database.connect() as tx:
        row = tx.execute(query).one_or_none()
    if row is None:
        return "not written down"
    return row.failure or ("done" if row.answered_at else "waiting")


def _missing(asked: Asked, told: frozenset[str]) -> bool:
    return asked.key not in told and not told.intersection(asked.edits)


def _of_questions(asked: Iterable[Asked]) -> set[str]:
    return {key for one in asked for key in (one.key, *one.edits)}


def _name(message: Params) -> str:
    metadata = message.get("metadata") or {}
    return str((metadata.get("event_payload") or {}).get("name") or "")


def _event(name: str) -> str:
    """The event that a message answers."""
    parts = name.partition("#")[0].split(":")
    # A mention is known by its place: ``asked:CHANNEL:TS``.
    return ":".join(parts[: 3 if parts[0] == "asked" else 1])


def _conversation(asked: Asked) -> str:
    return f"slack:{asked.channel}:{asked.thread}:{asked.user}"


def _asked_twice(database: Engine, asked: Iterable[Asked]) -> list[str]:
    """Conversations with more questions in the ledger than were put, counting changed ones."""
    put = Counter[str]()
    for one in asked:
        put[_conversation(one)] += 1 + len(one.edits)
    table = schema.exchanges.c
    counted = select(table.conversation, func.count()).group_by(table.conversation)
    with database.connect() as tx:
        rows = tx.execute(counted).all()
    return [conversation for conversation, count in rows if count > put[conversation]]


def _mistaken(database: Engine, asked: Iterable[Asked]) -> list[str]:
    """Questions whose message is about another question than was put at last."""
    posted, exchanges = schema.slack_messages.c, schema.exchanges.c
    query = select(posted.name, exchanges.question).join(
        schema.exchanges, exchanges.id == posted.exchange_id
    )
    with database.connect() as tx:
        about = {_event(name): question for name, question in tx.execute(query)}
    # What was changed keeps its message where the outcome is the same.
    return [
        one.key
        for one in asked
        if one.key in about and not one.edits and about[one.key] != visible(one.text)
    ]


def _without_card(database: Engine, told: Said) -> list[str]:
    """Open tickets that the staff channel does not show."""
    table = schema.tickets.c
    query = select(table.id).where(table.status == "open", ~table.private)
    with database.connect() as tx:
        names = [f"ticket:{id}:card#0" for id in tx.execute(query).scalars()]
    return [name for name in names if name not in told.names]


def _outcomes(database: Engine) -> dict[str, int]:
    """Kinds of messages, the first of each name."""
    table = schema.slack_messages.c
    query = select(table.kind, func.count()).where(table.name.endswith("#0")).group_by(table.kind)
    with database.connect() as tx:
        return {row[0]: row[1] for row in tx.execute(query)}


def _left(database: Engine) -> dict[str, int]:
    """Events that are not done: why, or ``waiting``."""
    table = schema.slack_events.c
    query = (
        select(func.coalesce(table.failure, "waiting"), func.count())
        .where(table.answered_at.is_(None))
        .group_by(table.failure)
    )
    with database.connect() as tx:
        return {row[0]: row[1] for row in tx.execute(query)}
