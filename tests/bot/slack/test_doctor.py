"""What ``zeroji doctor`` says of Slack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from bot.diagnosis import Finding
from bot.settings import Settings
from bot.slack.doctor import clock, examine
from bot.slack.doctor_events import events, reached
from bot.slack.manifest import SCOPES
from evals.loopback.slack import Failure, Slack, loopback
from tests.bot.slack.workspace import SECRET
from tests.bot.web.chromium import serving

Given = Callable[..., Settings]


@pytest.fixture
def workspace() -> Iterator[Slack]:
    """A Slack of its own, in which the app has what its manifest asks for."""
    with loopback() as running:
        running.tokens.bot_scopes = set(SCOPES)
        running.workspace.profile_fields["Xf1"] = "部署"
        yield running


@pytest.fixture
def given(workspace: Slack, tmp_path: Path) -> Given:
    """Settings that are right, but for what a test says."""

    def settings(**other: Any) -> Settings:
        right: dict[str, Any] = {
            "home": tmp_path,
            "slack_api_url": workspace.url,
            "slack_bot_token": SecretStr("xoxb-test"),
            "slack_app_token": SecretStr("xapp-test"),
            "slack_signing_secret": SecretStr("0123456789abcdef" * 2),
        }
        return Settings(_env_file=None, **right | other)  # type: ignore[call-arg]

    return settings


def by_check(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.check: finding for finding in findings}


def wrong(findings: list[Finding]) -> list[str]:
    return [finding.check for finding in findings if finding.status == "wrong"]


def test_what_is_set_up_well_is_said_so(given: Given) -> None:
    found = by_check(examine(given()))
    assert {finding.status for finding in found.values()} == {"ok", "unset"}
    assert "Zeroji" in found["slack.auth"].said["ja"]
    assert f"{len(SCOPES)}個" in found["slack.scopes"].said["ja"]
    assert found["slack.socket"].status == "ok"


def test_without_tokens_it_says_how_to_begin(given: Given) -> None:
    nothing = {"slack_bot_token": SecretStr(""), "slack_signing_secret": SecretStr("")}
    (only,) = examine(given(slack_app_token=SecretStr(""), **nothing))
    assert only.status == "unset"
    steps = only.then["ja"]
    assert steps.index("(1)") < steps.index("(2)") < steps.index("(3)")


def test_half_set_up_is_wrong(given: Given) -> None:
    found = by_check(examine(given(slack_signing_secret=SecretStr(""))))
    assert found["slack.settings"].status == "wrong"
    assert "SLACK_SIGNING_SECRET" in found["slack.settings"].said["ja"]


def test_tokens_that_are_mixed_up_are_told_apart(given: Given, workspace: Slack) -> None:
    mixed = {"slack_bot_token": SecretStr("xapp-test"), "slack_app_token": SecretStr("xoxb-test")}
    assert wrong(examine(given(**mixed))) == ["slack.bot_token", "slack.app_token"]
    assert workspace.calls == []  # a token goes to nobody whom it is not for


def test_secrets_are_never_shown(given: Given) -> None:
    odd = {
        "slack_bot_token": SecretStr("hunter2-and-more"),
        "slack_app_token": SecretStr("abcdefgh"),
    }
    said = str(examine(given(slack_signing_secret=SecretStr("topsecret"), **odd)))
    assert "hunter2-" not in said
    assert "abcdefgh" not in said
    assert "topsecret" not in said


@pytest.mark.parametrize("secret", ["0123456789ABCDEF" * 2, "abc", "xoxb-0123456789abcdef01234567"])
def test_a_signing_secret_of_another_form_is_wrong(given: Given, secret: str) -> None:
    found = by_check(examine(given(slack_signing_secret=SecretStr(secret))))
    assert found["slack.secret"].status == "wrong"
    assert "Signing Secret" in found["slack.secret"].then["ja"]


def test_a_revoked_token_is_wrong_and_nothing_else_is_asked(given: Given, workspace: Slack) -> None:
    workspace.revoke()
    found = by_check(examine(given()))
    assert found["slack.auth"].status == "wrong"
    assert "token_revoked" in found["slack.auth"].said["ja"]
    assert "slack.staff" not in found


def test_missing_scopes_are_named(given: Given, workspace: Slack) -> None:
    workspace.tokens.bot_scopes -= {"im:write", "users:read.email"}
    finding = by_check(examine(given()))["slack.scopes"]
    assert finding.status == "wrong"
    assert "im:write, users:read.email" in finding.said["ja"]
    assert "インストールし直し" in finding.then["ja"]


def test_scopes_that_are_not_needed_are_named_too(given: Given, workspace: Slack) -> None:
    workspace.tokens.bot_scopes.add("files:read")
    finding = by_check(examine(given()))["slack.scopes"]
    assert finding.status == "ok"
    assert "files:read" in finding.said["ja"]


def test_slack_that_cannot_be_reached_is_told_from_a_wrong_token(given: Given) -> None:
    found = by_check(examine(given(slack_api_url="http://127.0.0.1:9/api/")))
    assert found["slack.reached"].status == "wrong"
    assert "slack.auth" not in found


def test_a_token_for_sockets_that_is_not_good_is_wrong(given: Given, workspace: Slack) -> None:
    workspace.tokens.app_scopes.clear()
    finding = by_check(examine(given()))["slack.socket"]
    assert finding.status == "wrong"
    assert "missing_scope" in finding.said["ja"]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"members": ("U1",)}, "投稿できます"),
        ({"private": True}, "投稿できます"),
        ({"archived": True}, "アーカイブ"),
    ],
)
def test_the_staff_channel_is_looked_at(
    given: Given, workspace: Slack, about: dict[str, Any], words: str
) -> None:
    workspace.workspace.channel("CSTAFF", **about)
    finding = by_check(examine(given(slack_staff_channel="CSTAFF")))["slack.staff"]
    assert words in finding.said["ja"]


def test_a_staff_channel_without_the_app_says_how_to_invite_it(
    given: Given, workspace: Slack
) -> None:
    workspace.workspace.channel("CSTAFF")
    workspace.workspace.leave("CSTAFF", "UBOT")
    finding = by_check(examine(given(slack_staff_channel="CSTAFF")))["slack.staff"]
    assert finding.status == "wrong"
    assert "/invite @zeroji" in finding.then["ja"]


@pytest.mark.parametrize("id", ["#soumu", "総務", "general", "CNOWHERE"])
def test_a_staff_channel_that_is_no_id_of_a_channel_is_wrong(given: Given, id: str) -> None:
    assert by_check(examine(given(slack_staff_channel=id)))["slack.staff"].status == "wrong"


def test_user_groups_that_do_not_exist_are_named(given: Given, workspace: Slack) -> None:
    workspace.workspace.group("S1", "hr-team")
    groups = (("hr-team", "hr"), ("S1", "hr"), ("kanri", "managers"))
    finding = by_check(examine(given(slack_groups=groups)))["slack.groups"]
    assert finding.status == "wrong"
    assert "：kanri。" in finding.said["ja"]


def test_profile_fields_that_do_not_exist_are_named(given: Given) -> None:
    named = (("部署=人事部", "hr"), ("役職=課長", "managers"))
    finding = by_check(examine(given(slack_fields=named)))["slack.fields"]
    assert finding.status == "wrong"
    assert "：役職。" in finding.said["ja"]


def test_fields_that_their_people_write_themselves_are_warned_of(
    given: Given, workspace: Slack
) -> None:
    workspace.workspace.profile_fields["Xf2"] = "役職"
    workspace.workspace.own_fields = {"Xf1", "Xf2"}
    named = (("役職=課長", "managers"), ("Xf1=人事部", "hr"))
    found = by_check(examine(given(slack_fields=named)))
    assert found["slack.fields"].status == found["slack.department"].status == "warning"
    assert "：役職、Xf1。" in found["slack.fields"].said["ja"]
    assert "「部署」" in found["slack.department"].said["ja"]


def test_of_fields_that_the_company_writes_nothing_is_warned(
    given: Given, workspace: Slack
) -> None:
    named = (("部署=人事部", "hr"),)
    found = by_check(examine(given(slack_fields=named)))
    assert found["slack.fields"].status == "ok"
    assert "slack.department" not in found


def test_a_workspace_without_departments_is_fine(given: Given, workspace: Slack) -> None:
    workspace.workspace.profile_fields.clear()
    assert by_check(examine(given()))["slack.department"].status == "unset"


@pytest.mark.parametrize(
    ("seconds", "status"),
    [(0, "ok"), (-20, "ok"), (60, "warning"), (-400, "wrong"), (400, "wrong")],
)
def test_a_clock_that_is_off_is_noticed(seconds: int, status: str) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    theirs = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
    assert [finding.status for finding in clock(theirs, now)] == [status]


@pytest.mark.parametrize("date", ["", "yesterday", "0"])
def test_a_clock_that_slack_does_not_tell_is_left_alone(date: str) -> None:
    assert list(clock(date, datetime.now(UTC))) == []


# How events arrive


def test_a_server_that_takes_events_is_found(http: TestClient) -> None:
    with serving(_app(http)) as address:
        assert reached(f"{address}/slack/events", SECRET).status == "ok"


def test_a_server_with_another_secret_refuses(http: TestClient) -> None:
    with serving(_app(http)) as address:
        finding = reached(f"{address}/slack/events", "another")
    assert finding.status == "wrong"
    assert "SLACK_SIGNING_SECRET" in finding.said["ja"]


def test_a_server_without_slack_is_noticed() -> None:
    with serving(FastAPI()) as address:
        assert "受け口がありません" in reached(f"{address}/slack/events", SECRET).said["ja"]


def test_a_sign_in_page_in_the_way_is_noticed() -> None:
    app = FastAPI()
    app.add_api_route("/slack/events", lambda: "Please sign in", methods=["POST"])
    with serving(app) as address:
        finding = reached(f"{address}/slack/events", SECRET)
    assert finding.status == "wrong"
    assert "サインイン" in finding.then["ja"]


def test_an_address_where_nobody_listens_is_wrong() -> None:
    finding = reached("http://127.0.0.1:9/slack/events", SECRET)
    assert finding.status == "wrong"
    assert "つながりません" in finding.said["ja"]


@pytest.mark.parametrize("url", ["", "http://zeroji.example.co.jp"])
def test_without_socket_mode_an_https_address_is_needed(url: str) -> None:
    assert [finding.status for finding in events(url, SECRET)] == ["wrong"]


def test_slack_that_fails_in_the_middle_is_told_and_does_not_end_the_rest(
    given: Given, workspace: Slack
) -> None:
    workspace.workspace.channel("CSTAFF")
    workspace.fail_call("conversations.info", Failure(cut=True))
    found = by_check(examine(given(slack_staff_channel="CSTAFF")))
    assert found["slack.staff"].status == "wrong"
    assert found["slack.socket"].status == "ok"


def _app(http: TestClient) -> FastAPI:
    app = http.app
    assert isinstance(app, FastAPI)
    return app
