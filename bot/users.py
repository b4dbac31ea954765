"""A user, and what may be said of one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast, get_args

from bot.permissions import Action, Role, roles_for
from bot.profiles import UNKNOWN, Profile
from knowledge.errors import InvalidInput
from knowledge.model import EVERYONE

#: Names of askers without an account begin with this, so no account may.
GUEST = "guest-"

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,62}")
_AUDIENCE = re.compile(r"[^\s,]{1,50}")


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with an account."""

    #: Short name, as typed in ``--as``.
    name: str
    display_name: str
    roles: frozenset[Role]
    #: What they may read, always with ``all``.
    audiences: frozenset[str]
    active: bool
    created_at: datetime
    #: Who they are to the identity provider; see bot.oidc.
    subject: str | None = None
    #: By which rules differ.
    profile: Profile = UNKNOWN

    def may(self, action: Action) -> bool:
        return not self.roles.isdisjoint(roles_for(action))


def checked_name(name: str) -> str:
    if not _NAME.fullmatch(name) or name.startswith(GUEST):
        raise InvalidInput(
            f"{name!r} cannot be a user name: use up to 63 lower-case letters, digits, '.', '_', "
            f"'-' and '@', beginning with a letter or digit and not with '{GUEST}'.",
            f"「{name}」はユーザー名に使えません。"
            "半角の小文字・数字・. _ - @ で63文字以内にしてください。",
        )
    return name


def checked_display_name(name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= 100 or not name.isprintable():
        raise InvalidInput(
            "A display name has 1 to 100 printable characters.",
            "表示名は1～100文字で入力してください。",
        )
    return name


def checked_roles(roles: Iterable[str]) -> list[Role]:
    wanted = set(roles)
    unknown = wanted.difference(get_args(Role))
    if unknown or not wanted:
        known = ", ".join(get_args(Role))
        raise InvalidInput(
            f"Roles are {known}; got {sorted(wanted)}.",
            f"役割「{'、'.join(sorted(unknown))}」はありません。使える役割：{known}"
            if unknown
            else "役割を一つ以上選んでください。",
        )
    return cast(list[Role], sorted(wanted))


def checked_audiences(audiences: Iterable[str]) -> list[str]:
    wanted = {audience.strip() for audience in audiences} - {EVERYONE, ""}
    for audience in wanted:
        if not _AUDIENCE.fullmatch(audience):
            raise InvalidInput(
                f"{audience!r} cannot be an audience: no spaces or commas.",
                f"閲覧範囲「{audience}」は使えません。空白やカンマを入れずに書いてください。",
            )
    return sorted(wanted)
