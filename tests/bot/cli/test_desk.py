"""Tickets, proposals and manuals worked on from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.conftest import FAQ, Run

CURRY = "社員食堂のカレーの値段はいくらですか"


@pytest.fixture
def ticket(run: Run) -> int:
    return int(run("ask", CURRY, "--as", "shain", "--json").json["ticket"])


@pytest.fixture
def faq(run: Run, tmp_path: Path) -> Path:
    """A FAQ that this test may change."""
    path = tmp_path / "食堂FAQ.csv"
    path.write_text(FAQ.replace("領収書", "食券"), encoding="utf-8")
    assert run("ingest", path).code == 0
    return path


def test_from_a_question_to_a_published_answer(run: Run, ticket: int, faq: Path) -> None:
    assert f"{ticket}" in run("queue", "list", "--status", "waiting").out
    assert f"#{ticket} [open] {CURRY}" in run("queue", "show", ticket).out
    assert run("queue", "claim", ticket, "--by", "sato").code == 0
    assert "sato has taken" in run("queue", "claim", ticket, "--by", "mori").err
    assert run("queue", "reply", ticket, "カレーは500円です。", "--by", "sato").code == 0

    places = run("queue", "propose", ticket, "--by", "sato", "--json").json["places"]
    number = 1 + [(p["manual"], p["section_hash"]) for p in places].index(("食堂FAQ", None))
    listed = run("queue", "propose", ticket, "--by", "sato").out
    assert f"{number}. 食堂FAQ ＞ （新しい項目として追加）" in listed
    made = run("queue", "propose", ticket, "--by", "sato", "--place", number, "--json").json
    shown = run("proposals", "show", made["id"]).out
    assert f"#{made['id']} [proposed] 食堂FAQ ＞ {CURRY}" in shown
    assert "+カレーは500円です。" in shown

    refused = run("proposals", "approve", made["id"], "--by", "sato")
    assert (refused.code, "Nobody approves their own" in refused.err) == (2, True)
    approved = run("proposals", "approve", made["id"], "--by", "mori", "--json").json
    assert (approved["status"], approved["revision"]) == ("published", 2)
    assert run("ask", CURRY, "--json").json["citations"][0]["quote"] == "カレーは500円です。"
    assert "カレーは500円です。" in faq.read_text(encoding="utf-8")


def test_a_place_that_is_not_listed_is_refused(run: Run, ticket: int) -> None:
    run("queue", "reply", ticket, "500円です。", "--by", "sato")
    ran = run("queue", "propose", ticket, "--by", "sato", "--place", 99)
    assert ran.code == 2
    assert "There are places 1 to" in ran.err


def test_a_rejected_proposal_says_why(run: Run, ticket: int, faq: Path) -> None:
    run("queue", "reply", ticket, "500円です。", "--by", "sato")
    places = run("queue", "propose", ticket, "--by", "sato", "--json").json["places"]
    number = 1 + [(p["manual"], p["section_hash"]) for p in places].index(("食堂FAQ", None))
    made = run("queue", "propose", ticket, "--by", "sato", "--place", number, "--json").json
    options = ("--by", "mori", "--reason", "値段は変わります。")
    rejected = run("proposals", "reject", made["id"], *options, "--json").json
    assert (rejected["status"], rejected["reason"]) == ("rejected", "値段は変わります。")
    assert "rejected" in run("proposals", "list", "--status", "rejected").out


def test_a_dismissed_ticket_leaves_the_queue(run: Run, ticket: int) -> None:
    assert run("queue", "dismiss", ticket, "--by", "sato", "--because", "業務外").code == 0
    assert run("queue", "list", "--status", "waiting", "--json").json["tickets"] == []
    assert run("queue", "list", "--json").json["counts"]["dismissed"] == 1


def test_a_manual_is_compared_and_rolled_back(run: Run, faq: Path) -> None:
    old = faq.read_text(encoding="utf-8")
    faq.write_text(old.replace("支払証明書", "理由書"), encoding="utf-8")
    assert run("ingest", faq).code == 0
    listed = run("manuals", "list", "--json").json["manuals"]
    number = next(manual["id"] for manual in listed if manual["title"] == "食堂FAQ")
    shown = run("manuals", "diff", number).out
    assert shown.startswith("Revision 1 → 2: 1 sections differ.")
    assert "- 支払証明書に理由を書いてください。\n+ 理由書に理由を書いてください。" in shown
    assert run("manuals", "rollback", number, "--to", 1, "--by", "mori").code == 0
    assert faq.read_text(encoding="utf-8") == old
    assert "支払証明書" in run("manuals", "show", number).out
    history = run("manuals", "history", number, "--json").json["revisions"]
    assert [(r["number"], r["author"]) for r in history][-1] == (3, "mori")


def test_what_has_to_be_put_right_ends_with_1(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "古い規程.md"
    path.write_text("---\nreview_date: 2020-04-01\n---\n# 規程\n\n古い。\n", encoding="utf-8")
    assert run("ingest", path).code == 0
    ran = run("manuals", "check", "--json")
    assert ran.code == 1
    assert any(finding["places"][0]["manual"] == "規程" for finding in ran.json["findings"])


def test_colleagues_work_on_a_ticket_together(run: Run, ticket: int) -> None:
    for name in ("hara", "mita"):
        assert run("users", "add", name, "--role", "staff").code == 0
    run("queue", "claim", ticket, "--by", "hara")
    options = ("--by", "hara", "--to", "mita", "--note", "食堂の担当なので。")
    assert run("queue", "hand-over", ticket, *options, "--json").json["owner"] == "mita"
    assert (
        "hara → mita: 食堂の担当なので。"
        in run("queue", "note", ticket, "聞いています。", "--by", "mita").out
    )
    notes = run("queue", "note", ticket, "明日わかります。", "--by", "mita", "--json").json["notes"]
    assert [note["kind"] for note in notes] == ["handover", "note", "note"]
    assert run("queue", "hand-over", ticket, "--by", "mita", "--to", "nobody").code == 2
    assert run("queue", "release", ticket, "--by", "mita", "--json").json["status"] == "open"


def test_a_joined_question_is_split_off(run: Run, ticket: int) -> None:
    joined = run("ask", "社食のカレーっていくら？", "--as", "tanaka", "--json").json
    assert joined["ticket"] == ticket
    assert f"exchange {joined['exchange']} (similar)" in run("queue", "show", ticket).out
    made = run("queue", "split", ticket, joined["exchange"], "--by", "sato", "--json").json
    assert (made["id"] != ticket, made["question"]) == (True, "社食のカレーっていくら？")


def test_earlier_replies_are_shown_for_a_ticket_or_a_question(run: Run, ticket: int) -> None:
    run("queue", "reply", ticket, "500円です。", "--by", "sato")
    found = run("queue", "similar", "--text", "社食のカレーっていくら？", "--json").json["similar"]
    assert [(one["ticket"]["id"], one["similarity"]) for one in found] == [(ticket, 1.0)]
    again = run("ask", CURRY, "--as", "mori", "--json").json["ticket"]
    assert f"1.00 #{ticket} {CURRY}" in run("queue", "similar", again).out
    assert run("queue", "similar").code == 2
    assert run("queue", "reopen", ticket, "--by", "sato", "--json").json["status"] == "open"


def test_a_reply_names_what_it_rests_on(run: Run, ticket: int) -> None:
    nearest = run("queue", "show", ticket, "--json").json["nearest"]
    assert run("queue", "reply", ticket, "はい。", "--by", "sato", "--cite", 99).code == 2
    replied = run("queue", "reply", ticket, "はい。", "--by", "sato", "--cite", 1, "--json").json
    assert [place["section"] for place in replied["citations"]] == [nearest[0]["section"]]
