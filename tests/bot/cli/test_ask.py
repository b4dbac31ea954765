from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from evals.loopback.behaviours import Dripping
from evals.loopback.chat_completions import openai_server
from tests.bot.cli.conftest import COMMAND, PATIENCE, Ran, Run

LOST = "領収書をなくしたときはどうすればよいですか。"
KEYS = {"outcome", "text", "citations", "options", "reason", "ticket", "confidence", "timings_ms"}


def batch(run: Run, folder: Path, *lines: Any) -> Ran:
    path = folder / "cases.jsonl"
    said = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(said) + "\n", encoding="utf-8")
    return run("ask", "--batch", path)


def test_an_answer_as_json_has_its_proof(run: Run) -> None:
    found = run("ask", LOST, "--json").json
    assert found.keys() >= KEYS
    assert found["outcome"] == "answer"
    (cited,) = found["citations"]
    assert cited.keys() >= {"manual", "revision", "section", "page", "quote", "path"}
    assert (cited["manual"], cited["section"]) == ("経費FAQ", LOST)
    assert cited["quote"] == "支払証明書に理由を書いてください。"


def test_an_answer_for_people_names_the_place(run: Run) -> None:
    ran = run("ask", LOST)
    assert "支払証明書に理由を書いてください。" in ran.out
    assert f"▸ 経費FAQ ＞ {LOST}（第1版）" in ran.out
    assert "[answer;" in ran.err


def test_every_outcome_has_the_same_keys(run: Run) -> None:
    for question, outcome in (
        ("社員食堂のカレーの値段はいくらですか", "escalation"),
        ("パワハラを受けています", "refusal"),
        ("", "refusal"),
    ):
        found = run("ask", question, "--json").json
        assert found.keys() >= KEYS
        assert found["outcome"] == outcome


def test_a_conversation_goes_on_for_its_asker_only(run: Run) -> None:
    first = run("ask", LOST, "--as", "shain", "--json").json
    same = run("ask", LOST, "--as", "shain", "--conversation", first["conversation"], "--json")
    other = run("ask", LOST, "--as", "hoka", "--conversation", first["conversation"], "--json")
    assert same.json["conversation"] == first["conversation"]
    assert (other.code, other.out) == (2, "")


def test_a_batch_is_answered_line_by_line_in_order(run: Run, tmp_path: Path) -> None:
    ran = batch(
        run,
        tmp_path,
        {"id": "b", "question": LOST},
        "",
        {"id": "a", "turns": ["在宅勤務の日数は1週間に何日までですか", "在宅勤務の手当は？"]},
        {"id": 3, "question": "", "as": "shain", "audience": "managers", "on": "2027-04-01"},
    )
    assert ran.code == 0
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [(line["id"], line["outcome"]) for line in found] == [
        ("b", "answer"),
        ("a", "answer"),
        (3, "refusal"),
    ]
    assert "250円" in found[1]["text"]
    assert "3/3" in ran.err


def test_a_batch_line_has_its_own_audience(run: Run, tmp_path: Path) -> None:
    secret = tmp_path / "通達.csv"
    secret.write_text(
        "質問,回答\n昇給率は何パーセントですか。,5パーセントです。\n", encoding="utf-8"
    )
    assert run("ingest", secret, "--audience", "managers", "--json").code == 0
    asked = {"question": "昇給率は何パーセントですか。"}
    ran = batch(
        run,
        tmp_path,
        asked | {"id": 1},
        asked | {"id": 2, "audience": "managers"},
        asked | {"id": 3, "audience": ["managers"]},
    )
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert ["5パーセント" in json.dumps(f, ensure_ascii=False) for f in found] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "cases.jsonl:2 is not JSON"),
        ('"text"', "cases.jsonl:2 needs an id"),
        ('{"question": "はい"}', "cases.jsonl:2 needs an id"),
        ('{"id": 1}', "cases.jsonl:2 needs an id"),
        ('{"id": 1, "question": 5}', "cases.jsonl:2 needs an id"),
        ('{"id": 1, "turns": "はい"}', "cases.jsonl:2 needs an id"),
        ('{"id": 1, "turns": []}', "cases.jsonl:2 needs an id"),
    ],
)
def test_a_bad_line_is_named_before_anything_is_asked(
    run: Run, tmp_path: Path, line: str, says: str
) -> None:
    ran = batch(run, tmp_path, {"id": 0, "question": LOST}, line)
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_a_model_that_never_finishes_keeps_no_command_up(home: Path) -> None:
    with openai_server() as openai:
        openai.will(Dripping())
        environment = os.environ | {
            "ZEROJI_MODEL": "gpt-test",
            "ZEROJI_MODEL_TIMEOUT": "3",
            "OPENAI_BASE_URL": openai.url,
            "OPENAI_API_KEY": "sk-test",
        }
        # It ends by itself, or this fails.
        ran = subprocess.run(
            [*COMMAND, "ask", LOST, "--json"],
            env=environment,
            cwd=Path(__file__).parents[3],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        assert openai.requests
    assert json.loads(ran.stdout)["composed"] is False
    assert "gave no reply within 3" in ran.stderr.decode()


def test_a_question_is_handed_to_a_counselor_who_alone_sees_it(run: Run) -> None:
    told = "課長に毎日みんなの前で怒鳴られています"
    nobody = run("ask", told, "--private", "--as", "shain")
    assert nobody.code == 2

    run("users", "add", "shain", "--role", "employee")
    unread = run("ask", told, "--private", "--as", "shain")
    assert unread.code == 2 and "Nobody is named" in unread.err

    run("users", "add", "soudan", "--role", "counselor")
    ran = run("ask", told, "--private", "--as", "shain")
    assert "非公開の相談として受け付けました" in ran.out

    found = run("ask", told, "--private", "--as", "shain", "--json").json
    assert found["outcome"] == "refusal" and found["ticket"] is not None
    assert told not in run("queue", "list").out
    assert run("queue", "show", found["ticket"]).code == 2
    assert run("queue", "reply", found["ticket"], "はい", "--by", "soudan").code == 2


def test_questions_of_a_file_are_not_private(run: Run, tmp_path: Path) -> None:
    assert run("ask", "--batch", tmp_path / "cases.jsonl", "--private").code == 2
