"""Asks a home's questions: without a model, of a weak one, of one that errs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import select

from bot import schema
from bot.operations import perform
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji
from evals.benchmarks.language_models.model import ErringModel
from evals.benchmarks.language_models.scoring import Manuals, Told
from evals.benchmarks.local_model import NAME, local_model
from evals.cases import EvalCase
from evals.loopback.behaviours import Scripted
from evals.loopback.chat_completions import openai_server
from evals.metrics import Said
from evals.progress import Advance

#: Those that are checked were asked by `zeroji model check` what they can tell.
Mode = Literal["none", "local", "local-checked", "scripted", "scripted-checked"]
#: What comes with no outcome.
_NOTHING: Said = {"citations": [], "options": [], "parts": [], "composed": False, "confidence": 0.0}
#: Tokens that the weak model reads and writes: it may take more, and many minutes with them.
_LOCAL_CONTEXT, _LOCAL_TOKENS = 4096, 600


@contextmanager
def opened(home: Path, mode: Mode, erring: ErringModel, seconds: float) -> Iterator[Zeroji]:
    """Zeroji at a home, with the model of a mode, which has so many seconds for a reply."""
    with ExitStack() as closing:
        chosen: dict[str, Any] = {"model_timeout": seconds}
        if mode.startswith("local"):
            chosen |= {"model": NAME, "openai_base_url": closing.enter_context(local_model())}
            chosen |= {"model_max_tokens": _LOCAL_TOKENS, "model_context": _LOCAL_CONTEXT}
        elif mode.startswith("scripted"):
            server = closing.enter_context(openai_server())
            server.will(Scripted(reply=erring.reply))
            chosen |= {"model": "scripted", "openai_base_url": server.url}
        zeroji = closing.enter_context(open_zeroji(_settings(home, **chosen)))
        zeroji.warm_up()
        if mode.endswith("checked"):
            perform(zeroji, "model.check", {}, lambda step: None)
        yield zeroji


def _settings(home: Path, **chosen: Any) -> Settings:
    given: dict[str, Any] = {"home": home, "database_url": "", "chroma_url": "", "model": ""}
    return Settings(**given | {"embedder": "builtin", "fallback_model": ""} | chosen)


def ask_all(
    zeroji: Zeroji,
    cases: Sequence[EvalCase],
    erring: ErringModel,
    seeds: int,
    progress: Advance,
) -> Iterator[Told]:
    """Every case so many times, each time with other errors.

    A case of which the model is not asked comes to the same each time, and is asked once.
    """
    for number, case in enumerate(cases, start=1):
        told = _ask(zeroji, case, erring, 0)
        yield told
        for seed in range(1, seeds):
            yield _ask(zeroji, case, erring, seed) if told.drafts else told
        progress(number, len(cases))


def answer_calls(zeroji: Zeroji) -> list[dict[str, Any]]:
    """The recorded calls of models for answers: how each ended, its tokens and milliseconds."""
    table = schema.model_calls
    query = select(table).where(table.c.purpose == "answer")
    with zeroji.database.connect() as tx:
        return [dict(row._mapping) for row in tx.execute(query.order_by(table.c.id))]


def sections(zeroji: Zeroji) -> Manuals:
    """The text of all sections of all revisions by path and headings."""
    found: dict[tuple[str, str], str] = {}
    for manual in zeroji.library.manuals():
        for revision in zeroji.library.history(manual.id):
            for section in zeroji.library.sections(revision.id):
                place = (revision.path, section.heading)
                found[place] = f"{found.get(place, '')}\n{section.heading}\n{section.text}"
    return found


def _ask(zeroji: Zeroji, case: EvalCase, erring: ErringModel, seed: int) -> Told:
    conversation: str | None = None
    for turn in case.asked[:-1]:
        erring.turn_to(None, seed)
        conversation = _turn(zeroji, case, turn, conversation)["conversation"]
    erring.turn_to(case, seed)
    began = time.perf_counter()
    said = _turn(zeroji, case, case.asked[-1], conversation)
    return Told(
        case=case, said=said, drafts=tuple(erring.drafts), seconds=time.perf_counter() - began
    )


def _turn(zeroji: Zeroji, case: EvalCase, text: str, conversation: str | None) -> Said:
    line: Mapping[str, Any] = {
        "turns": [text],
        "conversation": conversation,
        "on": case.on,
        "as": case.asker or "evals",
        "audience": list(case.audience),
        "trace": True,
    }
    try:
        said: Said = perform(zeroji, "ask.turns", dict(line), lambda step: None)
    except Exception as error:  # noqa: BLE001 - it is counted, and the others are asked
        text = f"{type(error).__name__}: {error}"
        return {"outcome": "error", "text": text, "conversation": conversation} | dict(_NOTHING)
    return said
