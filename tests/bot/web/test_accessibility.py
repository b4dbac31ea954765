"""Everybody can use every page: with a screen reader, with keys alone, enlarged, in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.chromium import CHROMIUM
from tests.bot.web.full_console import Full, fill
from tests.bot.web.full_people import ASKER, EVERYTHING
from tests.bot.web.page_list import visits, wrong_visits

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LANGUAGES = ("ja", "en")
#: What depends on colours and widths; everything else is the same whatever they are.
OF_LOOKS = [
    *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
    *("aria-hidden-focus", "nested-interactive", "meta-viewport"),
]
#: By language, which no colour or width depends on: (only rules of looks, colour scheme, size).
LOOKS = {
    "ja": ((False, "light", DESKTOP), (True, "dark", PHONE)),
    "en": ((False, "dark", DESKTOP), (True, "light", PHONE)),
}
FIND = """
async (only) => {
  const options = { resultTypes: ["violations"] };
  if (only) options.runOnly = { type: "rule", values: only };
  else options.rules = { "target-size": { enabled: true } };
  const { violations } = await axe.run(document, options);
  return violations.filter((one) => ["serious", "critical"].includes(one.impact)).flatMap(
    (one) => one.nodes.map((node) =>
      `${one.id}: ${node.html.slice(0, 150)} (${node.any.map((why) => why.message)[0] ?? ""})`));
}
"""
#: What is true of the structure of any page; empty where it is.
STRUCTURE = """
(language) => {
  const wrong = [];
  const shown = (element) => element.checkVisibility();
  const headings = [...document.querySelectorAll("h1")].filter(shown).length;
  if (headings !== 1) wrong.push(`${headings} h1`);
  if (!document.title.split(" | ")[0].trim()) wrong.push("no title");
  const { lang } = document.documentElement;
  if (lang !== language) wrong.push(`lang ${lang}`);
  if (document.querySelectorAll("main").length !== 1) wrong.push("main");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) wrong.push(`id ${id}`);
  for (const one of document.querySelectorAll("[tabindex]"))
    if (one.tabIndex > 0) wrong.push(`tabindex ${one.tabIndex}`);
  for (const one of document.querySelectorAll("th"))
    if (!one.textContent.trim()) wrong.push(`empty th`);
  return wrong;
}
"""
WIDER_THAN_THE_WINDOW = """
() => {
  const places = [document.scrollingElement, ...document.querySelectorAll("main, .thread, .card")];
  const wide = Math.max(...places.map((one) => one.scrollWidth - one.clientWidth));
  if (wide <= 2) return [];
  const scrolls = (one) => one && one !== document.body
    && (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
  return [`${wide}px`, ...[...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
    && !scrolls(one.parentElement)).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))];
}
"""


def say(kind: str, text: str, longest: int) -> str:
    return text or "くわしくは担当の部署に聞いてください。"


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    home = tmp_path_factory.mktemp("usable")
    with open_zeroji(Settings(home=home, tracing=True, company_name="株式会社みなと")) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture(scope="module")
def full(zeroji: Zeroji, app: FastAPI, tmp_path_factory: pytest.TempPathFactory) -> Full:
    made = fill(zeroji, tmp_path_factory.mktemp("documents") / "文書", say)
    found, _ = app.state.gaps.of_days(90, 60)
    app.state.checkups.on(date.today()).result(60)
    return replace(made, gaps=tuple(gap.id for gap in found.gaps))


@pytest.fixture
def pages(
    chromium: Browser, address: str, zeroji: Zeroji, full: Full
) -> Iterator[dict[str | None, Page]]:
    """A page for each visitor: a guest, who asks, and who may see all."""
    opened = {name: _page(chromium, address) for name in (None, ASKER, EVERYTHING)}
    opened[None].goto("/")
    for name in (ASKER, EVERYTHING):
        opened[name].goto(f"/sign-in?link={zeroji.accounts.sign_in_link(name)}")
        opened[name].locator("main button").click()
        opened[name].wait_for_load_state()
    yield opened
    for page in opened.values():
        page.context.close()


def _page(chromium: Browser, address: str) -> Page:
    # Axe is put into the page, which the policy would not allow.
    context = chromium.new_context(base_url=address, locale="ja-JP", bypass_csp=True)
    context.set_default_timeout(15_000)
    return context.new_page()


def _opened(pages: dict[str | None, Page], full: Full, language: str) -> Iterator[tuple[str, Page]]:
    for who, path in (*visits(full), *wrong_visits()):
        page = pages[who]
        page.set_viewport_size(DESKTOP)
        page.goto(f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}{path}")
        yield f"{language} {path}", page


def _speak(pages: dict[str | None, Page], language: str) -> None:
    for page in pages.values():
        page.goto(f"/?lang={language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_made_and_axe_finds_nothing_serious(
    pages: dict[str | None, Page], full: Full, language: str
) -> None:
    """A title, one first heading, its language; then axe's rules, light and dark, wide and not."""
    _speak(pages, language)
    found: dict[str, str] = {}
    for path, page in _opened(pages, full, language):
        for one in page.evaluate(STRUCTURE, language):
            found.setdefault(one, path)
        page.evaluate(AXE)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for is_of_looks, scheme, size in LOOKS[language]:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            for one in page.evaluate(FIND, OF_LOOKS if is_of_looks else None):
                found.setdefault(one, f"{path} {scheme} {size['width']}")

    assert "\n".join(f"{where}: {one}" for one, where in found.items()) == ""


def test_no_page_scrolls_sideways_at_twice_the_size_on_a_phone(
    pages: dict[str | None, Page], full: Full
) -> None:
    """200 % at 390 px is a window of 195 CSS pixels."""
    wrong = {}
    for path, page in _opened(pages, full, "ja"):
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for width in (390, 195):
            page.set_viewport_size({"width": width, "height": 844})
            if found := page.evaluate(WIDER_THAN_THE_WINDOW):
                wrong[f"{path} {width}"] = found

    assert wrong == {}


# Keys

#: What has the focus, where that cannot be seen; null at the end of the page.
FOCUSED = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const isMarked = isOutlined || boxShadow !== "none";
  const isInView = box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  element.dataset.reached = "";
  return isMarked && isInView ? "" : element.outerHTML.slice(0, 120);
}
"""
UNREACHED = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && !one.disabled && one.type !== "hidden"
    && one.tabIndex >= 0 && !("reached" in one.dataset))
  .map((one) => one.outerHTML.slice(0, 120))
"""


def _worked_with_keys(full: Full) -> Iterator[tuple[str | None, str]]:
    yield ASKER, f"/conversations/{full.conversations[0]}"
    yield EVERYTHING, "/console"
    yield EVERYTHING, f"/console/tickets/{full.tickets['open']}"
    yield EVERYTHING, f"/console/tickets/{full.tickets['answered']}/propose"
    yield EVERYTHING, f"/console/proposals/{full.proposals['proposed']}"
    yield EVERYTHING, "/console/manuals"
    yield EVERYTHING, "/console/numbers"


def test_every_control_is_reached_with_tab_and_its_focus_is_seen(
    pages: dict[str | None, Page], full: Full
) -> None:
    wrong: dict[str, list[str]] = {}
    for who, path in _worked_with_keys(full):
        page = pages[who]
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("document.querySelector('.skip').focus()")
        found = []
        for _ in range(400):
            focused = page.evaluate(FOCUSED)
            if focused is None:
                break
            found += [focused] if focused else []
            page.keyboard.press("Tab")
        wrong[path] = found + [f"not reached: {one}" for one in page.evaluate(UNREACHED)]

    assert {path: found for path, found in wrong.items() if found} == {}


def test_the_first_key_skips_to_what_the_page_is_about(
    pages: dict[str | None, Page], full: Full
) -> None:
    page = pages[EVERYTHING]
    page.goto("/console")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_a_dialog_keeps_the_focus_and_gives_it_back(
    pages: dict[str | None, Page], full: Full
) -> None:
    page = pages[EVERYTHING]
    page.goto("/console?status=all")
    row = page.locator("[data-open]").first
    row.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(6):
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(row).to_be_focused()


# Motion


def test_who_wants_no_motion_gets_none(pages: dict[str | None, Page], full: Full) -> None:
    page = pages[ASKER]
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    page.evaluate(
        """window.moved = [];
        const scroll = Element.prototype.scrollIntoView;
        Element.prototype.scrollIntoView = function (how) {
          window.moved.push(how?.behavior ?? "auto");
          scroll.call(this, how);
        };
        document.addEventListener("htmx:before:request", () =>
          setTimeout(() => window.moved.push(...document.getAnimations().map(() => "animation"))));
        undefined"""
    )
    page.fill("#question", "タクシー代は精算できますか。")
    page.keyboard.press("Enter")
    expect(page.locator(".message.mine:not([data-pending])")).to_have_count(1)

    moved = page.evaluate("window.moved")
    assert moved and set(moved) == {"auto"}
