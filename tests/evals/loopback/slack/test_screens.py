"""Modals and homes, as slack_sdk's client and Bolt open them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from evals.loopback.slack import Params, Person, Slack
from evals.loopback.slack.hearing import Heard
from evals.loopback.slack.samples import MODAL, plain


@pytest.fixture
def person(slack: Slack) -> Person:
    return Person(slack, "U1")


@pytest.fixture
def opened(person: Person, app: Heard, web: WebClient) -> Params:
    """A modal that the person has before them."""
    app.ack = lambda ack, body: (ack(), web.views_open(trigger_id=body["trigger_id"], view=MODAL))
    person.shortcut("it")
    app.ack = lambda ack, body: ack()
    assert person.modal is not None
    return person.modal


def refusal(error: SlackApiError) -> str:
    return str(error.response["error"])


def test_a_trigger_opens_one_modal_within_three_seconds(slack: Slack, web: WebClient) -> None:
    slack.workspace.user("U1")
    good = slack.screens.new_trigger("U1")
    web.views_open(trigger_id=good, view=MODAL)
    slack.screens.trigger_seconds = 0
    late = slack.screens.new_trigger("U1")
    for trigger, error in {
        good: "exchanged_trigger_id",
        late: "expired_trigger_id",
        "1.2.3": "invalid_trigger_id",
    }.items():
        with pytest.raises(SlackApiError) as refused:
            web.views_open(trigger_id=trigger, view=MODAL)
        assert refusal(refused.value) == error


def test_what_was_typed_goes_with_the_submission(
    person: Person, app: Heard, opened: Params
) -> None:
    submitted = person.submit({"multiline": "はい", "target_select": "One"})
    assert submitted.errors == {}
    assert person.modal is None
    values = app.bodies[-1]["view"]["state"]["values"]
    assert values["multiline"]["mlvalue"]["value"] == "はい"
    assert values["target_channel"]["target_select"]["selected_option"]["value"] == "one"


def test_the_form_does_not_go_when_slack_would_not_let_it(person: Person, opened: Params) -> None:
    for values in ({}, {"multiline": "長すぎる理由"}):
        with pytest.raises(ValueError, match="くわしく"):
            person.submit(values)
    with pytest.raises(LookupError):
        person.submit({"multiline": "は", "nothing": "x"})


def answers(action: str, **more: Any) -> Any:
    return lambda ack, body: ack(response_action=action, **more)


def test_errors_keep_the_modal_open(person: Person, app: Heard, opened: Params) -> None:
    app.ack = answers("errors", errors={"multiline": "短すぎます"})
    submitted = person.submit({"multiline": "は"})
    assert submitted.errors == {"multiline": "短すぎます"}
    assert person.modal is opened


def test_an_answer_may_change_push_or_clear(person: Person, app: Heard, opened: Params) -> None:
    app.ack = answers("push", view=MODAL | {"title": plain("次")})
    person.submit({"multiline": "は"})
    assert person.modal and person.modal["previous_view_id"] == opened["id"]
    app.ack = answers("update", view=MODAL | {"title": plain("別")})
    person.submit({"multiline": "は"})
    assert person.modal and person.modal["title"]["text"] == "別"
    app.ack = answers("clear")
    person.submit({"multiline": "は"})
    assert person.modal is None


def test_closing_is_told_to_an_app_that_asked(person: Person, app: Heard, opened: Params) -> None:
    person.close()
    assert app.bodies[-1]["type"] == "view_closed"
    assert person.modal is None


def test_an_update_of_an_older_state_is_a_conflict(web: WebClient, opened: Params) -> None:
    before = opened["hash"]
    web.views_update(view_id=opened["id"], view=MODAL, hash=before)
    with pytest.raises(SlackApiError) as refused:
        web.views_update(view_id=opened["id"], view=MODAL, hash=before)
    assert refusal(refused.value) == "hash_conflict"


def test_a_closed_modal_is_not_found(person: Person, web: WebClient, opened: Params) -> None:
    person.close()
    with pytest.raises(SlackApiError) as refused:
        web.views_update(view_id=opened["id"], view=MODAL)
    assert refusal(refused.value) == "not_found"


def test_no_more_than_three_modals_lie_on_each_other(
    slack: Slack, web: WebClient, opened: Params
) -> None:
    for _ in range(2):
        web.views_push(trigger_id=slack.screens.new_trigger("U1"), view=MODAL)
    with pytest.raises(SlackApiError) as refused:
        web.views_push(trigger_id=slack.screens.new_trigger("U1"), view=MODAL)
    assert refusal(refused.value) == "push_limit_reached"


def test_a_home_is_published_and_its_buttons_work(
    person: Person, app: Heard, web: WebClient
) -> None:
    button = {"type": "button", "action_id": "it", "text": plain("更新")}
    home = {"type": "home", "blocks": [{"type": "actions", "elements": [button]}]}
    web.views_publish(user_id="U1", view=home)
    assert person.home is not None
    person.press(person.home, "更新")
    body = app.bodies[-1]
    assert body["container"] == {"type": "view", "view_id": person.home["id"]}
    assert "message" not in body
