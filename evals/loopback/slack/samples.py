"""A modal and its parts, to be shown."""

from __future__ import annotations

from evals.loopback.slack import Params


def plain(text: str) -> Params:
    return {"type": "plain_text", "text": text}


MODAL: Params = {
    "type": "modal",
    "callback_id": "it",
    "private_metadata": "12",
    "notify_on_close": True,
    "title": plain("理由"),
    "submit": plain("送る"),
    "blocks": [
        {
            "type": "input",
            "block_id": "multiline",
            "label": plain("くわしく"),
            "element": {"type": "plain_text_input", "action_id": "mlvalue", "max_length": 5},
        },
        {
            "type": "input",
            "block_id": "target_channel",
            "optional": True,
            "label": plain("どれ"),
            "element": {
                "type": "static_select",
                "action_id": "target_select",
                "options": [{"text": plain("One"), "value": "one"}],
            },
        },
    ],
}
