"""Nothing that somebody wrote is ever more than text: not on any page, not even without the policy
that keeps a browser from running it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect

from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from tests.bot.web.chromium import CHROMIUM
from tests.bot.web.full_console import Full, fill
from tests.bot.web.full_people import ASKER, EVERYTHING
from tests.bot.web.hostile_strings import Hostile, hostile_strings, squeezed
from tests.bot.web.page_list import NO_PAGES, PAGES, PARTS, first_visits, visits, wrong_visits

pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is not installed")

#: Run in every document before its own scripts.
HOOKS = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"])
  window[name] = (...said) => { window.ran.push(`${name} ${said}`); };
"""
#: What no text may have made: elements and attributes that templates do not write.
LOOK = """
(page) => {
  const found = [];
  const say = (element, why) => found.push(`${why}: ${element.outerHTML.slice(0, 160)}`);
  const roots = [page, ...[...page.querySelectorAll("template")].map((one) => one.content)];
  const barred = "iframe object embed base image math video audio style frame frameset marquee "
    + "portal xss keygen area map applet xmp plaintext listing isindex track source foreignObject "
    + "animate set use hx-partial mglyph maction discard";
  const addresses = ["href", "src", "action", "formaction", "xlink:href", "poster", "data",
    "srcset", "background", "hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch"];
  for (const root of roots) for (const element of root.querySelectorAll("*")) {
    if (barred.split(" ").includes(element.localName)) say(element, "element");
    if (element.localName === "script" && !/^\\/static\\//.test(element.getAttribute("src")))
      say(element, "script");
    if (element.localName === "meta" && element.httpEquiv) say(element, "meta");
    for (const { name, value } of element.attributes) {
      if (/^on|^(data-)?hx-on|^style$|^srcdoc$|^popover|^nonce$|[^a-z0-9:-]/i.test(name))
        say(element, `attribute ${name}`);
      if (!addresses.includes(name)) continue;
      if (!URL.canParse(value, document.baseURI)) continue;
      const address = new URL(value, document.baseURI);
      const leaves = element.localName === "a" && /^https?:$/.test(address.protocol)
        && /noopener/.test(element.rel);
      if (address.origin !== location.origin && !leaves) say(element, "address");
    }
  }
  const names = ["title", "aria-label", "placeholder", "data-named", "value", "alt"];
  const told = names.flatMap((name) =>
    [...page.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)));
  const typed = [...page.querySelectorAll("input, textarea")].map((box) => box.value);
  return { found, ran: window.ran, text: [page.body.textContent, ...told, ...typed].join("\\n") };
}
"""
#: The same for answers that are fetched: the browser's parser makes a page of each.
LOOK_AT = """
async (requests) => {
  const wrong = [];
  for (const [address, fields] of requests) {
    const body = fields && new URLSearchParams(fields);
    const answer = await fetch(address, body ? { method: "POST", body } : {});
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const isRefused = answer.status === 403 && !address.startsWith("/sign-in");
    if (answer.status >= 500 || isRefused) wrong.push(`${address}: ${answer.status}`);
    if (new URL(answer.url).origin !== location.origin) wrong.push(`${address}: to ${answer.url}`);
    wrong.push(...look(page).found.map((one) => `${address}: ${one}`));
  }
  return wrong;
}
"""
#: A status other than 200, and what stops when the next page is opened.
_EXPECTED = re.compile(r"status of 4\d\d|net::ERR_ABORTED|Failed to fetch")


@dataclass
class Watched:
    """A page of the browser and all that ran, was loaded or went wrong on it."""

    page: Page
    origin: str
    wrong: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        response = self.page.goto(f"{self.origin}{address}")
        if response is None or response.status >= 500:
            self.wrong.append(f"{address[:80]}: {response and response.status}")
        self.look(address[:80])

    def look(self, address: str) -> None:
        seen: dict[str, Any] = self.page.evaluate(f"({LOOK})(document)")
        self.wrong += [f"{address}: {one}" for one in (*seen["found"], *seen["ran"])]
        self.text.append(squeezed(seen["text"]))
        if urlsplit(self.page.url).netloc != urlsplit(self.origin).netloc:
            self.wrong.append(f"{address}: left for {self.page.url}")


@pytest.fixture(scope="module")
def hostile() -> Hostile:
    return Hostile()


@pytest.fixture(scope="module")
def zeroji(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zeroji]:
    home = tmp_path_factory.mktemp("hostile")
    settings = Settings(home=home, tracing=True, company_name='"><script>alert(1)</script>')
    with open_zeroji(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(zeroji: Zeroji) -> FastAPI:
    return create_app(zeroji)


@pytest.fixture(scope="module")
def full(zeroji: Zeroji, app: FastAPI, hostile: Hostile, tmp_path_factory: Any) -> Full:
    made = fill(zeroji, tmp_path_factory.mktemp("documents") / "文書", hostile)
    found, _ = app.state.gaps.of_days(90, 60)
    return replace(made, gaps=tuple(gap.id for gap in found.gaps))


BARE = "without its policy"


@pytest.fixture(params=["with its policy", BARE])
def is_bare(request: pytest.FixtureRequest) -> bool:
    """Whether the browser ignores the Content-Security-Policy, so that escaping stands alone."""
    return bool(request.param == BARE)


@pytest.fixture
def watched(
    chromium: Browser, address: str, zeroji: Zeroji, full: Full, is_bare: bool
) -> Iterator[dict[str | None, Watched]]:
    """A watched page for each visitor: a guest, who asks, and who may see all."""
    contexts = [
        chromium.new_context(locale="ja-JP", bypass_csp=is_bare) for _ in (None, ASKER, EVERYTHING)
    ]
    names = (None, ASKER, EVERYTHING)
    pages = {
        name: _watched(context, address) for name, context in zip(names, contexts, strict=True)
    }
    for name in (ASKER, EVERYTHING):
        page = pages[name].page
        page.goto(f"{address}/sign-in?link={zeroji.accounts.sign_in_link(name)}")
        page.locator("main button").click()
        page.wait_for_load_state()
    yield pages
    for context in contexts:
        context.close()


def _watched(context: BrowserContext, origin: str) -> Watched:
    context.set_default_timeout(15_000)
    context.add_init_script(HOOKS)
    watched = Watched(page=context.new_page(), origin=origin)

    def guard(route: Route) -> None:
        if route.request.url.startswith(f"{origin}/"):
            route.continue_()
        else:
            watched.wrong.append(f"asked for {route.request.url}")
            route.abort()

    def complain(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _EXPECTED.search(message.text):
            watched.wrong.append(f"{watched.page.url}: {message.text}")

    context.route("**/*", guard)
    watched.page.on("console", complain)
    watched.page.on("pageerror", lambda error: watched.wrong.append(f"error {error}"))
    watched.page.on("popup", lambda popup: watched.wrong.append(f"opened {popup.url}"))
    return watched


def _all_wrong(watched: dict[str | None, Watched]) -> str:
    return "\n".join(one for page in watched.values() for one in page.wrong)


def test_there_are_enough_strings_of_all_kinds() -> None:
    assert len(set(hostile_strings())) >= 200


def test_every_page_is_opened(app: FastAPI) -> None:
    asked = {c.path for c in iter_route_contexts(app.routes) if "GET" in (c.methods or ())}

    assert asked - NO_PAGES == {*PAGES, *PARTS}


def test_what_was_written_is_text_on_every_page(
    watched: dict[str | None, Watched], full: Full, hostile: Hostile, is_bare: bool
) -> None:
    words = " ".join(hostile.strings[:120])
    for who, address in visits(full, words) if is_bare else first_visits(full, words):
        watched[who].open(address)

    assert _all_wrong(watched) == ""
    if is_bare:
        text = "\n".join(text for page in watched.values() for text in page.text)
        assert [one for one in hostile.strings if squeezed(one) not in text] == []
        shown = {
            kind
            for kind, texts in hostile.placed.items()
            if any(squeezed(one) in text for one in texts)
        }
        assert shown == set(hostile.placed)


def test_what_is_in_an_address_is_text_on_the_page_of_an_error(
    watched: dict[str | None, Watched], hostile: Hostile
) -> None:
    for who, address in wrong_visits(" ".join(hostile.strings[:100])):
        watched[who].open(address)

    assert _all_wrong(watched) == ""


def test_what_is_asked_in_the_chat_is_text(
    watched: dict[str | None, Watched], hostile: Hostile
) -> None:
    watch = watched[ASKER]
    watch.open("/")
    for at in range(0, len(hostile.strings), 60):
        question = "\n".join(hostile.strings[at : at + 60])[:1_990]
        watch.page.fill("#question", question)
        watch.page.keyboard.press("Enter")
        expect(watch.page.locator(".message.mine:not([data-pending])")).to_have_count(at // 60 + 1)
        watch.look("/ask")

    assert _all_wrong(watched) == ""


def test_what_is_typed_in_the_console_is_text(
    watched: dict[str | None, Watched], full: Full, hostile: Hostile
) -> None:
    watch, said = watched[EVERYTHING], "\n".join(hostile.strings)
    page = watch.page
    watch.open(f"/console/tickets/{full.tickets['open']}")
    page.fill("#find", said[:250])
    with page.expect_response("**/passages**"):
        page.keyboard.press("Enter")
    for box in page.locator("[name=cite]").all():
        box.check()
    for button in page.locator("[data-use]").all():
        button.click()
    page.fill("#text", said[:9_900])
    watch.look("a ticket that is typed into")
    watch.open(f"/console/proposals/{full.proposals['proposed']}")
    page.get_by_text("文面を直す").click()
    with page.expect_response("**/diff"):
        page.fill("#after", said)
    expect(page.locator("#diff ins").first).to_be_visible()
    watch.look("a change that is typed")

    assert _all_wrong(watched) == ""


def test_files_are_uploaded_under_any_name(
    watched: dict[str | None, Watched], hostile: Hostile
) -> None:
    watch = watched[EVERYTHING]
    names = [text for text in hostile.strings if "/" not in text and 20 < len(text) < 60][:4]
    watch.open("/console/manuals")
    watch.page.locator("summary", has_text="文書を登録").click()
    watch.page.set_input_files(
        "#file",
        [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"text"} for name in names],
    )
    watch.page.locator("main form[enctype] button.primary").click()
    watch.page.wait_for_url("**/runs/**")
    expect(watch.page.locator("#run")).to_contain_text(names[0])
    watch.look("what was uploaded")
    watch.open("/console/manuals")

    assert _all_wrong(watched) == ""


#: Parameters and fields that pages show again.
PARAMETERS = (
    *("/console?q={}", "/console?owner={}", "/console?topic={}", "/console?reason={}"),
    *("/console?status={}", "/console?overdue={}", "/console?offset={}", "/console?done={}"),
    *("/console/proposals?status={}", "/console/checking?owner={}", "/console/checking?kind={}"),
    *("/console/gaps?owner={}", "/console/gaps?action={}", "/console/gaps?days={}"),
    *("/console/owners?owner={}", "/console/cases?status={}", "/console/numbers?since={}"),
    *("/console/audit?actor={}", "/console/audit?action={}", "/console/audit?subject={}"),
    *("/console/audit?since={}", "/console/members/{}", "/console/manuals/{}", "/manuals/{}"),
    *("/sign-in?link={}", "/?lang={}", "/nowhere/{}", "/conversations/{}", "/static/{}"),
)


@pytest.mark.parametrize("is_bare", [BARE], indirect=True)
def test_every_string_is_text_in_whatever_parameter(
    watched: dict[str | None, Watched], full: Full, hostile: Hostile
) -> None:
    page = watched[EVERYTHING].page
    tickets = f"/console/tickets/{full.tickets['open']}"
    addresses = [*PARAMETERS, f"{tickets}?find={{}}", f"{tickets}/passages?find={{}}"]
    requests = [
        (addresses[at % len(addresses)].format(quote(text, safe="")), None)
        for at, text in enumerate(hostile.strings)
    ]
    page.evaluate(f"void (window.look = {LOOK})")

    assert page.evaluate(LOOK_AT, requests) == []
    assert _all_wrong(watched) == ""


@pytest.mark.parametrize("is_bare", [BARE], indirect=True)
def test_what_was_sent_wrongly_comes_back_as_text(
    watched: dict[str | None, Watched], full: Full, hostile: Hostile
) -> None:
    page = watched[EVERYTHING].page
    said = "\n".join(hostile.strings)
    token = page.locator("input[name=csrf]").first.input_value()
    ticket, closed = (f"/console/tickets/{full.tickets[one]}" for one in ("open", "published"))
    fields = [
        ("/ask", {"question": said}),
        (f"{closed}/reply", {"text": said}),
        (f"{ticket}/hand-over", {"to": said[:500], "note": said}),
        (f"{ticket}/dismiss", {"because": said}),
        (f"{ticket}/claim", {"back": "/console?q=" + said[:500]}),
        (f"{ticket}/claim", {"back": "//evil.example"}),
        ("/console/members", {"name": said, "display_name": said, "roles": said}),
        (f"/console/members/{ASKER}", {"display_name": said, "roles": said, "active": "true"}),
        (f"/console/members/{ASKER}/link", {}),
        (f"/console/cases/{full.cases[0]}/review", {"question": "", "facts": said}),
        (
            f"/console/proposals/{full.proposals['proposed']}/approve",
            {"reason": said, "seen": said},
        ),
        ("/console/audit/verify", {}),
        ("/console/manuals/upload", {"url": said[:500]}),
        ("/sign-in", {"link": said}),
    ]
    page.evaluate(f"void (window.look = {LOOK})")
    requests = [(address, {"csrf": token, **values}) for address, values in fields]

    assert page.evaluate(LOOK_AT, requests) == []
    assert _all_wrong(watched) == ""


def test_what_looks_at_pages_sees_what_is_not_escaped(
    chromium: Browser, address: str, hostile: Hostile
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/docs")
    parse = 'new DOMParser().parseFromString(text, "text/html")'
    tags = [text for text in hostile.strings if re.match(r"<[a-z]+[ >/]", text)]
    missed = [
        text for text in tags if not page.evaluate(f"(text) => ({LOOK})({parse}).found", text)
    ]

    assert len(missed) < len(tags) / 5, missed
