"""The language in which somebody is spoken to who has written nothing yet, or no words."""

from __future__ import annotations

import pytest

from bot.slack.manifest import COMMAND
from bot.slack.messages.action_ids import ASK_ANYWHERE
from evals.loopback.slack import Person, Slack
from tests.bot.slack.workspace import shown, wait_for

HELP = {"ja": "使い方", "en": "How to use this"}


@pytest.mark.parametrize(
    ("locale", "language"), [("ja-JP", "ja"), ("en-US", "en"), ("en-GB", "en")]
)
def test_help_is_in_the_language_that_somebody_reads_slack_in(
    employee: Person, slack: Slack, locale: str, language: str
) -> None:
    slack.workspace.user(employee.id, locale=locale)
    assert HELP[language] in employee.command(COMMAND, "help").body["text"]


def test_what_somebody_writes_says_more_than_what_they_read_slack_in(
    employee: Person, slack: Slack
) -> None:
    slack.workspace.user(employee.id, locale="en-US")
    employee.message("在宅勤務は週に何日までできますか")
    wait_for(lambda: slack.posted(employee.direct.id))
    assert HELP["ja"] in employee.command(COMMAND, "help").body["text"]
    assert employee.command(COMMAND, "status").body["text"].endswith("ありません。")


@pytest.mark.parametrize(
    ("typed", "language"), [("ヘルプ", "ja"), ("help en", "en"), ("ｈｅｌｐ　ｊａ", "ja")]
)
def test_a_language_that_is_named_counts(
    employee: Person, slack: Slack, typed: str, language: str
) -> None:
    slack.workspace.user(employee.id, locale="ja-JP" if language == "en" else "en-US")
    assert HELP[language] in employee.command(COMMAND, typed).body["text"]


def test_a_form_and_what_is_said_of_files_are_in_it_too(employee: Person, slack: Slack) -> None:
    slack.workspace.user(employee.id, locale="en-US")
    employee.shortcut(ASK_ANYWHERE)
    assert wait_for(lambda: employee.modal)["submit"]["text"] == "Ask"
    employee.message("", files=1)
    (told,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "cannot read files" in shown(told)


def test_an_english_question_has_english_buttons_whatever_is_quoted(
    employee: Person, slack: Slack
) -> None:
    employee.message("I am being harassed by my manager and feel terrible")
    (told,) = wait_for(lambda: slack.posted(employee.direct.id))
    assert "マニュアルにある相談先" not in shown(told)
