"""The console's runs: progress, results, and what an owner decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Zeroji
from tests.bot.web.browsing import HTMX, Browser, Visit, words


@pytest.fixture
def waiting(zeroji: Zeroji) -> Iterator[Zeroji]:
    """Runs wait, as they do while another one is going on."""
    runs: Any = zeroji.runs
    runs.attach(lambda run: None)
    yield zeroji
    runs._promise = None


def page_of(run: str) -> str:
    return f"/console/manuals/runs/{run}"


def at_a_step(zeroji: Zeroji, folder: Path, browser: Browser) -> str:
    """The page of a run as it is in the middle of its first document."""
    pages: list[str] = []

    def look(step: dict[str, Any]) -> None:
        run = step["run"]
        pages.append(words(browser.get(page_of(run), **HTMX)))

    zeroji.runs.start([folder], author="mori", watch=look)
    return pages[-1]


def test_a_run_that_waits_is_looked_at_again_with_and_without_scripts(
    waiting: Zeroji, visit: Visit
) -> None:
    run = waiting.runs.start(["x.md"], author="mori")
    page = visit("mori").get(page_of(run)).text

    assert f'hx-get="{page_of(run)}" hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    part = visit("mori").get(page_of(run), **HTMX)
    assert part.text.strip().startswith('<div id="run"')
    assert "ほかの取り込みが終わるのを待っています" in words(part)


def test_a_run_that_is_over_is_not_looked_at_again(zeroji: Zeroji, visit: Visit) -> None:
    run = zeroji.runs.start(["missing.md"], author="mori")
    page = visit("mori").get(page_of(run)).text

    assert "every 1s" not in page
    assert "http-equiv" not in page
    assert "ファイルがありません。場所を確かめてください。" in page


def test_the_page_says_how_far_a_run_is(zeroji: Zeroji, visit: Visit, tmp_path: Path) -> None:
    for number in (1, 2):
        text = f"# 文書{number}\n\n{number}階は禁煙とする。\n"
        (tmp_path / f"文書{number}.md").write_text(text, encoding="utf-8")
    page = at_a_step(zeroji, tmp_path, visit("mori"))

    assert "取り込み中" in page
    assert "2件中" in page


def test_an_owner_cancels_and_goes_on(waiting: Zeroji, visit: Visit) -> None:
    run = waiting.runs.start(["x.md"], author="mori")
    owner = visit("mori")

    assert "中止しました" in words(owner.post(f"{page_of(run)}/cancel"))
    again = owner.post(f"{page_of(run)}/resume")
    assert "順番待ち" in words(again)
    assert waiting.runs.run(run).status == "waiting"


def test_many_manuals_are_retired_after_an_owner_allows_it(
    zeroji: Zeroji, visit: Visit, tmp_path: Path
) -> None:
    for name in ("電話規程", "傘立て規程"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n{name}の本文。\n", encoding="utf-8")
    zeroji.runs.start([tmp_path], author="mori")
    for path in tmp_path.iterdir():
        path.unlink()
    run = zeroji.runs.start([tmp_path], author="mori")
    owner = visit("mori")
    page = owner.get(page_of(run))

    assert "元のファイルがない文書が2件あります" in words(page)
    assert "取り込めませんでした" not in words(page)
    page = owner.post(f"{page_of(run)}/retire")
    assert "廃止 電話規程" in words(page)
    assert "電話規程" not in [manual.title for manual in zeroji.library.manuals()]


def test_a_failed_run_says_why_and_is_tried_again(
    zeroji: Zeroji, visit: Visit, tmp_path: Path
) -> None:
    def full(step: dict[str, Any]) -> None:
        if step["stage"] == "embedding":
            raise OSError(28, "No space left on device")

    (tmp_path / "灯油規程.md").write_text("# 灯油規程\n\n灯油は置かない。\n", encoding="utf-8")
    run = zeroji.runs.start([tmp_path], author="mori", watch=full)
    owner = visit("mori")

    assert "サーバーのディスクがいっぱいです。" in words(owner.get(page_of(run)))
    assert "The disk is full." in words(owner.get(f"{page_of(run)}?lang=en"))
    owner.get("/?lang=ja")
    assert "新しい文書 灯油規程" in words(owner.post(f"{page_of(run)}/resume"))


def test_what_a_run_was_about_is_for_who_may_read_it(
    zeroji: Zeroji, visit: Visit, tmp_path: Path
) -> None:
    texts = {
        "公開規程.md": "# 公開規程\n\n誰でも読める。\n",
        "秘密規程.md": "---\naudience: managers\n---\n# 秘密規程\n\n管理職だけが読める。\n",
        "空.md": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    run = zeroji.runs.start([tmp_path], author="cli")

    other = words(visit("mori").get(page_of(run)))
    assert "公開規程" in other
    assert "秘密規程" not in other
    assert "空.md" not in other
    assert tmp_path.name not in words(visit("mori").get("/console/manuals/runs"))
    assert "ほかに2件ありますが、閲覧範囲の外です。" in other
    everything = words(visit("kanri").get(page_of(run)))
    for name in texts:
        assert name in everything


def test_runs_are_listed_and_are_for_owners(zeroji: Zeroji, visit: Visit) -> None:
    run = zeroji.runs.start(["listed.md"], author="mori")

    assert "listed.md" in words(visit("mori").get("/console/manuals/runs"))
    for path in ("/console/manuals/runs", page_of(run)):
        assert visit("sato").get(path).status_code == 403
    assert visit("sato").post(f"{page_of(run)}/cancel").status_code == 403
    assert visit("mori").get(page_of("20260401-000000-000000")).status_code == 404


def test_a_run_with_failures_does_not_look_done(zeroji: Zeroji, visit: Visit) -> None:
    run = zeroji.runs.start(["missing-too.md"], author="mori")
    owner = visit("mori")

    assert "要確認" in words(owner.get(page_of(run)))
    listed = words(owner.get("/console/manuals/runs"))
    assert "要確認 取り込めませんでした 1 missing-too.md" in listed


def test_manuals_that_wait_to_be_retired_did_not_fail(
    zeroji: Zeroji, visit: Visit, tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.md" for name in ("長靴", "雨具", "軍手")]
    for file in files:
        file.write_text(f"# {file.stem}\n\n{file.stem}は貸与する。\n", encoding="utf-8")
    zeroji.runs.start([tmp_path], author="mori")
    for file in files[1:]:
        file.unlink()
    zeroji.runs.start([tmp_path], author="mori")

    listed = words(visit("mori").get("/console/manuals/runs"))
    assert "要確認 変更なし 1、廃止の確認待ち 2" in listed


def test_what_reading_warns_of_is_said_in_japanese(
    zeroji: Zeroji, visit: Visit, tmp_path: Path
) -> None:
    file = tmp_path / "札.md"
    file.write_text(
        "---\ntitle: 名札\nlayout: x\n---\n# 名札\n\n名札を付ける。\n", encoding="utf-8"
    )
    run = zeroji.runs.start([file], author="mori")

    page = words(visit("mori").get(page_of(run)))
    assert "先頭の属性のうち、使わないものがあります：layout。" in page
