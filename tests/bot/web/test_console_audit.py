"""The audit page: who did what, who looked, who tried; and whether the log is whole."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

import bot
from bot.audit import KEPT_HEAD
from bot.audit_log import AuditLog, Event, Wanted
from bot.desk import events
from bot.web.messages import catalogue
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import Browser, Visit, words

Recorded = Callable[..., list[Event]]


@pytest.fixture
def admin(visit: Visit) -> Browser:
    return visit("kanri")


@pytest.fixture
def recorded(zeroji: Zeroji) -> Recorded:
    """Events that were recorded in this test."""
    log = AuditLog(zeroji.database, in_confidence=True)
    before = next((event.number for event in log.newest(Wanted())), 0)
    return lambda **wanted: list(log.oldest(Wanted(**wanted), after=before))


class TestThePage:
    def test_the_newest_stands_first_in_words(self, admin: Browser, zeroji: Zeroji) -> None:
        with writing(zeroji.database) as tx:
            detail = events.digest("秘密の返事")
            events.record(tx, "sato", "ticket.answered", "ticket:4711", detail)

        page = admin.get("/console/audit?actor=sato&subject=ticket:4711")

        assert "sato 回答した ticket:4711 length: 5 · sha256: " in words(page)
        assert '<a href="/console/tickets/4711">' in page.text

    def test_it_is_narrowed_and_read_on(self, admin: Browser, zeroji: Zeroji) -> None:
        with writing(zeroji.database) as tx:
            for n in range(120):
                events.record(tx, "many", "ticket.claimed", f"ticket:{90_000 + n}")

        first = admin.get("/console/audit?actor=many")
        assert first.text.count('<td data-label="だれが">many</td>') == 100
        (older,) = [a for a in first.text.split('"') if "before=" in a]
        second = admin.get(older.replace("&amp;", "&"))
        assert second.text.count('<td data-label="だれが">many</td>') == 20

    def test_a_day_that_is_none_is_explained(self, admin: Browser) -> None:
        answer = admin.get("/console/audit?since=yesterday")

        assert answer.status_code == 422 and "日付として読めません" in words(answer)

    def test_what_somebody_is_called_is_shown_as_it_is(
        self, admin: Browser, zeroji: Zeroji
    ) -> None:
        with writing(zeroji.database) as tx:
            events.record(tx, "<img src=x>", "x.<b>", "user:<i>", {"<u>": "<s>"})

        page = admin.get("/console/audit").text

        assert not any(tag in page for tag in ("<img src=x", "x.<b>", "user:<i>", "<u>", "<s>"))

    def test_it_is_saved_as_a_file_for_spreadsheets(self, admin: Browser, zeroji: Zeroji) -> None:
        with writing(zeroji.database) as tx:
            events.record(tx, "=1+1", "manual.retired", "manual:1", {"n": 1})

        answer = admin.get("/console/audit/export?actor=%3D1%2B1")

        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "attachment" in answer.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        assert [row[2:5] for row in rows] == [
            ["actor", "action", "subject"],
            ["'=1+1", "manual.retired", "manual:1"],
        ]


class TestWhoLooked:
    def test_at_a_ticket(self, visit: Visit, ticket: int, recorded: Recorded) -> None:
        for name in ("sato", "sato", "mori"):
            visit(name).get(f"/console/tickets/{ticket}")

        seen = recorded(action="ticket.seen", subject=f"ticket:{ticket}")
        assert [event.actor for event in seen] == ["sato", "mori"]

    def test_at_a_member_and_at_the_log_itself(self, admin: Browser, recorded: Recorded) -> None:
        admin.get("/console/members/shain")
        admin.get("/console/audit/export")
        admin.get("/console/members/nobody")

        seen = {(event.action, event.subject) for event in recorded(actor="kanri")}
        assert ("user.seen", "user:shain") in seen
        assert not any(subject == "user:nobody" for _, subject in seen)

    def test_who_tried_what_they_may_not(self, visit: Visit, recorded: Recorded) -> None:
        sato = visit("sato")
        sato.get("/console/members/kanri")
        sato.post("/console/members/mori/link")

        denied = recorded(action="access.denied", actor="sato")
        tried = [(event.subject, event.detail) for event in denied]
        assert tried == [
            ("/console/members/kanri", {"method": "GET"}),
            ("/console/members/mori/link", {"method": "POST"}),
        ]

    def test_an_old_form_is_no_attempt(self, visit: Visit, recorded: Recorded) -> None:
        visit("sato").http.post("/console/diff", data={"csrf": "old"})

        assert recorded(action="access.denied") == []

    def test_who_is_not_signed_in_is_nobody(self, guest: Browser, recorded: Recorded) -> None:
        guest.get("/console/members")

        assert recorded() == []


class TestVerifying:
    def test_a_log_that_is_whole(self, admin: Browser) -> None:
        assert "改ざんはありません" in words(admin.post("/console/audit/verify"))

    def test_a_row_that_was_changed_is_named(self, admin: Browser, zeroji: Zeroji) -> None:
        with writing(zeroji.database) as tx:
            events.record(tx, "sato", "ticket.claimed", "ticket:1")
            number = tx.execute(text("SELECT max(id) FROM events")).scalar_one()
            made = tx.execute(text("SELECT sql FROM sqlite_master WHERE name='events_no_update'"))
            trigger = made.scalar_one()
            tx.execute(text("DROP TRIGGER events_no_update"))
            _rename(tx, number, "mori")
        try:
            page = admin.post("/console/audit/verify")
            assert f"{number}件目の内容が変えられたか" in words(page)
        finally:
            with writing(zeroji.database) as tx:
                _rename(tx, number, "sato")
                tx.execute(text(trigger))
        assert "改ざんはありません" in words(admin.post("/console/audit/verify"))


def _rename(tx: Connection, number: int, actor: str) -> None:
    tx.execute(text("UPDATE events SET actor = :a WHERE id = :n"), {"a": actor, "n": number})


# Words


def _written_actions() -> dict[str, str]:
    """What looks like the name of an action in the modules that write events, and where."""
    known = {key.removeprefix("action.") for key in catalogue() if key.startswith("action.")}
    kinds = {name.split(".")[0] for name in known} | {"wording", "addendum"}
    action = re.compile(rf"(?:{'|'.join(sorted(kinds))})\.[a-z_]+")
    found: dict[str, str] = {}
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if not re.search(r"bot\.desk\.events|desk import [^\n]*\bevents\b|noting import", source):
            continue
        for node in ast.walk(ast.parse(source)):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and action.fullmatch(text):
                found[text] = path.name
    return {name: at for name, at in found.items() if name != KEPT_HEAD}  # which is a file


def test_every_action_that_is_written_has_words_in_the_catalogue() -> None:
    written = _written_actions()
    assert {"ticket.opened", "addendum.followed", "wording.forgotten", "user.seen"} <= set(written)
    unworded = {name: at for name, at in written.items() if f"action.{name}" not in catalogue()}
    assert unworded == {}


@pytest.mark.parametrize("verdict", ["helpful", "wrong"])
def test_what_askers_say_of_answers_has_words_too(verdict: str) -> None:
    assert f"action.answer.{verdict}" in catalogue()
