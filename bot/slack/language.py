"""The language that somebody is spoken to in where nothing that they just wrote says it."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.outcomes import Language
from bot.slack import overview
from bot.slack.asking.hooks import Directory
from bot.slack.messages.blocks import language_of
from bot.slack.places import PREFIX

_COMPANYS: Language = "ja"


def language_for(database: Engine, directory: Directory, user: str) -> Language:
    """That of their last question; of who has asked nothing yet, that they read Slack in.

    Many who write Japanese read Slack in English: what they wrote says more.
    """
    last = overview.last_question(database, f"{PREFIX}{user}")
    if last is not None:
        return language_of(last)
    return directory.language(user) or _COMPANYS
