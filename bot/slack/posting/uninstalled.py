"""What Slack says when the app is uninstalled or its token is taken away."""

from __future__ import annotations

from bot.slack.posting.access import Access
from bot.slack.receiving.surface import Body, Surface


def surface(access: Access) -> Surface:
    """From then on Slack is asked now and then only, and administrators know.

    Neither is kept: what Slack says of the token when it is asked is what counts.
    """

    def uninstalled(body: Body) -> None:
        access.heard("app_uninstalled", looked=False, since=access.since)

    def revoked(body: Body) -> None:
        # People's own tokens are revoked one by one; Zeroji has the bot's.
        if (body["event"].get("tokens") or {}).get("bot"):
            access.heard("token_revoked", looked=False, since=access.since)

    return Surface(reads={"event:app_uninstalled": uninstalled, "event:tokens_revoked": revoked})
