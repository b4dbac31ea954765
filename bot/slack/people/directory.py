"""Who somebody in Slack is to Zeroji: what they may read, their department, their account."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import get_args

from slack_sdk import WebClient

from bot.accounts import Accounts
from bot.outcomes import Language
from bot.profiles import UNKNOWN, Profile
from bot.settings import Settings
from bot.slack.people.groups import Groups
from bot.slack.people.lookup import Lookup, LookupFailed, NoSuchUser, NotGranted
from bot.users import User
from bot.workspace.matching import Match, Matching
from bot.workspace.member import Member
from bot.workspace.members import FRESH, Known, Members
from bot.workspace.rights import audiences, rights
from knowledge.database import now
from knowledge.errors import Conflict, NotFound
from knowledge.model import EVERYONE

_log = logging.getLogger(__name__)

#: While Slack does not answer, what it said before counts for so long.
_TRUSTED = timedelta(days=7)
_PUBLIC = frozenset({EVERYONE})


class Directory:
    """Knows Slack's users; whoever cannot be looked up may read what everyone may."""

    def __init__(
        self, members: Members, accounts: Accounts, settings: Settings, lookup: Lookup
    ) -> None:
        self._members = members
        self._settings = settings
        self._lookup = lookup
        self._groups = Groups(lookup)
        self._matching = Matching(accounts, members)

    def may_use(self, user: str) -> bool:
        """Whether they are people, and still there; True where Slack does not say."""
        known = self._known(user)
        return known is None or known.member.kind not in ("bot", "left")

    def audiences(self, user: str, channel: str) -> frozenset[str]:
        """What they may read in a direct message; elsewhere others read along, so what all may."""
        known = self._known(user) if channel.startswith("D") else None
        if known is None:
            return _PUBLIC
        match = self._match(known)
        member = self._with_groups(known.member)
        return audiences(rights(member, match.user if match else None, self._settings))

    def department(self, user: str) -> str:
        """As their profile says; empty where it is not known."""
        known = self._known(user)
        return known.member.said(self._settings.slack_department_field).strip() if known else ""

    def language(self, user: str) -> Language | None:
        """What they read Slack in; None where that is neither of ours or not known."""
        known = self._known(user)
        spoken = known.member.locale.partition("-")[0].lower() if known else ""
        return next((one for one in get_args(Language) if one == spoken), None)

    def account(self, user: str) -> User | None:
        """Their account, if they have one that may be used."""
        known = self._known(user)
        match = self._match(known) if known else None
        return match.user if match and match.user.active else None

    def profile(self, user: str) -> Profile:
        """What is known of them by which rules differ."""
        account = self.account(user)
        return account.profile if account else UNKNOWN

    def slack_user(self, account: str) -> str | None:
        """Whom to write to in Slack; None for an account that nobody there is known to have."""
        user = self._matching.slack_user(account) or self._lookup.user_of(account)
        held = self.account(user) if user else None
        return user if held and held.name == account else None

    def heard(self, told: dict[str, object]) -> None:
        """Slack says that a user changed."""
        try:
            self._members.heard(self._lookup.read(told))
        except LookupFailed:
            self._members.outdate(str(told["id"]))

    def _known(self, user: str) -> Known | None:
        """What is known of somebody, looked up where that is old; None: nothing to go by."""
        known = self._members.known(user)
        age = now() - known.fetched_at if known else _TRUSTED
        if age < FRESH:
            return known
        try:
            member = self._lookup.member(user)
        except NoSuchUser:
            return None
        except NotGranted:
            return known if age < _TRUSTED else None  # that is told once, of the scope
        except LookupFailed as failure:
            _log.warning("A user of Slack was not looked up: %s", failure)
            return known if age < _TRUSTED else None
        groups = known.member.groups if known else ()
        self._members.keep(replace(member, groups=groups))
        return self._members.known(user)

    def _match(self, known: Known) -> Match | None:
        match = self._matching.match(known)
        if match is None or match.because != "email":
            return match
        try:
            self._members.bind(known.member.user, match.user.name, by="slack")
        except (Conflict, NotFound):
            return None
        return match

    def _with_groups(self, member: Member) -> Member:
        if not self._settings.slack_groups or not member.works_here:
            return member
        groups = self._groups.of(member.user)
        if groups is None:
            return member
        if groups != member.groups:
            self._members.keep_groups(member.user, groups)
        return replace(member, groups=groups)


def directory(
    members: Members, accounts: Accounts, settings: Settings, client: WebClient
) -> Directory:
    return Directory(members, accounts, settings, Lookup(client))
