"""Messages of people, read from Slack's events ``message`` and ``app_mention``."""

from __future__ import annotations

from typing import Any

from bot.slack.places import Place
from bot.slack.receiving.markup import mentioned, plain
from bot.slack.receiving.surface import Body
from bot.slack.requests import Asked, Deleted, Edited, Surface

Event = dict[str, Any]

#: A message with a file, and one also shown in the channel, are messages.
_MESSAGES = (None, "file_share", "thread_broadcast")


def bot_of(body: Body) -> str:
    """Zeroji's own user id, as Slack tells it with each event; empty where it does not."""
    authorizations = body.get("authorizations") or [{}]
    return str(authorizations[0].get("user_id") or "")


def asked_in(body: Body) -> Asked | None:
    """A question that is put to Zeroji itself: in a direct message, or by a mention."""
    event, bot = body["event"], bot_of(body)
    if not _is_said_by_a_person(event, bot):
        return None
    return _asked(event, _surface(event)) if _is_put_to(event, bot) else None


def follow_up_in(body: Body) -> Asked | None:
    """What may go on with a conversation in a channel's thread: it mentions nobody."""
    event, bot = body["event"], bot_of(body)
    if event["type"] != "message" or is_direct(event) or not _is_said_by_a_person(event, bot):
        return None
    if not event.get("thread_ts") or mentioned(event.get("text") or ""):
        return None
    return _asked(event, "thread")


def said_below(body: Body) -> Event | None:
    """A person's message in a channel's thread, whomever it mentions but Zeroji."""
    event, bot = body["event"], bot_of(body)
    if event["type"] != "message" or is_direct(event) or not _is_said_by_a_person(event, bot):
        return None
    in_thread = event.get("thread_ts") not in (None, event["ts"])
    return event if in_thread and bot not in mentioned(event.get("text") or "") else None


def changed_below(body: Body) -> Event | None:
    """The same of one whose text was changed: the message as it is now."""
    event = body["event"]
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    is_other = event.get("subtype") == "message_changed" and after.get("text") != before.get("text")
    if not is_other or not _is_said_by_a_person(after, bot_of(body)):
        return None
    return after if after.get("thread_ts") else None


def edited_in(body: Body) -> Edited | None:
    """A message whose text was changed. Previews of links change messages, too: not these."""
    event, bot = body["event"], bot_of(body)
    if event.get("subtype") != "message_changed":
        return None
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if not _is_said_by_a_person(after, bot) or after.get("text") == before.get("text"):
        return None
    text = after.get("text") or ""
    return Edited(
        place=_place(event["channel"], after),
        question_ts=after["ts"],
        text=plain(text),
        mentions=is_direct(event) or bot in mentioned(text),
    )


def deleted_in(body: Body) -> Deleted | None:
    """A message that was deleted; one with replies leaves a tombstone."""
    event = body["event"]
    before = event.get("previous_message") or {}
    after = event.get("message") or {}
    gone = event.get("subtype") == "message_deleted" or (
        event.get("subtype") == "message_changed" and after.get("subtype") == "tombstone"
    )
    if not gone or not _is_said_by_a_person(before, bot_of(body)):
        return None
    return Deleted(place=_place(event["channel"], before), question_ts=before["ts"])


def _is_put_to(event: Event, bot: str) -> bool:
    """Slack tells of a mention in a channel twice, as a message and as a mention: the message is
    left. Of one in a group's direct messages it is only sure to tell as a message: both count, and
    are one question."""
    if event["type"] != "message":
        return not is_direct(event)
    in_group = event.get("channel_type") == "mpim"
    return is_direct(event) or (in_group and bot in mentioned(event.get("text") or ""))


def is_direct(event: Event) -> bool:
    """Whether nobody else reads along; a group's direct messages are not so."""
    return str(event.get("channel", "")).startswith("D")


def _is_said_by_a_person(message: Event, bot: str) -> bool:
    """Neither by a bot, ourselves among them, nor by Slack."""
    said = message.get("subtype") in _MESSAGES and "bot_id" not in message
    user = message.get("user")
    return said and bool(user) and user not in (bot, "USLACKBOT") and "ts" in message


def _asked(event: Event, surface: Surface) -> Asked:
    return Asked(
        place=_place(event["channel"], event),
        text=plain(event.get("text") or ""),
        files=len(event.get("files") or ()),
        surface=surface,
        question_ts=event["ts"],
    )


def _place(channel: str, message: Event) -> Place:
    return Place(
        channel=channel,
        thread=message.get("thread_ts") or message["ts"],
        user=message["user"],
    )


def _surface(event: Event) -> Surface:
    if is_direct(event):
        return "dm"
    return "thread" if event.get("thread_ts") else "channel"
