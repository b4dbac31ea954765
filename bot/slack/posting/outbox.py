"""Posts messages, once in effect: what was taken by Slack is known by its name."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy import Engine

from bot.slack.messages.blocks import Message
from bot.slack.places import Place
from bot.slack.posting.client import asking_slack
from bot.slack.posting.posted import About, PostedMessages, digest, row_name
from bot.slack.posting.refusals import error_of
from bot.slack.posting.turns import Turns

_log = logging.getLogger(__name__)

#: Names our messages in Slack's metadata, so that they are found again.
_POSTED = "zeroji_posted"
_PAGE = 200
#: Of a channel's history that is looked through for a message that hangs on none.
_MOST_PAGES = 5
_NOT_OURS = "cant_delete_message"
_GONE = frozenset(("message_not_found", "cant_update_message"))


class Outbox:
    """Raises JobFailed (to be tried again) and Unreachable (never again) in every function."""

    def __init__(self, client: WebClient, database: Engine) -> None:
        self._client = client
        self._posted = PostedMessages(database)
        self._turns = Turns()

    def post(
        self,
        place: Place,
        name: str,
        messages: Sequence[Message],
        *,
        again: bool,
        about: About,
    ) -> None:
        """Post messages to a thread, or to the channel where ``place.thread`` is empty.

        ``again`` says that an earlier try may have posted some without having noted it.
        """
        named = {row_name(name, number): message for number, message in enumerate(messages)}
        missing = named.keys() - self._posted.among(named)
        if not missing:
            return
        with self._turns.turn(place.channel), asking_slack():
            there = self._there(place) if again else {}
            for one, message in named.items():
                if one in missing:
                    found = there.get(one)
                    ts = found or self._post(place, one, message)
                    self._posted.keep(place, one, ts, message, about, is_found=bool(found))

    def update(
        self, name: str, message: Message, *, number: int = 0, about: About | None = None
    ) -> bool:
        """Change a message that was posted; False where it is not there to be changed.

        ``about``: what it is from now on, where that changes.
        """
        known = self._posted.named(row_name(name, number))
        if known is None or not known.ts:
            return False
        if known.digest == digest(message) and about is None:
            return True
        with self._turns.turn(known.channel), asking_slack():
            try:
                self._client.chat_update(
                    channel=known.channel,
                    ts=known.ts,
                    text=message.text,
                    blocks=message.blocks,
                    metadata=_metadata(known.name),
                )
            except SlackApiError as refusal:
                if error_of(refusal) not in _GONE:
                    raise
                self._posted.forget(known.name)
                return False
        self._posted.changed(known.name, message, about)
        return True

    def delete(self, name: str, *, number: int = 0) -> bool:
        """Take a message back; False, and it is still known, where somebody else wrote it.

        Nothing happens where it is gone.
        """
        known = self._posted.named(row_name(name, number))
        if known is None:
            return True
        if known.ts:
            with self._turns.turn(known.channel), asking_slack():
                try:
                    self._client.chat_delete(channel=known.channel, ts=known.ts)
                except SlackApiError as refusal:
                    if error_of(refusal) == _NOT_OURS:
                        return False
                    if error_of(refusal) not in _GONE:
                        raise
        self._posted.forget(known.name)
        return True

    def whisper(self, place: Place, name: str, messages: Sequence[Message], about: About) -> None:
        """Show messages to ``place.user`` alone, until they reload.

        Slack does not tell later what it showed: after a crash in between, it is shown again.
        """
        for number, message in enumerate(messages):
            one = row_name(name, number)
            if one in self._posted.among([one]):
                continue
            with self._turns.turn(place.channel), asking_slack():
                self._client.chat_postEphemeral(
                    channel=place.channel,
                    user=place.user,
                    thread_ts=place.thread or None,
                    text=message.text,
                    blocks=message.blocks,
                )
            self._posted.keep(place, one, "", message, about)

    def dm(self, user: str) -> str:
        """The channel of the direct messages with somebody."""
        with asking_slack():
            opened = self._client.conversations_open(users=[user])
            return str(opened["channel"]["id"])

    def _post(self, place: Place, name: str, message: Message) -> str:
        answer = self._client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.thread or None,
            text=message.text,
            blocks=message.blocks,
            metadata=_metadata(name),
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(answer["ts"])

    def _there(self, place: Place) -> dict[str, str]:
        """Our messages in a thread, or the latest of a channel: timestamps by name."""
        names: dict[str, str] = {}
        cursor = ""
        for page_number in range(_MOST_PAGES if not place.thread else 10_000):
            try:
                page = self._page(place, cursor)
            except SlackApiError as refusal:
                # Without the scope to read the thread: better told twice than not at all.
                _log.warning("Page %d was not read: %s", page_number, error_of(refusal))
                break
            for message in page.get("messages") or ():
                metadata = message.get("metadata") or {}
                if metadata.get("event_type") == _POSTED:
                    names[metadata["event_payload"]["name"]] = message["ts"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return names

    def _page(self, place: Place, cursor: str) -> SlackResponse:
        if not place.thread:
            return self._client.conversations_history(
                channel=place.channel, include_all_metadata=True, limit=_PAGE, cursor=cursor
            )
        return self._client.conversations_replies(
            channel=place.channel,
            ts=place.thread,
            include_all_metadata=True,
            limit=_PAGE,
            cursor=cursor,
        )


def _metadata(name: str) -> dict[str, object]:
    return {"event_type": _POSTED, "event_payload": {"name": name}}
