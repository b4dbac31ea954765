"""When somebody asks the same again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.numbers.reasking import WITHIN, Reasking, Turn, figures, pairs

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "later",
    [
        "有給休暇の申請期限を教えてください",
        "有給休暇の申請の期限は？",
        "有給休暇の申請期限、いつ？",
    ],
)
def test_much_the_same_words_are_the_same_again(later: str) -> None:
    assert _again("有給休暇の申請期限はいつですか", later)


@pytest.mark.parametrize(
    "later", ["名刺の注文方法を教えてください", "有給休暇は何日もらえますか", "在宅勤務の申請方法"]
)
def test_another_question_is_not(later: str) -> None:
    assert not _again("有給休暇の申請期限はいつですか", later)


def test_another_figure_is_another_question() -> None:
    assert not _again("勤続3年目の有給休暇は何日ですか", "勤続5年目の有給休暇は何日ですか")


def test_the_same_section_needs_fewer_words() -> None:
    earlier, later = "有給休暇の申請期限はいつですか", "有給休暇の届けは何日前まで"
    assert not _again(earlier, later)
    assert _again(earlier, later, section="3-abc")


def test_it_is_the_same_person_within_seven_days_after_being_told() -> None:
    asked = "有給休暇の申請期限はいつですか"
    assert _again(asked, asked, after=WITHIN)
    assert not _again(asked, asked, after=WITHIN + timedelta(seconds=1))
    assert not _again(asked, asked, was_told=False)
    assert not _again(asked, asked, other_asker=True)


def test_choosing_an_offered_reading_is_no_asking_again() -> None:
    chosen = "有給休暇の申請期限（正社員）"
    assert not _again("有給休暇の申請期限", chosen, options=(pairs(chosen),), same_talk=True)
    assert _again("有給休暇の申請期限", chosen, same_talk=True)


def test_neither_is_sending_it_twice() -> None:
    asked = "有給休暇の申請期限"
    assert not _again(asked, asked, after=timedelta(seconds=20), same_talk=True)
    assert _again(asked, asked, after=timedelta(seconds=20))


def _again(
    earlier: str,
    later: str,
    *,
    section: str = "",
    after: timedelta = timedelta(days=1),
    was_told: bool = True,
    other_asker: bool = False,
    options: tuple[frozenset[str], ...] = (),
    same_talk: bool = False,
) -> bool:
    reasking = Reasking()
    first = Turn(1, NOON, "one", pairs(earlier), figures(earlier), section, was_told, options)
    reasking.again("shain", first)
    talk = "one" if same_talk else "two"
    second = Turn(2, NOON + after, talk, pairs(later), figures(later), section, True, ())
    return reasking.again("mori" if other_asker else "shain", second) == {1}
