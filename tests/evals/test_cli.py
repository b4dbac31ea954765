"""The commands as a person calls them, on a home with one ingested manual."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.settings import Settings
from bot.wiring import open_zeroji
from evals.cli import app
from evals.loopback.behaviours import Text
from evals.loopback.chat_completions import openai_server
from knowledge.errors import InvalidInput

MakeSettings = Callable[[Path], Settings]

RULES = """# 休暇規程

## 第1条（年次有給休暇の請求）

年次有給休暇を請求する者は、取得希望日の3営業日前までに申請しなければならない。

## 第2条（慶弔休暇）

本人が結婚したときは、5日の慶弔休暇を与える。
"""

CASES: list[dict[str, Any]] = [
    {
        "id": "leave",
        "kind": "answerable",
        "question": "年次有給休暇は何営業日前までに申請しますか。",
        "gold": [{"file": "休暇規程.md", "heading": "第1条（年次有給休暇の請求）"}],
        "facts": ["3営業日前"],
    },
    {"id": "canteen", "kind": "unanswerable", "question": "社員食堂のメニューを教えて"},
]
ELSEWHERE: dict[str, Any] = {
    "id": "elsewhere",
    "kind": "answerable",
    "company": "other",
    "question": "日当は？",
    "gold": [{"file": "旅費規程.docx"}],
}


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory, settings_for: MakeSettings) -> Path:
    folder = tmp_path_factory.mktemp("company")
    (folder / "休暇規程.md").write_text(RULES, encoding="utf-8")
    home = folder / "home"
    with open_zeroji(settings_for(home)) as zeroji:
        report = zeroji.ingest([folder / "休暇規程.md"])
        zeroji.database.dispose()
    assert report["manuals"]["failed"] == []
    return home


@pytest.fixture
def home(ingested: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ZEROJI_HOME", str(ingested))
    monkeypatch.chdir(tmp_path)
    return ingested


def evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def case_file(path: Path, *cases: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(case) for case in cases), encoding="utf-8")
    return path


def test_run_prints_a_table_and_writes_json_and_a_page(home: Path, tmp_path: Path) -> None:
    cases = case_file(tmp_path / "c.jsonl", *CASES)
    result = evaluate("run", cases, "--json", tmp_path / "r.json", "--html", tmp_path / "r.html")
    assert result.exit_code == 0
    assert "answerable" in result.stdout and "Latency" in result.stdout
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {r["id"]: r["outcome"] for r in document["results"]}["leave"] == "answer"
    assert "評価レポート" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_json_on_stdout_is_the_only_thing_there(home: Path, tmp_path: Path) -> None:
    result = evaluate("run", case_file(tmp_path / "c.jsonl", *CASES), "--json", "-")
    assert json.loads(result.stdout)["cases"] == 2


def test_asking_leaves_no_trace_in_the_home(
    home: Path, tmp_path: Path, settings_for: MakeSettings
) -> None:
    evaluate("run", case_file(tmp_path / "c.jsonl", *CASES))
    with open_zeroji(settings_for(home)) as zeroji:
        assert zeroji.desk.tickets() == []
        assert zeroji.ledger.conversations("evals") == []
        zeroji.database.dispose()


def test_a_home_in_use_can_be_evaluated(
    home: Path, tmp_path: Path, settings_for: MakeSettings
) -> None:
    with open_zeroji(settings_for(home)) as zeroji:
        result = evaluate("run", case_file(tmp_path / "c.jsonl", *CASES))
        zeroji.database.dispose()
    assert result.exit_code == 0


def test_cases_of_manuals_that_are_not_ingested_are_left_out_and_told(
    home: Path, tmp_path: Path
) -> None:
    cases = case_file(tmp_path / "c.jsonl", *CASES, ELSEWHERE)
    result = evaluate("run", cases, "--json", "-")
    assert "1 case about" in result.stderr and "旅費規程.docx" in result.stderr
    document = json.loads(result.stdout)
    assert (document["cases"], document["left_out"]) == (2, ["elsewhere"])


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("1", 1)])
def test_too_few_correct_is_a_failure(home: Path, tmp_path: Path, least: str, code: int) -> None:
    impossible = CASES[0] | {"facts": ["98765円"]}
    cases = case_file(tmp_path / "c.jsonl", impossible)
    assert evaluate("run", cases, "--min-correct", least).exit_code == code


def test_too_many_wrong_is_a_failure(home: Path, tmp_path: Path) -> None:
    cases = case_file(tmp_path / "c.jsonl", CASES[0] | {"facts": ["98765円"]})
    result = evaluate("run", cases, "--max-wrong", "0")
    assert result.exit_code == 1
    assert "Wrong 100.0% is above --max-wrong 0.0%." in result.stderr


def test_a_case_that_got_worse_than_the_baseline_is_a_failure(home: Path, tmp_path: Path) -> None:
    good = case_file(tmp_path / "good.jsonl", CASES[0])
    bad = case_file(tmp_path / "bad.jsonl", CASES[0] | {"facts": ["98765円"]})
    before = tmp_path / "before.json"
    assert evaluate("run", good, "--json", before).exit_code == 0
    assert evaluate("run", good, "--baseline", before).exit_code == 0
    worse = evaluate("run", bad, "--baseline", before)
    assert worse.exit_code == 1
    assert "Worse (1): leave (correct answer → wrong answer)." in worse.stdout


def test_nothing_ingested_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZEROJI_HOME", str(tmp_path / "nothing"))
    result = evaluate("run", case_file(tmp_path / "c.jsonl", *CASES))
    assert isinstance(result.exception, InvalidInput)
    assert "zeroji ingest" in str(result.exception)
    assert not (tmp_path / "nothing").exists()


def test_only_cases_of_other_manuals_say_what_to_do(home: Path, tmp_path: Path) -> None:
    result = evaluate("run", case_file(tmp_path / "c.jsonl", ELSEWHERE))
    assert isinstance(result.exception, InvalidInput)
    assert "zeroji ingest" in str(result.exception)


@pytest.mark.parametrize("command", ["retrieval", "abstain"])
def test_measures_of_a_retrieval_set_are_one_json_document(
    command: str, retrieval_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ZEROJI_HOME", str(tmp_path / "nothing"))
    result = evaluate(command, retrieval_folder, "--json")
    assert result.exit_code == 0
    measures = json.loads(result.stdout)
    wanted = {"recall@1", "ndcg@10", "p95_ms"} if command == "retrieval" else {"auroc"}
    assert wanted <= measures.keys()


def test_measures_are_a_table_for_people(retrieval_folder: Path, tmp_path: Path) -> None:
    result = evaluate("retrieval", retrieval_folder, "--sample", "2")
    assert "Retrieval on set" in result.stdout and "recall@10" in result.stdout


def test_drafts_are_cases_that_wait_for_a_reviewer(home: Path, tmp_path: Path) -> None:
    drafted = tmp_path / "drafts.jsonl"
    assert evaluate("draft", "休暇規程", "--out", drafted).exit_code == 0
    cases = [json.loads(line) for line in drafted.read_text(encoding="utf-8").splitlines()]
    assert {case["question"] for case in cases} == {
        "年次有給休暇の請求はいつまでですか。",
        "慶弔休暇は何日ですか。",
    }
    refused = evaluate("run", drafted)
    assert isinstance(refused.exception, InvalidInput) and "drafts" in str(refused.exception)
    reviewed = case_file(tmp_path / "r.jsonl", *(case | {"reviewed": True} for case in cases))
    assert evaluate("run", reviewed).exit_code == 0


def test_drafts_that_somebody_may_be_reviewing_are_not_written_over(
    home: Path, tmp_path: Path
) -> None:
    reviewing = case_file(tmp_path / "drafts.jsonl", CASES[0])
    before = reviewing.read_text(encoding="utf-8")
    refused = evaluate("draft", "--out", reviewing)
    assert isinstance(refused.exception, InvalidInput) and "exists" in str(refused.exception)
    assert reviewing.read_text(encoding="utf-8") == before


def test_a_manual_that_is_not_there_makes_no_drafts(home: Path) -> None:
    refused = evaluate("draft", "存在しない規程")
    assert isinstance(refused.exception, InvalidInput) and "manuals list" in str(refused.exception)


def test_a_summary_for_a_pull_request_is_written(home: Path, tmp_path: Path) -> None:
    cases = case_file(tmp_path / "c.jsonl", *CASES)
    assert evaluate("run", cases, "--markdown", tmp_path / "s.md").exit_code == 0
    assert "## Answer quality" in (tmp_path / "s.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--json", "no/such/folder.json"], "no folder"),
        (["--html", "."], "is a folder"),
        (["--json", "-", "--markdown", "-"], "a file of their own"),
    ],
)
def test_results_that_could_not_be_written_are_told_before_anything_is_asked(
    home: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    refused = evaluate("run", case_file(tmp_path / "c.jsonl", *CASES), *options)
    assert isinstance(refused.exception, InvalidInput) and said in str(refused.exception)
    assert refused.stdout == ""


def test_a_heading_that_no_manual_has_is_told(home: Path, tmp_path: Path) -> None:
    misspelt = CASES[0] | {"gold": [{"file": "休暇規程.md", "heading": "第9条（有給）"}]}
    result = evaluate("run", case_file(tmp_path / "c.jsonl", misspelt))
    assert result.exit_code == 0
    assert "leave: no manual has 休暇規程.md ＞ 第9条（有給）." in result.stderr


def test_a_judge_says_what_it_thinks_of_answers_that_were_quoted_without_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with openai_server() as openai:
        openai.will(Text(content='{"verdict": "wrong", "reason": "期限が違う"}'))
        monkeypatch.setenv("OPENAI_BASE_URL", openai.url)
        cases = case_file(tmp_path / "c.jsonl", *CASES)
        result = evaluate("run", cases, "--judge", "gpt-judge", "--json", tmp_path / "r.json")
        asked = len(openai.requests)
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert asked == 1 and "differs from the score on 1: leave" in result.stdout
    assert document["judge"]["opinions"] == {"leave": {"verdict": "wrong", "reason": "期限が違う"}}
    (leave, _) = document["results"]
    assert leave["correct"] and not leave["said"]["composed"]


def test_two_runs_say_the_same(home: Path, tmp_path: Path) -> None:
    cases = case_file(tmp_path / "c.jsonl", *CASES)
    first, second = (json.loads(evaluate("run", cases, "--json", "-").stdout) for _ in range(2))
    for document in (first, second):
        del document["latency"]
        for result in document["results"]:
            for changing in ("timings_ms", "conversation"):
                del result["said"][changing]
    assert first == second
