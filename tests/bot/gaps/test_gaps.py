"""Where the manuals leave questions open, and what would help most."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.gaps.gap import Gap
from bot.gaps.gaps import Found, Gaps, KeptGaps
from bot.wiring import Zeroji
from ingest.checking import Finding
from ingest.checking.finding import Place
from knowledge.database import now
from tests.bot.gaps.asking import Asking

PARKING = "会社の駐車場を借りるにはどうすればいいですか"
PARKING_TOO = "社員駐車場の申し込み方法を教えてください"
CARDS = "名刺の発注方法は？"
REMOTE = "在宅勤務は週に何日までできますか"


def test_the_same_need_in_other_words_is_one_gap(gaps: Gaps, asking: Asking) -> None:
    first = asking.handed_over(PARKING, "a")
    second = asking.handed_over(PARKING_TOO, "b")
    asking.handed_over(CARDS, "a")

    parking, cards = _found(gaps)

    assert {ticket.id for ticket in parking.tickets} == {first, second}
    assert dict(parking.wordings) == {PARKING: 1, PARKING_TOO: 1}
    assert (parking.weight.people, parking.weight.asked) == (2, 2)
    assert cards.question == CARDS


def test_its_weight_is_people_times_how_often_times_how_far(gaps: Gaps, asking: Asking) -> None:
    for asker in ("a", "b", "b"):
        number = asking.ask(CARDS, asker, confidence=0.4)
        asking.ticket(number, CARDS)

    (gap,) = gaps.of_days(30).gaps

    assert (gap.weight.impact, gap.weight.frequency) == (2, 3)
    assert gap.weight.room == pytest.approx(0.6)
    assert gap.weight.score == pytest.approx(3.6)


def test_a_manual_for_some_weighs_by_how_many_may_read_it(
    gaps: Gaps, asking: Asking, zeroji: Zeroji
) -> None:
    zeroji.accounts.add("bucho", "部長", ["employee"], ["managers"])
    for name in ("a", "b", "c"):
        zeroji.accounts.add(name, name, ["employee"], [])
    asking.ticket(asking.ask(CARDS, "bucho", examined=_near(zeroji, "管理職向け通達")), CARDS)

    (gap,) = _found(gaps)

    assert gap.spot is not None and gap.spot.manual == "管理職向け通達"
    assert gap.weight.share == 0.25


def test_it_goes_to_the_owner_of_the_nearest_section(
    gaps: Gaps, asking: Asking, zeroji: Zeroji
) -> None:
    asking.ticket(asking.ask(REMOTE, examined=_near(zeroji, "在宅勤務規程", 0.5)), REMOTE)

    (gap,) = _found(gaps)

    assert gap.spot is not None
    assert (gap.spot.manual, gap.spot.section, gap.spot.owner) == (
        "在宅勤務規程",
        "第5条（日数）",
        "人事部",
    )
    assert gap.action == "clarify"


def test_what_is_to_be_done(gaps: Gaps, asking: Asking, zeroji: Zeroji) -> None:
    asking.handed_over(CARDS)
    asking.handed_over(PARKING, status="answered", reply="総務へ")
    asking.handed_over("結婚祝金の金額", reason="conflicting_rules")
    wrong = asking.ask("パスワードを忘れました", kind="answer", confidence=0.9)
    asking.complain(wrong)

    assert {gap.question: gap.action for gap in _found(gaps)} == {
        CARDS: "add",
        PARKING: "publish_reply",
        "結婚祝金の金額": "settle",
        "パスワードを忘れました": "clarify",
    }


def test_a_contradiction_that_the_check_found_is_settled_first(
    asking: Asking, zeroji: Zeroji
) -> None:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]
    place = Place(manual_id=manual.id, manual="", owner="", section="第5条（日数）")
    found = [Finding(kind="contradiction", text="", ja="", places=(place,))]
    gaps = Gaps(zeroji.database, zeroji.library, zeroji.embedders.serving, lambda: found)
    asking.ticket(asking.ask(REMOTE, examined=_near(zeroji, "在宅勤務規程", 0.5)), REMOTE)

    (gap,) = _found(gaps)

    assert gap.action == "settle"


def test_an_answer_said_to_be_wrong_is_as_far_as_can_be(gaps: Gaps, asking: Asking) -> None:
    asking.complain(asking.ask(REMOTE, kind="answer", confidence=0.95))
    asking.ask(CARDS, kind="answer", confidence=0.3)

    (gap,) = _found(gaps)

    assert (gap.question, gap.weight.room, gap.complaints) == (REMOTE, 1.0, 1)


def test_a_question_asked_back_counts_unless_the_next_is_answered(
    gaps: Gaps, asking: Asking
) -> None:
    asking.ask(CARDS, kind="clarification", conversation="one")
    asking.ask("名刺の追加", kind="answer", conversation="one")
    asking.ask(REMOTE, kind="clarification", conversation="two")

    assert [gap.question for gap in _found(gaps)] == [REMOTE]


def test_what_was_published_drops_out_and_comes_back_when_asked_again(
    gaps: Gaps, asking: Asking
) -> None:
    asked = now() - timedelta(days=9)
    exchange = asking.ask(CARDS, "a", at=asked)
    asking.ticket(
        exchange, CARDS, status="published", reply="総務へ", closed_at=asked + timedelta(days=1)
    )
    assert _found(gaps) == []

    again = asking.ask("名刺の追加を注文したい", "b", at=now())
    asking.ticket(again, "名刺の発注の方法を教えてください")

    (gap,) = _found(gaps)
    assert gap.returned_since == asked + timedelta(days=1)
    assert (gap.weight.asked, gap.weight.people, gap.weight.room) == (1, 1, 1.0)
    assert gap.action == "clarify"


def test_what_staff_dismissed_is_no_gap(gaps: Gaps, asking: Asking) -> None:
    asking.handed_over(CARDS, status="dismissed")

    assert _found(gaps) == []


def test_nothing_said_in_confidence_is_seen_or_counted(gaps: Gaps, asking: Asking) -> None:
    asking.ask("上司の言動に悩んでいます", reason="sensitive")
    asking.ask("相談です", kind="refusal", reason="sensitive")
    told = asking.ask(CARDS, "a", conversation="secret", kind="clarification")
    asking.ticket(told, CARDS, private=True, reason="sensitive")
    asking.ask("その続きです", "a", conversation="secret")
    asking.complain(asking.ask(PARKING, "a", kind="answer", reason="sensitive"))

    assert gaps.of_days(30).asked == 0
    assert _found(gaps) == []


def test_older_questions_are_left_out(gaps: Gaps, asking: Asking) -> None:
    exchange = asking.ask(CARDS, at=now() - timedelta(days=40))
    asking.ticket(exchange, CARDS)

    assert gaps.of_days(30).gaps == ()
    assert len(gaps.of_days(60).gaps) == 1


def test_they_are_found_once_until_something_happens(gaps: Gaps, asking: Asking) -> None:
    with ThreadPoolExecutor(max_workers=1) as worker:
        kept = KeptGaps(gaps, worker)
        asking.handed_over(CARDS)
        first, complete = kept.of_days(30, patience=60)
        assert complete and first is not None and len(first.gaps) == 1
        assert kept.of_days(30, patience=60)[0] is first

        asking.handed_over(PARKING)
        second, _ = kept.of_days(30, patience=60)
        assert second is not None and len(second.gaps) == 2


class LongGaps(Gaps):
    """Finds what others find, after much work."""

    def of_days(self, days: int = 90) -> Found:
        begun = time.thread_time()
        while time.thread_time() - begun < 0.25:
            pass
        return super().of_days(days)


def test_a_long_search_is_followed_by_a_rest(zeroji: Zeroji, asking: Asking) -> None:
    gaps = LongGaps(zeroji.database, zeroji.library, zeroji.embedders.serving)
    with ThreadPoolExecutor(max_workers=1) as worker:
        kept = KeptGaps(gaps, worker)
        asking.handed_over(CARDS)
        first, _ = kept.of_days(30, patience=60)
        asking.handed_over(PARKING)
        assert kept.of_days(30, patience=60) == (first, True)


def _found(gaps: Gaps) -> list[Gap]:
    return list(gaps.of_days(90).gaps)


def _near(zeroji: Zeroji, title: str, confidence: float = 0.05) -> list[dict[str, object]]:
    """What was looked at for a question: the only section of a manual."""
    (manual,) = [m for m in zeroji.library.manuals() if m.title == title]
    revision = zeroji.library.history(manual.id)[-1]
    (section,) = zeroji.library.sections(revision.id)
    return [
        {
            "path": manual.path,
            "section": section.heading,
            "score": confidence,
            "confidence": confidence,
        }
    ]
