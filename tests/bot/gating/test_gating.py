"""A proposal is tried out in a process of its own before it is decided on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import schema
from bot.desk import gate
from bot.desk.proposal import Proposal
from bot.gating.jobs import add_gates
from bot.jobs import Jobs
from bot.outcomes import Question
from bot.wiring import Zeroji
from knowledge.database import writing
from knowledge.errors import Conflict

Propose = Callable[..., Proposal]
Replied = Callable[..., int]

ASKED = "自転車通勤の駐輪場代はいくらまで出ますか。"
REPLY = "駐輪場代は月額2,000円まで支給します。"


def found(zeroji: Zeroji, proposal: Proposal) -> dict[str, Any]:
    return zeroji.proposals.proposal(proposal.id).gate or {}


def test_a_new_entry_that_answers_the_question_is_green(
    zeroji: Zeroji, propose: Propose, replied: Replied, manuals: Path
) -> None:
    before = (manuals / "経費FAQ.csv").read_bytes()
    ticket = replied(ASKED, REPLY)
    proposal = propose("経費FAQ", None, REPLY, ticket=ticket, question=ASKED)

    assert zeroji.gating.waiting() == [proposal.id]
    assert zeroji.gating.run(proposal.id) == "green"

    result = found(zeroji, proposal)
    assert result["ticket"][0] | {"text": ""} == {
        "question": ASKED,
        "kind": "asked",
        "outcome": "answer",
        "cites_change": True,
        "text": "",
        "audiences": [],
    }
    assert "2,000円" in result["ticket"][0]["text"]
    assert {one["kind"] for one in result["ticket"][1:]} == {"paraphrase"}
    assert [case["id"] for case in result["cases"]] == ["F1"]
    assert (result["contradictions"], result["reasons"]) == ([], [])
    # It was tried on a copy.
    assert (manuals / "経費FAQ.csv").read_bytes() == before
    assert not list((zeroji.home.path / "gate").glob("*"))


def test_a_figure_that_a_case_tests_is_red(zeroji: Zeroji, propose: Propose) -> None:
    proposal = propose("在宅勤務規程", "第5条", "在宅勤務は、1週間につき2日までとする。")

    assert zeroji.gating.run(proposal.id) == "red"

    result = found(zeroji, proposal)
    (case,) = result["cases"]
    assert (case["id"], case["before"], case["after"]) == ("H1", "right", "wrong")
    assert case["regressed"]
    assert result["reasons"][0]["level"] == "red"
    assert "1件のうち 1件" in result["reasons"][0]["ja"]


def test_a_new_contradiction_is_red(zeroji: Zeroji, propose: Propose) -> None:
    proposal = propose(
        "経費FAQ",
        None,
        "通信費は、月額800円を会社が負担します。",
        question="在宅勤務の通信費は月額いくら会社が負担しますか。",
    )

    assert zeroji.gating.run(proposal.id) == "red"

    (finding,) = found(zeroji, proposal)["contradictions"]
    assert finding["kind"] == "contradiction"
    assert {place["manual"] for place in finding["places"]} == {"経費FAQ", "在宅勤務規程"}


def test_a_change_that_does_not_answer_the_question_is_amber(
    zeroji: Zeroji, propose: Propose, replied: Replied
) -> None:
    ticket = replied(ASKED, REPLY)
    after = "在宅勤務の場所は自宅とする。実家も自宅とみなす。"
    proposal = propose("在宅勤務規程", "第7条", after, ticket=ticket)

    assert zeroji.gating.run(proposal.id) == "amber"

    (reason,) = found(zeroji, proposal)["reasons"]
    assert "まだ自動では答えられません" in reason["ja"]


def test_earlier_answers_that_change_are_named(zeroji: Zeroji, propose: Propose) -> None:
    asked = "在宅勤務の通信費は月額いくら会社が負担しますか。"
    zeroji.engine.ask(Question(text=asked, asker="tanaka"))
    latest = zeroji.engine.ask(Question(text=asked, asker="tanaka"))
    zeroji.engine.ask(Question(text="在宅勤務は週に何日までできますか。", asker="tanaka"))
    proposal = propose("在宅勤務規程", "第6条", "通信費は、月額800円を会社が負担する。")

    zeroji.gating.run(proposal.id)

    (entry,) = found(zeroji, proposal)["impact"]
    assert (entry["exchange"], entry["asker"], entry["question"]) == (latest.id, "tanaka", asked)
    assert entry["differs"] == ["figures"]
    assert "500円" in entry["text_before"] and "800円" in entry["text_after"]


def test_what_was_asked_with_a_counselor_is_not_asked_again(
    zeroji: Zeroji, propose: Propose
) -> None:
    zeroji.accounts.add("soudan", "相談", ["counselor"])
    asked = "在宅勤務の通信費は月額いくら会社が負担しますか。"
    told = zeroji.engine.ask(Question(text=asked, asker="tanaka"))
    zeroji.desk.confide(told.id, "tanaka")
    proposal = propose("在宅勤務規程", "第6条", "通信費は、月額800円を会社が負担する。")

    zeroji.gating.run(proposal.id)

    assert found(zeroji, proposal)["impact"] == []


def test_a_proposal_that_changes_while_it_is_checked_is_checked_again(
    zeroji: Zeroji, propose: Propose
) -> None:
    proposal = propose("在宅勤務規程", "第7条", "在宅勤務の場所は自宅または実家とする。")
    with writing(zeroji.database) as tx:
        begun = gate.begin(tx, proposal.id)
    assert begun is not None
    table = schema.proposals
    with writing(zeroji.database) as tx:
        tx.execute(update(table).where(table.c.id == proposal.id).values(after="別の文面"))
    with writing(zeroji.database) as tx:
        assert not gate.finish(tx, begun, "green", {})

    assert zeroji.gating.waiting() == [proposal.id]


def test_only_one_takes_a_gate_and_a_dead_one_is_taken_up(zeroji: Zeroji, propose: Propose) -> None:
    proposal = propose("在宅勤務規程", "第7条", "在宅勤務の場所は自宅または実家とする。")
    with writing(zeroji.database) as tx:
        assert gate.begin(tx, proposal.id)
    with pytest.raises(Conflict):
        zeroji.gating.run(proposal.id)

    zeroji.gating.recover()

    assert zeroji.gating.waiting() == [proposal.id]


def test_a_gate_that_takes_too_long_is_ended(
    zeroji: Zeroji, propose: Propose, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposal = propose("在宅勤務規程", "第7条", "在宅勤務の場所は自宅または実家とする。")
    hurried: Any = zeroji.gating
    hurried._settings = zeroji.settings.model_copy(update={"gate_seconds": 0.2})

    assert zeroji.gating.run(proposal.id) == "failed"

    assert "ZEROJI_GATE_SECONDS" in found(zeroji, proposal)["reasons"][0]["ja"]


def test_a_change_that_fits_the_file_no_longer_fails(
    zeroji: Zeroji, propose: Propose, manuals: Path
) -> None:
    proposal = propose("在宅勤務規程", "第7条", "在宅勤務の場所は自宅または実家とする。")
    (manuals / "在宅勤務規程.md").unlink()

    assert zeroji.gating.run(proposal.id) == "failed"

    assert "在宅勤務規程.md" in found(zeroji, proposal)["reasons"][0]["ja"]


def test_a_server_runs_the_gates_that_wait(zeroji: Zeroji, propose: Propose) -> None:
    proposal = propose("在宅勤務規程", "第7条", "在宅勤務の場所は自宅または実家とする。")
    jobs = Jobs(zeroji.settings)
    add_gates(jobs, zeroji.gating)
    jobs.launch()
    try:
        waiting = threading.Event()
        for _ in range(120):
            if status_of(zeroji, proposal.id) in gate.DONE:
                break
            waiting.wait(0.5)
    finally:
        jobs.destroy()

    assert status_of(zeroji, proposal.id) == "green"


def status_of(zeroji: Zeroji, proposal_id: int) -> str:
    table = schema.proposals.c
    with zeroji.database.connect() as tx:
        query = select(table.gate_status).where(table.id == proposal_id)
        return str(tx.execute(query).scalar_one())
