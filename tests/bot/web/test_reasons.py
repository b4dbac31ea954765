"""Why a document failed, in the reader's language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import bot
import ingest
from bot.web.reasons import reason_in
from ingest.errors import UnreadableDocument
from ingest.isolation import Limits, check_file
from ingest.metadata import front_matter_fields


def failure(path: Path) -> dict[str, str]:
    with pytest.raises(UnreadableDocument) as unreadable:
        check_file(path, Limits(file_mb=1))
    return {"error": f"{unreadable.value.reason} {unreadable.value.advice}"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.md", b"", "ファイルが空です。"),
        ("規程.doc", b"x", ".doc は読み取れません。Word で開き、.docx で"),
        ("表.xls", b"x", ".xls は読み取れません。Excel で開き、.xlsx で"),
        ("書類.zip", b"x", ".zip は読み取れません。展開して、中の文書を"),
        ("写真.bmp", b"x", ".bmp は読み取れない形式です。"),
        ("大きい.md", b"x" * (2 << 20), "ファイルが大きすぎます（2 MB、上限 1 MB）。"),
    ],
)
def test_what_owners_meet_most_is_said_in_japanese(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    failed = failure(tmp_path / name)
    assert reason_in("ja", failed).startswith(said)
    assert reason_in("en", failed) == failed["error"]


def test_what_has_a_japanese_text_of_its_own_keeps_it() -> None:
    failed = {"error": "The file is empty.", "ja": "独自の説明です。"}
    assert reason_in("ja", failed) == "独自の説明です。"


def test_what_is_unknown_is_shown_as_it_is() -> None:
    assert reason_in("ja", {"error": "Something new. Do this."}) == "Something new. Do this."


def test_english_twice_is_translated_all_the_same() -> None:
    error = "It revises 「旧規程」, but no manual has that title. Ingest that manual first, or …"
    said = reason_in("ja", {"error": error, "ja": error})
    assert said.startswith("「旧規程」の改定とありますが、")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            "audiense: managers",
            "属性「audiense」はありません（audience の書き間違いかもしれません）。",
        ),
        ("effective_from: いつか", "属性 effective_from の「いつか」は日付ではありません。"),
        ("kind: law", "属性 kind の「law」は使えません。"),
        ("owner: [a, b]", "属性 owner には、文字だけを書いてください。"),
    ],
)
def test_mistakes_in_front_matter_are_said_in_japanese(fields: str, said: str) -> None:
    with pytest.raises(UnreadableDocument) as unreadable:
        front_matter_fields(Path("規程.md"), yaml.safe_load(fields))
    assert reason_in("ja", {"error": unreadable.value.reason}).startswith(said)


# Nothing is said in English alone

#: What only the command line, the API or a wrong setting can come to, in English.
_IN_ENGLISH = ("cli", "language_model", "slack", "home", "oidc", "operations", "settings", "wiring")
_IN_ENGLISH_IN_WEB = ("callers", "ingesting")
_ERRORS = {"InvalidInput", "NotFound", "NotAllowed", "Conflict", "RunFailed"}
_FAILURES = {"UnreadableDocument": 1, "UnfetchableUrl": 0, "UrlGone": 0}


def _calls(package: ModuleType) -> Iterator[tuple[Path, str, ast.Call]]:
    """The calls in a package: in which file, of what, how."""
    folder = Path(str(package.__file__)).parent
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path.relative_to(folder), node.func.id, node


def _said(node: ast.expr) -> str | None:
    """A text as it stands in the code, with 9 for what is filled in; None where it is elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_said(part) or "9" for part in node.values)
    return None


def test_why_a_document_cannot_be_read_is_said_in_japanese() -> None:
    said = []
    for path, name, call in _calls(ingest):
        if name in _FAILURES:
            first = _FAILURES[name]
            reason, advice = (_said(part) for part in call.args[first : first + 2])
            if reason is not None:
                said.append((str(path), f"{reason} {advice or ''}"))
    assert len(said) > 20
    unsaid = [(at, text) for at, text in said if reason_in("ja", {"error": text}) == text]
    assert unsaid == []


def test_errors_that_pages_show_are_said_in_japanese() -> None:
    unsaid = [
        f"{path}: {_said(call.args[0])}"
        for package in (ingest, bot)
        for path, name, call in _calls(package)
        if name in _ERRORS
        and path.parts[0].removesuffix(".py") not in _IN_ENGLISH
        and not (path.parts[0] == "web" and path.stem in _IN_ENGLISH_IN_WEB)
        and _said(call.args[0]) is not None
        and len(call.args) + len(call.keywords) < 2
    ]
    assert unsaid == []
