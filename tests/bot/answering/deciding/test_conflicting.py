"""What is answered where the manuals contradict each other, and where asking back does not help."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.outcomes import Answer, Clarification, Escalation, Exchange, Outcome, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from knowledge.embedding import Embedder
from knowledge.model import EVERYONE
from tests.bot.answering.conftest import LEAVE, REMOTE, TRAVEL

GUIDE = """---
title: 出張の手引き
kind: %s
audience: %s
---
## 旅費の精算

旅費の精算は、出張終了後5営業日以内に行ってください。

## 出張の持ち物

名刺と社員証を持って行きます。
"""
SETTLING = "旅費の精算は何営業日以内ですか。"
PLACES = {"第1章 総則 > 第34条（旅費の精算）", "旅費の精算"}

Ask = Callable[..., Exchange]


@dataclass(frozen=True)
class Company:
    """A company with a guide beside its rules."""

    zeroji: Zeroji
    folder: Path

    def writes(self, guide: str) -> Ask:
        """Ingest the manuals with this guide; what asks about them."""
        for title, text in {"旅費": TRAVEL, "在宅": REMOTE, "休暇": LEAVE, "手引き": guide}.items():
            (self.folder / f"{title}.md").write_text(text, encoding="utf-8")
        self.zeroji.ingest(sorted(self.folder.glob("*.md")))
        self.zeroji.contradictions.begin(date.today()).result(60)
        return self.ask

    def ask(self, text: str, conversation: str | None = None, *audiences: str) -> Exchange:
        seen = frozenset({EVERYONE, *audiences})
        asked = Question(text=text, asker="shain", audiences=seen, conversation=conversation)
        return self.zeroji.engine.ask(asked)


@pytest.fixture
def company(
    tmp_path: Path, empty_database: Path, builtin: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Company]:
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)
    folder, home = tmp_path / "manuals", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    shutil.copy(empty_database, home)
    chosen: dict[str, Any] = {"home": home, "_env_file": None}
    with open_zeroji(Settings(**chosen)) as opened:
        yield Company(opened, folder)


def test_what_two_manuals_contradict_each_other_on_goes_to_people(company: Company) -> None:
    outcome = company.writes(GUIDE % ("manual", EVERYONE))(SETTLING).outcome
    assert isinstance(outcome, Escalation)
    assert outcome.reason == "conflicting_rules"
    assert outcome.text.startswith("マニュアルの記載が食い違っているため")
    for named in ("旅費規程 第34条（旅費の精算）", "出張の手引き 旅費の精算"):
        assert f"・【{named}】" in outcome.text
    ticket = company.zeroji.desk.ticket(outcome.ticket)
    assert ticket.reason == "conflicting_rules"
    assert {place["section"] for place in ticket.nearest} == PLACES
    assert f"受付番号 {ticket.id}" in outcome.text


def test_neither_side_is_told_however_it_is_asked(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    for asked in (
        "旅費の精算は出張のあと何営業日以内にする必要がありますか。",
        "出張から帰ったら旅費はいつまでに精算すればいいですか",
    ):
        assert _reason(ask(asked).outcome) == "conflicting_rules", asked


def test_what_else_these_manuals_say_is_answered(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    answer = ask("国内の航空機は鉄道で何時間以上なら利用できますか。").outcome
    assert isinstance(answer, Answer)
    assert "4時間以上" in answer.text


def test_a_place_that_the_asker_may_not_read_contradicts_nothing_for_them(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", "managers"))
    answer = ask(SETTLING).outcome
    assert isinstance(answer, Answer)
    assert "10営業日以内" in answer.text
    assert _reason(ask(SETTLING, None, "managers").outcome) == "conflicting_rules"


def test_once_the_manuals_agree_the_question_is_answered(company: Company) -> None:
    guide = GUIDE % ("manual", EVERYONE)
    assert _reason(company.writes(guide)(SETTLING).outcome) == "conflicting_rules"
    answer = company.writes(guide.replace("5営業日", "10営業日"))(SETTLING).outcome
    assert isinstance(answer, Answer)


def test_a_contradiction_that_is_none_hands_nothing_over_until_a_text_changes(
    company: Company,
) -> None:
    guide = GUIDE % ("manual", EVERYONE)
    ask = company.writes(guide)
    (found,) = company.zeroji.contradictions.on(date.today())
    dismissed = company.zeroji.dismissals.dismiss(found, "case", "", "mori")
    assert _reason(ask(SETTLING).outcome) != "conflicting_rules"
    company.zeroji.dismissals.restore(dismissed, "mori")
    assert _reason(ask(SETTLING).outcome) == "conflicting_rules"

    company.zeroji.dismissals.dismiss(found, "case", "", "mori")
    longer = guide.replace("行ってください。", "行ってください。領収書を添えます。")
    assert _reason(company.writes(longer)(SETTLING).outcome) == "conflicting_rules"


def test_one_of_several_questions_is_handed_over_below_the_answer_to_the_other(
    company: Company,
) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    outcome = ask("結婚休暇は何日ですか。旅費の精算は何営業日以内ですか。").outcome
    assert isinstance(outcome, Escalation)
    assert outcome.reason == "conflicting_rules"
    assert "結婚休暇は5日とする。" in outcome.text
    assert "営業日以内に行" not in outcome.text
    assert {
        place["section"] for place in company.zeroji.desk.ticket(outcome.ticket).nearest
    } == PLACES


def test_an_asker_who_was_asked_back_in_vain_gets_a_person(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    first = ask("休暇は何日ですか")
    assert isinstance(first.outcome, Clarification)
    second = ask("休暇は何日でしょうか", first.conversation).outcome
    assert isinstance(second, Escalation), second
    assert second.reason == "ambiguous_rule"
    assert second.text.startswith("どの記載によるのかを決められなかったため")
    sections = {place["section"] for place in company.zeroji.desk.ticket(second.ticket).nearest}
    assert {"第2条（慶弔休暇）", "第3条（忌引休暇）"} <= sections


def test_a_choice_among_what_was_asked_back_is_answered(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    first = ask("休暇は何日ですか")
    assert isinstance(first.outcome, Clarification)
    wedding = next(o for o in first.outcome.options if o.label == "慶弔休暇")
    assert isinstance(ask(wedding.label, first.conversation).outcome, Answer)


def test_asked_back_about_another_matter_is_no_second_time(company: Company) -> None:
    ask = company.writes(GUIDE % ("manual", EVERYONE))
    first = ask("休暇は何日ですか")
    ask("在宅勤務は週に何日までですか。", first.conversation)
    assert isinstance(ask("休暇は何日ですか", first.conversation).outcome, Clarification)


def _reason(outcome: Outcome) -> str:
    return outcome.reason if isinstance(outcome, Escalation) else ""
