"""Every message and view fits Slack's documented limits, whatever goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View as SdkView

from bot.slack.messages.blocks import Message, texts
from bot.slack.messages.forms import View
from evals.loopback.slack.limits import of_message, of_view
from tests.bot.slack.messages.samples import HOSTILE, OFFICE, messages, views

#: Kinds that are meant to mention the asker.
TO_THE_ASKER = {"reply", "corrected", "shown to everybody"}

MESSAGES = {
    f"{name}, {said}": made
    for said, data in (("office", OFFICE), ("hostile", HOSTILE))
    for name, made in messages(data).items()
}
VIEWS = {
    f"{name}, {said}": made
    for said, data in (("office", OFFICE), ("hostile", HOSTILE))
    for name, made in views(data).items()
}


@pytest.mark.parametrize("shown", MESSAGES.values(), ids=MESSAGES)
def test_a_message_fits(shown: list[Message]) -> None:
    assert shown
    for message in shown:
        assert of_message(message.text, message.blocks) == ("", [])
        assert sum(block["type"] == "table" for block in message.blocks) <= 1


@pytest.mark.parametrize("shown", VIEWS.values(), ids=VIEWS)
def test_a_view_fits(shown: View) -> None:
    assert of_view(shown, shown["type"]) == ("", [])


def test_slack_s_own_library_takes_each_block() -> None:
    shown = [block for made in MESSAGES.values() for message in made for block in message.blocks]
    for block in shown:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    for view in VIEWS.values():
        SdkView(**view).validate_json()


@pytest.mark.parametrize(("name", "shown"), MESSAGES.items(), ids=MESSAGES)
def test_nobody_is_mentioned_but_the_asker(name: str, shown: list[Message]) -> None:
    found = [who for message in shown for who in mentioned(message.blocks)]
    assert found == (["U0ASKER"] if name.rsplit(", ", 1)[0] in TO_THE_ASKER else [])
    assert not any("<" in message.text for message in shown)


@pytest.mark.parametrize("shown", VIEWS.values(), ids=VIEWS)
def test_a_view_mentions_nobody(shown: View) -> None:
    assert mentioned(shown["blocks"]) == []


def test_nothing_unseen_is_shown() -> None:
    shown = [message.blocks for made in MESSAGES.values() for message in made]
    said = "".join(texts([shown, [view["blocks"] for view in VIEWS.values()]]))
    assert not {"\x00", "\u202e", "\u202c", "\u200d"} & set(said)


def mentioned(shown: Any) -> list[str]:
    """Who is notified: users, groups, everybody. Markup would do it as well, so there is none."""
    kinds = ("user", "usergroup", "broadcast", "channel", "team", "mrkdwn")
    return [str(p.get("user_id", p["type"])) for p in parts(shown) if p.get("type") in kinds]


def parts(shown: Any) -> Iterator[dict[str, Any]]:
    if isinstance(shown, list):
        for one in shown:
            yield from parts(one)
    elif isinstance(shown, dict):
        yield shown
        for one in shown.values():
            yield from parts(one)
