"""``zeroji serve``: the chat, the console and the API."""

from __future__ import annotations

import gc
import logging
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

import knowledge
from bot import slack
from bot.cli.caller import caller
from bot.cli.counting import Counting
from bot.cli.ingest import clear_step, show_report, show_step
from bot.cli.output import PLAIN, note
from bot.gating.jobs import add_gates
from bot.jobs import Jobs
from bot.masking.logs import MaskingFilter
from bot.operations import plain
from bot.refreshing import refreshing
from bot.reminding import Reminders, add_reminders
from bot.runs.jobs import add_runs
from bot.settings import Settings, load_settings
from bot.web.app import create_app
from bot.wiring import Zeroji, open_zeroji
from knowledge.errors import HomeUnavailable

app = typer.Typer(**PLAIN)

#: New objects until the young are looked at, and how many such looks until those that stayed, and
#: until all: by default 700, 10 and 10.
_COLLECTIONS = (2_000, 10, 500)

_SAMPLE = Path(knowledge.__file__).parent / "sample_company"
_SAMPLE_CASES = Path(knowledge.__file__).parents[1] / "evals" / "cases" / "sample_company.jsonl"
_SAMPLE_COMPANY = {
    "company_name": "株式会社ミナトワークス",
    "contact": "総務部総務課（内線2100）",
    "confidential_contact": "コンプライアンス相談窓口（内線2999）",
}
#: People of the sample company: name, display name, roles, audiences.
_SAMPLE_PEOPLE = (
    ("sato", "佐藤（総務部・担当）", ("staff", "owner"), ("managers",)),
    ("suzuki", "鈴木（総務部・課長）", ("staff", "approver", "admin"), ("managers",)),
    # The second approver against a red gate, and whom confidential matters go to.
    (
        *("tanaka", "田中（人事部・課長）"),
        ("lead", "approver", "evaluator", "counselor"),
        ("managers",),
    ),
)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    sample: Annotated[
        bool, typer.Option("--sample", help="With the sample company's manuals and people.")
    ] = False,
) -> None:
    """Serve the employee chat, the staff console and the API."""
    _check_port(host, port)
    signal.signal(signal.SIGTERM, _end)
    _log_masked()
    settings = _of_sample(load_settings()) if sample else load_settings()
    with open_zeroji(
        settings, Counting("Embedding with the new model"), switch_in_background=True
    ) as zeroji:
        if sample:
            _ingest_sample(zeroji)
        url = zeroji.settings.public_url.rstrip("/") or f"http://{_shown(host)}:{port}"
        zeroji.home.announce(f"http://{_shown(host)}:{port}")
        _say_where(zeroji, url, sample)
        web = create_app(zeroji)
        with _working(web, zeroji):
            # Without a configuration of its own, uvicorn logs through the handler that masks.
            uvicorn.run(web, host=host, port=port, log_level="warning", log_config=None)


def _log_masked() -> None:
    """Log to stderr, without the personal data of whoever asks."""
    handler = logging.StreamHandler()
    handler.addFilter(MaskingFilter())
    logging.basicConfig(
        handlers=[handler],
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )


def _end(number: int, frame: object) -> None:
    """End as by Ctrl-C when a service manager stops the server: everything is closed in order.

    uvicorn finishes what is being answered and then raises the signal again, which would otherwise
    end the process on the spot.
    """
    raise SystemExit(0)


@contextmanager
def _working(web: FastAPI, zeroji: Zeroji) -> Iterator[None]:
    """Have runs of ingestion, reminders and Slack worked on while the block runs."""
    jobs = Jobs(zeroji.settings)
    add_runs(jobs, zeroji.runs)
    deadlines, hours = zeroji.desk.deadlines, zeroji.settings.remind_hours
    add_reminders(jobs, Reminders(zeroji.database, deadlines, hours))
    add_gates(jobs, zeroji.gating)
    with ExitStack() as running:
        running.callback(jobs.destroy)
        running.callback(zeroji.runs.stop)
        running.enter_context(slack.running(web, zeroji, jobs))
        jobs.launch_aside(after=zeroji.warm_up, then=_collect_less)
        running.enter_context(refreshing(zeroji))
        yield


def _collect_less() -> None:
    """Everybody waits while garbage is collected, for a tenth of a second where all is looked at.

    What is loaded by now stays, and is not looked at again; the rest, seldom.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECTIONS)


def _of_sample(settings: Settings) -> Settings:
    """The sample company's name, contacts and eval cases, where nothing else is set."""
    sample: dict[str, object] = {**_SAMPLE_COMPANY, "eval_cases": (_SAMPLE_CASES,)}
    unset = {key: value for key, value in sample.items() if key not in settings.model_fields_set}
    return settings.model_copy(update=unset)


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise HomeUnavailable(
                f"{host}:{port} cannot be listened on ({error.strerror}). "
                "Choose another port with --port."
            ) from error


def _ingest_sample(zeroji: Zeroji) -> None:
    """The sample company's manuals, copied into the home: changes are made to the copy."""
    folder = zeroji.home.path / "sample_company"
    if not folder.exists():
        partial = folder.with_name("sample_company.partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(_SAMPLE, partial)
        partial.rename(folder)
        note(f"The sample company's manuals are in {folder}.")
    report = zeroji.ingest([folder], author="sample", watch=lambda step: show_step(plain(step)))
    clear_step()
    show_report(report)
    known = {user.name for user in zeroji.accounts.users()}
    for name, display_name, roles, audiences in _SAMPLE_PEOPLE:
        if name not in known:
            zeroji.accounts.add(name, display_name, roles, audiences, by=_by())


def _say_where(zeroji: Zeroji, url: str, sample: bool) -> None:
    """Where to go. A console link signs in once; a later one comes from ``zeroji users link``."""
    print(f"\n  社員用チャット / Employee chat   {url}/")
    names = [name for name, *_ in _SAMPLE_PEOPLE] if sample else [_admin(zeroji)]
    for name in names:
        link = zeroji.accounts.sign_in_link(name, timedelta(hours=24), by=_by())
        who = zeroji.accounts.user(name).display_name
        print(f"  管理画面 / Staff console         {url}/sign-in?link={link}")
        print(f"                                   ↑ {who}; 1回だけ使えます / works once")
    print("\n  止めるには Ctrl+C / Ctrl+C stops.\n", flush=True)


def _admin(zeroji: Zeroji) -> str:
    """An administrator's name; the first one is made."""
    for user in zeroji.accounts.users():
        if "admin" in user.roles and user.active:
            return user.name
    roles = ("staff", "admin")
    return zeroji.accounts.add("admin", "管理者 / Administrator", roles, by=_by()).name


def _by() -> str:
    """Who started the server, as the log names them."""
    return f"cli:{caller()}"


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
