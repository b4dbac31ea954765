"""The loop that is killed: what is seen to be lost, and a short run of the real thing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from bot import schema
from bot.outcomes import Question
from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.benchmarks.killed_loop.acknowledged import lost
from evals.benchmarks.killed_loop.company import QUESTIONS, found, manuals_of
from evals.benchmarks.killed_loop.people import Move, People, Said
from evals.benchmarks.killed_loop.settled import half_done
from evals.benchmarks.killed_loop.state import database_of
from knowledge.database import now, writing

QUESTION, REPLY, NOTE = QUESTIONS[1], "回答1：月額1,000円です。", "記録1：確認中です。"


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a question that was asked, noted, replied to and published."""
    home = tmp_path_factory.mktemp("killed") / "home"
    found(home)
    with open_zeroji(Settings(home=home)) as zeroji:
        asked = zeroji.engine.ask(Question(text=QUESTION, asker="employee1"))
        ticket = zeroji.desk.ask_a_person(asked.id, "employee1").id
        zeroji.desk.note(ticket, "sato", NOTE)
        zeroji.desk.reply(ticket, "sato", REPLY)
        manual = next(m for m in zeroji.library.manuals() if m.title == "経費FAQ")
        proposal = zeroji.proposals.create(ticket, (manual.id, None), REPLY, "sato", QUESTION)
        with writing(zeroji.database) as tx:
            tx.execute(update(schema.proposals).values(gate_status="green", gate={"impact": []}))
        zeroji.proposals.approve(proposal.id, "suzuki")
    return home


@pytest.fixture
def home(worked: Path, tmp_path: Path) -> Path:
    """That home's database, to be damaged; its manuals are not copied."""
    (tmp_path / "home").mkdir()
    shutil.copy(worked / "zeroji.sqlite3", tmp_path / "home")
    return tmp_path / "home"


@contextmanager
def damaging(home: Path) -> Iterator[Connection]:
    with database_of(home) as database, writing(database) as tx:
        yield tx


def people(*others: tuple[Move, Said]) -> People:
    """What the people of that home were told."""
    told: list[Move] = [
        Move(kind="ask", person="employee1", path="", form={"question": QUESTION}),
        on_ticket("note", "ticket.noted", text=NOTE),
        on_ticket("reply", "ticket.answered", text=REPLY),
        Move(kind="propose", person="sato", path="", form={}),
        of_proposal("approve", "proposal.approved", "suzuki"),
    ]
    return People(address="", cookies={}, done=[*((move, "done") for move in told), *others])


def on_ticket(kind: str, action: str, person: str = "sato", text: str = "") -> Move:
    return Move(
        kind=kind,
        person=person,
        path="",
        form={},
        action=action,
        subject="ticket:1",
        text=text,
    )


def of_proposal(kind: str, action: str, person: str) -> Move:
    return Move(kind=kind, person=person, path="", form={}, action=action, subject="proposal:1")


def unsettled(home: Path) -> list[str]:
    return half_done(home, home / "addenda")


def test_what_is_kept_once_and_finished_passes(home: Path) -> None:
    assert lost(home, people()) == []
    assert unsettled(home) == []


def test_what_was_cut_off_may_be_there_or_not(home: Path) -> None:
    cut_off = on_ticket("claim", "ticket.claimed")
    assert lost(home, people((cut_off, "lost"))) == []


def test_what_was_told_and_is_not_there_is_seen(home: Path) -> None:
    (problem,) = lost(home, people((on_ticket("claim", "ticket.claimed"), "done")))
    assert "told 1 times" in problem and "kept 0" in problem
    with damaging(home) as tx:
        tx.execute(delete(schema.ticket_notes))
    assert any(NOTE in problem for problem in lost(home, people()))


def test_what_was_refused_and_is_there_is_seen(home: Path) -> None:
    told = people()
    done = [(move, said) for move, said in told.done if move.kind != "reply"]
    refused: tuple[Move, Said] = (on_ticket("reply", "ticket.answered", text=REPLY), "refused")
    told.done = [*done, refused]
    assert any("at most 0, kept 1" in problem for problem in lost(home, told))


def test_a_reply_that_is_told_twice_is_seen(home: Path) -> None:
    table = schema.notifications
    with damaging(home) as tx:
        query = select(table).where(table.c.kind == "reply")
        row = dict(tx.execute(query).one()._mapping)
        del row["id"]
        tx.execute(insert(table).values(row | {"key": "another", "created_at": now()}))
    assert any("told 2 times" in problem for problem in lost(home, people()))


def test_a_publication_that_goes_on_for_ever_is_seen(home: Path) -> None:
    with damaging(home) as tx:
        tx.execute(update(schema.proposals).values(status="publishing"))
    assert "proposal 1 is publishing for ever" in unsettled(home)


def test_a_ticket_that_the_log_does_not_follow_is_seen(home: Path) -> None:
    with damaging(home) as tx:
        tx.execute(update(schema.tickets).values(status="open"))
    assert "ticket 1 is open, by the log published" in unsettled(home)


def test_an_asker_who_was_not_told_of_the_change_is_seen(home: Path) -> None:
    table = schema.notifications
    with damaging(home) as tx:
        tx.execute(delete(table).where(table.c.kind == "published"))
    assert any("askers told: set()" in problem for problem in unsettled(home))


def test_a_log_that_does_not_hang_together_is_seen(home: Path) -> None:
    with damaging(home) as tx:
        said = {"actor": "sato", "action": "ticket.noted", "subject": "ticket:1", "detail": {}}
        tx.execute(insert(schema.events).values(at=now(), hash="0" * 64, **said))
    assert any("The log is broken" in problem for problem in unsettled(home))


def test_a_file_that_is_not_what_was_published_is_seen(home: Path, worked: Path) -> None:
    path = manuals_of(worked) / "経費FAQ.csv"
    data = path.read_bytes()
    try:
        path.write_bytes(data.replace("1,000円".encode("cp932"), "2,000円".encode("cp932")))
        problems = unsettled(home)
    finally:
        path.write_bytes(data)
    assert any("is not what the last revision says" in problem for problem in problems)
    assert any("was published '回答1" in problem for problem in problems)


def test_nothing_is_lost_when_it_is_killed() -> None:
    module = "evals.benchmarks.killing_the_loop"
    command = [sys.executable, "-m", module, "--kills", "2", "--seed", "22", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert (report["kills"], report["broken"]) == (2, [])
