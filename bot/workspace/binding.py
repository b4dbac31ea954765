"""Who in Slack an account is said to belong to.

It stands beside what Slack told of a member, and stays when Slack tells of them again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot import schema
from bot.desk import events
from knowledge.errors import Conflict, InvalidInput, NotFound

#: The name in a profile under which the account stands.
ACCOUNT = "account"

_TABLE = schema.slack_members
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
#: When it was last heard of whom Slack has not told of.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def bind(tx: Connection, user: str, account: str, by: str) -> None:
    """As :meth:`Members.bind`, in a transaction of ``writing``."""
    if account:
        _check_free(tx, user, account)
    row = row_of(tx, user)
    if row is None:
        tx.execute(insert(_TABLE).values(new_row(user)))
        row = row_of(tx, user)
    assert row is not None
    if row.profile.get(ACCOUNT, "") == account:
        return
    profile = {**row.profile, ACCOUNT: account}
    tx.execute(update(_TABLE).where(_TABLE.c.user == user).values(profile=profile))
    events.record(tx, by, "slack.bound", f"slack:{user}", {"account": account})


def bind_all(tx: Connection, slack_users: Mapping[str, str], by: str) -> None:
    """Say whose many accounts are, by account; whoever else had one of them has it no more."""
    for account, user in slack_users.items():
        holder = holder_of(tx, account)
        if holder not in (None, user):
            bind(tx, holder, "", by)
    for account, user in slack_users.items():
        bind(tx, user, account, by)


def bound_accounts(tx: Connection) -> dict[str, str]:
    """Slack ids by the account that is said to be theirs."""
    rows = tx.execute(select(_TABLE.c.user, _TABLE.c.profile))
    return {row.profile[ACCOUNT]: row.user for row in rows if row.profile.get(ACCOUNT)}


def checked_slack_user(text: str) -> str:
    """A Slack id as somebody typed it. Raises InvalidInput."""
    user = text.strip().upper()
    if not _USER.fullmatch(user):
        raise InvalidInput(
            f"{text!r} is no id of a Slack member: it begins with U or W, as in U012AB3CD.",
            f"「{text}」はSlackのメンバーIDではありません。UかWで始まるID"
            "（例：U012AB3CD）を入力してください。",
        )
    return user


def _check_free(tx: Connection, user: str, account: str) -> None:
    users = schema.users.c
    if tx.execute(select(users.name).where(users.name == account)).first() is None:
        raise NotFound(
            f"There is no user {account}. `zeroji users list` shows them.",
            f"ユーザー「{account}」はいません。メンバーの一覧で確かめてください。",
        )
    holder = holder_of(tx, account)
    if holder not in (None, user):
        raise Conflict(
            f"{account} is the account of {holder} in Slack. Take it from them first.",
            f"「{account}」は、Slackの {holder} のアカウントです。先にそちらを外してください。",
        )


def holder_of(tx: Connection, account: str) -> str | None:
    bound = _TABLE.c.profile[ACCOUNT].as_string() == account
    return tx.execute(select(_TABLE.c.user).where(bound)).scalars().first()


def row_of(tx: Connection, user: str) -> Row[Any] | None:
    return tx.execute(select(_TABLE).where(_TABLE.c.user == user)).one_or_none()


def new_row(user: str) -> dict[str, Any]:
    return {"user": user, "profile": {}, "fetched_at": _NEVER}
