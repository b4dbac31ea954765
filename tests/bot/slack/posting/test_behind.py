"""Cards and reminders that met a token which Slack refused: done as soon as it takes one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import durable
from bot.jobs import JobFailed
from bot.slack.posting import access
from bot.slack.posting.access import Access
from bot.slack.posting.behind import Catching
from bot.slack.posting.client import NotGranted, TokenRefused
from bot.slack.receiving.surface import Given
from bot.slack.requests import Behind, Request, from_json, to_json
from bot.wiring import Zeroji
from evals.loopback.slack import Person, Slack
from knowledge.database import now
from tests.bot.slack.posting.test_access import looks, refused
from tests.bot.slack.staff.desk import Desk
from tests.bot.slack.workspace import Person as Asker
from tests.bot.slack.workspace import shown, wait_for


class Slackless:
    """Work that meets a Slack which refuses it, as long as it says so."""

    def __init__(self) -> None:
        self.refusal: Exception | None = TokenRefused("Slack refuses the token: token_revoked")
        self.done: list[tuple[str, bool]] = []

    def __call__(self, subject: str, again: bool) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.done.append((subject, again))


@pytest.fixture
def kept() -> dict[str, Request]:
    return {}


@pytest.fixture
def catching(kept: dict[str, Request]) -> Catching:
    return Catching(Access(), lambda key, request: kept.update({key: request}))


def given(key: str, request: Request) -> Given:
    return Given(key=key, request=request, again=False, received_at=now())


@pytest.mark.parametrize("refusal", [TokenRefused("revoked"), NotGranted("missing_scope")])
def test_what_slack_refuses_is_written_down_once_and_done_later(
    catching: Catching, kept: dict[str, Request], refusal: Exception
) -> None:
    work = Slackless()
    work.refusal = refusal
    patiently = catching.work("slack.card", work, lambda subject: f"slack:card:{subject}")
    for _ in range(3):
        patiently("12", False)
    ((key, request),) = kept.items()
    assert request.lane == "slack:card:12"
    assert from_json(to_json(request)) == request

    work.refusal = None
    catching.surface().does[Behind](given(key, request))
    assert work.done == [("12", True)]


def test_what_is_refused_again_waits_on(catching: Catching, kept: dict[str, Request]) -> None:
    work = Slackless()
    catching.work("slack.card", work, lambda subject: "lane")("12", False)
    ((key, request),) = kept.items()
    with pytest.raises(TokenRefused):
        catching.surface().does[Behind](given(key, request))


def test_other_failures_are_tried_again_as_ever(
    catching: Catching, kept: dict[str, Request]
) -> None:
    work = Slackless()
    work.refusal = JobFailed("Slack was not reached")
    with pytest.raises(JobFailed):
        catching.work("slack.card", work, lambda subject: "lane")("12", False)
    assert kept == {}


@pytest.fixture
def never_again(monkeypatch: pytest.MonkeyPatch, slack: Slack) -> Iterator[None]:
    """What fails is tried again too late for a test, and a token is looked at soon."""
    monkeypatch.setattr(durable, "pause_after", lambda failures: 3600.0)
    monkeypatch.setattr(access, "_PAUSE_SECONDS", 1.0)
    yield
    slack.reinstall()


def test_cards_follow_as_soon_as_the_token_is_good_in_the_order_of_what_happened(
    never_again: None, person: Asker, employee: Person, slack: Slack, zeroji: Zeroji
) -> None:
    desk, numbers = Desk(zeroji, slack), list[int]()
    for number in range(3):
        person.ask(f"{person.user}号館の{'アイウ'[number]}倉庫の鍵は誰が持っていますか")
        (numbered,) = [
            t.id
            for t in zeroji.desk.tickets(limit=500)
            if t.question.startswith(f"{person.user}号館の{'アイウ'[number]}")
        ]
        numbers.append(numbered)
    tickets = [zeroji.desk.ticket(number) for number in numbers]
    for ticket in tickets:
        desk.card(ticket)
    slack.revoke()
    for ticket in tickets:
        zeroji.desk.claim(ticket.id, "sato")
    wait_for(lambda: refused(person))
    looked = looks(slack)
    wait_for(lambda: looks(slack) >= looked + 2)
    slack.reinstall()
    for ticket in tickets:
        assert "対応中" in shown(desk.card(ticket, says="対応中"))
        assert len(desk.cards(ticket)) == 1
