"""The desk and its loop with a Postgres server, where several may write at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from traceback import format_exception
from typing import Any, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot import schema, wiring
from bot.audit import verify
from bot.desk import events
from bot.desk.listing import Listing, Wanted
from bot.migrations import migrate
from bot.outcomes import Answer, Escalation, Question
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from knowledge.database import connect, metadata, now, writing
from knowledge.embedding import Embedder
from knowledge.errors import Conflict
from tests import postgres
from tests.bot.desk.proposals.states import told
from tests.bot.web.browsing import Browser, words
from tests.postgres import Databases

FAQ = "質問,回答,担当部署\r\nタクシー代は精算できますか。,終電後は精算できます。,経理部\r\n"
ASKED = "自転車通勤の駐輪場代はいくらまで出ますか。"
REPLY = "駐輪場代は月額2,000円まで支給します。"
PEOPLE = {"sato": "staff", "kato": "staff", "mori": "approver", "kanri": "admin"}
#: What reads the most tables.
SEEN_BY = {
    "sato": ("/console", "/console?text=駐輪場&status=all", "/console/proposals"),
    "kanri": ("/console/manuals", "/console/gaps", "/console/audit", "/console/numbers"),
}

pytestmark = pytest.mark.skipif(
    not postgres.is_there(),
    reason="no Postgres: install Debian's postgresql, or name a server in ZEROJI_TEST_DATABASE_URL",
)
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def databases() -> Iterator[Databases]:
    with postgres.databases() as made:
        yield made


@pytest.fixture
def database(databases: Databases) -> Iterator[Engine]:
    opened = connect(databases.new())
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def zeroji(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory, builtin: Embedder
) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("postgres")
    (folder / "manuals").mkdir()
    (folder / "manuals" / "経費FAQ.csv").write_text(FAQ, encoding="utf-8")
    chosen: dict[str, Any] = {"home": folder / "home", "_env_file": None}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(wiring, "embedder", lambda name, access: builtin)
        with open_zeroji(Settings(database_url=databases.new(), **chosen)) as opened:
            assert opened.ingest([folder / "manuals"])["manuals"]["failed"] == []
            for name, role in PEOPLE.items():
                opened.accounts.add(name, name, [role])
            yield opened


def at_once(number: int, do: Callable[[int], Found]) -> list[Found]:
    """What so many threads come to that begin at the same moment."""
    together = Barrier(number)

    def one(n: int) -> Found:
        together.wait(timeout=30)
        return do(n)

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))


def ticket_of(zeroji: Zeroji, question: str, asker: str = "shain") -> int:
    outcome = zeroji.engine.ask(Question(text=question, asker=asker)).outcome
    assert isinstance(outcome, Escalation)
    return outcome.ticket


# The database itself


def test_the_migrations_make_the_tables_that_the_code_knows(databases: Databases) -> None:
    fresh = connect(databases.new(empty=True))
    # Two servers that start at the same time.
    at_once(2, lambda _: migrate(fresh))
    with fresh.connect() as tx:
        differences = compare_metadata(MigrationContext.configure(tx), metadata)
    fresh.dispose()
    assert differences == []


def test_moments_are_the_same_whatever_the_zone_of_the_server(database: Engine) -> None:
    at = datetime(2026, 11, 22, 3, 4, 5, 678901, UTC)
    with writing(database) as tx:
        values = {"id": "c", "asker": "shain", "created_at": at}
        tx.execute(insert(schema.conversations).values(values))
    elsewhere = create_engine(database.url, connect_args={"options": "-c timezone=Asia/Tokyo"})
    with elsewhere.connect() as tx:
        assert tx.scalar(text("SHOW timezone")) == "Asia/Tokyo"
        assert tx.scalar(select(schema.conversations.c.created_at)) == at
    elsewhere.dispose()


def test_who_writes_sees_what_the_one_before_has_written(database: Engine) -> None:
    with writing(database) as tx:
        tx.execute(text("CREATE TABLE counted (number INTEGER)"))
        tx.execute(text("INSERT INTO counted VALUES (0)"))

    def count(_: int) -> None:
        for _ in range(10):
            with writing(database) as tx:
                number = tx.scalar(text("SELECT number FROM counted"))
                tx.execute(text("UPDATE counted SET number = :next"), {"next": number + 1})

    at_once(8, count)
    with database.connect() as tx:
        assert tx.scalar(text("SELECT number FROM counted")) == 80


def test_what_one_reader_reads_is_of_one_moment(database: Engine) -> None:
    number = select(schema.events.c.id)
    with database.connect() as reading:
        assert reading.execute(number).all() == []
        with writing(database) as tx:
            events.record(tx, "sato", "manual.read", "manual:1")
        assert reading.execute(number).all() == []
    with database.connect() as reading:
        assert len(reading.execute(number).all()) == 1


def test_an_error_does_not_quote_the_row_that_it_is_about(database: Engine) -> None:
    values = {"id": "c", "asker": "秘密の相談", "created_at": None}
    with pytest.raises(DBAPIError, match="violates not-null") as failed, writing(database) as tx:
        tx.execute(insert(schema.conversations).values(values))
    assert "秘密" not in "".join(format_exception(failed.value))


# The log


def test_the_chain_holds_when_many_write_to_it_at_once(database: Engine) -> None:
    def record(writer: int) -> None:
        for n in range(25):
            with writing(database) as tx:
                events.record(tx, f"writer{writer}", "ticket.noted", f"ticket:{n}", {"n": [n]})

    at_once(8, record)
    found = verify(database)
    assert (found.broken, found.head.number) == (None, 200)


def test_the_database_refuses_to_change_the_log(database: Engine) -> None:
    with writing(database) as tx:
        events.record(tx, "sato", "ticket.claimed", "ticket:1")
    with pytest.raises(DBAPIError, match="append-only"), writing(database) as tx:
        tx.execute(update(schema.events).values(actor="mori"))


# The desk


def test_of_two_who_claim_a_ticket_one_gets_it(zeroji: Zeroji) -> None:
    number = ticket_of(zeroji, "屋上の鍵はどこにありますか")

    def claim(n: int) -> str:
        try:
            return zeroji.desk.claim(number, ("sato", "kato")[n]).owner or ""
        except Conflict as refused:
            return refused.text("ja")

    said = at_once(2, claim)
    owner = zeroji.desk.ticket(number).owner
    assert owner in said and f"受付番号 {number} は {owner} さんが担当しています。" in said
    assert [one.action for one in zeroji.desk.history(number)].count("ticket.claimed") == 1


def test_who_asks_the_same_at_the_same_time_shares_one_ticket(zeroji: Zeroji) -> None:
    question = "社員食堂のカレーの値段はいくらですか"
    numbers = at_once(6, lambda n: ticket_of(zeroji, question, f"asker{n}"))
    (number,) = set(numbers)
    asked = zeroji.desk.ticket(number).askers
    assert {one.asker for one in asked} == {f"asker{n}" for n in range(6)}
    assert [one.joined for one in asked].count("first") == 1


def test_a_reply_becomes_a_better_manual_and_is_taken_back(zeroji: Zeroji) -> None:
    number = ticket_of(zeroji, ASKED)
    zeroji.desk.reply(number, "sato", REPLY)
    (manual,) = zeroji.library.manuals()
    made = zeroji.proposals.create(number, (manual.id, None), REPLY, "sato", question=ASKED)
    assert zeroji.gating.run(made.id) in ("green", "amber")
    assert zeroji.proposals.approve(made.id, "mori").status == "published"
    answer = zeroji.engine.ask(Question(text=ASKED, asker="tanaka")).outcome
    assert isinstance(answer, Answer) and "2,000円" in answer.text
    assert [kind for kind, _ in told(zeroji, number)] == ["reply", "published"]

    zeroji.proposals.take_back(made.id, "mori", "金額が変わるため")

    again = zeroji.engine.ask(Question(text=ASKED, asker="kimura")).outcome
    assert not (isinstance(again, Answer) and "2,000円" in again.text)
    assert told(zeroji, number)[-1][0] == "taken_back"
    assert zeroji.desk.ticket(number).status == "claimed"
    assert verify(zeroji.database).broken is None


def test_the_queue_is_filtered_and_searched(database: Engine) -> None:
    usual: dict[str, Any] = {
        **{"status": "open", "reason": "not_in_manuals", "private": False, "topic": "総務"},
        **{"nearest": [], "citations": [], "opened_at": now(), "due_at": now() + timedelta(1)},
    }
    given: list[dict[str, Any]] = [
        {"question": "VPNの申請先は？"},
        {"question": "名刺は100%再生紙ですか", "owner": "sato", "status": "claimed"},
        {"question": "vpnが切れる", "due_at": now() - timedelta(1), "topic": "IT"},
        {"question": "VPNの相談", "private": True},
    ]
    with writing(database) as tx:
        for values in given:
            tx.execute(insert(schema.tickets).values(usual | values))
    listing = Listing(database)

    def listed(**wanted: Any) -> list[int]:
        return [one.id for one in listing.look(Wanted(**wanted), 10).tickets]

    assert listed(status="waiting") == [3, 1, 2]
    assert listed(text="vpn") == [1, 3]
    assert listed(text="0%") == [2] and listed(text="#2") == [2]
    assert listed(owner="sato") == [2] and listed(topic="IT") == [3] and listed(overdue=True) == [3]
    assert listing.look(Wanted(), 10).counted.topics == {"総務": 2, "IT": 1}
    assert 4 in [one.id for one in Listing(database, private=True).look(Wanted(), 10).tickets]


def test_the_pages_of_the_console_are_shown(zeroji: Zeroji) -> None:
    app = create_app(zeroji)
    for name, pages in SEEN_BY.items():
        browser = Browser(app)
        browser.post("/sign-in", link=zeroji.accounts.sign_in_link(name))
        for page in pages:
            assert browser.get(page).status_code == 200, page
    assert "過去12週間" in words(browser.get("/console/numbers"))


@pytest.mark.parametrize(
    "path", ["tickets/2147483648", f"audit?before={10**30}", "?owner=%00", "audit?actor=%00"]
)
def test_what_the_database_cannot_hold_is_told_to_who_sent_it(zeroji: Zeroji, path: str) -> None:
    browser = Browser(create_app(zeroji))
    browser.post("/sign-in", link=zeroji.accounts.sign_in_link("kanri"))

    answer = browser.get(f"/console/{path}")

    assert answer.status_code == 422
    assert "使えない文字か、大きすぎる数が含まれています" in words(answer)
