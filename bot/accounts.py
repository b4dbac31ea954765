"""People: who they are, what they may do, and how they sign in.

Nobody has a password here. Somebody signs in with the company's account (see bot.oidc), or with a
one-time link that an administrator makes (``zeroji users link NAME``). Links and sessions are kept
as SHA-256 only: whoever reads the database cannot sign in with what is in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot import schema, sessions
from bot.desk import events
from bot.desk.confiding import check_attended
from bot.profiles import UNKNOWN, Profile, checked_profile, stored
from bot.users import (
    User,
    checked_audiences,
    checked_display_name,
    checked_name,
    checked_roles,
)
from bot.workspace.binding import bind_all, bound_accounts
from knowledge.database import now, writing
from knowledge.errors import Conflict, NotAllowed, NotFound
from knowledge.model import EVERYONE


class Accounts:
    """Keeps users, one-time links and sessions in the database."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self.sessions = sessions.Sessions(database)

    def add(
        self,
        name: str,
        display_name: str = "",
        roles: Iterable[str] = ("employee",),
        audiences: Iterable[str] = (),
        profile: Profile = UNKNOWN,
        by: str = "",
    ) -> User:
        """Add somebody. Here and below the log says who did it, where ``by`` names them."""
        row = _row(
            User(
                name=checked_name(name),
                display_name=checked_display_name(display_name or name),
                roles=frozenset(checked_roles(roles)),
                audiences=frozenset(checked_audiences(audiences)),
                profile=profile,
                active=True,
                created_at=now(),
            )
        )
        try:
            with writing(self._database) as tx:
                tx.execute(insert(schema.users).values(row))
                _log(tx, by, "user.added", name, roles=row["roles"])
        except IntegrityError as taken:
            raise Conflict(
                f"There is a user {name} already.", f"ユーザー「{name}」はすでにいます。"
            ) from taken
        return self.user(name)

    def change(
        self,
        name: str,
        *,
        display_name: str,
        roles: Iterable[str],
        audiences: Iterable[str],
        active: bool,
        profile: Profile | None = None,
        by: str = "",
    ) -> User:
        """Give a user other rights. One who is no longer active is signed out everywhere.

        Without a profile the user keeps theirs.
        """
        values = {
            "display_name": checked_display_name(display_name),
            "roles": checked_roles(roles),
            "audiences": checked_audiences(audiences),
            "active": active,
        } | ({} if profile is None else {"profile": stored(profile)})
        with writing(self._database) as tx:
            tx.execute(update(schema.users).where(schema.users.c.name == name).values(values))
            if not active:
                tx.execute(delete(schema.sessions).where(schema.sessions.c.user == name))
            check_attended(tx)
            _log(tx, by, "user.changed", name, roles=values["roles"], active=active)
        return self.user(name)

    def put(
        self, users: Sequence[User], by: str = "", slack_users: Mapping[str, str] | None = None
    ) -> None:
        """Add those who are new and change the others: all of them or, if one fails, none.

        ``slack_users`` says who some of them are in Slack, by their names.
        """
        table = schema.users
        with writing(self._database) as tx:
            known = set(tx.execute(select(table.c.name)).scalars())
            for user in users:
                row = _row(user)
                if user.name in known:
                    del row["created_at"]
                    tx.execute(update(table).where(table.c.name == user.name).values(row))
                    _log(tx, by, "user.changed", user.name, roles=row["roles"], active=user.active)
                else:
                    tx.execute(insert(table).values(row))
                    _log(tx, by, "user.added", user.name, roles=row["roles"])
            bind_all(tx, slack_users or {}, by or "roster")
            check_attended(tx)

    def slack_users(self) -> dict[str, str]:
        """Slack ids by the name of the account that is said to be theirs."""
        with self._database.connect() as tx:
            return bound_accounts(tx)

    def user(self, name: str) -> User:
        with self._database.connect() as tx:
            row = tx.execute(select(schema.users).where(schema.users.c.name == name)).one_or_none()
        if row is None:
            raise NotFound(
                f"There is no user {name}. `zeroji users list` shows them.",
                f"ユーザー「{name}」はいません。メンバーの一覧から選んでください。",
            )
        return _user(row)

    def profile_of(self, name: str) -> Profile:
        """What is known of whoever has that name; nothing of who has no active account."""
        try:
            user = self.user(name)
        except NotFound:
            return UNKNOWN
        return user.profile if user.active else UNKNOWN

    def users(self) -> list[User]:
        with self._database.connect() as tx:
            return [_user(row) for row in tx.execute(select(schema.users).order_by("name"))]

    def sign_in_link(
        self, user: str, valid_for: timedelta = timedelta(hours=24), by: str = ""
    ) -> str:
        """A secret that begins one session within ``valid_for``; it cannot be shown again."""
        if not self.user(user).active:
            raise NotAllowed(
                f"{user} is not active, so a link would not work. Make them active first.",
                f"「{user}」は利用停止中のため、リンクを作っても使えません。先に利用を再開してください。",
            )
        secret = secrets.token_urlsafe(32)
        link = {
            "secret_hash": sessions.hashed(secret),
            "user": user,
            "expires_at": now() + valid_for,
        }
        with writing(self._database) as tx:
            tx.execute(insert(schema.sign_in_links).values(link))
            _log(tx, by, "user.link_made", user)
        return secret

    def sign_in(self, secret: str) -> str:
        """Use up a one-time link; the new session's secret."""
        links = schema.sign_in_links.c
        # One statement both checks and marks it, so of two requests only one gets in.
        use = (
            update(schema.sign_in_links)
            .where(links.secret_hash == sessions.hashed(secret), links.used_at.is_(None))
            .where(links.expires_at > now())
            .values(used_at=now())
            .returning(links.user)
        )
        with writing(self._database) as tx:
            user = tx.execute(use).scalar_one_or_none()
            if user is not None and _is_active(tx, user):
                return sessions.begin(tx, user, "link")
        raise NotAllowed(
            "This sign-in link is not valid: it was used already, has expired, or is "
            "incomplete. Ask an administrator for a new one (`zeroji users link NAME`).",
            "このサインイン用リンクは使えません（使用済み・期限切れ・途中で切れている、のいずれか）。"
            "管理者に新しいリンクを依頼してください。",
        )

    def sign_in_as(self, subject: str, verified_email: str) -> str:
        """A session for who came from the identity provider; its secret.

        The first time they are known by their e-mail address, then by their subject alone:
        addresses are given to others when somebody leaves. Raises NotAllowed without an account.
        """
        users = schema.users.c
        first_time = (users.name == verified_email.lower()) & users.subject.is_(None)
        known = select(users.name, users.subject, users.active).where(
            or_(users.subject == subject, first_time)
        )
        with writing(self._database) as tx:
            rows = tx.execute(known).all()
            row = next((row for row in rows if row.subject == subject), rows[0] if rows else None)
            if row is not None and row.active:
                if row.subject is None:
                    _bind(tx, row.name, subject)
                return sessions.begin(tx, row.name, "provider")
        raise NotAllowed(
            "You have no account here that belongs to this company account. Ask an administrator, "
            f"with this ID: {subject}",
            "この会社アカウントに対応する利用者が登録されていません。次のIDを添えて、"
            f"管理者に登録を依頼してください：{subject}",
        )

    def bind(self, name: str, subject: str | None, by: str) -> None:
        """Say who somebody is to the identity provider, or that it is not known."""
        try:
            with writing(self._database) as tx:
                _bind(tx, name, subject)
                events.record(tx, by, "user.bound", f"user:{name}", {"bound": subject is not None})
        except IntegrityError as taken:
            raise Conflict(
                "Another member has this company account.",
                "この会社アカウントは、ほかのメンバーに結び付いています。",
            ) from taken

    def user_of_session(self, secret: str, is_use: bool = True) -> User | None:
        """Whose session it is; ``is_use`` is False for what a page asks by itself."""
        row = self.sessions.user_of(secret, is_use)
        return None if row is None else _user(row)

    def sign_out(self, secret: str) -> None:
        self.sessions.end(secret)


def _log(tx: Connection, by: str, action: str, name: str, **detail: Any) -> None:
    if by:
        events.record(tx, by, action, f"user:{name}", detail)


def _bind(tx: Connection, name: str, subject: str | None) -> None:
    tx.execute(update(schema.users).where(schema.users.c.name == name).values(subject=subject))


def _is_active(tx: Connection, name: str) -> bool:
    users = schema.users.c
    return bool(tx.execute(select(users.active).where(users.name == name)).scalar_one())


def _row(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "display_name": user.display_name,
        "roles": sorted(user.roles),
        "audiences": sorted(user.audiences - {EVERYONE}),
        "profile": stored(user.profile),
        "active": user.active,
        "created_at": user.created_at,
    }


def _user(row: Row[Any]) -> User:
    return User(
        name=row.name,
        display_name=row.display_name,
        roles=frozenset(row.roles),
        audiences=frozenset(row.audiences) | {EVERYONE},
        active=row.active,
        created_at=row.created_at,
        subject=row.subject,
        profile=checked_profile(row.profile) if row.profile else UNKNOWN,
    )
