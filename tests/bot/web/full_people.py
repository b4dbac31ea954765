"""People for pages that have something to show, and the texts that a test chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from sqlalchemy import insert

from bot import schema
from bot.permissions import Role
from bot.profiles import Profile
from bot.wiring import Zeroji
from bot.workspace.member import Field, Kind, Member
from bot.workspace.members import Members
from bot.workspace.rules import Rules
from knowledge.database import now, writing

#: ``say("question", "どうすれば？", 500)``: a text of that kind, of at most so many characters.
Say = Callable[[str, str, int], str]

#: Who asks, who works on tickets, and who sees all pages.
ASKER, STAFF, EVERYTHING = "shain", "sato", "zenin"
_ALL: tuple[Role, ...] = (
    *("staff", "lead", "owner", "approver", "evaluator", "counselor", "admin"),
)


def add_people(zeroji: Zeroji, say: Say) -> None:
    profile = Profile(
        employment=say("profile", "正社員", 50),
        grade=say("profile", "3級", 50),
        location=say("profile", "東京", 50),
    )
    audience = say("audience", "managers", 50)
    zeroji.accounts.add(ASKER, say("name", "社員 一郎", 100), ["employee"], profile=profile)
    zeroji.accounts.add(STAFF, say("name", "佐藤 花子", 100), ["staff"])
    zeroji.accounts.add(
        EVERYTHING, say("name", "全員 五郎", 100), _ALL, ["managers", audience], profile
    )
    _in_slack(zeroji, say)


def _in_slack(zeroji: Zeroji, say: Say) -> None:
    """People as they call themselves there, and a rule for one of their departments."""
    members = Members(zeroji.database)
    for number, kind in enumerate(get_args(Kind)):
        department = Field(id="Xf1", label="部署", value=say("name", "人事部", 80), protected=True)
        name = say("name", "佐藤 花子", 80)
        members.keep(Member(user=f"U{number}", name=name, kind=kind, fields=(department,)))
    members.bind("U0", ASKER, EVERYTHING)
    Rules(zeroji.database).opt_out("U0")
    row = {"scope": "department", "mode": "listen", "changed_by": EVERYTHING, "changed_at": now()}
    with writing(zeroji.database) as tx:
        tx.execute(insert(schema.slack_rollout).values(row | {"value": say("name", "人事部", 80)}))
