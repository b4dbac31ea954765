"""Carrying out what was approved: whatever happens, once and whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.outcomes import Answer, Exchange
from bot.wiring import Zeroji
from knowledge.errors import Conflict
from tests.bot.desk.proposals.crashing import Crash, dying
from tests.bot.desk.proposals.states import checked, told

Ask = Callable[..., Exchange]
Answered = Callable[..., int]
Place = Callable[..., tuple[int, str | None]]

#: Files written, ingestions and entries in the log.
STEPS = 9


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_crash_before_any_step_is_finished_by_the_next_start(
    zeroji: Zeroji, folder: Path, answered: Answered, place: Place, ask: Ask, steps: int
) -> None:
    question = f"第{steps}会議室の暖房は何度に設定しますか"
    number = answered(question)
    text = f"第{steps}会議室は{steps + 15}度に設定します。"
    proposal = zeroji.proposals.create(number, place("休暇FAQ"), text, "sato", question)
    checked(zeroji, proposal)
    with pytest.MonkeyPatch.context() as patched:
        proposals, power = dying(zeroji, patched, steps)
        try:
            proposals.approve(proposal.id, "mori")
        except Crash:
            assert power.went_out

    zeroji.proposals.resume()
    left = zeroji.proposals.proposal(proposal.id)
    if left.status == "proposed":  # it died before the decision was written down
        assert [kind for kind, _ in told(zeroji, number)] == ["reply"]
        zeroji.proposals.approve(proposal.id, "mori")

    assert zeroji.proposals.proposal(proposal.id).status == "published"
    assert [kind for kind, _ in told(zeroji, number)] == ["reply", "published"]
    assert zeroji.desk.ticket(number).status == "published"
    answer = ask(question).outcome
    assert isinstance(answer, Answer) and text in answer.text
    assert zeroji.proposals.resume() == []
    assert not list(folder.glob("*.partial"))


def test_there_are_as_many_steps_as_were_tried(
    zeroji: Zeroji, answered: Answered, place: Place
) -> None:
    number = answered("屋上の花壇の花は誰が選びますか")
    proposal = zeroji.proposals.create(
        number, place("休暇FAQ"), "総務課です。", "sato", "花壇の花は"
    )
    checked(zeroji, proposal)
    with pytest.MonkeyPatch.context() as patched:
        proposals, power = dying(zeroji, patched, STEPS)
        assert proposals.approve(proposal.id, "mori").status == "published"
    assert power.left == 0


def test_what_cannot_be_finished_after_a_crash_is_up_for_decision_again(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    path = folder / "経費FAQ.csv"
    before = path.read_bytes()
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "質問")
    checked(zeroji, proposal)
    with pytest.MonkeyPatch.context() as patched:
        proposals, _ = dying(zeroji, patched, 3)
        with pytest.raises(Crash):
            proposals.approve(proposal.id, "mori")
    path.unlink()
    assert zeroji.proposals.resume() == [proposal.id]
    assert zeroji.proposals.proposal(proposal.id).status == "proposed"
    path.write_bytes(before)


def test_the_file_before_is_always_kept(zeroji: Zeroji, folder: Path, place: Place) -> None:
    path = folder / "経費FAQ.csv"
    before = path.read_bytes()
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "残りますか。")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert (zeroji.home.path / f"staging/proposal-{proposal.id}.before.csv").read_bytes() == before
    kept = [file.read_bytes() for file in zeroji.settings.originals.rglob("*.csv")]
    assert before in kept and path.read_bytes() in kept


def test_what_cannot_be_kept_is_not_changed(zeroji: Zeroji, folder: Path, place: Place) -> None:
    path = folder / "経費FAQ.csv"
    before = path.read_bytes()
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "保存できますか。")
    in_the_way = zeroji.home.path / f"staging/proposal-{proposal.id}.before.csv.partial"
    in_the_way.mkdir(parents=True)
    with pytest.raises(Conflict, match="could not be kept"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    in_the_way.rmdir()
    assert path.read_bytes() == before
    assert zeroji.proposals.proposal(proposal.id).status == "proposed"


def test_what_goes_beside_a_manual_that_cannot_be_changed_is_answered_from_there(
    zeroji: Zeroji, folder: Path, answered: Answered, place: Place, ask: Ask
) -> None:
    before = (folder / "申請手順.html").read_bytes()
    question = "名刺の申請から受け取りまで何日かかりますか"
    text = "名刺は申請から受け取りまで5営業日かかります。"
    number = answered(question, text)
    where = place("申請手順", "名刺")
    proposal = zeroji.proposals.create(number, where, text, "sato", question)
    assert proposal.how == "addendum"
    published = zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert published.published_in != where[0]
    assert (folder / "申請手順.html").read_bytes() == before
    answer = ask(question).outcome
    assert isinstance(answer, Answer)
    assert "補足" in answer.citations[0].manual and text in answer.text
