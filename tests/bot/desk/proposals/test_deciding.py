"""Who decides on a proposal, and what the gate allows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.desk.proposal import Proposal
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput, NotAllowed
from tests.bot.desk.proposals.states import checked, impact, noticed

Place = Callable[..., tuple[int, str | None]]
Answered = Callable[..., int]


@pytest.fixture(scope="module")
def members(zeroji: Zeroji) -> None:
    for name, role in (("sato", "staff"), ("mori", "owner"), ("suzuki", "approver")):
        zeroji.accounts.add(name, name, [role])


@pytest.fixture
def proposal(zeroji: Zeroji, members: None, place: Place, number: int) -> Proposal:
    """sato's, whose gate has yet to run."""
    return zeroji.proposals.create(
        None, place("経費FAQ"), f"{number}円です。", "sato", f"第{number}の手当はいくらですか。"
    )


_numbers = iter(range(1, 1000))


@pytest.fixture
def number() -> Iterator[int]:
    yield next(_numbers)


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_nobody_decides_before_the_check_is_done(
    zeroji: Zeroji, proposal: Proposal, status: str
) -> None:
    checked(zeroji, proposal, status)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="still being checked"):
        zeroji.proposals.approve(proposal.id, "mori")


@pytest.mark.parametrize("status", ["green", "amber"])
def test_what_passed_the_check_is_published_by_one_approver(
    zeroji: Zeroji, proposal: Proposal, status: str
) -> None:
    checked(zeroji, proposal, status)  # type: ignore[arg-type]
    assert zeroji.proposals.approve(proposal.id, "mori").status == "published"


@pytest.mark.parametrize("status", ["red", "failed"])
def test_what_did_not_pass_needs_a_reason_and_two_approvers(
    zeroji: Zeroji, folder: Path, proposal: Proposal, status: str
) -> None:
    before = (folder / "経費FAQ.csv").read_bytes()
    checked(zeroji, proposal, status)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="Say why"):
        zeroji.proposals.approve(proposal.id, "mori", reason=" ")
    seconding = zeroji.proposals.approve(proposal.id, "mori", reason="来月から変わるため")
    assert (seconding.status, seconding.approver) == ("seconding", "mori")
    assert (folder / "経費FAQ.csv").read_bytes() == before
    with pytest.raises(NotAllowed, match="second approver"):
        zeroji.proposals.approve(proposal.id, "mori")
    with pytest.raises(NotAllowed, match="Nobody approves their own"):
        zeroji.proposals.approve(proposal.id, "sato")
    assert ("suzuki", "red_gate") in noticed(zeroji, proposal.id)
    assert ("mori", "red_gate") not in noticed(zeroji, proposal.id)

    published = zeroji.proposals.approve(proposal.id, "suzuki")
    assert (published.status, published.approver, published.second_approver) == (
        "published",
        "mori",
        "suzuki",
    )
    assert published.override_reason == "来月から変わるため"


def test_the_second_approver_may_reject_it(zeroji: Zeroji, proposal: Proposal) -> None:
    zeroji.proposals.approve(checked(zeroji, proposal, "red"), "mori", reason="急ぎ")
    assert zeroji.proposals.reject(proposal.id, "suzuki", "誤りです").status == "rejected"


def test_all_who_may_decide_hear_of_it_and_its_author_what_became_of_it(
    zeroji: Zeroji, proposal: Proposal
) -> None:
    assert noticed(zeroji, proposal.id) == [("mori", "proposal"), ("suzuki", "proposal")]
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert noticed(zeroji, proposal.id)[2:] == [("sato", "published")]


def test_the_author_hears_of_a_rejection(zeroji: Zeroji, proposal: Proposal) -> None:
    zeroji.proposals.reject(proposal.id, "mori", "表現が曖昧です")
    assert noticed(zeroji, proposal.id)[2:] == [("sato", "rejected")]


def test_only_answers_that_change_can_be_withheld(zeroji: Zeroji, proposal: Proposal) -> None:
    checked(zeroji, proposal, impact=[impact(7, "1円", "2円")])
    with pytest.raises(InvalidInput, match=r"No answers \[8\]"):
        zeroji.proposals.approve(proposal.id, "mori", withhold=[8])


# Revising


def test_a_revised_proposal_is_checked_again(zeroji: Zeroji, proposal: Proposal) -> None:
    checked(zeroji, proposal)
    revised = zeroji.proposals.revise(proposal.id, "別の額です。", "sato")
    assert (revised.after, revised.gate_status, revised.gate) == ("別の額です。", "waiting", None)
    with pytest.raises(Conflict, match="still being checked"):
        zeroji.proposals.approve(proposal.id, "mori")


def test_whoever_revised_it_does_not_approve_it(zeroji: Zeroji, proposal: Proposal) -> None:
    zeroji.proposals.revise(proposal.id, "別の額です。", "mori")
    checked(zeroji, proposal)
    with pytest.raises(NotAllowed, match="Nobody approves their own"):
        zeroji.proposals.approve(proposal.id, "mori")
    assert zeroji.proposals.approve(proposal.id, "suzuki").status == "published"


def test_an_approval_against_the_check_counts_only_for_what_was_read(
    zeroji: Zeroji, proposal: Proposal
) -> None:
    zeroji.proposals.approve(checked(zeroji, proposal, "red"), "mori", reason="急ぎ")
    revised = zeroji.proposals.revise(proposal.id, "別の額です。", "sato")
    assert (revised.status, revised.approver, revised.override_reason) == ("proposed", None, None)


def test_an_approver_publishes_only_what_they_have_read(zeroji: Zeroji, proposal: Proposal) -> None:
    seen = proposal.digest
    revised = zeroji.proposals.revise(proposal.id, "別の額です。", "sato")
    checked(zeroji, proposal)
    with pytest.raises(Conflict, match="was revised since you read it"):
        zeroji.proposals.approve(proposal.id, "mori", seen=seen)
    assert zeroji.proposals.approve(proposal.id, "mori", seen=revised.digest).status == "published"


@pytest.mark.parametrize("text", ["", "  "])
def test_a_revision_has_a_text(zeroji: Zeroji, proposal: Proposal, text: str) -> None:
    with pytest.raises(InvalidInput, match="The new text is empty"):
        zeroji.proposals.revise(proposal.id, text, "sato")


def test_what_was_decided_is_not_revised(zeroji: Zeroji, proposal: Proposal) -> None:
    zeroji.proposals.reject(proposal.id, "mori", "不要です")
    with pytest.raises(Conflict, match="is rejected already"):
        zeroji.proposals.revise(proposal.id, "別の額です。", "sato")


# What changes meanwhile


def test_a_file_that_was_changed_elsewhere_is_checked_again(
    zeroji: Zeroji, folder: Path, proposal: Proposal
) -> None:
    path = folder / "経費FAQ.csv"
    path.write_bytes(path.read_bytes() + "追加ですか。,はい。,経理部\r\n".encode("cp932"))
    with pytest.raises(Conflict, match="is being checked again"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert zeroji.proposals.proposal(proposal.id).gate_status == "waiting"
    assert zeroji.proposals.approve(checked(zeroji, proposal), "mori").status == "published"
    assert "追加ですか。" in path.read_bytes().decode("cp932")


def test_a_place_that_was_changed_is_proposed_anew(
    zeroji: Zeroji, folder: Path, members: None, place: Place
) -> None:
    where = place("経費FAQ", "タクシー代")
    proposal = zeroji.proposals.create(None, where, "精算できません。", "sato")
    path = folder / "経費FAQ.csv"
    text = path.read_bytes().decode("cp932")
    path.write_bytes(text.replace("終電後は精算できます。", "常に精算できます。").encode("cp932"))
    with pytest.raises(Conflict, match="also at this place"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    revised = zeroji.proposals.revise(proposal.id, "精算できません。", "sato")
    assert revised.before == "常に精算できます。"
    path.write_bytes(text.encode("cp932"))


def test_a_publication_has_the_others_of_its_manual_checked_again(
    zeroji: Zeroji, proposal: Proposal, place: Place
) -> None:
    other = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "別の質問ですか。")
    zeroji.proposals.approve(checked(zeroji, other, "red"), "mori", reason="急ぎ")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    waiting = zeroji.proposals.proposal(other.id)
    assert (waiting.status, waiting.gate_status, waiting.approver) == ("proposed", "waiting", None)
    assert ("mori", "gate_stale") in noticed(zeroji, other.id)
    assert zeroji.proposals.approve(checked(zeroji, other), "mori").status == "published"
