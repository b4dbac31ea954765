"""Accounts: who somebody is, what they may do, and the one-time links they sign in with."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from bot.accounts import Accounts
from bot.migrations import migrate
from bot.permissions import Action
from bot.profiles import UNKNOWN, Profile
from knowledge.database import connect, sqlite_url
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound, ZerojiError

ACTIONS: tuple[Action, ...] = get_args(Action)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path / "zeroji.sqlite3"))
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def accounts(database: Engine) -> Accounts:
    made = Accounts(database)
    made.add("sato", "佐藤 花子", ["staff"], ["managers"])
    return made


def test_a_user_has_a_name_roles_and_audiences(accounts: Accounts) -> None:
    sato = accounts.user("sato")

    assert (sato.display_name, sato.active) == ("佐藤 花子", True)
    assert sato.roles == {"staff"}
    assert sato.audiences == {"all", "managers"}
    assert [user.name for user in accounts.users()] == ["sato"]


def test_the_name_stands_in_for_a_missing_display_name(accounts: Accounts) -> None:
    assert accounts.add("mori").display_name == "mori"


@pytest.mark.parametrize("name", ["", "佐藤", "Sato", "a b", "../x", "guest-1", "x" * 64, "-x"])
def test_a_name_that_could_confuse_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be a user name"):
        accounts.add(name, "Somebody", ["staff"])


def test_a_name_is_given_once(accounts: Accounts) -> None:
    with pytest.raises(Conflict, match="There is a user sato already"):
        accounts.add("sato", "Another", ["staff"])


@pytest.mark.parametrize("roles", [[], ["boss"], ["staff", "root"]])
def test_only_known_roles_are_given(accounts: Accounts, roles: list[str]) -> None:
    with pytest.raises(InvalidInput, match="Roles are employee, staff"):
        accounts.add("mori", "森", roles)


@pytest.mark.parametrize("audience", ["two words", "a,b", "x" * 51])
def test_only_plain_audiences_are_given(accounts: Accounts, audience: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be an audience"):
        accounts.add("mori", "森", ["staff"], [audience])


def test_a_display_name_is_printable(accounts: Accounts) -> None:
    with pytest.raises(InvalidInput, match="printable"):
        accounts.add("mori", "森\u202e", ["staff"])


def test_an_unknown_user_is_not_found(accounts: Accounts) -> None:
    with pytest.raises(NotFound, match="There is no user mori"):
        accounts.user("mori")
    with pytest.raises(NotFound):
        accounts.change("mori", display_name="森", roles=["staff"], audiences=[], active=True)


class TestProfiles:
    MORI = Profile(employment="正社員", hired_on=date(2020, 4, 1), grade="課長", location="本社")

    def test_nothing_is_known_of_who_was_added_without(self, accounts: Accounts) -> None:
        assert accounts.user("sato").profile == UNKNOWN
        assert accounts.profile_of("nobody") == UNKNOWN

    def test_a_profile_is_kept_until_it_is_changed(self, accounts: Accounts) -> None:
        assert accounts.add("mori", profile=self.MORI).profile == self.MORI

        rights = {"display_name": "森", "roles": ["staff"], "audiences": []}
        assert accounts.change("mori", **rights, active=True).profile == self.MORI
        assert accounts.profile_of("mori") == self.MORI
        assert accounts.change("mori", **rights, active=True, profile=UNKNOWN).profile == UNKNOWN

    def test_who_left_is_answered_as_anybody(self, accounts: Accounts) -> None:
        accounts.change(
            "sato",
            display_name="佐藤",
            roles=["staff"],
            audiences=[],
            active=False,
            profile=self.MORI,
        )

        assert accounts.profile_of("sato") == UNKNOWN

    def test_many_are_put_at_once_or_none(self, accounts: Accounts) -> None:
        sato = replace(accounts.user("sato"), profile=self.MORI)
        mori = replace(sato, name="mori")

        with pytest.raises(IntegrityError):
            accounts.put([sato, mori, replace(mori, display_name="二人目")])
        assert accounts.user("sato").profile == UNKNOWN

        accounts.put([sato, mori])
        assert [user.profile for user in accounts.users()] == [self.MORI, self.MORI]


class TestPermissions:
    def test_an_administrator_may_do_everything_but_read_what_is_private(
        self, accounts: Accounts
    ) -> None:
        admin = accounts.add("kanri", "管理", ["admin"])

        assert [action for action in ACTIONS if not admin.may(action)] == ["read_private"]

    def test_a_counselor_reads_what_is_private_and_does_nothing_else(
        self, accounts: Accounts
    ) -> None:
        counselor = accounts.add("soudan", "相談", ["counselor"])

        allowed = {"see_console", "see_tickets", "read_private"}
        assert {a for a in ACTIONS if counselor.may(a)} == allowed

    def test_whoever_has_both_roles_may_do_both(self, accounts: Accounts) -> None:
        both = accounts.add("ryoho", "両方", ["admin", "counselor"])

        assert all(both.may(action) for action in ACTIONS)

    def test_an_employee_may_do_nothing_special(self, accounts: Accounts) -> None:
        employee = accounts.add("mori", "森", ["employee"])

        assert not any(employee.may(action) for action in ACTIONS)

    def test_staff_reply_but_do_not_decide(self, accounts: Accounts) -> None:
        sato = accounts.user("sato")

        assert sato.may("reply") and sato.may("propose")
        assert not sato.may("decide") and not sato.may("administrate")


class TestSigningIn:
    def test_a_link_begins_a_session(self, accounts: Accounts) -> None:
        session = accounts.sign_in(accounts.sign_in_link("sato"))

        assert accounts.user_of_session(session) == accounts.user("sato")

    def test_a_link_works_once(self, accounts: Accounts) -> None:
        link = accounts.sign_in_link("sato")
        accounts.sign_in(link)

        with pytest.raises(NotAllowed, match="used already"):
            accounts.sign_in(link)

    def test_of_two_who_use_a_link_at_once_one_gets_in(self, accounts: Accounts) -> None:
        link = accounts.sign_in_link("sato")

        def attempt(_number: int) -> bool:
            try:
                return bool(accounts.sign_in(link))
            except ZerojiError:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(attempt, range(8))) == 1

    def test_a_link_expires(self, accounts: Accounts) -> None:
        link = accounts.sign_in_link("sato", timedelta(seconds=-1))

        with pytest.raises(NotAllowed, match="expired"):
            accounts.sign_in(link)

    @pytest.mark.parametrize("secret", ["", "nonsense", "é\udcff"])
    def test_nonsense_is_no_link(self, accounts: Accounts, secret: str) -> None:
        with pytest.raises(NotAllowed):
            accounts.sign_in(secret)
        assert accounts.user_of_session(secret) is None

    def test_who_is_not_active_gets_no_link(self, accounts: Accounts) -> None:
        _deactivate(accounts)

        with pytest.raises(NotAllowed, match="not active"):
            accounts.sign_in_link("sato")

    def test_a_link_made_before_does_not_let_in_who_left(self, accounts: Accounts) -> None:
        link = accounts.sign_in_link("sato")
        _deactivate(accounts)

        with pytest.raises(NotAllowed):
            accounts.sign_in(link)

    def test_who_leaves_is_signed_out(self, accounts: Accounts) -> None:
        session = accounts.sign_in(accounts.sign_in_link("sato"))
        _deactivate(accounts)

        assert accounts.user_of_session(session) is None

    def test_signing_out_ends_the_session(self, accounts: Accounts) -> None:
        session = accounts.sign_in(accounts.sign_in_link("sato"))
        accounts.sign_out(session)

        assert accounts.user_of_session(session) is None

    def test_the_database_holds_no_secret(self, accounts: Accounts, database: Engine) -> None:
        link = accounts.sign_in_link("sato")
        session = accounts.sign_in(link)

        with database.connect() as tx:
            kept = str(tx.execute(text("select * from sign_in_links")).all())
            kept += str(tx.execute(text("select * from sessions")).all())
        assert link not in kept and session not in kept


def _deactivate(accounts: Accounts) -> None:
    accounts.change("sato", display_name="佐藤", roles=["staff"], audiences=[], active=False)
