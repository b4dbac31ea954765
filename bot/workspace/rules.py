"""How far Zeroji goes by itself: everywhere, in a channel, for a department, on a topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from sqlalchemy import Engine, delete, insert, select

from bot import schema
from bot.desk import events
from bot.workspace.members import Members
from bot.workspace.scopes import DIRECT, Mode, Scope, checked_mode, checked_place, plain
from knowledge.database import now, writing
from knowledge.errors import NotFound

_TABLE = schema.slack_rollout


@dataclass(frozen=True, kw_only=True)
class Rule:
    scope: Scope
    #: A channel's id or ``dm``, the department's or the topic's name; empty for everywhere.
    value: str
    mode: Mode
    changed_by: str
    changed_at: datetime


class Rules:
    def __init__(self, database: Engine) -> None:
        self._database = database
        self._members = Members(database)

    def mode(self, channel: str, department: str, topic: str) -> Mode:
        """The most specific rule: topic, then department, channel, everywhere; else ``full``.

        What a question is about shows only when its answer has been worked out. So where Zeroji is
        off it stays off whatever the topic, and where it speaks, a topic that it is to keep silent
        on waits for staff: whoever asked is always told something.
        """
        rules = {(rule.scope, rule.value): rule.mode for rule in self.rules()}
        place = (
            rules.get(("department", plain(department)))
            or rules.get(("channel", _called(channel)))
            or rules.get(("everywhere", ""))
            or "full"
        )
        of_topic = rules.get(("topic", plain(topic))) if topic else None
        if of_topic is None or place == "off":
            return place
        if of_topic in ("off", "listen") and place in ("approve", "full"):
            return "approve"
        return of_topic

    def names_channel(self, channel: str) -> bool:
        """Whether there is a rule for this very channel."""
        return any(
            rule.scope == "channel" and rule.value == _called(channel) for rule in self.rules()
        )

    def rules(self) -> list[Rule]:
        """From the widest to the most specific."""
        with self._database.connect() as tx:
            rows = tx.execute(select(_TABLE)).all()
        found = [
            Rule(
                scope=cast(Scope, row.scope),
                value=row.value,
                mode=cast(Mode, row.mode),
                changed_by=row.changed_by,
                changed_at=row.changed_at,
            )
            for row in rows
        ]
        order = get_args(Scope)
        return sorted(found, key=lambda rule: (order.index(rule.scope), rule.value))

    def set(self, scope: str, value: str, mode: str, by: str) -> Rule:
        """Add a rule or change it. Raises InvalidInput."""
        scope, value = checked_place(scope, value)
        row = {
            "scope": scope,
            "value": value,
            "mode": checked_mode(mode),
            "changed_by": by,
            "changed_at": now(),
        }
        with writing(self._database) as tx:
            tx.execute(delete(_TABLE).where(_TABLE.c.scope == scope, _TABLE.c.value == value))
            tx.execute(insert(_TABLE).values(row))
            events.record(tx, by, "slack.rollout_set", _subject(scope, value), {"mode": mode})
        return next(rule for rule in self.rules() if (rule.scope, rule.value) == (scope, value))

    def clear(self, scope: str, value: str, by: str) -> None:
        """Take a rule away. Raises InvalidInput, NotFound."""
        scope, value = checked_place(scope, value)
        gone = delete(_TABLE).where(_TABLE.c.scope == scope, _TABLE.c.value == value)
        with writing(self._database) as tx:
            if not tx.execute(gone).rowcount:
                raise NotFound(
                    f"There is no rule for {scope} {value}. `zeroji slack rollout list` shows all.",
                    "この設定はもうありません。画面を読み込み直して確かめてください。",
                )
            events.record(tx, by, "slack.rollout_cleared", _subject(scope, value))

    def opt_out(self, user: str) -> None:
        """No more answers in channels for this user; direct messages go on."""
        self._members.want_no_answers(user, now())

    def opt_in(self, user: str) -> None:
        self._members.want_no_answers(user, None)

    def opted_out(self, user: str) -> bool:
        known = self._members.known(user)
        return known is not None and known.opted_out_at is not None


def _called(channel: str) -> str:
    """What rules call a channel."""
    return DIRECT if channel.startswith("D") else channel


def _subject(scope: str, value: str) -> str:
    return f"rollout:{scope}:{value}" if value else f"rollout:{scope}"
