"""Where a reply belongs: the section whose matter it is, else a new entry."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.desk.places import Place
from bot.desk.suggesting import suggest
from bot.wiring import Zeroji

RULE = """# 旅費規程

## 第1条（日当）

日当は2,000円とする。

## 第2条（タクシー）

タクシーは終電の後に限り使うことができる。
"""
FAQ = "質問,回答\n領収書はいつまでに出しますか,30日以内です。\n"
SECRET = "# 役員規程\n\n## 第1条（役員のタクシー）\n\n役員のタクシーは自由とする。\n"


@pytest.fixture
def manuals(zeroji: Zeroji, tmp_path: Path) -> Zeroji:
    for name, text, topic in (
        ("旅費規程.md", RULE, "travel"),
        ("経費FAQ.csv", FAQ, "travel"),
        ("役員規程.md", SECRET, "board"),
    ):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        audience = "board" if topic == "board" else "all"
        sidecar = f"title: {path.stem}\ntopic: {topic}\naudience: {audience}\n"
        path.with_name(f"{path.stem}.meta.yaml").write_text(sidecar, encoding="utf-8")
    zeroji.ingest([tmp_path])
    return zeroji


def found(zeroji: Zeroji, question: str, reply: str, *audiences: str) -> list[Place]:
    readers = frozenset({"all", *audiences})
    return suggest(
        zeroji.library, zeroji.searcher, question=question, reply=reply, audiences=readers
    )


def names(places: Sequence[Place]) -> list[str]:
    return [f"{place.manual} {place.heading}" for place in places]


def test_the_section_whose_heading_names_the_matter_comes_first(manuals: Zeroji) -> None:
    first = found(manuals, "雨の日にタクシーを使えますか", "使えません。")[0]
    assert (first.heading, first.why, first.how) == (
        "第2条（タクシー）",
        "names_matter",
        "in_place",
    )


def test_a_matter_of_its_own_is_a_new_entry_in_the_faq(manuals: Zeroji) -> None:
    first = found(manuals, "社員食堂の割引券はもらえますか", "総務課の窓口で配っています。")[0]
    assert (first.manual, first.section_hash, first.why) == ("経費FAQ", None, "same_topic_faq")


def test_what_the_reader_may_not_see_is_not_suggested(manuals: Zeroji) -> None:
    question, reply = "役員のタクシーに上限はありますか", "ありません。"
    assert not any("役員規程" in name for name in names(found(manuals, question, reply)))
    assert found(manuals, question, reply, "board")[0].manual == "役員規程"


def test_each_place_is_suggested_once(manuals: Zeroji) -> None:
    places = found(manuals, "日当とタクシーはどう決まりますか", "規程のとおりです。")
    keys = [(place.manual_id, place.section_hash) for place in places]
    assert len(keys) == len(set(keys))


def test_what_cannot_be_changed_comes_last(manuals: Zeroji, tmp_path: Path) -> None:
    (tmp_path / "旅費規程.md").unlink()
    places = found(manuals, "雨の日にタクシーを使えますか", "使えません。")
    assert [place.patchable for place in places] == sorted(
        (place.patchable for place in places), reverse=True
    )
    assert not places[-1].patchable


def test_without_manuals_there_is_no_place(zeroji: Zeroji) -> None:
    assert found(zeroji, "日当はいくらですか", "2,000円です。") == []


def test_a_place_is_called_the_best_only_where_enough_speaks_for_it(manuals: Zeroji) -> None:
    clear = found(manuals, "終電の後にタクシーを使うことはできますか", "使うことができます。")
    vague = found(manuals, "観葉植物の水やりは誰がしますか", "業者がします。")

    assert [place.is_sure for place in clear][:1] == [True]
    assert not any(place.is_sure for place in [*clear[1:], *vague])
