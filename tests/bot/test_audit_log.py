"""Reading the log: narrowed, in portions, without what is in confidence."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.audit_log import COLUMNS, AuditLog, Wanted, cells
from bot.desk import events
from bot.outcomes import Escalation, Question
from bot.spreadsheet_cells import as_csv
from bot.wiring import Zeroji
from knowledge.database import writing

#: What a spreadsheet would execute, or take for the start of a formula.
FORMULAS = (
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '=cmd|"/c calc"!A1',
)
TODAY = date.today()


def record(database: Engine, actor: str, action: str, subject: str, **detail: object) -> None:
    with writing(database) as tx:
        events.record(tx, actor, action, subject, detail)


@pytest.fixture
def log(database: Engine) -> AuditLog:
    record(database, "sato", "ticket.claimed", "ticket:1")
    record(database, "mori", "ticket.claimed", "ticket:2")
    record(database, "mori", "user.changed", "user:sato", roles=["staff"])
    return AuditLog(database)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [3, 2, 1]),
        (Wanted(actor="mori"), [3, 2]),
        (Wanted(action="ticket.claimed"), [2, 1]),
        (Wanted(subject="ticket:2", actor="mori"), [2]),
        (Wanted(actor="%"), []),
        (Wanted(since=TODAY, until=TODAY), [3, 2, 1]),
        (Wanted(since=TODAY + timedelta(days=1)), []),
        (Wanted(until=TODAY - timedelta(days=1)), []),
        (Wanted(since=date.min.replace(year=2), until=date.max), [3, 2, 1]),
    ],
)
def test_it_is_narrowed(log: AuditLog, wanted: Wanted, numbers: list[int]) -> None:
    assert [event.number for event in log.newest(wanted)] == numbers
    assert [event.number for event in log.oldest(wanted)] == numbers[::-1]


def test_it_is_read_on_from_a_number(log: AuditLog) -> None:
    assert [event.number for event in log.newest(Wanted(), before=3)] == [2, 1]
    assert [event.number for event in log.oldest(Wanted(), after=2)] == [3]


def test_a_long_log_is_read_in_portions(database: Engine) -> None:
    with writing(database) as tx:
        for n in range(1, 1203):
            events.record(tx, "sato", "ticket.claimed", f"ticket:{n}")
    log = AuditLog(database)

    assert [event.number for event in log.oldest(Wanted())] == list(range(1, 1203))
    assert [event.number for event in islice(log.newest(Wanted()), 2)] == [1202, 1201]


def test_what_is_in_confidence_is_left_out(zeroji: Zeroji) -> None:
    zeroji.accounts.add("shain", "社員", ["employee"])
    zeroji.accounts.add("soudan", "相談", ["counselor"])
    harassed = zeroji.engine.ask(Question(text="上司に殴られました。", asker="shain"))
    private = zeroji.desk.confide(harassed.id, "shain").id
    asked = zeroji.engine.ask(Question(text="会議室のカラオケの採点は何点ですか。", asker="shain"))
    assert isinstance(asked.outcome, Escalation)
    record(zeroji.database, "shain", "answer.helpful", f"exchange:{harassed.id}")
    record(zeroji.database, "shain", "answer.helpful", f"exchange:{asked.id}")
    record(zeroji.database, "soudan", "ticket.seen", f"ticket:{private}")

    def subjects(*, in_confidence: bool) -> set[str]:
        log = AuditLog(zeroji.database, in_confidence=in_confidence)
        return {event.subject for event in log.newest(Wanted())}

    hidden = {f"ticket:{private}", f"exchange:{harassed.id}"}
    everything = subjects(in_confidence=True)
    assert hidden < everything
    assert subjects(in_confidence=False) == everything - hidden
    assert f"ticket:{asked.outcome.ticket}" in subjects(in_confidence=False)


class TestExport:
    @pytest.fixture
    def exported(self, database: Engine, tmp_path: Path) -> Path:
        """A file with every formula as who did something, and as what it was done to."""
        for formula in FORMULAS:
            record(database, formula, "user.changed", formula, say=formula)
        rows = map(cells, AuditLog(database).oldest(Wanted()))
        file = tmp_path / "audit.csv"
        file.write_bytes(as_csv(COLUMNS, rows).encode())
        return file

    def test_no_cell_begins_as_a_formula(self, exported: Path) -> None:
        text = exported.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))

        assert [row["actor"] for row in rows] == [f"'{formula}" for formula in FORMULAS]
        assert [row["subject"] for row in rows] == [f"'{formula}" for formula in FORMULAS]
        assert [row["detail"] for row in rows] == [f"say: {formula}" for formula in FORMULAS]
