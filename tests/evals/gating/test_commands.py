"""``zeroji eval gate`` and ``zeroji eval cases``, beside a server that has the home open."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.desk import cases
from bot.outcomes import Escalation, Question
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.cases import load_cases
from evals.cli import app
from knowledge.database import writing

FAQ = "質問,回答\n定期券は何か月分ですか。,6か月分です。\n"
ASKED = "自転車通勤の駐輪場代はいくらまで出ますか。"
REPLY = "駐輪場代は月額2,000円まで支給します。"


@pytest.fixture
def zeroji(tmp_path: Path, settings_for: Callable[[Path], Settings]) -> Iterator[Zeroji]:
    with open_zeroji(settings_for(tmp_path / "home")) as opened:
        yield opened


@pytest.fixture
def proposal(zeroji: Zeroji, tmp_path: Path) -> int:
    """A proposal for the ticket of a question."""
    outcome = zeroji.engine.ask(Question(text=ASKED, asker="tanaka")).outcome
    assert isinstance(outcome, Escalation)
    zeroji.desk.reply(outcome.ticket, "sato", REPLY)
    faq = tmp_path / "通勤FAQ.csv"
    faq.write_text(FAQ, encoding="utf-8")
    zeroji.ingest([faq])
    place = (zeroji.library.manuals()[0].id, None)
    return zeroji.proposals.create(outcome.ticket, place, REPLY, "sato", question=ASKED).id


@pytest.fixture
def command(zeroji: Zeroji, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("ZEROJI_HOME", str(zeroji.home.path))

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, list(map(str, arguments)))

    return run


def test_a_proposal_is_tried_out_and_nothing_is_kept(
    zeroji: Zeroji, proposal: int, command: Callable[..., Result]
) -> None:
    done = command("gate", proposal, "--json")

    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["status"] == "green"
    assert found["result"]["ticket"][0]["cites_change"]
    assert zeroji.proposals.proposal(proposal).gate_status == "waiting"


def test_cases_are_exported_for_a_run(
    zeroji: Zeroji, proposal: int, command: Callable[..., Result], tmp_path: Path
) -> None:
    with writing(zeroji.database) as tx:
        cases.from_ticket(tx, proposal, 2)
    target = tmp_path / "cases.jsonl"

    assert "draft\t通勤FAQ\t" + ASKED in command("cases").stdout
    assert command("cases", "--export", target).exit_code == 0

    (case,) = load_cases([target])
    assert (case.question, case.facts, case.reviewed) == (ASKED, ("2000円",), False)
