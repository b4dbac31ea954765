"""Days in answers as the cited manual writes them, and words in the asker's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from bot.outcomes import Escalation, Outcome, Question
from bot.profiles import Profile
from bot.settings import Settings
from bot.wiring import open_zeroji
from tests.bot.answering.conftest import COMING, LEAVE, REMOTE, TRAVEL

Ask = Callable[..., Outcome]

IN_FORCE = "\n## 附則\n\nこの規程は、{}から施行する。\n"
GIFT = """---
title: 慶弔規程
kind: rule
---
## 第2条（結婚祝金）

社員が結婚したときは、勤続年数に応じて次の結婚祝金を支給する。

| 勤続年数 | 結婚祝金 |
| --- | --- |
| 3年未満 | 10,000円 |
| 3年以上10年未満 | 30,000円 |
| 10年以上 | 50,000円 |
"""
SETTLING = "旅費の精算は何営業日以内ですか。"
APPLYING = "取得希望日が2030年1月10日の年次有給休暇は、いつまでに申請しますか。"
STAYING = Profile(hired_on=date(2019, 10, 1))


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks a company whose travel, leave and gift rules have eras, and the remote work rule not."""
    folder = tmp_path_factory.mktemp("manuals")
    era, western = IN_FORCE.format("令和8年4月1日"), IN_FORCE.format("2026年4月1日")
    for name, text in {
        "旅費規程.md": TRAVEL + era,
        "旅費規程の改定.md": COMING + IN_FORCE.format("令和81年4月1日"),
        "休暇規程.md": LEAVE + era,
        "慶弔規程.md": GIFT + era,
        "在宅勤務規程.md": REMOTE + western,
        "在宅勤務規程の改定.md": REMOTE.replace(
            "kind: rule", "kind: rule\nrevises: 在宅勤務規程\neffective_from: 2099-04-01"
        ).replace("3日まで", "4日まで")
        + western,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    settings = Settings(home=tmp_path_factory.mktemp("home"), contact="総務部")
    with open_zeroji(settings) as zeroji:
        assert zeroji.ingest([folder])["manuals"]["failed"] == []

        def ask_once(text: str, on: date | None = None, profile: Profile = Profile()) -> Outcome:
            asked = Question(text=text, asker="shain", on=on, profile=profile)
            return zeroji.engine.ask(asked).outcome

        yield ask_once


def test_a_change_is_announced_as_the_manual_writes_dates(ask: Ask) -> None:
    assert ask(SETTLING).text.endswith("※「旅費規程」のこの部分は令和81年4月1日に改定されます。")
    western = "※「在宅勤務規程」のこの部分は2099年4月1日に改定されます。"
    assert ask("在宅勤務は1週間に何日までですか。").text.endswith(western)


def test_the_day_that_is_asked_about_is_said_as_the_manual_writes_dates(ask: Ask) -> None:
    asked = "2099年4月1日からは、出張終了後の旅費の精算は何営業日以内に行いますか。"
    assert ask(asked).text.endswith("（令和81年4月1日時点の規程によります）")


def test_a_day_that_is_worked_out_is_written_as_the_manual_writes_dates(ask: Ask) -> None:
    told = ask(APPLYING).text
    assert "令和12年1月10日(木)の3営業日前" in told
    assert "2030年" not in told


def test_what_is_known_of_the_asker_is_written_as_the_manual_writes_dates(ask: Ask) -> None:
    told = ask("私の結婚祝金はいくらですか。", on=date(2026, 11, 20), profile=STAYING).text
    assert "入社日（令和元年10月1日。令和8年11月20日で勤続7年1か月）" in told


def test_who_asks_in_english_is_told_that_the_quote_is_in_japanese(ask: Ask) -> None:
    told = ask("How many days of marriage leave do I get?").text
    assert "結婚休暇は5日とする。" in told
    assert "Note: the manual is in Japanese" in told
    assert "Note: the manual is in Japanese" not in ask("結婚休暇は何日ですか。").text


def test_whom_to_turn_to_is_named_in_english(ask: Ask) -> None:
    handed_over = ask("What is on the cafeteria menu?")
    assert isinstance(handed_over, Escalation)
    assert handed_over.text.endswith("please contact General Affairs (総務部).")
    assert "please" not in ask("社員食堂のカレーの値段はいくらですか").text
