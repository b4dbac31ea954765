"""Who is told of a change: whoever asked, and whoever was answered otherwise before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.desk.corrections import Told, corrected, published, taken_back
from bot.outcomes import Exchange
from bot.wiring import Zeroji
from tests.bot.desk.proposals.states import checked, impact, told, told_of

Ask = Callable[..., Exchange]
Answered = Callable[..., int]
Place = Callable[..., tuple[int, str | None]]

QUESTION = "在宅勤務の通信費は月額いくらを会社が負担しますか"
OLD = "通信費は、月額500円を会社が負担する。"
NEW = "通信費は、月額900円を会社が負担する。"


@pytest.fixture
def change(zeroji: Zeroji, place: Place) -> int:
    """A proposal that changes the amount, whatever it is at the moment."""
    where = place("在宅勤務規程", "第6条（通信費）")
    manual = zeroji.library.history(where[0])[-1]
    sections = zeroji.library.sections(manual.id)
    (now,) = [s.text for s in sections if "通信費" in s.heading]
    return zeroji.proposals.create(None, where, OLD if NEW in now else NEW, "sato").id


def test_whoever_was_answered_otherwise_is_told_in_their_conversation(
    zeroji: Zeroji, ask: Ask, change: int
) -> None:
    earlier, other = ask(QUESTION), ask(QUESTION, asker="tanaka")
    found = [impact(earlier.id, OLD, NEW), impact(other.id, OLD, NEW)]
    checked(zeroji, zeroji.proposals.proposal(change), impact=found)
    zeroji.proposals.approve(change, "mori", withhold=[other.id])
    ((recipient, kind, text),) = told_of(zeroji, change)
    assert (recipient, kind) == ("shain", "corrected")
    assert text == (
        f"以前お答えした「{QUESTION}」について、〔在宅勤務規程・第6条（通信費）〕が"
        f"改定され、答えが変わりました。\n変更前：{OLD}\n変更後：{NEW}"
    )
    (message,) = [m for m in zeroji.ledger.messages(earlier.conversation, "shain") if m.told]
    assert (message.role, message.told, message.text) == ("staff", "corrected", text)


def test_what_is_published_again_after_a_restart_is_told_once(
    zeroji: Zeroji, ask: Ask, change: int
) -> None:
    earlier = ask(QUESTION)
    checked(zeroji, zeroji.proposals.proposal(change), impact=[impact(earlier.id, OLD, NEW)])
    zeroji.proposals.approve(change, "mori")
    zeroji.proposals.go_on(change)
    assert len(told_of(zeroji, change)) == 1


def test_who_may_not_read_the_manual_learns_neither_its_name_nor_its_text(
    zeroji: Zeroji, ask: Ask, place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "賞与の基準.csv"
    path.write_text("質問,回答\n賞与は何か月分ですか。,2か月分です。\n", encoding="utf-8")
    zeroji.ingest([path], overrides={"audience": "managers"})
    zeroji.accounts.add("kacho", "課長", ["employee"], ["managers"])
    asked = ask("賞与は何か月分ですか。")
    known = ask("賞与は何か月分ですか。", asker="kacho", audiences=frozenset({"all", "managers"}))
    proposal = zeroji.proposals.create(None, place("賞与の基準", "賞与"), "3か月分です。", "sato")
    found = [impact(asked.id, "2か月分です。", "3か月分です。", audiences=["managers"])]
    found.append(impact(known.id, "2か月分です。", "3か月分です。", audiences=["managers"]))
    zeroji.proposals.approve(checked(zeroji, proposal, impact=found), "mori")
    texts = {recipient: text for recipient, _, text in told_of(zeroji, proposal.id)}
    assert "賞与の基準" not in texts["shain"] and "3か月" not in texts["shain"]
    assert "答えが変わりました" in texts["shain"]
    assert "賞与の基準" in texts["kacho"] and "変更後：3か月分です。" in texts["kacho"]


def test_who_asked_the_ticket_is_told_that_it_is_published_and_not_twice(
    zeroji: Zeroji, ask: Ask, answered: Answered, place: Place
) -> None:
    question = "打ち水の桶は誰が片付けますか"
    number = answered(question)
    (asker,) = zeroji.desk.ticket(number).askers
    proposal = zeroji.proposals.create(number, place("経費FAQ"), "総務課です。", "sato", question)
    checked(zeroji, proposal, impact=[impact(asker.exchange_id, "", "総務課です。")])
    zeroji.proposals.approve(proposal.id, "mori")
    assert [kind for kind, _ in told(zeroji, number)] == ["reply", "published"]
    assert [kind for _, kind, _ in told_of(zeroji, proposal.id)] == ["published"]


# What is said

SAID = Told(
    "旅費規程",
    "第3条",
    "宿泊費は9,000円とする。\n朝食は含む。",
    "宿泊費は9,500円とする。\n朝食は含む。",
)


def test_of_two_answers_only_the_lines_that_differ_are_told() -> None:
    text = corrected("宿泊費は？", SAID)
    assert "変更前：宿泊費は9,000円とする。\n変更後：宿泊費は9,500円とする。" in text
    assert "朝食" not in text


def test_what_is_long_is_not_cut_but_looked_up() -> None:
    endless = Told("旅費規程", "第3条", "短い。", "長い。" * 500)
    assert "もう一度ご質問ください" in corrected("宿泊費は？", endless)
    assert "長い。" not in corrected("宿泊費は？", endless)
    assert published("宿泊費は？", endless) == "「旅費規程」の「第3条」に反映しました。"


def test_who_asked_in_english_is_told_in_english() -> None:
    question = "How much is the hotel allowance?"
    assert corrected(question, SAID).startswith("Our earlier answer to “How much is the hotel")
    assert taken_back(question, None, "typo", follows=True).endswith("We will get back to you.")
    assert published(question, None) == "The manual now covers your question."
