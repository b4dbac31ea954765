"""People who write in Slack: questions and what they do to them, and talk that is none of ours."""

from __future__ import annotations

import heapq
import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from evals.loopback.slack import Person, Slack
from evals.loopback.slack.delivering import Delivered

Params = dict[str, Any]
Kind = Literal["dm", "mention", "follow_up", "dm_follow_up"]
#: Sends a request of Slack's by its key, and so many seconds later once more.
Send = Callable[[str, Params, Sequence[float]], None]

_CHATTER = ("了解です", "お昼どこに行きますか", "資料を更新しました", "会議室を移動しました")
#: Of what people write, how much is what.
_SHARES = {"dm": 60, "mention": 14, "chatter": 26}
#: Of the questions, how many are followed by another, changed or deleted soon.
_FOLLOWED, _EDITED, _DELETED = 0.12, 0.03, 0.02
#: Of the requests, how many are sent again though they were acknowledged.
_REPEATED, _STORMED = 0.03, 0.0005
_REPEATS, _STORM = (0.5, 1.0, 2.0), (0.0,) * 49


@dataclass(kw_only=True)
class Asked:
    """A question that somebody put to Zeroji."""

    #: Its event.
    key: str
    kind: Kind
    user: str
    channel: str
    thread: str
    text: str
    #: As of ``time.monotonic``.
    at: float
    #: Keys of the events that changed it.
    edits: list[str] = field(default_factory=list)
    deleted: str = ""
    #: The event of the question that it follows.
    after: str = ""


class Crowd:
    """As many people and channels as you like; one thread uses it."""

    def __init__(
        self,
        slack: Slack,
        send: Send,
        questions: Sequence[str],
        chance: random.Random,
        *,
        people: int = 2000,
        channels: int = 60,
        plain: bool = False,
    ) -> None:
        """``plain``: questions in direct messages and nothing else, each once."""
        self._slack = slack
        self._send = send
        self._chance = chance
        self._questions = questions
        self._order = itertools.cycle(questions)
        self._plain = plain
        self._people = [Person(slack, f"U{n:05}", _Wire(self)) for n in range(people)]
        self._channels = [f"C{n:04}" for n in range(channels)]
        self._later: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self.asked: list[Asked] = []
        #: Messages that are not for Zeroji.
        self.chatter = 0
        self._last: dict[str, str] = {}

    def write(self) -> None:
        """Somebody writes something."""
        kinds = list(_SHARES)
        what = "dm" if self._plain else self._chance.choices(kinds, list(_SHARES.values()))[0]
        person = self._chance.choice(self._people)
        if what == "chatter":
            self.chatter += 1
            person.message(self._chance.choice(_CHATTER), self._chance.choice(self._channels))
        elif what == "mention":
            self._ask(person, "mention", self._chance.choice(self._channels))
        else:
            self._ask(person, "dm", "")

    def go_on(self) -> None:
        """Do what is due by now of what people do later."""
        while self._later and self._later[0][0] <= time.monotonic():
            heapq.heappop(self._later)[2]()

    def finish(self) -> None:
        """Do all that is left."""
        while self._later:
            time.sleep(max(0.0, self._later[0][0] - time.monotonic()))
            self.go_on()

    def hear(self, body: Params) -> None:
        """An event of what somebody has just written."""
        event, key = body["event"], body["event_id"]
        if event["type"] == "app_mention":
            # As it is written down.
            key = f"asked:{event['channel']}:{event['ts']}"
        self._last[event["type"]] = key
        self._send(key, body, self._copies())

    def _ask(
        self, person: Person, kind: Kind, channel: str, thread: str = "", after: str = ""
    ) -> None:
        text = next(self._order) if self._plain else self._chance.choice(self._questions)
        at = time.monotonic()
        if kind == "mention":
            message = person.mention(text, channel, thread)
        else:
            message = person.message(text, channel, thread)
        asked = Asked(
            key=self._last["app_mention" if kind == "mention" else "message"],
            kind=kind,
            user=person.id,
            channel=message["channel"],
            thread=message.get("thread_ts") or message["ts"],
            text=text,
            at=at,
            after=after,
        )
        self.asked.append(asked)
        if not self._plain and not thread:
            self._plan(person, asked, message)

    def _plan(self, person: Person, asked: Asked, message: Params) -> None:
        """What becomes of a question: it is followed by another, changed, deleted, or nothing."""
        chosen = self._chance.random()
        if chosen < _FOLLOWED:
            kind: Kind = "dm_follow_up" if asked.kind == "dm" else "follow_up"
            channel = "" if asked.kind == "dm" else asked.channel
            ask = partial(self._ask, person, kind, channel, message["ts"], asked.key)
            self._do_later(3, 20, ask)
        elif chosen < _FOLLOWED + _EDITED and asked.kind == "dm":
            self._do_later(1.5, 15, lambda: self._edit(person, asked, message))
        elif chosen < _FOLLOWED + _EDITED + _DELETED:
            self._do_later(1.5, 15, lambda: self._delete(person, asked, message))

    def _edit(self, person: Person, asked: Asked, message: Params) -> None:
        asked.text = self._chance.choice([one for one in self._questions if one != asked.text])
        person.edit(message, asked.text)
        asked.edits.append(self._last["message"])

    def _delete(self, person: Person, asked: Asked, message: Params) -> None:
        person.delete(message)
        asked.deleted = self._last["message"]

    def _do_later(self, least: float, most: float, what: Callable[[], None]) -> None:
        due = time.monotonic() + self._chance.uniform(least, most)
        heapq.heappush(self._later, (due, next(self._numbers), what))

    def _copies(self) -> Sequence[float]:
        if self._plain:
            return ()
        chosen = self._chance.random()
        if chosen < _STORMED:
            return _STORM
        return _REPEATS if chosen < _STORMED + _REPEATED else ()


class _Wire:
    """Carries what people write; the answer is not waited for."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd

    def event(self, body: Params) -> Delivered:
        self._crowd.hear(body)
        return Delivered([(200, "")])

    def interaction(self, payload: Params) -> Delivered:
        raise NotImplementedError("nobody presses anything here")

    def command(self, form: Any) -> Delivered:
        raise NotImplementedError("nobody uses commands here")
