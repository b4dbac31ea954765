"""The HTTP API: who may ask as whom, tickets, ingestion, health and metrics."""

from __future__ import annotations

from typing import Any, cast

import pytest
from httpx2 import Response

from bot.language_model.spending import Call, Price
from bot.language_model.usage import Usage
from bot.wiring import Zeroji
from ingest.publishing import Publisher
from knowledge.errors import HomeUnavailable
from tests.bot.web.browsing import ANSWERED, Browser, Visit

RAISE = "昇給の原資は部門ごとに何パーセントですか"


@pytest.fixture
def token(zeroji: Zeroji) -> dict[str, str]:
    return {"Authorization": f"Bearer {zeroji.home.token}"}


class TestAsking:
    def test_the_answer_is_that_of_the_command(self, guest: Browser) -> None:
        said = _ask(guest, {"question": ANSWERED}).json()

        assert said["outcome"] == "answer"
        assert {"text", "citations", "options", "reason", "ticket", "confidence"} <= said.keys()
        assert said["timings_ms"]["total"] > 0
        assert said["citations"][0]["manual"] == "経費FAQ"

    def test_a_guest_goes_on_with_their_conversation(self, guest: Browser) -> None:
        first = _ask(guest, {"question": ANSWERED}).json()["conversation"]
        again = _ask(guest, {"question": "領収書は？", "conversation": first})

        assert again.json()["conversation"] == first
        stolen = _ask(guest.stranger(), {"question": "続き", "conversation": first})
        assert stolen.status_code == 404
        assert set(stolen.json()) == {"error"}

    def test_the_rules_of_another_day_are_asked(self, guest: Browser) -> None:
        body = {"question": "在宅勤務は週に何日までですか", "on": "2099-05-01"}

        assert "4日まで" in _ask(guest, body).json()["text"]

    @pytest.mark.parametrize("extra", [{"as": "kanri"}, {"audience": ["managers"]}])
    def test_a_guest_does_not_ask_for_others(self, guest: Browser, extra: dict[str, Any]) -> None:
        assert _ask(guest, {"question": RAISE, **extra}).status_code == 401

    def test_an_employee_does_not_ask_for_others(self, visit: Visit) -> None:
        browser = visit("shain")
        headers = {"X-CSRF-Token": browser.token}

        assert _ask(browser, {"question": RAISE, "as": "kanri"}, headers).status_code == 403

    def test_the_token_asks_for_anybody(self, guest: Browser, token: dict[str, str]) -> None:
        as_manager = _ask(guest, {"question": RAISE, "as": "kanri"}, token).json()
        for_managers = _ask(guest, {"question": RAISE, "audience": ["managers"]}, token).json()
        as_nobody = _ask(guest, {"question": RAISE, "as": "somebody"}, token).json()

        assert "2.5パーセント" in as_manager["text"]
        assert "2.5パーセント" in for_managers["text"]
        assert "2.5パーセント" not in as_nobody["text"]

    @pytest.mark.parametrize("extra", [{"as": "kanri"}, {"audience": ["managers"]}])
    def test_staff_do_not_read_more_by_asking_for_others(
        self, visit: Visit, extra: dict[str, Any]
    ) -> None:
        browser = visit("sato")
        headers = {"X-CSRF-Token": browser.token}
        answer = _ask(browser, {"question": RAISE, **extra}, headers)

        assert answer.status_code == 403

    def test_staff_ask_for_a_colleague(self, visit: Visit) -> None:
        browser = visit("sato")
        headers = {"X-CSRF-Token": browser.token}

        assert _ask(browser, {"question": ANSWERED, "as": "shain"}, headers).status_code == 200

    @pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "0" * 64}])
    def test_a_session_alone_is_not_enough(self, visit: Visit, headers: dict[str, str]) -> None:
        assert _ask(visit("sato"), {"question": ANSWERED}, headers).status_code == 403

    def test_a_wrong_token_is_refused(self, guest: Browser) -> None:
        for value in ("Bearer wrong", "Bearer ", "nonsense", "Bearer é"):
            headers = {b"Authorization": value.encode("latin-1")}
            answer = guest.http.post("/api/ask", json={"question": ANSWERED}, headers=headers)
            assert answer.status_code == 401

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"[]", b'{"question": 1}', b'{"question": "\\ud83d"}', b'{"question": null}'],
    )
    def test_what_is_no_question_is_explained(self, guest: Browser, body: bytes) -> None:
        headers = {"Content-Type": "application/json"}
        answer = guest.http.post("/api/ask", content=body, headers=headers)

        assert answer.status_code == 422
        assert answer.json()["error"]

    @pytest.mark.parametrize(("question", "reason"), [("", "empty"), ("長" * 2001, "too_long")])
    def test_what_cannot_be_asked_is_refused_as_an_outcome(
        self, guest: Browser, question: str, reason: str
    ) -> None:
        said = _ask(guest, {"question": question}).json()

        assert (said["outcome"], said["reason"]) == ("refusal", reason)

    def test_64_kilobytes_are_too_large(self, guest: Browser) -> None:
        answer = _ask(guest, {"question": "x" * 65 * 1024})

        assert answer.status_code == 413
        assert answer.json() == {"error": "送られた内容が大きすぎます。"}


class TestTickets:
    def test_staff_and_programs_list_them(
        self, guest: Browser, visit: Visit, token: dict[str, str], ticket: int
    ) -> None:
        for answer in (
            guest.get("/api/tickets?status=open&limit=1000", **token),
            visit("sato").get("/api/tickets?status=open&limit=1000"),
        ):
            assert ticket in [listed["id"] for listed in answer.json()]

    def test_nobody_else_does(self, guest: Browser, visit: Visit) -> None:
        assert guest.get("/api/tickets").status_code == 401
        assert visit("shain").get("/api/tickets").status_code == 403

    @pytest.mark.parametrize("query", ["limit=0", "limit=5000", "offset=-1", "limit=x"])
    def test_limits_are_sensible(self, guest: Browser, token: dict[str, str], query: str) -> None:
        assert guest.get(f"/api/tickets?{query}", **token).status_code == 422

    def test_passages_are_shown_to_their_audience_only(
        self, guest: Browser, visit: Visit, token: dict[str, str], unanswered: str
    ) -> None:
        question = f"昇給の原資と{unanswered}"
        _ask(guest, {"question": question, "audience": ["managers"]}, token)

        listed = visit("sato").get("/api/tickets?limit=1000").text
        assert "2.5パーセント" not in listed

    def test_a_reply_names_who_gave_it(
        self, guest: Browser, visit: Visit, token: dict[str, str], ticket: int
    ) -> None:
        path = f"/api/tickets/{ticket}/reply"
        body = {"text": "95点です。", "as": "kanri"}

        told = guest.http.post(path, json=body, headers=token).json()

        assert (told["status"], told["owner"], told["reply"]) == ("answered", "kanri", "95点です。")
        again = guest.http.post(path, json=body, headers=token)
        assert again.status_code == 409

    def test_a_session_replies_in_its_own_name(self, visit: Visit, ticket: int) -> None:
        staff = visit("sato")
        headers = {"X-CSRF-Token": staff.token}
        body = {"text": "はい。", "as": "kanri"}
        told = staff.http.post(f"/api/tickets/{ticket}/reply", json=body, headers=headers)

        assert told.json()["owner"] == "sato"


class TestIngesting:
    def test_a_document_is_uploaded(
        self, guest: Browser, token: dict[str, str], zeroji: Zeroji
    ) -> None:
        answer = guest.http.post(
            "/api/ingest",
            headers=token,
            files={"file": ("駐輪場規程.md", "# 駐輪場規程\n\n駐輪場は無料とする。\n".encode())},
            data={"audience": "managers"},
        )

        assert answer.json()["manuals"]["failed"] == []
        (manual,) = [m for m in zeroji.library.manuals() if m.title == "駐輪場規程"]
        assert manual.audience == "managers"

    def test_paths_on_the_server_need_the_token(self, visit: Visit, manuals: Any) -> None:
        owner = visit("mori")
        headers = {"X-CSRF-Token": owner.token}
        answer = owner.http.post("/api/ingest", json={"paths": [str(manuals)]}, headers=headers)

        assert answer.status_code == 403

    def test_the_token_ingests_paths(
        self, guest: Browser, token: dict[str, str], manuals: Any
    ) -> None:
        path = str(manuals / "管理職向け通達.md")
        answer = guest.http.post("/api/ingest", json={"paths": [path]}, headers=token)

        assert answer.json()["manuals"]["unchanged"] == [path]

    @pytest.mark.parametrize("body", [b"", b"{}", b'{"paths": "x"}'])
    def test_what_is_neither_is_explained(
        self, guest: Browser, token: dict[str, str], body: bytes
    ) -> None:
        answer = guest.http.post("/api/ingest", content=body, headers=token)

        assert answer.status_code == 422
        assert "paths" in answer.json()["error"]

    def test_the_answer_says_which_run_it_was(self, guest: Browser, token: dict[str, str]) -> None:
        files = [("file", (f"看板{n}.md", f"# 看板{n}\n\n青い。\n".encode())) for n in (1, 2)]
        answer = guest.http.post("/api/ingest", headers=token, files=files).json()

        assert len(answer["manuals"]["added"]) == 2
        shown = guest.http.get(f"/api/ingest/{answer['run']}", headers=token).json()
        assert (shown["status"], shown["report"]["manuals"]) == ("done", answer["manuals"])

    def test_who_does_not_wait_is_told_where_to_ask(
        self, guest: Browser, token: dict[str, str], zeroji: Zeroji
    ) -> None:
        zeroji.runs.attach(lambda run: None)
        try:
            answer = guest.http.post(
                "/api/ingest?wait=false", headers=token, files={"file": ("待.md", b"# x")}
            )
        finally:
            cast(Any, zeroji.runs)._promise = None

        assert answer.status_code == 202
        run = answer.json()
        assert run["status_url"] == f"/api/ingest/{run['run']}"
        shown = guest.http.get(run["status_url"], headers=token).json()
        assert (shown["status"], shown["report"], shown["error"]) == ("waiting", None, None)

    def test_a_url_needs_no_token_and_a_host_that_is_public(self, visit: Visit) -> None:
        owner = visit("mori")
        headers = {"X-CSRF-Token": owner.token}
        url = {"url": "https://169.254.169.254/rules.html"}
        answer = owner.http.post("/api/ingest", json=url, headers=headers)

        (failed,) = answer.json()["manuals"]["failed"]
        assert "not on the public internet" in failed["error"]

    @pytest.mark.parametrize(
        "body",
        [
            {"url": "/etc/passwd"},
            {"url": "file:///etc/passwd"},
            {"url": "https://x.jp/", "paths": ["/srv"]},
        ],
    )
    def test_a_url_is_one(
        self, guest: Browser, token: dict[str, str], body: dict[str, Any]
    ) -> None:
        assert guest.http.post("/api/ingest", json=body, headers=token).status_code == 422

    def test_a_run_is_for_who_started_it(
        self, guest: Browser, visit: Visit, token: dict[str, str], zeroji: Zeroji
    ) -> None:
        run = zeroji.runs.start(["missing.md"], author="kanri")

        path = f"/api/ingest/{run}"
        assert guest.http.get(path).status_code == 401
        assert visit("sato").http.get(path).status_code == 403
        assert visit("mori").http.get(path).status_code == 404
        assert visit("kanri").http.get(path).status_code == 200
        assert guest.http.get(path, headers=token).status_code == 200

    def test_a_run_that_fails_as_a_whole_is_an_error(
        self, guest: Browser, token: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def down(*_: object, **__: object) -> None:
            raise HomeUnavailable("The embedder is down.")

        monkeypatch.setattr(Publisher, "publish", down)
        files = {"file": ("電池.md", "# 電池\n\n単三。\n".encode())}
        answer = guest.http.post("/api/ingest", headers=token, files=files)

        assert answer.status_code == 500
        assert answer.json()["error"].startswith("The embedder is down.")

    def test_a_form_without_a_file_is_explained(
        self, guest: Browser, token: dict[str, str]
    ) -> None:
        answer = guest.http.post("/api/ingest", headers=token, files={"other": ("x.md", b"x")})

        assert answer.status_code == 422

    def test_nobody_else_ingests(self, guest: Browser, visit: Visit) -> None:
        files = {"file": ("x.md", b"# x")}

        assert guest.http.post("/api/ingest", files=files).status_code == 401
        staff = visit("sato")
        headers = {"X-CSRF-Token": staff.token}
        assert staff.http.post("/api/ingest", files=files, headers=headers).status_code == 403


def test_health_counts_what_there_is(guest: Browser, zeroji: Zeroji) -> None:
    health = guest.get("/health").json()

    assert health["status"] == "ok"
    assert (health["manuals"], health["chunks"]) == zeroji.library.count()


def test_metrics_are_for_prometheus(guest: Browser) -> None:
    guest.ask(ANSWERED)
    metrics = guest.get("/metrics").text

    assert 'zeroji_outcomes_total{kind="answer"}' in metrics
    assert "zeroji_ask_seconds_count" in metrics
    assert "zeroji_open_tickets" in metrics
    assert "zeroji_overdue_tickets" in metrics


def test_metrics_tell_what_models_took(guest: Browser, zeroji: Zeroji) -> None:
    call = Call(asker="shain", model="gpt-test", purpose="answer", price=Price(1.0, 2.0))
    with zeroji.spending.recorded(call, Usage()) as used:
        used.add(1000, 50)
    metrics = guest.get("/metrics").text

    named = 'model="gpt-test",outcome="answered",purpose="answer"'
    assert f"zeroji_model_calls_total{{{named}}} 1.0" in metrics
    assert f'zeroji_model_tokens_total{{direction="in",{named}}} 1000.0' in metrics
    assert f"zeroji_model_cost_total{{{named}}} 0.0011" in metrics
    assert "zeroji_model_limit_reached 0.0" in metrics


def test_the_api_is_described_without_foreign_files(guest: Browser) -> None:
    page = guest.get("/docs").text

    for path in guest.get("/openapi.json").json()["paths"]:
        assert path in page
    assert "/api/tickets/{ticket_id}/reply" in page
    assert "http" not in page.replace("http-equiv", "")


def test_an_unknown_path_is_an_error_in_json(guest: Browser) -> None:
    assert guest.get("/api/nowhere").json() == {"error": "お探しのページはありません。"}


def _ask(browser: Browser, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return browser.http.post("/api/ask", json=body, headers=headers)
