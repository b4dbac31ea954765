"""What protects the pages: identity, roles, tokens, headers, escaping, limits."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import bot.web
from bot.web.app import create_app
from bot.web.security import HEADERS
from bot.wiring import Zeroji
from tests.bot.web.access_table import ROUTES
from tests.bot.web.browsing import ANSWERED, HTMX, Browser, Visit, words

WEB = Path(bot.web.__file__).parent
CONSOLE = ("", "/tickets/1", "/proposals", "/manuals", "/numbers", "/members", "/members/sato")
XSS = '<script>alert("x")</script><img src=x onerror=alert(1)>'


class TestRoles:
    @pytest.mark.parametrize("page", CONSOLE)
    def test_who_is_not_signed_in_is_told_how_to(self, guest: Browser, page: str) -> None:
        answer = guest.get(f"/console{page}")

        assert answer.url.path == "/sign-in"
        assert "zeroji users link NAME" in words(answer)

    def test_htmx_is_sent_to_the_sign_in_page_as_a_whole(self, guest: Browser) -> None:
        assert guest.get("/console", **HTMX).headers["HX-Redirect"] == "/sign-in"

    @pytest.mark.parametrize("page", CONSOLE)
    def test_an_employee_sees_no_console(self, visit: Visit, page: str) -> None:
        answer = visit("shain").get(f"/console{page}")

        assert answer.status_code == 403
        assert "次のいずれかの役割が必要です" in words(answer)

    @pytest.mark.parametrize(
        ("name", "path", "needed"),
        [
            ("suzuki", "/tickets/1/reply", "担当者"),
            ("suzuki", "/tickets/1/propose", "担当者"),
            ("sato", "/proposals/1/approve", "承認者"),
            ("sato", "/proposals/1/reject", "承認者"),
            ("sato", "/manuals/upload", "文書責任者"),
            ("mori", "/members", "管理者"),
            ("mori", "/members/sato", "管理者"),
            ("mori", "/members/sato/link", "管理者"),
        ],
    )
    def test_the_role_that_is_needed_is_named(
        self, visit: Visit, name: str, path: str, needed: str
    ) -> None:
        answer = visit(name).post(f"/console{path}", manual="1", roles="admin")

        assert answer.status_code == 403
        assert needed in words(answer)


class TestCsrf:
    @pytest.mark.parametrize("token", ["", "0" * 64, "é"])
    def test_a_form_without_its_token_changes_nothing(self, visit: Visit, token: str) -> None:
        browser = visit("kanri")
        for path in ("/ask", "/console/members", "/console/tickets/1/claim", "/sign-out"):
            answer = browser.http.post(path, data={"csrf": token, "question": "x", "roles": "x"})
            assert answer.status_code == 403, path
            assert "画面が古くなっています" in words(answer)
        assert browser.get("/console").url.path == "/console"

    def test_a_token_is_of_no_use_to_another(self, guest: Browser, visit: Visit) -> None:
        answer = visit("sato").http.post("/ask", data={"csrf": guest.token, "question": "x"})

        assert answer.status_code == 403

    def test_every_form_carries_one(self) -> None:
        for template in (WEB / "templates").rglob("*.html"):
            for form in re.findall(r"<form.*?</form>", template.read_text("utf-8"), re.DOTALL):
                if 'method="post"' in form:
                    assert 'name="csrf" value="{{ csrf }}"' in form, template


class TestHeaders:
    @pytest.mark.parametrize("path", ["/", "/sign-in", "/nowhere", "/health", "/static/style.css"])
    def test_every_answer_carries_them(self, guest: Browser, path: str) -> None:
        headers = guest.get(path).headers

        assert all(headers[name] == value for name, value in HEADERS.items())
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]

    def test_no_page_has_inline_scripts_styles_or_foreign_files(self) -> None:
        inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:")
        for template in (WEB / "templates").rglob("*.html"):
            text = template.read_text("utf-8")
            assert not inline.search(text), template
            assert "//" not in re.sub(r"{#.*?#}|placeholder=\"https://\"", "", text), template
            assert "| safe" not in text, template

    def test_cookies_are_out_of_reach_of_scripts_and_other_sites(self, guest: Browser) -> None:
        cookie = guest.get("/").headers["Set-Cookie"]

        assert cookie.startswith("zeroji_guest=")
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie

    @pytest.mark.parametrize("public_url", ["", "https://testserver"])
    def test_over_https_cookies_stay_on_this_host_and_on_https(
        self, zeroji: Zeroji, public_url: str
    ) -> None:
        changed = zeroji.settings.model_copy(update={"public_url": public_url})
        browser = Browser(create_app(replace(zeroji, settings=changed)))
        # A proxy that speaks https for us asks over http, for the public host.
        scheme = "http" if public_url else "https"
        answer = browser.http.get(f"{scheme}://testserver/")

        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-zeroji_guest=")
        assert "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie

    def test_a_cookie_from_another_host_is_not_taken_over_https(
        self, guest: Browser, zeroji: Zeroji
    ) -> None:
        session = zeroji.accounts.sign_in(zeroji.accounts.sign_in_link("sato"))
        names = {"zeroji_session": "/sign-in", "__Host-zeroji_session": "/console"}
        for name, page in names.items():
            guest.http.cookies.clear()
            header = {"Cookie": f"{name}={session}"}
            answer = guest.http.get(
                "https://testserver/console", headers=header, follow_redirects=False
            )
            assert answer.headers.get("Location", "/console") == page

    def test_no_page_that_is_sent_has_any_either(self, visit: Visit, ticket: int) -> None:
        inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|<[^>]*\s(?:on\w+|style)=|javascript:")
        browser = visit("kanri")
        pages = [path for method, path, _ in ROUTES if method == "GET" and path[:4] != "/api"]
        for path in pages:
            page = browser.get(path.replace("{ticket_id}", str(ticket)).replace("{name}", "sato"))
            if page.headers["Content-Type"].startswith("text/html"):
                assert not inline.search(page.text), path

    def test_pages_are_not_kept_by_shared_computers(self, guest: Browser) -> None:
        assert guest.get("/").headers["Cache-Control"] == "no-store"


class TestEscaping:
    def test_a_question_is_shown_as_it_was_typed(self, guest: Browser) -> None:
        page = guest.get(guest.ask(f"{XSS} とは"))

        assert "<img src=x" not in page.text and "<script>alert" not in page.text
        assert XSS.replace("<", "&lt;").split(">")[0] in page.text

    def test_a_name_is_shown_as_it_was_typed(self, visit: Visit) -> None:
        page = visit("sato").get("/console").text

        assert "佐藤 &lt;b&gt;花子&lt;/b&gt;" in page

    def test_a_manual_brings_no_markup_of_its_own(self, guest: Browser, zeroji: Zeroji) -> None:
        (manual,) = [m for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]

        assert "<script>alert" not in guest.get(f"/manuals/{manual.id}").text

    def test_a_staff_reply_is_shown_as_it_was_typed(
        self, guest: Browser, zeroji: Zeroji, visit: Visit, ticket: int
    ) -> None:
        staff = visit("sato")
        staff.post(f"/console/tickets/{ticket}/reply", text=XSS)

        assert "<img src=x" not in staff.get(f"/console/tickets/{ticket}").text


class TestIdentity:
    def test_staff_see_a_guests_name_but_not_the_cookie(
        self, guest: Browser, visit: Visit, ticket: int
    ) -> None:
        page = visit("sato").get(f"/console/tickets/{ticket}").text

        assert re.search("guest-[0-9a-f]{12}", page)
        assert guest.http.cookies["zeroji_guest"] not in page

    def test_a_made_up_cookie_becomes_a_new_guest(self, guest: Browser) -> None:
        guest.http.cookies.set("zeroji_guest", "guest-of-somebody-else")

        assert "zeroji_guest=" in guest.get("/").headers["Set-Cookie"]

    def test_a_made_up_session_is_a_guest(self, guest: Browser) -> None:
        guest.http.cookies.set("zeroji_session", "nonsense")

        assert guest.get("/console").url.path == "/sign-in"


class TestLimits:
    def test_a_question_of_64_kilobytes_is_too_large(self, guest: Browser) -> None:
        answer = guest.post("/ask", question="x" * 65 * 1024)

        assert answer.status_code == 413
        assert "大きすぎます" in words(answer)

    def test_so_is_any_other_form_of_a_megabyte(self, visit: Visit) -> None:
        answer = visit("sato").post("/console/diff", before="x" * 1024 * 1024)

        assert answer.status_code == 413


class TestErrors:
    def test_a_page_that_is_not_there(self, guest: Browser) -> None:
        answer = guest.get("/nowhere")

        assert answer.status_code == 404
        assert "お探しのページはありません" in words(answer)

    def test_a_number_that_is_none(self, visit: Visit) -> None:
        assert visit("sato").get("/console/tickets/nine").status_code == 422

    def test_a_failure_says_nothing_about_its_cause(
        self, guest: Browser, zeroji: Zeroji, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guest.get("/")
        monkeypatch.setattr(type(zeroji.engine), "ask", _fail)
        answer = guest.post("/ask", question=ANSWERED)

        assert answer.status_code == 500
        assert "エラーが起きました" in words(answer) and "disk" not in answer.text
        assert "Content-Security-Policy" in answer.headers


def _fail(*_arguments: object) -> None:
    raise RuntimeError("disk on fire")
