from __future__ import annotations

import pytest

from bot.grounding.names import Name, mentions, names, opposite
from bot.grounding.spelling import plain


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("様式第3号により届け出る", "numbered", "様式3"),
        ("別表第２のとおり", "numbered", "別表2"),
        ("診断書を出す", "form", "診断書"),
        ("所属長に言う", "role", "所属長"),
        ("人事課に出す", "department", "人事課"),
        ("契約社員に支給する", "person", "契約社員"),
        ("通勤手当を支給する", "benefit", "通勤手当"),
        ("勤怠システムから申請する", "system", "勤怠システム"),
    ],
)
def test_named_things_are_found(text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(found.kind, found.text) for found in names(plain(text))]


def test_a_name_of_the_thesaurus_stands_for_another() -> None:
    assert mentions("所属長に届け出る。", Name("role", "上司"))
    assert not mentions("所属長に届け出る。", Name("role", "社長"))


def test_a_department_of_another_rank_is_another() -> None:
    assert mentions("総務課に届け出る。", Name("department", "総務課"))
    assert not mentions("総務課に届け出る。", Name("department", "総務部"))


def test_a_number_is_not_the_beginning_of_a_longer_one() -> None:
    assert mentions(plain("様式第３号"), Name("numbered", "様式3"))
    assert not mentions(plain("様式第３１号"), Name("numbered", "様式3"))


@pytest.mark.parametrize(
    ("text", "source", "pair"),
    [
        ("事後に申請する。", "あらかじめ申請する。", ("事後", "あらかじめ")),
        ("海外出張", "国内出張", ("海外", "国内")),
        ("国内出張", "国内出張及び海外出張", None),
    ],
)
def test_the_opposite_is_told(text: str, source: str, pair: tuple[str, str] | None) -> None:
    assert opposite(text, source) == pair


@pytest.mark.parametrize(
    ("text", "rank", "named"),
    [
        ("部長が承認する。", "部長", True),
        ("看護部長が承認する。", "部長", True),
        ("部長または副部長が承認する。", "部長", True),
        ("副部長が承認する。", "部長", False),
        ("本部長が承認する。", "部長", False),
        ("課長代理が承認する。", "課長", False),
        ("課長補佐が承認する。", "課長", False),
        ("理事長が承認する。", "理事", False),
        ("副院長が承認する。", "副院長", True),
        ("課長代理が承認する。", "課長代理", True),
    ],
)
def test_a_rank_is_another_than_those_that_are_named_after_it(
    text: str, rank: str, named: bool
) -> None:
    assert mentions(plain(text), Name("role", rank)) is named


@pytest.mark.parametrize("rank", ["副部長", "副院長", "課長代理", "サブリーダー", "本部長"])
def test_a_deputy_is_named_whole(rank: str) -> None:
    assert names(plain(f"{rank}が承認する。")) == (Name("role", rank),)
