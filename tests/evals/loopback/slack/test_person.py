"""What people do, heard by an app of Bolt for Python."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from evals.loopback.slack import Params, Person, Slack
from evals.loopback.slack.hearing import Heard
from evals.loopback.slack.samples import plain


def button(label: str, **more: str) -> Params:
    return {"type": "button", "action_id": "it", "text": plain(label)} | more


def actions(*elements: Params) -> list[Params]:
    return [{"type": "actions", "elements": list(elements)}]


@pytest.fixture
def person(slack: Slack) -> Person:
    return Person(slack, "U1")


def test_a_mention_in_a_channel_comes_as_two_events(person: Person, app: Heard) -> None:
    person.mention("質問", "C1")
    assert [event["type"] for event in app.events] == ["message", "app_mention"]
    assert len({body["event_id"] for body in app.bodies}) == 2


def test_in_direct_messages_a_mention_is_a_message(person: Person, app: Heard) -> None:
    person.message("<@UBOT> 質問")
    assert [event["channel_type"] for event in app.events] == ["im"]


def test_a_reply_is_in_the_thread(person: Person, app: Heard) -> None:
    message = person.message("質問", "C1")
    reply = person.reply(message, "つづき")
    assert app.events[1]["thread_ts"] == message["ts"]
    assert person.reply(reply, "さらに")["thread_ts"] == message["ts"]


def test_files_come_with_their_message(person: Person, app: Heard) -> None:
    person.message("この画像は？", files=2)
    (event,) = app.events
    assert (event["subtype"], len(event["files"])) == ("file_share", 2)


def test_an_app_hears_only_channels_that_it_is_in(person: Person, app: Heard, slack: Slack) -> None:
    slack.workspace.leave("C1", "UBOT")
    person.message("ひそひそ", "C1")
    assert app.events == []


def test_another_bot_says_that_it_is_one(app: Heard, slack: Slack) -> None:
    slack.workspace.user("UOTHER", bot=True)
    Person(slack, "UOTHER").message("定期連絡", "C1")
    assert app.events[0]["bot_id"] == "BUOTHER"


def test_an_app_hears_its_own_messages(app: Heard, slack: Slack, web: WebClient) -> None:
    slack.echoes = True
    web.chat_postMessage(channel="C1", text="お知らせ")
    slack.settle()
    assert (app.events[0]["bot_id"], app.events[0]["user"]) == ("BBOT", "UBOT")


def test_only_what_is_there_can_be_pressed(
    person: Person, app: Heard, slack: Slack, web: WebClient
) -> None:
    ts = web.chat_postMessage(channel="C1", text="t", blocks=actions(button("はい", value="7")))[
        "ts"
    ]
    (message,) = slack.posted("C1")
    for which in ("はい", "it", "7"):
        person.press(message, which)
    assert {body["actions"][0]["value"] for body in app.bodies} == {"7"}
    web.chat_update(channel="C1", ts=ts, text="済み")
    with pytest.raises(LookupError, match="はい"):
        person.press(message, "はい")


def test_a_button_that_only_one_person_sees(
    person: Person, app: Heard, slack: Slack, web: WebClient
) -> None:
    web.chat_postEphemeral(channel="C1", user="U1", text="t", blocks=actions(button("共有")))
    (message,) = person.sees("C1")
    with pytest.raises(LookupError):
        Person(slack, "U2").press(message, "共有")
    person.press(message, "共有")
    (body,) = app.bodies
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    WebhookClient(body["response_url"]).send(delete_original=True)
    assert person.sees("C1") == []


def test_feedback_and_menus(person: Person, app: Heard, slack: Slack, web: WebClient) -> None:
    feedback = {
        "type": "feedback_buttons",
        "action_id": "it",
        "positive_button": {"text": plain("役に立った"), "value": "good"},
        "negative_button": {"text": plain("違う"), "value": "bad"},
    }
    menu = {
        "type": "static_select",
        "action_id": "it",
        "placeholder": plain("だれ"),
        "options": [{"text": plain("佐藤"), "value": "sato"}],
    }
    people = {"type": "users_select", "action_id": "it", "placeholder": plain("担当")}
    blocks = [{"type": "context_actions", "elements": [feedback]}, *actions(menu), *actions(people)]
    web.chat_postMessage(channel="C1", text="t", blocks=blocks)
    (message,) = slack.posted("C1")
    person.press(message, "違う")
    person.press(message, "だれ", choice="佐藤")
    person.press(message, "担当", choice="U2")
    bad, chosen, user = (body["actions"][0] for body in app.bodies)
    assert (bad["type"], bad["value"]) == ("feedback_buttons", "bad")
    assert chosen["selected_option"]["value"] == "sato"
    assert user["selected_user"] == "U2"


def test_a_message_shortcut_shows_the_message(person: Person, app: Heard, slack: Slack) -> None:
    message = Person(slack, "U2").message("これはどうする？", "C1")
    app.bodies.clear()
    person.shortcut("it", message)
    (body,) = app.bodies
    assert (body["type"], body["message"]["text"]) == ("message_action", "これはどうする？")
    assert (body["user"]["id"], body["message"]["user"]) == ("U1", "U2")


def test_the_answer_to_a_command_is_shown_to_its_user(
    person: Person, app: Heard, slack: Slack
) -> None:
    app.ack = lambda ack, body: ack("受け付けました")
    person.command("/it", "質問", "C1")
    assert [m["text"] for m in slack.whispered("U1", "C1")] == ["受け付けました"]
    WebhookClient(app.bodies[0]["response_url"]).send(text="公開", response_type="in_channel")
    assert [m["text"] for m in slack.posted("C1")] == ["公開"]


def test_a_response_url_is_good_five_times(person: Person, app: Heard) -> None:
    person.command("/it", "質問", "C1")
    webhook = WebhookClient(app.bodies[0]["response_url"])
    assert [webhook.send(text="x").status_code for _ in range(6)] == [200] * 5 + [404]
