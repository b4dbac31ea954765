"""Sessions: how long they last, which there are, and how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from bot import schema
from bot.accounts import Accounts
from bot.sessions import IDLE, IDLE_WITHOUT_PROVIDER, SESSION_LENGTH
from knowledge.database import now, writing
from knowledge.errors import Conflict, NotAllowed

SUBJECT = "https://login.example.com 4711"


@pytest.fixture
def accounts(database: Engine) -> Accounts:
    made = Accounts(database)
    made.add("sato@example.com", "佐藤 花子", ["staff"])
    made.add("mori", "森 次郎", ["owner"])
    return made


def signed_in(accounts: Accounts, name: str = "mori") -> str:
    return accounts.sign_in(accounts.sign_in_link(name))


def turn_back(database: Engine, by: timedelta) -> None:
    """As if every session had begun, and was last used, so long ago."""
    table = schema.sessions
    with writing(database) as tx:
        for row in tx.execute(select(table)).all():
            values = {"created_at": row.created_at - by, "expires_at": row.expires_at - by}
            of_row = table.c.secret_hash == row.secret_hash
            tx.execute(update(table).where(of_row).values(values))


def actions(database: Engine) -> list[str]:
    with database.connect() as tx:
        return list(tx.execute(select(schema.events.c.action).order_by("id")).scalars())


class TestHowLong:
    def test_a_session_that_is_not_used_ends(self, accounts: Accounts, database: Engine) -> None:
        session = signed_in(accounts)
        turn_back(database, IDLE_WITHOUT_PROVIDER + timedelta(minutes=1))

        assert accounts.user_of_session(session) is None
        assert accounts.sessions.of("mori") == []

    def test_each_use_moves_its_end(self, accounts: Accounts, database: Engine) -> None:
        session = signed_in(accounts)
        for _ in range(2):
            turn_back(database, IDLE_WITHOUT_PROVIDER - timedelta(minutes=1))
            assert accounts.user_of_session(session) is not None

    def test_what_a_page_asks_by_itself_is_no_use(
        self, accounts: Accounts, database: Engine
    ) -> None:
        session = signed_in(accounts)
        turn_back(database, IDLE_WITHOUT_PROVIDER - timedelta(minutes=1))
        assert accounts.user_of_session(session, is_use=False) is not None
        turn_back(database, timedelta(minutes=2))

        assert accounts.user_of_session(session) is None

    def test_no_use_keeps_it_beyond_its_longest(self, accounts: Accounts, database: Engine) -> None:
        session, used_each = signed_in(accounts), timedelta(days=10)
        for _ in range(3):
            assert accounts.user_of_session(session) is not None
            turn_back(database, used_each)

        assert used_each * 3 >= SESSION_LENGTH
        assert accounts.user_of_session(session) is None

    def test_with_the_companys_account_it_ends_sooner(
        self, accounts: Accounts, database: Engine
    ) -> None:
        session = accounts.sign_in_as(SUBJECT, "sato@example.com")
        assert accounts.user_of_session(session) is not None
        turn_back(database, IDLE + timedelta(minutes=1))

        assert accounts.user_of_session(session) is None


class TestWhich:
    def test_each_is_listed_without_what_would_open_it(self, accounts: Accounts) -> None:
        session = signed_in(accounts)
        signed_in(accounts, "sato@example.com")

        (listed,) = accounts.sessions.of("mori")

        assert listed.created_at <= now() < listed.expires_at
        assert listed.id not in session
        assert accounts.user_of_session(listed.id) is None

    def test_one_is_ended_and_the_others_go_on(self, accounts: Accounts) -> None:
        first = signed_in(accounts)
        (of_first,) = accounts.sessions.of("mori")
        second = signed_in(accounts)

        assert accounts.sessions.end_of("mori", "kanri", of_first.id) == 1

        assert accounts.user_of_session(first) is None
        assert accounts.user_of_session(second) is not None

    @pytest.mark.parametrize("id", ["%", "_" * 16, "0" * 16])
    def test_what_names_no_session_ends_none(self, accounts: Accounts, id: str) -> None:
        session = signed_in(accounts)

        assert accounts.sessions.end_of("mori", "kanri", id) == 0
        assert accounts.user_of_session(session) is not None

    def test_all_of_one_person_are_ended(self, accounts: Accounts, database: Engine) -> None:
        ours, others = (
            [signed_in(accounts) for _ in range(3)],
            signed_in(accounts, "sato@example.com"),
        )

        assert accounts.sessions.end_of("mori", "mori") == 3

        assert not any(map(accounts.user_of_session, ours))
        assert accounts.user_of_session(others) is not None
        assert actions(database)[-1] == "user.signed_out"


class TestCompanyAccount:
    def test_the_first_time_the_verified_address_tells_who_it_is(
        self, accounts: Accounts, database: Engine
    ) -> None:
        session = accounts.sign_in_as(SUBJECT, "Sato@Example.com")

        user = accounts.user_of_session(session)
        assert user is not None and (user.name, user.subject) == ("sato@example.com", SUBJECT)
        assert actions(database) == ["user.signed_in"]

    def test_later_only_the_subject_does(self, accounts: Accounts) -> None:
        accounts.sign_in_as(SUBJECT, "sato@example.com")

        renamed = accounts.user_of_session(accounts.sign_in_as(SUBJECT, "suzuki@example.com"))
        assert renamed is not None and renamed.name == "sato@example.com"
        with pytest.raises(NotAllowed):  # the address was given to somebody else
            accounts.sign_in_as("https://login.example.com 4712", "sato@example.com")

    @pytest.mark.parametrize("email", ["", "nobody@example.com"])
    def test_nobody_gets_an_account_by_signing_in(self, accounts: Accounts, email: str) -> None:
        before = accounts.users()

        with pytest.raises(NotAllowed, match=r"no account .* https://login.example.com 4711"):
            accounts.sign_in_as(SUBJECT, email)
        assert accounts.users() == before

    def test_who_left_is_turned_away(self, accounts: Accounts) -> None:
        accounts.sign_in_as(SUBJECT, "sato@example.com")
        accounts.change(
            "sato@example.com", display_name="佐藤", roles=["staff"], audiences=[], active=False
        )

        with pytest.raises(NotAllowed):
            accounts.sign_in_as(SUBJECT, "sato@example.com")

    def test_an_administrator_says_whose_it_is(self, accounts: Accounts) -> None:
        accounts.bind("mori", SUBJECT, "kanri")

        user = accounts.user_of_session(accounts.sign_in_as(SUBJECT, ""))
        assert user is not None and user.name == "mori"
        with pytest.raises(Conflict, match="Another member"):
            accounts.bind("sato@example.com", SUBJECT, "kanri")
