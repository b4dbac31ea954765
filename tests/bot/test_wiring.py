from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import wiring
from bot.desk.proposals import Proposals
from bot.outcomes import Answer, Question
from bot.runs.uploads import Upload
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.loopback.behaviours import Draft, Says
from evals.loopback.chat_completions import OpenAIServer, openai_server
from knowledge.embedding import Embedder
from knowledge.errors import HomeUnavailable, InvalidInput
from tests.bot.desk.proposals.states import checked, sources

LOST = "領収書をなくしたときはどうすればよいですか。"
RULE = "支払証明書に理由を書いてください。"
FAQ = f"質問,回答\n{LOST},{RULE}\n".encode()


@pytest.fixture
def settings(
    tmp_path: Path, builtin: Embedder, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Settings]:
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)

    def make(**changes: Any) -> Settings:
        return Settings(**{"home": tmp_path / "home", "_env_file": None} | changes)

    return make


@pytest.fixture
def openai() -> Iterator[OpenAIServer]:
    with openai_server() as running:
        yield running


def ask(zeroji: Zeroji, text: str = LOST) -> Any:
    return zeroji.engine.ask(Question(text=text, asker="shain")).outcome


def upload_faq(zeroji: Zeroji) -> None:
    run = zeroji.runs.upload([Upload(name="経費FAQ.csv", data=BytesIO(FAQ))], author="sato")
    report = zeroji.runs.run(run).report
    assert report and len(report["manuals"]["added"]) == 1


def test_a_home_keeps_everything_when_it_is_closed(settings: Callable[..., Settings]) -> None:
    with open_zeroji(settings()) as zeroji:
        upload_faq(zeroji)
        zeroji.accounts.add("sato")
        ticket = ask(zeroji, "社員食堂のカレーの値段はいくらですか").ticket
    with open_zeroji(settings()) as zeroji:
        assert ask(zeroji).citations[0].quote == RULE
        assert zeroji.desk.ticket(ticket).status == "open"
        assert [user.name for user in zeroji.accounts.users()] == ["sato"]


def test_a_home_is_opened_once_at_a_time(settings: Callable[..., Settings]) -> None:
    with (
        open_zeroji(settings()),
        pytest.raises(HomeUnavailable, match="Another zeroji command"),
        open_zeroji(settings()),
    ):
        raise AssertionError("opened twice")
    with open_zeroji(settings()):
        pass


def test_a_failed_start_leaves_the_home_free(
    settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Proposals) -> list[int]:
        raise InvalidInput("no")

    with monkeypatch.context() as patched:
        patched.setattr(Proposals, "resume", fail)
        with pytest.raises(InvalidInput), open_zeroji(settings()):
            raise AssertionError("started")
    with open_zeroji(settings()):
        pass


def test_the_settings_choose_the_model(
    settings: Callable[..., Settings], openai: OpenAIServer
) -> None:
    openai.will(Draft(sentences=[Says(text="支払証明書に理由を書きます。", quote=RULE)]))
    chosen = settings(
        model="gpt-test", openai_base_url=openai.url, openai_api_key=SecretStr("sk-test")
    )
    with open_zeroji(chosen) as zeroji:
        upload_faq(zeroji)
        answer = ask(zeroji)
    assert isinstance(answer, Answer)
    assert (answer.composed, answer.text) == (True, "支払証明書に理由を書きます。")
    assert (openai.requests[0]["model"], openai.keys) == ("gpt-test", ["Bearer sk-test"])


def test_the_settings_choose_caution_and_deadlines(settings: Callable[..., Settings]) -> None:
    with open_zeroji(settings(caution=1.0, ticket_days=30)) as zeroji:
        upload_faq(zeroji)
        question = Question(text="領収書の理由のカレー", asker="shain")
        asked = zeroji.engine.ask(question)
        assert asked.outcome.kind == "clarification"
        ticket = zeroji.desk.ask_a_person(asked.id, "shain")
    assert (ticket.due_at - ticket.opened_at).days > 35


def test_the_start_finishes_what_a_crash_left(settings: Callable[..., Settings]) -> None:
    class Crash(BaseException):
        """The process dies here."""

    def crash(*args: object) -> dict[str, Any]:
        raise Crash

    with open_zeroji(settings()) as zeroji:
        upload_faq(zeroji)
        files, desk = sources(zeroji, crash), zeroji.desk
        dying = Proposals(zeroji.database, zeroji.library, zeroji.searcher, files, desk.deadlines)
        manual = zeroji.library.manuals()[0].id
        section = zeroji.library.sections(zeroji.library.history(manual)[-1].id)[0].hash
        made = dying.create(None, (manual, section), "経理部へ連絡してください。", "sato")
        checked(zeroji, made)
        with pytest.raises(Crash):
            dying.approve(made.id, "mori")
        assert ask(zeroji).citations[0].quote == RULE
    with open_zeroji(settings()) as zeroji:
        assert zeroji.proposals.proposal(made.id).status == "published"
        assert ask(zeroji).citations[0].quote == "経理部へ連絡してください。"
