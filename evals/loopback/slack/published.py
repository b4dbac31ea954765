"""Examples of payloads, shortened, as docs.slack.dev publishes them."""

from __future__ import annotations

from typing import Any

Params = dict[str, Any]

MESSAGE: Params = {
    "token": "one-long-verification-token",
    "team_id": "T123ABC456",
    "api_app_id": "A123ABC456",
    "event": {
        "type": "message",
        "channel": "D123ABC456",
        "user": "U123ABC456",
        "text": "Hello hello can you hear me?",
        "ts": "1355517523.000005",
        "event_ts": "1355517523.000005",
        "channel_type": "im",
    },
    "type": "event_callback",
    "event_id": "Ev123ABC456",
    "event_time": 1355517523,
}
APP_MENTION: Params = {
    "type": "app_mention",
    "user": "U061F7AUR",
    "text": "<@U0LAN0Z89> is it everything a river should be?",
    "ts": "1515449522.000016",
    "channel": "C123ABC456",
    "event_ts": "1515449522000016",
}
MESSAGE_CHANGED: Params = {
    "type": "message",
    "subtype": "message_changed",
    "hidden": True,
    "channel": "C123ABC456",
    "ts": "1358878755.000001",
    "message": {
        "type": "message",
        "user": "U123ABC456",
        "text": "Hello, world!",
        "ts": "1355517523.000005",
        "edited": {"user": "U123ABC456", "ts": "1358878755.000001"},
    },
}
MESSAGE_DELETED: Params = {
    "type": "message",
    "subtype": "message_deleted",
    "hidden": True,
    "channel": "C123ABC456",
    "ts": "1358878755.000001",
    "deleted_ts": "1358878749.000002",
}
APP_HOME_OPENED: Params = {
    "type": "app_home_opened",
    "user": "U123ABC456",
    "channel": "D123ABC456",
    "event_ts": "1515449522000016",
    "tab": "home",
}
BLOCK_ACTIONS: Params = {
    "type": "block_actions",
    "team": {"id": "T9TK3CUKW", "domain": "example"},
    "user": {"id": "UA8RXUSPL", "username": "jtorrance", "team_id": "T9TK3CUKW"},
    "api_app_id": "AABA1ABCD",
    "token": "9s8d9as89d8as9d8as989",
    "container": {
        "type": "message",
        "message_ts": "1548261231.000200",
        "channel_id": "CBR2V3XEX",
        "is_ephemeral": False,
    },
    "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
    "channel": {"id": "CBR2V3XEX", "name": "review-updates"},
    "message": {
        "bot_id": "BAH5CA16Z",
        "type": "message",
        "text": "This content can't be displayed.",
        "user": "UAJ2RU415",
        "ts": "1548261231.000200",
    },
    "response_url": "https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209",
    "actions": [
        {
            "action_id": "WaXA",
            "block_id": "=qXel",
            "text": {"type": "plain_text", "text": "View"},
            "value": "click_me_123",
            "type": "button",
            "action_ts": "1548426417.840180",
        }
    ],
}
VIEW_SUBMISSION: Params = {
    "type": "view_submission",
    "team": {"id": "TXXXXXX", "domain": "coverbands"},
    "user": {"id": "UXXXXXX", "name": "dr.brown"},
    "view": {
        "id": "VNHU13V36",
        "type": "modal",
        "title": {"type": "plain_text", "text": "Modal"},
        "submit": {"type": "plain_text", "text": "Submit"},
        "blocks": [{"type": "input", "block_id": "multiline"}],
        "private_metadata": "shhh-its-secret",
        "callback_id": "modal-with-inputs",
        "state": {
            "values": {
                "multiline": {
                    "mlvalue": {"type": "plain_text_input", "value": "This is my example"}
                },
                "target_channel": {
                    "target_select": {
                        "type": "static_select",
                        "selected_option": {
                            "text": {"type": "plain_text", "text": "One"},
                            "value": "one",
                        },
                    }
                },
            }
        },
        "hash": "156663117.cd33ad1f",
    },
    "response_urls": [],
}
COMMAND: Params = {
    "token": "gIkuvaNzQIHg97ATvDxqgjtO",
    "team_id": "T0001",
    "team_domain": "example",
    "channel_id": "C2147483705",
    "channel_name": "test",
    "user_id": "U2147483697",
    "user_name": "Steve",
    "command": "/weather",
    "text": "94070",
    "response_url": "https://hooks.slack.com/commands/1234/5678",
    "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    "api_app_id": "A123456",
}
HELLO: Params = {
    "type": "hello",
    "connection_info": {"app_id": "A1234"},
    "num_connections": 1,
    "debug_info": {
        "host": "applink-7fc4fdbb64-4x5xq",
        "started": "2020-10-11 12:12:12.120",
        "build_number": 54,
        "approximate_connection_time": 3600,
    },
}
DISCONNECT: Params = {
    "type": "disconnect",
    "reason": "warning",
    "debug_info": {"host": "applink-7fc4fdbb64-4x5xq"},
}
ENVELOPE: Params = {
    "payload": MESSAGE,
    "envelope_id": "c67a03d0-4094-4744-90ca-d286e00a3ab1",
    "type": "events_api",
    "accepts_response_payload": False,
}


def missing(example: Any, ours: Any, at: str = "") -> list[str]:
    """What an example has and ours has not, or has of another type."""
    if type(example) is not type(ours):
        return [f"{at}: {type(ours).__name__}"]
    if isinstance(example, list):
        pairs = zip(example, ours, strict=False)
        short = [f"{at}: {len(ours)} of {len(example)}"] if len(ours) < len(example) else []
        return short + [m for n, (a, b) in enumerate(pairs) for m in missing(a, b, f"{at}/{n}")]
    if not isinstance(example, dict):
        return []
    absent = [f"{at}/{key}" for key in example if key not in ours]
    shared = example.keys() & ours.keys()
    return absent + [m for k in shared for m in missing(example[k], ours[k], f"{at}/{k}")]
