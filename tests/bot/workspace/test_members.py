"""What is kept of Slack's members."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.accounts import Accounts
from bot.workspace.member import Field, Member
from bot.workspace.members import FRESH, Members
from knowledge.database import now
from knowledge.errors import Conflict, NotFound

SATO = Member(
    user="U1",
    name="佐藤 花子",
    email="sato@example.com",
    fields=(Field(id="Xf1", label="部署", value="人事部", protected=True),),
    groups=("S1", "hr-team"),
)


@pytest.fixture
def members(engine: Engine) -> Members:
    accounts = Accounts(engine)
    accounts.add("e1001")
    accounts.add("e1002")
    return Members(engine)


def test_a_member_is_read_as_they_were_kept(members: Members) -> None:
    members.keep(SATO)

    known = members.known("U1")
    assert known is not None and known.member == SATO
    assert known.member.said("部署") == known.member.said("Xf1") == "人事部"
    assert now() - known.fetched_at < timedelta(minutes=1)


def test_whose_account_it_is_stays_when_slack_tells_of_them_again(members: Members) -> None:
    members.bind("U1", "e1001", "kanri")
    members.keep(SATO)

    known = members.known("U1")
    assert known is not None
    assert (known.account, known.member.name) == ("e1001", "佐藤 花子")


def test_an_account_belongs_to_one(members: Members) -> None:
    members.bind("U1", "e1001", "kanri")

    with pytest.raises(Conflict):
        members.bind("U2", "e1001", "kanri")
    with pytest.raises(NotFound):
        members.bind("U2", "nobody", "kanri")
    assert members.known("U2") is None

    members.bind("U1", "", "kanri")
    members.bind("U2", "e1001", "kanri")
    assert members.bound("e1001") == "U2"


def test_what_changed_counts_at_once_and_the_rest_is_looked_up(members: Members) -> None:
    members.keep(SATO)
    members.heard(Member(user="U1", name="佐藤 花子", kind="guest"))

    known = members.known("U1")
    assert known is not None
    assert (known.member.kind, known.member.fields) == ("guest", SATO.fields)
    assert now() - known.fetched_at >= FRESH


def test_who_is_outdated_is_no_older_than_before(members: Members) -> None:
    long_ago = now() - timedelta(days=6)
    members.keep(SATO, long_ago)
    members.keep(Member(user="U2", name="森"))
    assert members.outdate() == 2

    ages = [now() - known.fetched_at for known in members.found("", 10)[0]]
    assert timedelta(days=6) <= ages[0] < timedelta(days=7)
    assert FRESH <= ages[1] < 2 * FRESH


@pytest.mark.parametrize("text", ["花子", "u1", "SATO@", "Ｅ1001", ""])
def test_people_are_found_by_name_id_address_and_account(members: Members, text: str) -> None:
    members.keep(SATO)
    members.bind("U1", "e1001", "kanri")

    found, count = members.found(text, 10)
    assert ([known.member.user for known in found], count) == (["U1"], 1)
    assert members.found("森", 10) == ([], 0)


def test_of_many_the_first_by_name_are_shown(members: Members) -> None:
    for number in range(5):
        members.keep(Member(user=f"U{number}", name=f"社員{9 - number}"))

    found, count = members.found("社員", 2)
    assert ([known.member.name for known in found], count) == (["社員5", "社員6"], 5)


def test_departments_are_told_by_profiles(members: Members) -> None:
    members.keep(SATO)

    assert members.said("部署") == {"人事部"}
    assert members.said("役職") == set()
