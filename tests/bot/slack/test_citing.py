from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.settings import Settings
from bot.slack.citing import Citing
from bot.web import links
from bot.wiring import Zeroji, open_zeroji
from knowledge.model import Manual, Section

URL = "https://zeroji.example.co.jp/"
IN_ERAS = """---
title: 旅費規程
kind: rule
effective_from: 2026-04-01
---
# 第3章 宿泊費

## 第12条（宿泊費）

令和八年四月一日以後の宿泊費は、1泊12,000円を上限とする。
"""
IN_YEARS = """---
title: 在宅勤務規程
kind: rule
effective_from: 2025-10-01
---
# 在宅勤務

## 第5条（日数）

2025年10月1日から、1週間につき3日までとする。
"""
UNDATED = """---
title: Travel Guide
kind: rule
language: en
---
# Hotels

Book hotels through the portal.
"""


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    folder = tmp_path_factory.mktemp("manuals")
    for name, text in (("a.md", IN_ERAS), ("b.md", IN_YEARS), ("c.md", UNDATED)):
        (folder / name).write_text(text, encoding="utf-8")
    with open_zeroji(Settings(home=tmp_path_factory.mktemp("home"))) as opened:
        assert opened.ingest([folder])["manuals"]["failed"] == []
        yield opened


def place(zeroji: Zeroji, title: str, **changes: Any) -> tuple[Manual, Section, dict[str, Any]]:
    """A manual, its last section, and a citation of that."""
    manual = next(one for one in zeroji.library.manuals() if one.title == title)
    revision = zeroji.library.history(manual.id)[-1]
    section = zeroji.library.sections(revision.id)[-1]
    cited = {
        "manual": title,
        "manual_id": manual.id,
        "revision": revision.number,
        "section": section.heading,
        "page": None,
        "quote": "原文",
        "text": "本文",
    }
    return manual, section, cited | changes


def test_a_citation_leads_to_the_section_as_it_was_cited(zeroji: Zeroji) -> None:
    manual, section, cited = place(zeroji, "旅費規程")
    (found,) = Citing(zeroji.library, URL).cited({"citations": [cited]})
    where = links.manual_url(manual.id, 1) + f"#{links.section_anchor(section.hash)}"
    assert found.url == f"https://zeroji.example.co.jp{where}"
    assert found.quote == "原文"


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("旅費規程", "旅費規程 第12条（宿泊費）（令和8年4月1日施行版）"),
        ("在宅勤務規程", "在宅勤務規程 第5条（日数）（2025年10月1日施行版）"),
        ("Travel Guide", "Travel Guide Hotels"),
    ],
)
def test_since_when_it_is_in_force_is_said_as_the_manual_writes_dates(
    zeroji: Zeroji, title: str, label: str
) -> None:
    *_, cited = place(zeroji, title)
    (found,) = Citing(zeroji.library, URL).cited({"citations": [cited]})
    assert found.label == label


def test_since_when_is_said_in_the_language_of_who_reads(zeroji: Zeroji) -> None:
    *_, cited = place(zeroji, "旅費規程", page=4)
    told = {"citations": [cited]}
    (english,) = Citing(zeroji.library, URL).cited(told, "en")
    (japanese,) = Citing(zeroji.library, URL).cited(told, "ja")
    assert english.label == "旅費規程 第12条（宿泊費） page 4 (in force from 1 April 2026)"
    assert japanese.label == "旅費規程 第12条（宿泊費） 4ページ（令和8年4月1日施行版）"


def test_a_page_is_named(zeroji: Zeroji) -> None:
    *_, cited = place(zeroji, "旅費規程", page=4)
    (found,) = Citing(zeroji.library, URL).cited({"citations": [cited]})
    assert found.label.startswith("旅費規程 第12条（宿泊費） 4ページ（")


def test_without_a_public_address_there_are_no_links(zeroji: Zeroji) -> None:
    *_, cited = place(zeroji, "旅費規程")
    (found,) = Citing(zeroji.library, "").cited({"citations": [cited]})
    assert found.url == ""


def test_a_section_that_is_gone_leads_to_its_manual(zeroji: Zeroji) -> None:
    manual, _, cited = place(zeroji, "旅費規程", section="第9章 > 第99条")
    (found,) = Citing(zeroji.library, URL).cited({"citations": [cited]})
    assert found.url == f"https://zeroji.example.co.jp{links.manual_url(manual.id, 1)}"


def test_what_is_near_a_ticket_is_shown_as_it_is_in_force_today(zeroji: Zeroji) -> None:
    *_, near = place(zeroji, "在宅勤務規程")
    del near["revision"], near["quote"]
    (found,) = Citing(zeroji.library, URL).nearest([near])
    assert found.label == "在宅勤務規程 第5条（日数）（2025年10月1日施行版）"
    assert found.quote == "本文"
