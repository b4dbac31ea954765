"""Browsers that are signed in: how long, which, and their end."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, delete, insert, select, update

from bot import schema
from bot.desk import events
from knowledge.database import now, writing

#: However much it is used.
SESSION_LENGTH = timedelta(days=30)
#: Without a request: who signs in with the company's account comes back with one click, the
#: others need an administrator, so theirs outlasts a holiday.
IDLE = timedelta(hours=12)
IDLE_WITHOUT_PROVIDER = timedelta(days=14)
#: A session's end is moved this much later at least: not every request writes.
_STEP = timedelta(minutes=15)

_SESSIONS = schema.sessions.c
#: Made once, as each request asks it. Found by its hash: comparing takes no time that depends on
#: the secret itself.
_USER_OF = (
    select(schema.users, _SESSIONS.created_at.label("begun"), _SESSIONS.expires_at)
    .join(schema.sessions, _SESSIONS.user == schema.users.c.name)
    .where(_SESSIONS.secret_hash == bindparam("hash"))
    .where(_SESSIONS.expires_at > bindparam("at"), schema.users.c.active)
)


@dataclass(frozen=True, kw_only=True)
class Session:
    """A browser in which somebody is signed in."""

    #: Not its secret, and of no use for signing in.
    id: str
    created_at: datetime
    #: When it ends, unless it is used before.
    expires_at: datetime


class Sessions:
    """Keeps sessions by the hash of their secret."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def user_of(self, secret: str, is_use: bool = True) -> Row[Any] | None:
        """The row of the active user whose session it is; its end moves on as it is used."""
        with self._database.connect() as tx:
            row = tx.execute(_USER_OF, {"hash": hashed(secret), "at": now()}).one_or_none()
        if row is not None and is_use:
            ends = min(now() + _idle(row.subject), row.begun + SESSION_LENGTH)
            if ends - row.expires_at > _STEP:
                self._prolong(secret, ends)
        return row

    def of(self, user: str) -> list[Session]:
        """Those that are open, the newest first."""
        query = select(schema.sessions).where(_SESSIONS.user == user, _SESSIONS.expires_at > now())
        with self._database.connect() as tx:
            rows = tx.execute(query.order_by(_SESSIONS.created_at.desc())).all()
        return [
            Session(
                id=public_id(row.secret_hash), created_at=row.created_at, expires_at=row.expires_at
            )
            for row in rows
        ]

    def end(self, secret: str) -> None:
        with writing(self._database) as tx:
            tx.execute(delete(schema.sessions).where(_SESSIONS.secret_hash == hashed(secret)))

    def end_of(self, user: str, by: str, id: str | None = None) -> int:
        """End one session of a user, or all of them; how many there were."""
        chosen = _SESSIONS.user == user
        if id is not None:
            chosen &= _SESSIONS.secret_hash.startswith(id, autoescape=True)
        with writing(self._database) as tx:
            ended = tx.execute(delete(schema.sessions).where(chosen)).rowcount
            if ended:
                events.record(tx, by, "user.signed_out", f"user:{user}", {"sessions": ended})
        return ended

    def _prolong(self, secret: str, ends: datetime) -> None:
        used = _SESSIONS.secret_hash == hashed(secret)
        with writing(self._database) as tx:
            tx.execute(update(schema.sessions).where(used).values(expires_at=ends))


def begin(tx: Connection, user: str, by: str) -> str:
    """A new session of a user; its secret. ``by`` says how they proved who they are."""
    users, secret, begun = schema.users.c, secrets.token_urlsafe(32), now()
    subject = tx.execute(select(users.subject).where(users.name == user)).scalar_one()
    tx.execute(delete(schema.sessions).where(_SESSIONS.expires_at < begun))
    tx.execute(
        insert(schema.sessions).values(
            secret_hash=hashed(secret),
            user=user,
            created_at=begun,
            expires_at=begun + _idle(subject),
        )
    )
    events.record(tx, user, "user.signed_in", f"user:{user}", {"by": by})
    return secret


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def public_id(secret_hash: str) -> str:
    """By which a session is named in a form."""
    return secret_hash[:16]


def _idle(subject: str | None) -> timedelta:
    return IDLE_WITHOUT_PROVIDER if subject is None else IDLE
