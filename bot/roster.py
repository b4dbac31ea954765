"""Many people at once, from a CSV file that a personnel system writes.

One row is one person, known by ``name``. People who are new are added; of the others, what the
file's columns say is changed, and what it has no column for stays. Either all rows are taken or,
if one of them is wrong, none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from bot.accounts import Accounts
from bot.profiles import FIELDS, checked_profile, told
from bot.users import User, checked_audiences, checked_display_name, checked_name, checked_roles
from bot.workspace.binding import checked_slack_user
from knowledge.database import now
from knowledge.errors import InvalidInput
from knowledge.model import EVERYONE

#: What the columns are called; the first name is ours.
_COLUMNS: Mapping[str, frozenset[str]] = {
    "name": frozenset({"name", "user", "ユーザー名", "アカウント"}),
    "display_name": frozenset({"display_name", "display name", "表示名", "氏名"}),
    "roles": frozenset({"roles", "role", "役割"}),
    "audiences": frozenset({"audiences", "audience", "閲覧範囲"}),
    "employment": frozenset({"employment", "雇用形態", "雇用区分", "社員区分"}),
    "hired_on": frozenset({"hired_on", "hired on", "入社日", "入社年月日"}),
    "grade": frozenset({"grade", "等級", "役職", "職位", "等級・役職"}),
    "location": frozenset({"location", "勤務地", "勤務場所", "事業所"}),
    "slack": frozenset({"slack", "slack_id", "slack id", "slackのメンバーid"}),
}
#: Between several roles or audiences of one cell.
_BETWEEN = re.compile(r"[;；,、\s]+")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a row of the file comes to."""

    line: int
    name: str
    action: Literal["add", "change", "keep"]
    #: What of a user that is there already becomes another.
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a line cannot be taken, in both languages."""

    line: int
    text: str
    ja: str


@dataclass(frozen=True, kw_only=True)
class Imported:
    planned: tuple[Planned, ...]
    #: Not empty: nothing was done.
    problems: tuple[Problem, ...]
    done: bool


def import_roster(accounts: Accounts, text: str, *, dry_run: bool, by: str = "") -> Imported:
    """Take over the people of a CSV text, or tell only what would be done.

    Raises InvalidInput where the text as a whole is no such table.
    """
    there = {user.name: user for user in accounts.users()}
    in_slack = accounts.slack_users()
    users: list[User] = []
    slack_users: dict[str, str] = {}
    planned: list[Planned] = []
    problems: list[Problem] = []
    columns, rows = _table(text)
    for line, cells in rows:
        try:
            said = _said(columns, cells)
            user = _read(said, there.get(said.get("name", "")))
            if user.name in {before.name for before in users}:
                raise InvalidInput(
                    f"{user.name} stands in the file twice.",
                    f"「{user.name}」がファイルに2回あります。",
                )
            slack_user = _slack_user(said, slack_users)
        except InvalidInput as wrong:
            problems.append(Problem(line=line, text=str(wrong), ja=wrong.text("ja")))
            continue
        users.append(user)
        if slack_user:
            slack_users[user.name] = slack_user
        moved = slack_users.get(user.name, in_slack.get(user.name)) != in_slack.get(user.name)
        planned.append(_planned(line, user, there.get(user.name), ("slack",) if moved else ()))
    done = not dry_run and not problems
    if done:
        changed = [u for u, p in zip(users, planned, strict=True) if p.action != "keep"]
        accounts.put(changed, by, slack_users)
    return Imported(planned=tuple(planned), problems=tuple(problems), done=done)


def _table(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The columns, and each row with the line on which it ends; empty rows are left out."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        columns = _columns(next(reader, []))
        rows = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as wrong:
        raise InvalidInput(
            f"Line {reader.line_num} is no CSV: {wrong}.",
            f"{reader.line_num}行目をCSVとして読めません。",
        ) from wrong
    return columns, rows


def _said(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row as texts by column. Raises InvalidInput where it has more cells than columns."""
    if len(cells) > len(columns):
        raise InvalidInput(
            f"The line has {len(cells)} cells, the first one {len(columns)}; put a cell that "
            'holds a comma into "…".',
            f"この行には{len(cells)}個の値がありますが、列は{len(columns)}個です。"
            '値にカンマがあるときは "…" で囲んでください。',
        )
    return {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}


def _columns(header: Sequence[str]) -> list[str]:
    """Our names of a file's columns."""
    columns: list[str] = []
    for cell in header:
        said = cell.strip().lower()
        ours = next((name for name, names in _COLUMNS.items() if said in names), None)
        if ours is None or ours in columns:
            known = ", ".join(_COLUMNS)
            raise InvalidInput(
                f"The column {cell.strip()!r} is unknown or there twice; columns are {known}.",
                f"列「{cell.strip()}」は使えないか、2回あります。使える列：{known}",
            )
        columns.append(ours)
    if "name" not in columns:
        raise InvalidInput(
            "The file has no column name: the first line names the columns.",
            "name 列がありません。1行目には列の名前を書いてください。",
        )
    return columns


def _read(said: Mapping[str, str], before: User | None) -> User:
    """A user as a row tells them, with what was known before. Raises InvalidInput."""
    name = checked_name(said.get("name", ""))
    user = before or User(
        name=name,
        display_name=name,
        roles=frozenset({"employee"}),
        audiences=frozenset({EVERYONE}),
        active=True,
        created_at=now(),
    )
    if said.get("display_name"):
        user = replace(user, display_name=checked_display_name(said["display_name"]))
    if said.get("roles"):
        user = replace(user, roles=frozenset(checked_roles(_several(said["roles"]))))
    if "audiences" in said:
        seen = checked_audiences(_several(said["audiences"]))
        user = replace(user, audiences=frozenset({*seen, EVERYONE}))
    known = {name: text for name, text in said.items() if name in FIELDS}
    return replace(user, profile=checked_profile(told(user.profile) | known))


def _slack_user(said: Mapping[str, str], taken: Mapping[str, str]) -> str:
    """Who a row's person is in Slack; empty where it does not say. Raises InvalidInput."""
    if not said.get("slack"):
        return ""
    user = checked_slack_user(said["slack"])
    if user in taken.values():
        raise InvalidInput(
            f"{user} stands in the file twice.", f"「{user}」がファイルに2回あります。"
        )
    return user


def _several(cell: str) -> list[str]:
    return [part for part in _BETWEEN.split(cell) if part]


def _planned(line: int, user: User, before: User | None, also: tuple[str, ...]) -> Planned:
    if before is None:
        return Planned(line=line, name=user.name, action="add")
    changed = [
        field.name
        for field in fields(User)
        if field.name != "profile" and getattr(user, field.name) != getattr(before, field.name)
    ]
    changed += [k for k in FIELDS if getattr(user.profile, k) != getattr(before.profile, k)]
    changed += also
    action: Literal["change", "keep"] = "change" if changed else "keep"
    return Planned(line=line, name=user.name, action=action, changed=tuple(changed))
