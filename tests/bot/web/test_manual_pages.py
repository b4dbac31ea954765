"""Manuals to read: by revision and date, for their audience only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.web.app import create_app
from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words
from tests.bot.web.conftest import RULE, peopled

IN_ERAS = "\n## 附則\n\nこの規程は、令和6年4月1日から施行する。\n"


@pytest.fixture
def rule(zeroji: Zeroji) -> str:
    return _page(zeroji, "在宅勤務規程")


@pytest.fixture
def secret(zeroji: Zeroji) -> str:
    return _page(zeroji, "管理職向け通達")


def test_the_revision_in_force_is_shown_with_the_coming_one(guest: Browser, rule: str) -> None:
    page = words(guest.get(rule))

    assert "1週間につき3日まで" in page
    assert "現在有効な版です。" in page
    assert "2099年4月1日 に改定されます： 第2版" in page


@pytest.mark.parametrize("query", ["revision=2", "on=2099-05-01"])
def test_another_revision_says_that_it_is_not_in_force(
    guest: Browser, rule: str, query: str
) -> None:
    page = words(guest.get(f"{rule}?{query}"))

    assert "1週間につき4日まで" in page
    assert "この版は現在有効ではありません。 現在有効な版を見る" in page


@pytest.mark.parametrize("query", ["revision=9", "on=1999-01-01"])
def test_there_is_no_such_revision(guest: Browser, rule: str, query: str) -> None:
    answer = guest.get(f"{rule}?{query}")

    assert answer.status_code == 404
    assert "版がありません" in words(answer)


def test_a_table_is_a_table_again(guest: Browser, rule: str) -> None:
    page = guest.get(rule).text

    assert '<th scope="col">区分</th><th scope="col">金額</th>' in page
    assert "<td>月の上限</td><td>5,000円</td>" in page


def test_each_section_has_an_address(guest: Browser, rule: str, zeroji: Zeroji) -> None:
    page = guest.get(rule).text

    (revision, *_) = zeroji.library.history(int(rule.rsplit("/", 1)[1]))
    for section in zeroji.library.sections(revision.id):
        assert f'id="s-{section.hash[:12]}"' in page


def test_who_is_not_in_the_audience_does_not_learn_that_it_exists(
    guest: Browser, visit: Visit, secret: str
) -> None:
    for browser in (guest, visit("sato")):
        assert browser.get(secret).status_code == 404
        assert "管理職向け通達" not in words(browser.get("/manuals"))


def test_the_audience_reads_it(visit: Visit, secret: str) -> None:
    manager = visit("kanri")

    assert "2.5パーセント" in words(manager.get(secret))
    assert "管理職向け通達" in words(manager.get("/manuals"))


def test_an_unknown_manual_is_not_found(guest: Browser) -> None:
    assert guest.get("/manuals/999").status_code == 404


@pytest.fixture(scope="module")
def in_eras(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A visitor of a company whose only rule writes years in eras."""
    folder: Path = tmp_path_factory.mktemp("eras")
    coming = RULE.replace("title: 在宅", "revises: 在宅勤務規程\ntitle: 新在宅")
    for name, text in (("a.md", RULE), ("b.md", coming.replace("2024-04-01", "2099-04-01"))):
        (folder / name).write_text(text + IN_ERAS, encoding="utf-8")
    with peopled(tmp_path_factory.mktemp("home"), folder) as zeroji:
        yield Browser(create_app(zeroji))


def test_days_are_written_as_the_manual_writes_them(in_eras: Browser) -> None:
    page = words(in_eras.get("/manuals/1"))

    assert "施行 令和6年4月1日" in page
    assert "令和81年4月1日 に改定されます" in page


def _page(zeroji: Zeroji, title: str) -> str:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == title]
    return f"/manuals/{manual.id}"
