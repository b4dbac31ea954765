"""For whom and for what a text holds is read from the words that say so."""

from __future__ import annotations

from ingest.checking.qualifiers import qualifiers


def test_a_column_of_happy_and_sad_events_leaves_the_event_to_the_row() -> None:
    found = qualifiers(["慶弔金の額", "区分: 慶事", "事由: 本人の結婚"], [])

    assert found["event"] == {"wedding"}


def test_who_approves_is_not_for_whom_it_holds() -> None:
    assert "rank" not in qualifiers(["1冊3000円までなら課長okで買えます。"], [])
    assert qualifiers(["課長は3000円です。"], [])["rank"] == {"section head"}


def test_one_of_several_things_of_a_kind_is_told_by_its_number() -> None:
    first, second = (qualifiers([f"第{n}会議室の定員は8人です。"], []) for n in (1, 2))
    assert (first["which 会議室"], second["which 会議室"]) == ({"1"}, {"2"})
    assert qualifiers(["2号車は4人まで乗れます。"], [])["which 号車"] == {"2"}


def test_an_article_is_not_one_of_several_things() -> None:
    assert not qualifiers(["第5条の規定により、第3営業日までに第2種免許の写しを置く。"], [])
