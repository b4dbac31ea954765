"""A server that is killed leaves the staff channel in step, at the latest when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.loopback.slack import Failure, Params, Slack
from evals.loopback.slack import Person as Member
from tests.bot.slack.test_restart import server
from tests.bot.slack.workspace import PATIENCE, Person, shown, wait_for

CHANNEL = "CKILLED"
QUESTION = "社用車のタイヤ交換は誰が手配しますか"
REPLIED = "管理課が手配します。"


@pytest.fixture
def home(tmp_path: Path, manuals: Path) -> Path:
    with open_zeroji(Settings(home=tmp_path / "home")) as zeroji:
        zeroji.ingest([manuals])
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def staff_channel(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    slack.workspace.channel(CHANNEL, private=True)
    monkeypatch.setenv("ZEROJI_SLACK_STAFF_CHANNEL", CHANNEL)


def cards(slack: Slack) -> list[Params]:
    return [one for one in slack.posted(CHANNEL) if "受付番号" in shown(one)]


def test_a_card_is_posted_once_and_follows_what_was_done_while_no_server_ran(
    home: Path, slack: Slack
) -> None:
    unnoticed = Failure(silent=True, after=True)
    with server(home, slack) as http:
        asker = Person(http, slack)
        slack.fail(CHANNEL, unnoticed)
        assert asker.send(asker.message(QUESTION)).status_code == 200
        assert unnoticed.happened.wait(PATIENCE)
    with open_zeroji(Settings(home=home)) as zeroji:
        (ticket,) = zeroji.desk.tickets()
        zeroji.accounts.add("tanaka", "田中 花子", roles=["staff"])
        zeroji.desk.reply(ticket.id, "tanaka", REPLIED)
    with server(home, slack):
        wait_for(lambda: any(REPLIED in shown(one) for one in cards(slack)))
        wait_for(lambda: any("回答を伝えました" in shown(one) for one in slack.posted(CHANNEL)))
    assert len(cards(slack)) == 1


def test_a_reply_that_was_sent_before_a_crash_is_given_after_it_once(
    home: Path, slack: Slack
) -> None:
    staff = Member(slack)
    slack.workspace.channel(CHANNEL, members=(staff.id,))
    with open_zeroji(Settings(home=home)) as zeroji:
        zeroji.accounts.add(f"slack-{staff.id.lower()}", "田中 花子", roles=["staff"])
    earlier = len(cards(slack))
    with server(home, slack) as http:
        slack.deliver_to(http, patience=PATIENCE)
        asker = Person(http, slack)
        assert asker.send(asker.message(QUESTION)).status_code == 200
        card = wait_for(lambda: cards(slack)[earlier:])[0]
        staff.press(card, "zeroji.ticket.reply")
        wait_for(lambda: staff.modal)
        assert staff.submit({"text": REPLIED}).delivered.acknowledged
    with server(home, slack):
        wait_for(lambda: any(REPLIED in shown(one) for one in asker.received))
        wait_for(lambda: REPLIED in shown(cards(slack)[earlier]))
    assert len([one for one in asker.received if REPLIED in shown(one)]) == 1
