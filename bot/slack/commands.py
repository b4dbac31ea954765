"""The slash command, the shortcuts, and the form for a question."""

from __future__ import annotations

import unicodedata
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.outcomes import Language
from bot.slack import overview
from bot.slack.aside import Aside
from bot.slack.asking.hooks import Directory
from bot.slack.language import language_for
from bot.slack.manifest import COMMAND
from bot.slack.messages import home_employee, modals, wording
from bot.slack.messages.action_ids import ASK, ASK_ANYWHERE, ASK_FORM, ASK_MESSAGE
from bot.slack.messages.blocks import language_of
from bot.slack.messages.forms import typed
from bot.slack.messages.home_employee import Home
from bot.slack.places import Place
from bot.slack.receiving.markup import plain
from bot.slack.receiving.presses import key_of_form
from bot.slack.receiving.surface import Body, Received, Refused, Surface
from bot.slack.requests import AskedAside

#: Words with the language that they are answered in; None: that of who typed them.
_Words = dict[str, Language | None]
_HELP: _Words = {
    "": None,
    "help": None,
    "help ja": "ja",
    "help en": "en",
    "使い方": "ja",
    "ヘルプ": "ja",
}
_STATUS: _Words = {"status": None, "status ja": "ja", "status en": "en", "状況": "ja"}


def surface(database: Engine, client: WebClient, aside: Aside, directory: Directory) -> Surface:
    commands = _Commands(database, client, directory)
    return Surface(
        reads={COMMAND: commands.command, ASK_FORM: _form},
        opens={
            ASK_MESSAGE: commands.open_form,
            ASK_ANYWHERE: commands.open_form,
            ASK: commands.open_form,
        },
        does={AskedAside: aside.asked},
    )


class _Commands:
    def __init__(self, database: Engine, client: WebClient, directory: Directory) -> None:
        self._database = database
        self._client = client
        self._directory = directory

    def command(self, body: Body) -> Received | Refused:
        """A question is written down; help and one's tickets are answered on the spot."""
        text, user = plain(body.get("text") or ""), body["user_id"]
        word = unicodedata.normalize("NFKC", text).lower()
        if word in _HELP:
            language = _HELP[word] or self._language(user)
            return Refused(answer=_only_you(wording.text("command.help", language)))
        if word in _STATUS:
            return Refused(answer=self._waiting(user, _STATUS[word] or self._language(user)))
        place = Place(channel=body["channel_id"], thread="", user=user)
        return Received(
            key=f"command:{body['trigger_id']}"[:100],
            request=AskedAside(place=place, text=text, surface="command"),
            answer=_only_you(wording.text("command.asked", language_of(text))),
        )

    def open_form(self, body: Body) -> None:
        """With the text of the message that the shortcut was chosen on."""
        text = plain((body.get("message") or {}).get("text") or "")
        view = modals.ask({}, text, self._language(body["user"]["id"]))
        self._client.views_open(trigger_id=body["trigger_id"], view=view)

    def _language(self, user: str) -> Language:
        return language_for(self._database, self._directory, user)

    def _waiting(self, user: str, language: Language) -> Body:
        found = overview.waiting(self._database, f"slack:{user}", workspace="")
        if not found:
            return _only_you(wording.text("command.nothing_waits", language))
        said = wording.text("command.waiting", language, count=len(found))
        shown = home_employee.waiting(Home(waiting=found, language=language))
        return _only_you(said) | {"blocks": shown}


def _form(body: Body) -> Received:
    fields = typed(body["view"])
    request = AskedAside(
        # A form stands in no channel.
        place=Place(channel="", thread="", user=body["user"]["id"]),
        text=fields["text"].strip(),
        surface="shortcut",
        person=fields.get("to") == "person",
    )
    return Received(key=key_of_form(body), request=request)


def _only_you(text: str) -> dict[str, Any]:
    return {"text": text, "response_type": "ephemeral"}
