"""What people see beside conversations: modals on top of each other, homes, triggers."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

Params = dict[str, Any]

_SECONDS = 3.0
_HIGHEST = 3


class Wrong(Exception):
    """Slack's error about a trigger or a view."""


@dataclass
class Trigger:
    user: str
    at: float
    exchanged: bool = False


class Screens:
    def __init__(self) -> None:
        #: The modals of each user that are open, the topmost last.
        self.modals: dict[str, list[Params]] = {}
        #: The home of each user.
        self.homes: dict[str, Params] = {}
        #: How long a trigger lives.
        self.trigger_seconds = _SECONDS
        self._triggers: dict[str, Trigger] = {}
        self._numbers = itertools.count(1)

    def new_trigger(self, user: str) -> str:
        """What an interaction of a user carries, good for one modal within three seconds."""
        id = f"{next(self._numbers)}.1.{user.lower()}"
        self._triggers[id] = Trigger(user, time.monotonic())
        return id

    def exchange(self, trigger_id: str) -> str:
        """The user of a trigger that is good, once."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise Wrong("invalid_trigger_id")
        if trigger.exchanged:
            raise Wrong("exchanged_trigger_id")
        if time.monotonic() - trigger.at > self.trigger_seconds:
            raise Wrong("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user

    def open(self, user: str, view: Params) -> Params:
        self.modals[user] = [view]
        return self._placed(user, view)

    def push(self, user: str, view: Params) -> Params:
        stack = self.modals.setdefault(user, [])
        if len(stack) >= _HIGHEST:
            raise Wrong("push_limit_reached")
        stack.append(view)
        return self._placed(user, view)

    def find(self, id: str | None, external_id: str | None = None) -> Params:
        """An open modal or a home."""
        views = [*itertools.chain(*self.modals.values()), *self.homes.values()]
        for view in views:
            if view["id"] == id or (external_id and view["external_id"] == external_id):
                return view
        raise Wrong("not_found")

    def replace(self, old: Params, new: Params, hash: str | None) -> Params:
        """Show ``new`` where ``old`` is."""
        if hash and hash != old["hash"]:
            raise Wrong("hash_conflict")
        kept = {key: old[key] for key in ("id", "root_view_id", "previous_view_id")}
        state = {
            block: values
            for block, values in old["state"]["values"].items()
            if any(b["block_id"] == block for b in new["blocks"])
        }
        old.clear()
        old.update(new | kept | {"state": {"values": state}})
        return old

    def publish(self, user: str, view: Params, hash: str | None) -> Params:
        if user in self.homes:
            return self.replace(self.homes[user], view, hash)
        self.homes[user] = view
        return view

    def close(self, user: str, view: Params) -> None:
        stack = self.modals.get(user, [])
        stack[:] = [shown for shown in stack if shown is not view]

    def clear(self, user: str) -> None:
        self.modals[user] = []

    def _placed(self, user: str, view: Params) -> Params:
        stack = self.modals[user]
        view["root_view_id"] = stack[0]["id"]
        view["previous_view_id"] = stack[-2]["id"] if len(stack) > 1 else None
        return view
