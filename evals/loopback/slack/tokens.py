"""The app's tokens and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field

BOT_TOKEN, APP_TOKEN, CONFIG_TOKEN = "xoxb-test", "xapp-test", "xoxe.xoxp-test"

_SCOPES = """
app_mentions:read assistant:write channels:history channels:read chat:write
commands groups:history groups:read im:history im:read im:write mpim:history mpim:read
reactions:write team:read usergroups:read users.profile:read users:read users:read.email
"""


@dataclass
class Tokens:
    """Which tokens are good; take scopes away to see what is missed."""

    bot_scopes: set[str] = field(default_factory=lambda: set(_SCOPES.split()))
    app_scopes: set[str] = field(default_factory=lambda: {"connections:write"})
    revoked: set[str] = field(default_factory=set)

    def kind(self, token: str) -> str:
        """bot, app, config; empty for one that is no token of this app."""
        known = {BOT_TOKEN: "bot", APP_TOKEN: "app", CONFIG_TOKEN: "config"}
        return known.get(token, "")

    def scopes(self, kind: str) -> set[str]:
        return {"bot": self.bot_scopes, "app": self.app_scopes}.get(kind, set())
