"""People who use the app in Slack: beside writing they press, fill in and choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evals.loopback.slack import events
from evals.loopback.slack.delivering import Delivered
from evals.loopback.slack.forms import filled, pressed
from evals.loopback.slack.interactions import (
    about_message,
    command_form,
    interaction,
    on_message,
    on_view,
)
from evals.loopback.slack.web_api.views import new_view
from evals.loopback.slack.writing import Writer

Params = dict[str, Any]


@dataclass
class Submitted:
    """What became of a modal: what the app objects to by block, and what is shown now."""

    delivered: Delivered
    errors: dict[str, str] = field(default_factory=dict)
    view: Params | None = None


class Person(Writer):
    """Somebody in the workspace who uses the app."""

    @property
    def modal(self) -> Params | None:
        """The modal on top."""
        stack = self.slack.screens.modals.get(self.id)
        return stack[-1] if stack else None

    @property
    def home(self) -> Params | None:
        return self.slack.screens.homes.get(self.id)

    def press(self, where: Params, which: str, choice: str = "") -> Delivered:
        """Press a button of a message, a modal or a home: by action_id, label or value."""
        action = pressed(where.get("blocks") or [], which, choice)
        action["action_ts"] = self.slack.conversations.new_ts()
        in_view = "hash" in where
        placed = on_view(where, action) if in_view else on_message(self.slack, self.user, where)
        payload = self._interaction("block_actions") | placed | {"actions": [action]}
        return self._interact(payload)

    def submit(self, values: Params | None = None, view: Params | None = None) -> Submitted:
        """Send a modal with values by action_id or block_id, and do what the app answers."""
        view = view or self._modal()
        view["state"] = {"values": filled(view, values or {})}
        payload = self._interaction("view_submission") | {"view": view, "response_urls": []}
        delivered = self._interact(payload)
        body = delivered.body if isinstance(delivered.body, dict) else {}
        if not delivered.acknowledged:
            return Submitted(delivered, view=self.modal)
        return self._answered(view, delivered, body)

    def close(self, *, all_of_them: bool = False) -> Delivered | None:
        """Close the modal on top; the app hears of it when it wanted to."""
        view = self._modal()
        if all_of_them or view["clear_on_close"]:
            self.slack.screens.clear(self.id)
        else:
            self.slack.screens.close(self.id, view)
        if not view["notify_on_close"]:
            return None
        payload = self._interaction("view_closed", trigger=False)
        return self._interact(payload | {"view": view, "is_cleared": all_of_them})

    def shortcut(self, callback_id: str, message: Params | None = None) -> Delivered:
        """Choose a shortcut, of a message or of none."""
        kind = "message_action" if message else "shortcut"
        payload = self._interaction(kind) | {"callback_id": callback_id}
        payload["action_ts"] = self.slack.conversations.new_ts()
        if message:
            payload |= about_message(self.slack, self.user, message)
        return self._interact(payload)

    def command(self, command: str, text: str = "", channel: str = "") -> Delivered:
        """Type a slash command; what the app answers at once is shown."""
        place = self._place(channel)
        form = command_form(self.slack, self.user, place, command, text)
        delivered = self._keep(self._to_app().command(form))
        said = delivered.body
        if isinstance(said, str) and said:
            said = {"text": said}
        if isinstance(said, dict) and (said.get("text") or said.get("blocks")):
            self.slack.responses.post(place.id, self.id, said)
        return delivered

    def open_home(self, tab: str = "home") -> Delivered:
        """Open the app: its home or its messages."""
        ts = self.slack.conversations.new_ts()
        event = events.home_event(self.id, self.direct.id, tab, self.home, ts)
        return self._keep(self._to_app().event(events.event_callback(event)))

    def _answered(self, view: Params, delivered: Delivered, body: Params) -> Submitted:
        screens = self.slack.screens
        match body.get("response_action"):
            case "errors":
                known = {block["block_id"] for block in view["blocks"]}
                if unknown := body["errors"].keys() - known:
                    raise LookupError(f"errors of no block: {unknown}")
                return Submitted(delivered, body["errors"], view)
            case "update":
                screens.replace(view, new_view(body["view"], "modal"), None)
            case "push":
                screens.push(self.id, new_view(body["view"], "modal"))
            case "clear":
                screens.clear(self.id)
            case _:
                screens.close(self.id, view)
        return Submitted(delivered, view=self.modal)

    def _modal(self) -> Params:
        if self.modal is None:
            raise LookupError("no modal is open")
        return self.modal

    def _interaction(self, kind: str, *, trigger: bool = True) -> Params:
        return interaction(self.slack, self.user, kind, trigger=trigger)

    def _interact(self, payload: Params) -> Delivered:
        return self._keep(self._to_app().interaction(payload))
