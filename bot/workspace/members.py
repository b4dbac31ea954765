"""Keeps what is known of Slack's members, and which account is whose."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot import schema
from bot.desk import events
from bot.workspace.binding import ACCOUNT, bind, holder_of, new_row, row_of
from bot.workspace.member import Member, member_of, stored
from knowledge.database import now, writing
from knowledge.store import insert_missing

_TABLE = schema.slack_members
#: Within it nobody is looked up again.
FRESH = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is kept of somebody."""

    member: Member
    #: Name of the account that is theirs; empty where that goes by name and e-mail address.
    account: str
    #: When Slack last told of them; long ago where they are to be looked up.
    fetched_at: datetime
    #: Since when they want no answers in channels.
    opted_out_at: datetime | None

    @property
    def is_told(self) -> bool:
        """Whether Slack has told of them at all."""
        return bool(self.member.name)


class Members:
    def __init__(self, database: Engine) -> None:
        self._database = database

    def known(self, user: str) -> Known | None:
        with self._database.connect() as tx:
            row = tx.execute(select(_TABLE).where(_TABLE.c.user == user)).one_or_none()
        return _known(row) if row else None

    def keep(self, member: Member, fetched_at: datetime | None = None) -> None:
        """Keep what Slack told of somebody; whose account they have stays."""
        with writing(self._database) as tx:
            _put(tx, member.user, stored(member), fetched_at or now())

    def keep_groups(self, user: str, groups: tuple[str, ...]) -> None:
        """Keep in which user groups somebody is; the rest stays as old as it was."""
        with writing(self._database) as tx:
            row = row_of(tx, user)
            if row is not None:
                _put(tx, user, {**row.profile, "groups": list(groups)}, row.fetched_at)

    def heard(self, member: Member) -> None:
        """Slack says that somebody changed: of who is known, that, and the rest is looked up."""
        with self._database.connect() as tx:
            if row_of(tx, member.user) is None:
                return
        with writing(self._database) as tx:
            row = row_of(tx, member.user)
            if row is not None:
                before = _known(row).member
                kept = replace(member, fields=before.fields, groups=before.groups)
                told = replace(kept, locale=member.locale or before.locale)
                _put(tx, member.user, stored(told), _aged(row.fetched_at))

    def outdate(self, user: str | None = None) -> int:
        """Have somebody, or everybody, looked up again when they next ask; how many."""
        query = select(_TABLE.c.user, _TABLE.c.fetched_at)
        with writing(self._database) as tx:
            rows = tx.execute(query.where(_TABLE.c.user == user) if user else query).all()
            for row in rows:
                aged = update(_TABLE).where(_TABLE.c.user == row.user)
                tx.execute(aged.values(fetched_at=_aged(row.fetched_at)))
        return len(rows)

    def bind(self, user: str, account: str, by: str) -> None:
        """Say which account somebody has; empty: by name and e-mail address again.

        Raises NotFound without the account, Conflict where it is another one's.
        """
        with writing(self._database) as tx:
            bind(tx, user, account, by)

    def bound(self, account: str) -> str | None:
        """Whose account it is said to be."""
        with self._database.connect() as tx:
            return holder_of(tx, account)

    def found(self, text: str, most: int) -> tuple[list[Known], int]:
        """The first by name of whose name, id, e-mail address or account has the text, and how
        many there are; of everybody without a text."""
        wanted = _plain(text)
        with self._database.connect() as tx:
            told = tx.execute(select(_TABLE.c.user, _TABLE.c.profile)).all()
            names = {user: _names(user, profile) for user, profile in told}
            users = [
                user for user in names if not wanted or wanted in _plain(" ".join(names[user]))
            ]
            first = sorted(users, key=lambda user: names[user])[:most]
            rows = tx.execute(select(_TABLE).where(_TABLE.c.user.in_(first))).all()
        known = {row.user: _known(row) for row in rows}
        return [known[user] for user in first], len(users)

    def opted_out(self) -> list[Known]:
        """Who wants no answers in channels."""
        query = select(_TABLE).where(_TABLE.c.opted_out_at.is_not(None))
        with self._database.connect() as tx:
            return [_known(row) for row in tx.execute(query.order_by(_TABLE.c.opted_out_at))]

    def said(self, field: str) -> set[str]:
        """What people's profiles say in a field, by its label or id."""
        with self._database.connect() as tx:
            profiles = tx.execute(select(_TABLE.c.profile)).scalars().all()
        fields = (one for profile in profiles for one in profile.get("fields", ()))
        return {one["value"].strip() for one in fields if field in (one["id"], one["label"])}

    def want_no_answers(self, user: str, since: datetime | None) -> bool:
        """Keep since when somebody wants no answers in channels; False: nothing changed."""
        with writing(self._database) as tx:
            insert_missing(tx, _TABLE, [new_row(user)])
            change = update(_TABLE).where(_TABLE.c.user == user).values(opted_out_at=since)
            is_out = _TABLE.c.opted_out_at.is_not(None)
            changed = tx.execute(change.where(~is_out if since else is_out)).rowcount > 0
            if changed:
                action = "slack.opted_out" if since else "slack.opted_in"
                events.record(tx, f"slack:{user}", action, f"slack:{user}")
        return changed


def _put(tx: Connection, user: str, profile: dict[str, Any], fetched_at: datetime) -> None:
    row = row_of(tx, user)
    account = row.profile.get(ACCOUNT, "") if row else ""
    values = {"profile": {**profile, ACCOUNT: account}, "fetched_at": fetched_at}
    if row is None:
        tx.execute(insert(_TABLE).values(new_row(user) | values))
    else:
        tx.execute(update(_TABLE).where(_TABLE.c.user == user).values(values))


def _known(row: Row[Any]) -> Known:
    return Known(
        member=member_of(row.profile, row.user),
        account=row.profile.get(ACCOUNT, ""),
        fetched_at=row.fetched_at,
        opted_out_at=row.opted_out_at,
    )


def _aged(fetched_at: datetime) -> datetime:
    """So old that it is looked up again, and no older: it counts where that fails."""
    return min(fetched_at, now() - FRESH)


def _names(user: str, profile: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """What somebody is found by, without making a member of what is kept."""
    name, email, account = (str(profile.get(key, "")) for key in ("name", "email", ACCOUNT))
    return name, user, email, account


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
