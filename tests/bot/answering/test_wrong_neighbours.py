"""Plain questions that a neighbour answers wrongly, and such as several places answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.outcomes import Exchange, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

ALLOWANCE = (
    "# 在宅勤務規程\n\n## 第4条（在宅勤務手当）\n\n在宅勤務手当は、月額5,000円を上限とする。\n"
)
SAMPLE = Path(__file__).parents[3] / "knowledge" / "sample_company"

Ask = Callable[[str], Exchange]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    """A company with one manual."""
    folder = tmp_path_factory.mktemp("tiny")
    (folder / "在宅勤務規程.md").write_text(ALLOWANCE, encoding="utf-8")
    yield from _company(folder, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    """The sample company's procedures, rules and FAQs on leave."""
    folder = tmp_path_factory.mktemp("sample")
    for name in ("申請手順", "休暇FAQ", "慶弔規程", "就業規則", "経費精算規程"):
        for file in SAMPLE.glob(f"{name}.*"):
            (folder / file.name).write_bytes(file.read_bytes())
    yield from _company(folder, tmp_path_factory.mktemp("home"))


def _company(folder: Path, home: Path) -> Iterator[Zeroji]:
    chosen: dict[str, Any] = {"home": home, "_env_file": None}
    with open_zeroji(Settings(**chosen)) as opened:
        assert opened.ingest([folder])["manuals"]["failed"] == []
        yield opened


def test_in_one_manual_the_limit_of_something_else_is_no_answer(tiny: Zeroji) -> None:
    # However bold: with the default it would be handed over for its low confidence, too.
    asked = Question(text="タクシー代の上限は", asker="shain")
    came_to = tiny.engine.ask(asked, caution=0.1)
    assert came_to.outcome.kind == "escalation"
    assert "does not speak of タクシー" in came_to.trace.why
    assert "5,000円" not in came_to.outcome.text


def test_how_to_order_cards_is_no_answer_to_who_buys_a_card_case(sample: Zeroji) -> None:
    text = "名刺入れは会社で買ってもらえますか"
    came_to = sample.engine.ask(Question(text=text, asker="shain"))
    assert came_to.outcome.kind == "escalation"
    assert "名刺入れ" in came_to.trace.why


def test_days_that_a_faq_and_two_rules_give_alike_are_told(sample: Zeroji) -> None:
    came_to = sample.engine.ask(Question(text="結婚休暇は何日ですか", asker="shain"))
    assert came_to.outcome.kind == "answer"
    assert "5日" in came_to.outcome.text


def test_leave_of_who_works_on_three_days_is_none_of_who_works_on_four(sample: Zeroji) -> None:
    text = "週4勤務のパートは半年で有給いくつもらえる？"
    came_to = sample.engine.ask(Question(text=text, asker="shain"))
    assert came_to.outcome.kind != "answer"
    assert "other days a week" in came_to.trace.why
    assert "週3日" not in came_to.outcome.text

    own = sample.engine.ask(Question(text="週3日勤務のパートは有給ありますか", asker="shain"))
    assert own.outcome.kind == "answer"
    assert "6か月で5日" in own.outcome.text
