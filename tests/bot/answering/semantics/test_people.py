from __future__ import annotations

import pytest

from bot.answering.semantics.people import employment, relatives, weekly_days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("祖母が亡くなりました", {"grandparent"}),
        ("おじいちゃんの葬儀", {"grandparent"}),
        ("妻の祖母が亡くなりました", {"in-law grandparent"}),
        ("嫁さんのお父さん", {"in-law parent"}),
        ("奥さんの方のおばあちゃん", {"in-law grandparent"}),
        ("義理の弟", {"in-law sibling"}),
        ("しゅうとめ", {"in-law parent"}),
        ("曾祖父", {"great-grandparent"}),
        ("息子の結婚", {"child"}),
        ("妻が出産します", {"spouse"}),
        ("祖父母、兄弟姉妹又は配偶者の父母", {"grandparent", "sibling", "in-law parent"}),
        ("電子帳票の親睦会", set()),
        ("本人の結婚", set()),
    ],
)
def test_relatives_by_group_and_side_of_the_family(text: str, expected: set[str]) -> None:
    assert relatives(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ﾊﾟｰﾄです", {"part-time"}),
        ("アルバイトの有給", {"part-time"}),
        ("契約社員でも同じですか", {"contract"}),
        ("正社員とパート", {"regular", "part-time"}),
        ("有給の日数", set()),
    ],
)
def test_kinds_of_employment(text: str, expected: set[str]) -> None:
    assert employment(text) == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("週4勤務のパートは半年で有給いくつもらえる？", {"4"}),
        ("週３日勤務の方", {"3"}),
        ("週に2日だけ出勤しています", {"2"}),
        ("在宅勤務は週3日までできますか", set()),
        ("週1回の会議", set()),
    ],
)
def test_days_of_work_a_week(text: str, days: set[str]) -> None:
    assert weekly_days(text) == days
