from __future__ import annotations

import pytest

from bot.answering.semantics.cities import cities_said, rows_of_city

THREE = ["東京23区・大阪市・京都市", "そのほかの政令指定都市", "上の2つ以外"]
COLUMNS = ["", "", "宿泊料（東京23区・政令指定都市）", "宿泊料（その他）"]


@pytest.mark.parametrize(
    ("names", "city", "row"),
    [
        (THREE, "東京", 0),
        (THREE, "大阪", 0),
        (THREE, "札幌", 1),
        (THREE, "長野", 2),
        (COLUMNS, "福岡", 2),
        (COLUMNS, "金沢", 3),
        (["東京都区部・大阪市・名古屋市・福岡市", "その他の地"], "広島", 1),
        (["東京都内", "その他の地域"], "東京", 0),
    ],
)
def test_a_city_falls_into_one_row(names: list[str], city: str, row: int) -> None:
    assert rows_of_city(names, city) == {row}


@pytest.mark.parametrize(
    "names",
    [["甲地", "乙地"], ["首都圏", "その他"], ["近畿", "その他の地域"], ["A地域", "B地域"]],
)
def test_where_a_city_belongs_is_not_guessed(names: list[str]) -> None:
    assert rows_of_city(names, "大阪") == set()


@pytest.mark.parametrize(
    ("question", "cities"),
    [
        ("札幌に出張します", {"札幌"}),
        ("東京都内のホテル", {"東京"}),
        ("大阪市内に1泊", {"大阪"}),
        ("名古屋支店から京都へ行きます", {"京都"}),
        ("大阪から福岡に行きます", {"福岡"}),
        ("広島県の三次に行きます", set()),
        ("梅田に泊まります", set()),
        ("東京本社から仙台へ行きます", {"仙台"}),
        ("東京都に1泊します", {"東京"}),
        ("山口さんの出張", set()),
    ],
)
def test_the_cities_that_one_goes_to(question: str, cities: set[str]) -> None:
    assert cities_said(question) == cities
