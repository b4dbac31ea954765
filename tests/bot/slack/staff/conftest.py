"""Staff of a general-affairs desk who work in Slack, and employees whose questions wait."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import pytest

from bot.desk.ticket import Ticket
from bot.permissions import Role
from bot.wiring import Zeroji
from evals.loopback.slack import Person, Slack
from tests.bot.slack.conftest import STAFF_CHANNEL
from tests.bot.slack.staff.desk import Desk

#: No manual says anything of these, and none of them is like another.
_MATTERS = itertools.cycle(
    [
        "社用車のタイヤ交換は誰が手配しますか",
        "観葉植物の水やり当番は誰ですか",
        "食堂のカレーは何曜日に出ますか",
        "応接室の時計が止まっています",
        "名刺の紙質は選べますか",
        "傘の忘れ物はどこに届きますか",
        "屋上の鍵は借りられますか",
        "社内報の原稿の締切はいつですか",
        "会議室のプロジェクターが映りません",
        "献血バスは次にいつ来ますか",
        "玄関の生け花は誰が生けますか",
        "自転車置き場の抽選に外れました",
        "ウォーターサーバーの水が切れました",
        "社章をなくしたので再発行してください",
        "駐輪ステッカーの色は何色ですか",
        "コピー用紙の再生紙を頼めますか",
    ]
)
_buildings = itertools.count(1)

Hire = Callable[..., Person]


@pytest.fixture
def hire(employee: Person, slack: Slack, zeroji: Zeroji) -> Hire:
    """Makes a member of the staff channel with an account: staff, unless it says otherwise."""

    def hire(*roles: Role, name: str = "田中 花子") -> Person:
        person = Person(slack)
        slack.workspace.channel(STAFF_CHANNEL, members=(person.id,))
        zeroji.accounts.add(f"slack-{person.id.lower()}", name, roles=roles or ("staff",))
        return person

    return hire


@pytest.fixture
def tanaka(hire: Hire) -> Person:
    return hire(name="田中 花子")


@pytest.fixture
def sato(hire: Hire) -> Person:
    return hire(name="佐藤 一郎")


@pytest.fixture
def desk(zeroji: Zeroji, slack: Slack) -> Iterator[Desk]:
    """Nothing waits on it at the end: the next question joins no ticket of another test."""
    yield Desk(zeroji, slack)
    everything = zeroji.desk.in_confidence()
    for ticket in everything.tickets("waiting", limit=500):
        everything.dismiss(ticket.id, ticket.owner or "zeroji", "試験が終わりました。")


@pytest.fixture
def question() -> str:
    """One that nobody has asked before."""
    return f"{next(_buildings)}号棟の{next(_MATTERS)}"


@pytest.fixture
def ticket(employee: Person, desk: Desk, question: str) -> Ticket:
    """What an employee asked in a direct message; it waits for a reply."""
    return desk.asked(employee, question)
