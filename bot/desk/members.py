"""Members of the desk: who may do what, as the accounts say at the moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from bot import schema
from bot.permissions import Action, Role, roles_for


class Member(NamedTuple):
    name: str
    display_name: str


def who_may(tx: Connection, action: Action) -> list[Member]:
    """Active users who may do something, by name."""
    return with_roles(tx, roles_for(action))


def with_roles(tx: Connection, roles: Iterable[Role]) -> list[Member]:
    """Active users who have one of these roles, by name."""
    table, wanted = schema.users.c, frozenset(roles)
    query = select(table.name, table.display_name, table.roles).where(table.active)
    return [
        Member(row.name, row.display_name)
        for row in tx.execute(query.order_by(table.name))
        if not wanted.isdisjoint(row.roles)
    ]


def shown_name(tx: Connection, name: str) -> str:
    """What somebody is called on pages."""
    table = schema.users.c
    query = select(table.display_name).where(table.name == name)
    return tx.execute(query).scalar_one_or_none() or name


def may(tx: Connection, name: str, action: Action) -> bool:
    return any(member.name == name for member in who_may(tx, action))
