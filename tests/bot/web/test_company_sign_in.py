"""Signing in with the company's account, also at a provider that lies."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from bot.oidc import Provider, configured
from bot.settings import Settings
from bot.web.app import create_app
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput
from tests.bot.web.browsing import Browser, words
from tests.loopback.openid_provider import CLIENT, SECRET, OpenIdProvider, openid_provider

STRANGER = RSAKey.generate_key(2048, private=True)
NOT_PROVED = "サインインを確認できませんでした"
NOT_REACHED = "認証サーバーに今はつながりません"


def settings(issuer: str, **others: Any) -> Settings:
    chosen = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "_env_file": None} | others
    return Settings(**chosen, oidc_client_secret=SecretStr(SECRET))


@pytest.fixture
def provider(zeroji: Zeroji) -> Iterator[OpenIdProvider]:
    names = {user.name for user in zeroji.accounts.users()}
    if "sato@example.com" not in names:
        zeroji.accounts.add("sato@example.com", "佐藤 花子", ["staff"])
    zeroji.accounts.bind("sato@example.com", None, "test")
    with openid_provider() as running:
        yield running


@pytest.fixture
def company_app(zeroji: Zeroji, provider: OpenIdProvider) -> FastAPI:
    made = create_app(zeroji)
    made.state.provider = Provider(settings(provider.issuer), patience=0.5)
    return made


@pytest.fixture
def browser(company_app: FastAPI) -> Browser:
    return Browser(company_app)


@pytest.fixture
def come_back(browser: Browser, provider: OpenIdProvider) -> Callable[[], str]:
    """Go to the provider and sign in there; the address that it sends the browser back to."""

    def go() -> str:
        answer = browser.http.get("/sign-in/oidc", follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return provider.authorize(answer.headers["Location"])

    return go


ComeBack = Callable[[], str]


def is_signed_in(browser: Browser) -> bool:
    return browser.get("/console").url.path == "/console"


class TestTheWay:
    def test_who_has_an_account_gets_in(self, browser: Browser, come_back: ComeBack) -> None:
        assert "会社のアカウントでサインイン" in words(browser.get("/sign-in"))

        answer = browser.get(come_back())

        assert answer.url.path == "/console"
        assert "佐藤 花子" in words(answer)

    def test_the_second_time_they_are_known_by_their_subject(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        browser.get(come_back())
        provider.person |= {"email": "married@example.com"}

        assert browser.get(come_back()).url.path == "/console"

    def test_an_address_that_only_userinfo_tells_is_asked_for(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        provider.only_asked = {"email": "sato@example.com", "email_verified": True}
        provider.person = {"sub": "4711"}

        assert browser.get(come_back()).url.path == "/console"

    def test_what_is_asked_for(self, browser: Browser, provider: OpenIdProvider) -> None:
        answer = browser.http.get("/sign-in/oidc", follow_redirects=False)

        url = answer.headers["Location"]
        for part in ("response_type=code", "code_challenge_method=S256", "scope=openid+email"):
            assert part in url
        assert "nonce=" in url and "state=" in url and SECRET not in url
        (cookie,) = [c for c in answer.headers.get_list("Set-Cookie") if "zeroji_sign_in" in c]
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Max-Age=600" in cookie

    def test_a_session_before_is_ended(
        self, browser: Browser, come_back: ComeBack, zeroji: Zeroji
    ) -> None:
        browser.post("/sign-in", link=zeroji.accounts.sign_in_link("mori"))
        before = browser.http.cookies["zeroji_session"]

        browser.get(come_back())

        assert browser.http.cookies["zeroji_session"] != before
        assert zeroji.accounts.user_of_session(before) is None


class TestWithoutAnAccount:
    @pytest.mark.parametrize(
        "person",
        [
            {"email": "nobody@example.com"},
            {"email": None},
            {"email_verified": False},
            {"email_verified": None},
        ],
    )
    def test_a_page_says_whom_to_ask(
        self,
        browser: Browser,
        come_back: ComeBack,
        provider: OpenIdProvider,
        zeroji: Zeroji,
        person: dict[str, Any],
    ) -> None:
        provider.person |= person
        provider.tells = {"userinfo_endpoint": f"{provider.issuer}/nothing"}
        if person.get("email", "") is None:
            provider.tells = {"userinfo_endpoint": f"{provider.issuer}/userinfo"}
        before = zeroji.accounts.users()

        answer = browser.get(come_back())

        assert answer.status_code == 403
        assert "利用者が登録されていません" in words(answer)
        assert f"{provider.issuer} 4711" in words(answer)
        assert zeroji.accounts.users() == before and not is_signed_in(browser)

    def test_an_administrator_binds_the_account(
        self,
        company_app: FastAPI,
        browser: Browser,
        come_back: ComeBack,
        provider: OpenIdProvider,
        zeroji: Zeroji,
    ) -> None:
        provider.person |= {"sub": "4712", "email": "nobody@example.com"}
        shown = words(browser.get(come_back()))
        (subject,) = re.findall(r"http://\S+ 4712", shown)
        admin = Browser(company_app)
        admin.post("/sign-in", link=zeroji.accounts.sign_in_link("kanri"))

        admin.post("/console/members/suzuki/company-account", subject=subject)

        assert "鈴木 三郎" in words(browser.get(come_back()))
        admin.post("/console/members/suzuki/company-account", subject="")
        assert browser.get(come_back()).status_code == 403


class TestLies:
    @pytest.mark.parametrize(
        "lie",
        [
            {"nonce": "another"},
            {"nonce": None},
            {"aud": "another-client"},
            {"aud": [CLIENT, "another-client"]},
            {"aud": None},
            {"azp": "another-client"},
            {"iss": "https://login.example.com"},
            {"iss": None},
            {"exp": int(time.time()) - 120},
            {"exp": None},
            {"iat": int(time.time()) + 3600},
            {"nbf": int(time.time()) + 3600},
            {"sub": None},
            {"sub": ""},
            {"sub": 4711},
            {"sub": "x" * 500},
        ],
        ids=lambda lie: next(iter(lie)),  # the same whenever it is collected
    )
    def test_a_token_that_says_something_else_proves_nothing(
        self,
        browser: Browser,
        come_back: ComeBack,
        provider: OpenIdProvider,
        lie: dict[str, Any],
    ) -> None:
        provider.lies = lie

        answer = browser.get(come_back())

        assert answer.status_code == 403 and NOT_PROVED in words(answer)
        assert not is_signed_in(browser)

    def test_nor_does_one_without_a_signature(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        forgeries = (
            provider.unsigned,
            provider.signed_by(STRANGER),
            provider.signed_with_public_key,
            lambda claims: provider.signed(claims)[:-8] + "AAAAAAAA",
            lambda claims: "no token",
        )
        for forged in forgeries:
            provider.signs = forged

            answer = browser.get(come_back())

            assert answer.status_code == 403 and NOT_PROVED in words(answer)
            assert not is_signed_in(browser)

    def test_a_client_that_may_share_a_token_is_named_in_it(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        provider.lies = {"aud": [CLIENT, "another-client"], "azp": CLIENT}

        assert browser.get(come_back()).url.path == "/console"

    def test_an_address_of_somebody_else_at_userinfo_is_not_believed(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        provider.only_asked = {"sub": "9", "email": "sato@example.com", "email_verified": True}
        provider.person = {"sub": "4711"}

        assert browser.get(come_back()).status_code == 403
        assert not is_signed_in(browser)


class TestAttempts:
    def test_a_code_that_was_used_is_refused(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        answer = browser.http.get("/sign-in/oidc", follow_redirects=False)
        attempt = browser.http.cookies["zeroji_sign_in"]
        back = provider.authorize(answer.headers["Location"])
        browser.get(back)
        assert is_signed_in(browser)

        assert browser.get(back).status_code == 403  # the attempt is over
        thief = browser.stranger()
        thief.http.cookies.set("zeroji_sign_in", attempt)
        assert NOT_PROVED in words(thief.get(back))  # and the provider takes the code once
        assert not is_signed_in(thief)

    def test_an_attempt_is_finished_in_the_browser_that_began_it(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider
    ) -> None:
        stranger, back = browser.stranger(), come_back()

        assert stranger.get(back).status_code == 403
        stranger.get("/sign-in/oidc", **{})
        assert stranger.get(back).status_code == 403  # its own attempt has another state
        assert not is_signed_in(stranger)

    @pytest.mark.parametrize("value", ["", ".", "e30=.00", "é", "a.b.c"])
    def test_an_attempt_that_was_made_up_is_none(
        self, browser: Browser, come_back: ComeBack, value: str
    ) -> None:
        back = come_back()
        browser.http.cookies.clear()

        answer = browser.http.get(back, headers={"Cookie": f"zeroji_sign_in={value}".encode()})

        assert answer.status_code == 403 and NOT_PROVED in words(answer)

    def test_who_says_no_at_the_provider_comes_back_to_a_page(
        self, browser: Browser, come_back: ComeBack
    ) -> None:
        state = re.sub(r".*state=", "", come_back())

        answer = browser.get(f"/sign-in/oidc/callback?error=access_denied&state={state}")

        assert answer.status_code == 403 and NOT_PROVED in words(answer)

    def test_another_issuers_answer_is_refused(self, browser: Browser, come_back: ComeBack) -> None:
        assert browser.get(f"{come_back()}&iss=https://evil.example").status_code == 403


class TestAProviderThatIsNotWell:
    @pytest.mark.parametrize(
        "ill", [{"delay": 2.0}, {"status": 503}, {"tells": {"issuer": "https://evil.example"}}]
    )
    def test_signing_in_ends_in_a_page(
        self, browser: Browser, come_back: ComeBack, provider: OpenIdProvider, ill: dict[str, Any]
    ) -> None:
        back = come_back()
        for name, value in ill.items():
            setattr(provider, name, value)

        for path in ("/sign-in/oidc", back):
            began = time.monotonic()
            answer = browser.get(path)
            assert answer.status_code == 503 and NOT_REACHED in words(answer)
            assert time.monotonic() - began < 1.9
        assert not is_signed_in(browser)

    @pytest.mark.parametrize(
        "endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"]
    )
    def test_no_secret_goes_over_an_open_line(
        self, browser: Browser, provider: OpenIdProvider, endpoint: str
    ) -> None:
        provider.tells = {endpoint: "http://login.example.com/x"}

        assert browser.get("/sign-in/oidc").status_code == 503

    def test_one_that_is_gone(
        self, company_app: FastAPI, browser: Browser, come_back: ComeBack
    ) -> None:
        back = come_back()
        company_app.state.provider = Provider(settings("http://127.0.0.1:1"), patience=0.5)

        assert NOT_REACHED in words(browser.get("/sign-in/oidc"))
        assert NOT_REACHED in words(browser.get(back))


class TestSettings:
    def test_without_them_there_is_no_such_way(self, guest: Browser) -> None:
        assert "会社のアカウント" not in words(guest.get("/sign-in"))
        assert guest.get("/sign-in/oidc").status_code == 404
        assert guest.get("/sign-in/oidc/callback").status_code == 404

    def test_none_are_needed(self) -> None:
        assert configured(settings("")) is None

    @pytest.mark.parametrize(
        "issuer", ["http://login.example.com", "login.example.com", "ftp://127.0.0.1", "https://"]
    )
    def test_the_issuer_is_reached_over_https(self, issuer: str) -> None:
        with pytest.raises(InvalidInput, match="https"):
            configured(settings(issuer))

    def test_a_client_is_needed(self) -> None:
        with pytest.raises(InvalidInput, match="CLIENT_ID"):
            configured(settings("https://login.example.com", oidc_client_id=""))
