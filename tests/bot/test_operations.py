from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.operations import OPERATIONS, perform, plain
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput

Perform = Callable[..., Any]


@pytest.fixture
def do(zeroji: Zeroji) -> Perform:
    return lambda operation, /, **params: perform(zeroji, operation, params, lambda step: None)


def test_an_operation_that_does_not_exist_is_refused(do: Perform) -> None:
    with pytest.raises(InvalidInput, match="no operation 'befehl'"):
        do("befehl")


def test_a_day_is_written_in_one_way(do: Perform) -> None:
    assert do("search", query="休暇", on="2027-04-01")["passages"] == []
    for wrong in ("2027/4/1", "April", ""):
        with pytest.raises(InvalidInput, match="write it like 2027-04-01"):
            do("search", query="休暇", on=wrong)


def test_turns_are_one_conversation(do: Perform, zeroji: Zeroji) -> None:
    found = do("ask.turns", turns=["社員食堂は？", "じゃあ売店は？"], **{"as": "shain"})
    asked = [m.text for m in zeroji.ledger.messages(found["conversation"], "shain")]
    assert asked[::2] == ["社員食堂は？", "じゃあ売店は？"]
    with pytest.raises(InvalidInput, match="no turns"):
        do("ask.turns", turns=[])


def test_who_asks_is_recorded(do: Perform, zeroji: Zeroji) -> None:
    ticket = do("ask", question="社員食堂は？", **{"as": "shain"})["ticket"]
    assert zeroji.desk.ticket(ticket).askers[0].asker == "shain"
    ticket = do("ask", question="売店はどこにありますか")["ticket"]
    assert zeroji.desk.ticket(ticket).askers[0].asker == "cli"


def test_somebody_with_an_account_is_answered_from_what_they_may_read(
    do: Perform, tmp_path: Path
) -> None:
    secret = tmp_path / "評価.md"
    secret.write_text(
        "# 評価\n\n## 評価面談の時期\n\n評価面談は4月と10月に行う。\n", encoding="utf-8"
    )
    do("ingest", paths=[str(secret)], overrides={"audience": "managers"})
    do("users.add", name="suzuki", roles=["employee"], audiences=["managers"])

    asked = {
        name: do("ask", question="評価面談の時期は？", **{"as": name}) for name in ("suzuki", "x")
    }

    assert asked["suzuki"]["outcome"] == "answer"
    assert asked["x"]["outcome"] == "escalation"


def test_a_sign_in_link_leads_to_the_server(do: Perform, zeroji: Zeroji) -> None:
    do("users.add", name="sato", roles=["staff"])
    link = do("users.link", name="sato")["url"]
    address, _, secret = link.partition("/sign-in?link=")
    assert address == "http://127.0.0.1:8000"
    assert zeroji.accounts.user_of_session(zeroji.accounts.sign_in(secret)) is not None


def test_files_are_found_from_the_folder_of_the_command_and_progress_is_reported(
    zeroji: Zeroji, tmp_path: Path
) -> None:
    steps: list[dict[str, Any]] = []
    (tmp_path / "FAQ.csv").write_text("質問,回答\nはい？,はい。\n", encoding="utf-8")
    params = {"paths": ["FAQ.csv"], "folder": str(tmp_path)}
    found = perform(zeroji, "ingest", params, steps.append)
    assert found["manuals"]["added"] == [str(tmp_path / "FAQ.csv")]
    assert (steps[0]["document"], steps[0]["stage"]) == ("FAQ.csv", "reading")


def test_every_result_is_plain_json() -> None:
    @dataclass
    class Noun:
        day: date
        at: datetime
        names: frozenset[str]
        path: Path
        pair: tuple[int, None]

    noun = Noun(
        day=date(2027, 4, 1),
        at=datetime(2027, 4, 1, 9, tzinfo=UTC),
        names=frozenset({"b", "a"}),
        path=Path("/srv"),
        pair=(1, None),
    )
    assert json.loads(json.dumps(plain({"noun": noun}))) == {
        "noun": {
            "day": "2027-04-01",
            "at": "2027-04-01T09:00:00+00:00",
            "names": ["a", "b"],
            "path": "/srv",
            "pair": [1, None],
        }
    }


def test_each_command_has_its_operation() -> None:
    assert {name.split(".")[0] for name in OPERATIONS} == {
        "ask",
        "gaps",
        "audit",
        "search",
        "ingest",
        "runs",
        "queue",
        "proposals",
        "manuals",
        "model",
        "spending",
        "doctor",
        "slack",
        "thesaurus",
        "users",
    }
