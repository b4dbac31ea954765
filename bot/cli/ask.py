"""``zeroji ask``: one question, or a file of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.output import PLAIN, JsonOption, note, print_json
from bot.cli.performing import Performer, perform, performer
from knowledge.errors import InvalidInput

app = typer.Typer(**PLAIN)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question; leave it out with --batch.")] = "",
    asker: Annotated[str, typer.Option("--as", help="Who asks.")] = "cli",
    audience: Annotated[
        list[str] | None, typer.Option(help="Audience that the asker belongs to; repeatable.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="By the rules of this day: 2027-04-01.")] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Conversation to continue, as printed before.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="JSON lines with id and question (or turns) each.")
    ] = None,
    private: Annotated[
        bool,
        typer.Option(
            "--private",
            help="Hand the question to a counselor too; the reply comes to the web chat.",
        ),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ask a question: an answer with its proof, a question back, or a ticket."""
    if private and batch is not None:
        raise InvalidInput("--private goes with one question, not with --batch.")
    common = {"as": asker, "audience": audience or [], "on": on}
    if batch is not None:
        _ask_batch(batch, common)
        return
    operation = "ask.private" if private else "ask"
    found = perform(operation, common | {"question": question, "conversation": conversation})
    if as_json:
        print_json(found)
    else:
        _show(found)
    if found["reason"] in ("empty", "too_long"):
        raise typer.Exit(2)


def _ask_batch(path: Path, common: dict[str, Any]) -> None:
    cases = _lines(path)
    with performer() as performing:
        for number, case in enumerate(cases, start=1):
            print(json.dumps(_ask_case(performing, case, common), ensure_ascii=False), flush=True)
            if number % 20 == 0 or number == len(cases):
                note(f"{number}/{len(cases)}")


def _ask_case(performing: Performer, case: dict[str, Any], common: dict[str, Any]) -> Any:
    audience = case.get("audience", common["audience"])
    params = {
        "turns": _turns(case),
        "as": case.get("as") or common["as"],
        "audience": [audience] if isinstance(audience, str) else audience,
        "on": case.get("on") or common["on"],
    }
    return {"id": case["id"]} | performing("ask.turns", params)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}.") from error
    return [_case(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _case(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except ValueError as error:
        raise InvalidInput(f"{path}:{number} is not JSON: {error}.") from error
    if not isinstance(case, dict) or "id" not in case or not _turns(case):
        raise InvalidInput(f"{path}:{number} needs an id, and a question or turns.")
    return case


def _turns(case: dict[str, Any]) -> list[str]:
    """The questions of a line in order, none where they are not text."""
    turns = case.get("turns") or [case.get("question")]
    said = isinstance(turns, list) and all(isinstance(turn, str) for turn in turns)
    return turns if said else []


def _show(found: dict[str, Any]) -> None:
    print(found["text"])
    for number, option in enumerate(found["options"], start=1):
        print(f"  {number}. {option['label']}")
    if found["citations"]:
        print()
    for cited in found["citations"]:
        page = f" p.{cited['page']}" if cited["page"] else ""
        print(f"  ▸ {cited['manual']} ＞ {cited['section']}{page}（第{cited['revision']}版）")
    note(
        f"\n[{found['outcome']}; confidence {found['confidence']:.2f}; "
        f"{found['timings_ms'].get('total', 0):.0f} ms; conversation {found['conversation']}]"
    )
