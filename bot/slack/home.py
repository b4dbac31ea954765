"""The app's home in Slack, and the questions that its messages tab suggests."""

from __future__ import annotations

import logging
from typing import Protocol

from slack_sdk import WebClient

from bot.examples import examples
from bot.jobs import JobFailed
from bot.outcomes import Language
from bot.slack import overview
from bot.slack.asking.hooks import Directory
from bot.slack.language import language_for
from bot.slack.manifest import prompts
from bot.slack.messages import home_employee, home_staff, wording
from bot.slack.messages.action_ids import OPT_IN, OPT_OUT, POPULAR
from bot.slack.messages.home_employee import Home
from bot.slack.places import PREFIX
from bot.slack.posting.client import asking_slack
from bot.slack.posting.refusals import Unreachable
from bot.slack.receiving.presses import action_of, key_of_press, place_of_press
from bot.slack.receiving.surface import Body, Do, Given, Read, Received, Surface
from bot.slack.requests import AskedAside, OptsOut, Request
from bot.wiring import Zeroji

_log = logging.getLogger(__name__)

_POPULAR = 5
#: Stands for the direct message of anybody.
_DIRECT = "D"


class Choices(Protocol):
    """Who wants no answers in channels."""

    def opted_out(self, user: str) -> bool: ...

    def opt_out(self, user: str) -> None: ...

    def opt_in(self, user: str) -> None: ...


class Homes:
    """``choices``: None where people cannot choose."""

    def __init__(
        self, zeroji: Zeroji, client: WebClient, directory: Directory, choices: Choices | None
    ) -> None:
        self._zeroji = zeroji
        self._client = client
        self._directory = directory
        self._choices = choices
        self._workspace = ""

    def surface(self) -> Surface:
        return Surface(
            reads={POPULAR: _popular, OPT_OUT: _opts(out=True), OPT_IN: _opts(out=False)},
            opens={"event:app_home_opened": self.opened},
            does={OptsOut: self._choose},
        )

    def opened(self, body: Body) -> None:
        """Somebody looks at the app: at its home or at its messages."""
        event = body["event"]
        if not self._directory.may_use(event["user"]):
            return
        if event.get("tab") == "messages":
            self._suggest(event["user"], event["channel"])
        else:
            self.publish(event["user"])

    def publish(self, user: str) -> None:
        """Draw somebody's home anew. Raises SlackApiError and errors of the connection."""
        account = self._directory.account(user)
        language = self._language(user)
        areas = [home_employee.home(self._home(user, language))]
        if account is not None and account.may("see_tickets"):
            console = self._zeroji.settings.public_url.rstrip("/")
            console = f"{console}/console" if console else ""
            queue = overview.queue(
                self._zeroji.database,
                account.name,
                console,
                self._directory.language(user) or language,
            )
            # Their work first.
            areas.insert(0, home_staff.queue(queue))
        self._client.views_publish(user_id=user, view=home_employee.view(*areas))

    def refreshing(self, surface: Surface) -> Surface:
        """The same, with the home drawn anew after what was pressed on one, or sent by a form."""
        does = {kind: self._then_refreshed(do) for kind, do in surface.does.items()}
        return Surface(reads=surface.reads, opens=surface.opens, does=does)

    def _then_refreshed(self, do: Do) -> Do:
        def done(given: Given) -> None:
            do(given)
            request: Request = given.request
            if not request.place.channel:
                self._refresh(request.place.user)

        return done

    def _refresh(self, user: str) -> None:
        """What was pressed is done: a home that is behind is no reason to do it again."""
        try:
            with asking_slack():
                self.publish(user)
        except (JobFailed, Unreachable) as error:
            _log.warning("A home was not drawn anew: %s", error)

    def _home(self, user: str, language: Language) -> Home:
        database, asker = self._zeroji.database, f"{PREFIX}{user}"
        workspace = self._address()
        return Home(
            asked=overview.asked(database, asker, workspace),
            waiting=overview.waiting(database, asker, workspace),
            popular=self._questions(user, language, _POPULAR),
            in_channels=None if self._choices is None else not self._choices.opted_out(user),
            language=language,
        )

    def _suggest(self, user: str, channel: str) -> None:
        """Questions to begin with. With a thread, Slack would take them and show nothing."""
        language = self._language(user)
        self._client.assistant_threads_setSuggestedPrompts(
            channel_id=channel,
            title=wording.text("prompts.title", language),
            prompts=prompts(self._questions(user, language, 4)),
        )

    def _questions(self, user: str, language: Language, most: int) -> list[str]:
        readable = self._directory.audiences(user, _DIRECT)
        found = examples(self._zeroji.library, language, readable.__contains__, most)
        return found or wording.text("app.prompts", language).splitlines()

    def _language(self, user: str) -> Language:
        return language_for(self._zeroji.database, self._directory, user)

    def _address(self) -> str:
        """Of the workspace; empty where Slack does not say."""
        if not self._workspace:
            try:
                with asking_slack():
                    self._workspace = str(self._client.auth_test().get("url") or "")
            except (JobFailed, Unreachable) as error:
                _log.warning("A home is drawn without links: %s", error)
        return self._workspace

    def _choose(self, given: Given) -> None:
        request: OptsOut = given.request
        if self._choices is None:
            return
        if request.out:
            self._choices.opt_out(request.place.user)
        else:
            self._choices.opt_in(request.place.user)


def _popular(body: Body) -> Received:
    question = str(action_of(body)["value"])
    request = AskedAside(place=place_of_press(body), text=question, surface="home")
    return Received(key=key_of_press(body), request=request)


def _opts(*, out: bool) -> Read:
    def read(body: Body) -> Received:
        return Received(
            key=key_of_press(body), request=OptsOut(place=place_of_press(body), out=out)
        )

    return read
