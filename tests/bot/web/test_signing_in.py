"""Signing in by a one-time link, and out."""

from __future__ import annotations

from bot.wiring import Zeroji
from tests.bot.web.browsing import Browser, Visit, words


def test_the_page_says_how_to_get_a_link(guest: Browser) -> None:
    assert "zeroji users link NAME" in words(guest.get("/sign-in"))


def test_opening_a_link_uses_nothing_up(guest: Browser, zeroji: Zeroji) -> None:
    link = zeroji.accounts.sign_in_link("sato")

    for _ in range(2):
        assert "このリンクは一度だけ使えます" in words(guest.get(f"/sign-in?link={link}"))
    assert guest.post("/sign-in", link=link).url.path == "/console"


def test_a_link_works_once(guest: Browser, zeroji: Zeroji) -> None:
    link = zeroji.accounts.sign_in_link("sato")
    guest.post("/sign-in", link=link)

    again = guest.stranger().post("/sign-in", link=link)

    assert again.status_code == 403
    assert "使用済み" in words(again)


def test_the_session_cookie_is_out_of_reach_of_scripts(guest: Browser, zeroji: Zeroji) -> None:
    link = zeroji.accounts.sign_in_link("sato")
    first = guest.post("/sign-in", link=link).history[0]
    (cookie,) = [c for c in first.headers.get_list("Set-Cookie") if "zeroji_session" in c]

    assert first.headers["Location"] == "/console"
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and link not in cookie


def test_an_employee_goes_to_the_chat(guest: Browser, zeroji: Zeroji) -> None:
    answer = guest.post("/sign-in", link=zeroji.accounts.sign_in_link("shain"))

    assert answer.url.path == "/"
    assert "社員 一郎" in words(answer)


def test_signing_out_ends_the_session_itself(visit: Visit) -> None:
    browser = visit("sato")
    session = browser.http.cookies["zeroji_session"]

    browser.post("/sign-out")

    assert browser.get("/console").url.path == "/sign-in"
    browser.http.cookies.set("zeroji_session", session)
    assert browser.get("/console").url.path == "/sign-in"


def test_signing_out_as_a_guest_changes_nothing(guest: Browser) -> None:
    assert guest.post("/sign-out").url.path == "/"


def test_signing_in_again_ends_the_session_before(guest: Browser, zeroji: Zeroji) -> None:
    guest.post("/sign-in", link=zeroji.accounts.sign_in_link("sato"))
    before = guest.http.cookies["zeroji_session"]

    guest.post("/sign-in", link=zeroji.accounts.sign_in_link("mori"))

    assert guest.http.cookies["zeroji_session"] != before
    assert zeroji.accounts.user_of_session(before) is None


def test_signing_out_everywhere_ends_every_session(visit: Visit) -> None:
    here, there = visit("shain"), visit("shain")
    assert "社員 一郎 さんとしてサインインしています" in words(here.get("/sign-in"))

    here.post("/sign-out/everywhere")

    assert "社員 一郎" not in words(here.get("/")) + words(there.get("/"))


def test_nobody_else_is_signed_out_with_them(visit: Visit) -> None:
    other = visit("sato")
    visit("shain").post("/sign-out/everywhere")

    assert other.get("/console").url.path == "/console"
