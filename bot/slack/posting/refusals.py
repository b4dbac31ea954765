"""What Slack refuses, and what that means: for good, for now, or for everything."""

from __future__ import annotations

import re

from slack_sdk.errors import SlackApiError

_WORD = re.compile(r"[a-z_]{1,100}")

#: The message that the thread hangs on was deleted.
THREAD_GONE = "thread_not_found"
#: The place or the person is gone, or not open to Zeroji: trying again changes nothing.
FOR_GOOD = frozenset(
    (
        "cannot_dm_bot",
        "channel_not_found",
        "channel_is_limited_access",
        "ekm_access_denied",
        "is_archived",
        "is_bot",
        "messages_tab_disabled",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        THREAD_GONE,
        "team_access_not_granted",
        "user_disabled",
        "user_not_found",
        "user_not_in_channel",
        "user_not_visible",
        "users_not_found",
    )
)
#: The token is not good: nothing works until somebody sets another, and then everything does.
OF_THE_TOKEN = frozenset(
    (
        "access_denied",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_not_found",
        "token_expired",
        "token_revoked",
    )
)
#: Of these, the ones by which the token is worth nothing: every call with it is refused, until
#: Zeroji is installed anew or the network is let in again.
WORTHLESS = frozenset(
    (
        "account_inactive",
        "app_uninstalled",
        "invalid_auth",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
    )
)
#: The others: the token is good, but not for this.
NOT_GRANTED = OF_THE_TOKEN - WORTHLESS


class Unreachable(Exception):
    """Slack will never take it. The text is Slack's word, fit for a log."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def error_of(refusal: SlackApiError) -> str:
    """Slack's word for what is wrong, e.g. ``channel_not_found``."""
    word = str(refusal.response.get("error"))
    return word if _WORD.fullmatch(word) else "an answer that is no word of Slack's"
