"""What the command line can have done, by name: the same in this process or in a running server.

Each operation takes the Zeroji, its parameters as JSON and a way to report progress, and returns
JSON. So a command need not know where the home's owner is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from bot import audit, model_check
from bot.answering import wording
from bot.answering.composing.composition import ModelWriter
from bot.audit_log import COLUMNS, AuditLog, cells
from bot.audit_log import Wanted as LogWanted
from bot.checking import Wanted, count
from bot.gaps.gaps import DAYS, Gaps
from bot.gaps.shape import gap_json
from bot.language_model.report import askers_today, daily
from bot.masking import mask
from bot.outcomes import Language, Question
from bot.profiles import FIELDS, checked_profile, told
from bot.roster import import_roster
from bot.runs.failures import RunFailed
from bot.runs.run import Run, RunOptions, day, resolved
from bot.wiring import Zeroji
from ingest.checking import check
from knowledge.errors import InvalidInput, NotFound, ZerojiError
from knowledge.japanese import is_japanese
from knowledge.model import EVERYONE, SearchRequest

Json = Any
Params = dict[str, Any]
#: Told about each step of long work.
Report = Callable[[dict[str, Any]], None]
Operation = Callable[[Zeroji, Params, Report], Json]


def _ask(zeroji: Zeroji, params: Params, report: Report) -> Json:
    exchange = zeroji.engine.ask(
        _question(zeroji, params, params["question"], params.get("conversation"))
    )
    return zeroji.engine.to_json(exchange)


def _ask_in_private(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Ask, and open a private ticket for the question, whatever came of it."""
    question = _question(zeroji, params, params["question"], params.get("conversation"))
    zeroji.accounts.user(question.asker)  # a reply needs somebody to read it
    zeroji.desk.require_counselor(question.asker)
    exchange = zeroji.engine.ask(question)
    ticket = zeroji.desk.confide(exchange.id, question.asker)
    shown = zeroji.engine.to_json(exchange)
    language: Language = "ja" if is_japanese(question.text) else "en"
    note = wording.confided(ticket.id, ticket.due_at.astimezone().date(), language)
    return shown | {"ticket": ticket.id, "text": f"{shown['text']}\n\n{note}"}


def _ask_turns(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Several questions of one conversation; the last outcome."""
    conversation, last = params.get("conversation"), None
    for turn in params["turns"]:
        question = _question(zeroji, params, turn, conversation)
        last = zeroji.engine.ask(question, params.get("caution"))
        conversation = last.conversation
    if last is None:
        raise InvalidInput("A line has no turns.")
    traced = {"trace": zeroji.engine.trace_json(last)} if params.get("trace") else {}
    return zeroji.engine.to_json(last) | traced


def _question(zeroji: Zeroji, params: Params, text: str, conversation: str | None) -> Question:
    asker = params.get("as") or "cli"
    audiences = _audiences_of(zeroji, asker) | frozenset(params.get("audience") or ())
    return Question(
        text=text,
        asker=asker,
        audiences=audiences,
        on=_day(params.get("on")),
        conversation=conversation,
        profile=zeroji.accounts.profile_of(asker),
    )


def _audiences_of(zeroji: Zeroji, asker: str) -> frozenset[str]:
    """What somebody with an account may read; everyone else reads what is for all."""
    try:
        user = zeroji.accounts.user(asker)
    except NotFound:
        return frozenset({EVERYONE})
    return user.audiences if user.active else frozenset({EVERYONE})


def _search(zeroji: Zeroji, params: Params, report: Report) -> Json:
    found = zeroji.searcher.search(
        SearchRequest(
            query=params["query"],
            audiences=frozenset({EVERYONE, *(params.get("audience") or ())}),
            on=_day(params.get("on")),
            top=params.get("top") or 10,
        )
    )
    passages = [
        {
            "manual": passage.manual.title,
            "path": passage.revision.path,
            "section": passage.chunk.heading,
            "page": passage.page,
            "text": passage.chunk.text,
            "score": round(passage.score, 4),
            "dense_rank": passage.dense_rank,
            "lexical_rank": passage.lexical_rank,
        }
        for passage in found.passages
    ]
    timings = {"embed": round(found.embed_ms, 2), "search": round(found.search_ms, 2)}
    return {"passages": passages, "timings_ms": timings}


def _ingest(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A run from start to end, or a dry run, of which nothing is kept."""
    author, sources = params.get("author") or "cli", params["paths"]
    options = RunOptions(
        overrides=dict(params.get("overrides") or {}),
        retire_all_missing=bool(params.get("retire_missing")),
        folder=params.get("folder") or str(Path.cwd()),
    )
    if not params.get("dry_run"):
        started = zeroji.runs.start(sources, author=author, options=options, watch=report)
        ended = _report(zeroji.runs.follow(started, report))
        return ended | {"interrupted": [run.id for run in zeroji.runs.left_alone()]}
    return zeroji.ingest(
        resolved(sources, options.folder),
        author=author,
        watch=lambda step: report(asdict(step)),
        dry_run=True,
        **options.for_ingestion(),
    )


def _report(run: Run) -> Json:
    """What a run that is over came to. Raises RunFailed."""
    if run.error is not None:
        raise RunFailed(run.error["en"], run.error["ja"])
    return {**(run.report or {}), "run": run.id, "status": run.status}


def _runs_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A run; with ``follow``, once it is over."""
    run_id = params["id"]
    return zeroji.runs.follow(run_id, report) if params.get("follow") else zeroji.runs.run(run_id)


def _runs_resume(zeroji: Zeroji, params: Params, report: Report) -> Json:
    zeroji.runs.go_on(params["id"], watch=report)
    return _report(zeroji.runs.follow(params["id"], report))


def _queue_list(zeroji: Zeroji, params: Params, report: Report) -> Json:
    tickets = zeroji.desk.tickets(params.get("status"), limit=params.get("limit") or 50)
    return {"tickets": tickets, "counts": zeroji.desk.count()}


def _queue_reply(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Reply, with those of the nearest passages as its sources that are named by number."""
    nearest, named = zeroji.desk.ticket(params["id"]).nearest, params.get("cite") or ()
    if not all(1 <= number <= len(nearest) for number in named):
        raise InvalidInput(f"The ticket has {len(nearest)} nearest passages.")
    citations = [nearest[number - 1] for number in named]
    return zeroji.desk.reply(params["id"], params["by"], params["text"], citations)


def _queue_similar(zeroji: Zeroji, params: Params, report: Report) -> Json:
    what = params["id"] if params.get("text") is None else params["text"]
    return {"similar": zeroji.desk.similar(what, params.get("limit") or 5)}


def _proposals_propose(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Propose at the best place that suits, or show the places when none is chosen."""
    ticket = zeroji.desk.ticket(params["ticket"])
    places = zeroji.proposals.suggest(ticket.id)
    if params.get("place") is None:
        return {"places": places}
    if not 1 <= params["place"] <= len(places):
        raise InvalidInput(f"There are places 1 to {len(places)}.")
    place = places[params["place"] - 1]
    return zeroji.proposals.create(
        ticket.id,
        (place.manual_id, place.section_hash),
        params.get("text") or ticket.reply or "",
        params["by"],
        params.get("question") or mask(ticket.question).text,
    )


def _proposals_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    proposal = zeroji.proposals.proposal(params["id"])
    return asdict(proposal) | {"diff": proposal.diff()}


def _proposals_gate(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Try a proposal out now, unless that was done already."""
    if zeroji.proposals.refresh(params["id"]).gate_status == "waiting":
        zeroji.gating.run(params["id"])
    return _proposals_show(zeroji, params, report)


def _proposals_approve(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Approve; where no server has tried it out, that is done first."""
    if zeroji.proposals.proposal(params["id"]).gate_status == "waiting":
        _proposals_gate(zeroji, params, report)
    return zeroji.proposals.approve(
        params["id"],
        params["by"],
        withhold=params.get("withhold"),
        reason=params.get("reason") or "",
    )


def _manuals_list(zeroji: Zeroji, params: Params, report: Report) -> Json:
    today = date.today()
    return {
        "manuals": [
            asdict(manual) | {"revision": _in_force(zeroji, manual.id, today)}
            for manual in zeroji.library.manuals(include_retired=bool(params.get("retired")))
        ]
    }


def _in_force(zeroji: Zeroji, manual_id: int, day: date) -> Json:
    revision = zeroji.library.revision_on(manual_id, day)
    return asdict(revision) if revision else None


def _manuals_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    manual = zeroji.library.manual(params["id"])
    revision = zeroji.library.revision_on(manual.id, _day(params.get("on")) or date.today())
    sections = zeroji.library.sections(revision.id) if revision else []
    return {
        "manual": manual,
        "revision": revision,
        "sections": [
            {"heading": section.heading, "page": section.page, "text": section.text}
            for section in sections
        ],
        "warnings": zeroji.library.warnings(revision.id) if revision else [],
    }


def _manuals_history(zeroji: Zeroji, params: Params, report: Report) -> Json:
    manual = zeroji.library.manual(params["id"])
    return {"manual": manual, "revisions": zeroji.library.history(manual.id)}


def _manuals_diff(zeroji: Zeroji, params: Params, report: Report) -> Json:
    history = zeroji.library.history(zeroji.library.manual(params["id"]).id)
    before, after = params.get("before"), params.get("after")
    after = history[-1].number if after is None else after
    before = max(after - 1, 1) if before is None else before
    changes = zeroji.library.diff(params["id"], before, after)
    return {"before": before, "after": after, "changes": changes}


def _manuals_rollback(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.rollback(params["id"], params["to"], author=params.get("by") or "cli")


def _manuals_check(zeroji: Zeroji, params: Params, report: Report) -> Json:
    def watch(matter: str, done: int, total: int) -> None:
        report({"matter": matter, "done": done, "total": total})

    wanted = Wanted(**{key: params.get(key) for key in ("manual", "owner", "kind")})
    wanted.validate(zeroji.library)
    day = _day(params.get("on")) or date.today()
    found = wanted.of(check(zeroji.library, day, watch))
    return {"findings": found, "counts": count(found)}


def _gaps(zeroji: Zeroji, params: Params, report: Report) -> Json:
    findings = check(zeroji.library, date.today())
    finder = Gaps(zeroji.database, zeroji.library, zeroji.embedders.serving, lambda: findings)
    found = finder.of_days(params.get("days") or DAYS)
    owner = params.get("owner")
    wanted = [gap for gap in found.gaps if owner is None or (gap.spot and gap.spot.owner == owner)]
    shown = [gap_json(gap) for gap in wanted[: params.get("limit") or len(wanted)]]
    return {"gaps": shown, "total": len(wanted), "asked": found.asked, "days": found.days}


def _users_add(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.accounts.add(
        params["name"],
        params.get("display_name") or "",
        params["roles"],
        params.get("audiences") or (),
        checked_profile(_profile_said(params)),
    )


def _users_change(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Change what is given and leave the rest."""
    user = zeroji.accounts.user(params["name"])
    given = {name: value for name, value in params.items() if value is not None}
    return zeroji.accounts.change(
        user.name,
        display_name=given.get("display_name", user.display_name),
        roles=given.get("roles", user.roles),
        audiences=given.get("audiences", user.audiences),
        active=given.get("active", user.active),
        profile=checked_profile(told(user.profile) | _profile_said(params)),
    )


def _profile_said(params: Params) -> dict[str, str]:
    return {name: params[name] for name in FIELDS if params.get(name) is not None}


def _users_import(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return import_roster(zeroji.accounts, params["text"], dry_run=bool(params.get("dry_run")))


def _users_link(zeroji: Zeroji, params: Params, report: Report) -> Json:
    secret = zeroji.accounts.sign_in_link(params["name"])
    base = zeroji.settings.public_url or zeroji.home.server_url or "http://127.0.0.1:8000"
    return {"name": params["name"], "url": f"{base.rstrip('/')}/sign-in?link={secret}"}


def _thesaurus_add(zeroji: Zeroji, params: Params, report: Report) -> Json:
    word, concept, by = params["form"], params["concept"], params["by"]
    return zeroji.thesaurus.add(word, concept, by, params.get("ticket"), _steps(report))


def _thesaurus_remove(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.thesaurus.remove(params["form"], params["concept"], params["by"], _steps(report))


def _model_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    models = zeroji.model.alone if zeroji.model else ()
    found = {model.label: zeroji.aptitudes.of(model.label) for model in models}
    return {
        "models": [
            {"model": label, "checked": model_check.told(aptitude) if aptitude else None}
            for label, aptitude in found.items()
        ]
    }


def _model_check(zeroji: Zeroji, params: Params, report: Report) -> Json:
    asked = model_check.cases()
    for model in zeroji.model.alone if zeroji.model else ():
        writer = ModelWriter(model, purpose="check")
        found = model_check.checked(writer, asked, _steps(report))
        zeroji.aptitudes.keep(model.label, found)
    return _model_show(zeroji, params, report)


def _spending(zeroji: Zeroji, params: Params, report: Report) -> Json:
    reached = zeroji.spending.reached()
    return {
        "currency": zeroji.settings.currency,
        "days": daily(zeroji.database, params.get("days") or 30),
        "askers_today": askers_today(zeroji.database, most=10),
        "limits": zeroji.spending.limits,
        "reached": reached.english if reached else None,
    }


def _steps(report: Report) -> Callable[[int, int], None]:
    return lambda done, total: report({"done": done, "total": total})


def _audit_verify(zeroji: Zeroji, params: Params, report: Report) -> Json:
    file = zeroji.home.path / audit.KEPT_HEAD
    return audit.verify_and_keep(zeroji.database, file, params.get("expect") or "")


def _audit_events(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A portion of the log after a number, as rows of an export."""
    wanted = LogWanted(since=_day(params.get("since")), until=_day(params.get("until")))
    found = AuditLog(zeroji.database).oldest(wanted, after=params.get("after") or 0)
    return {"columns": COLUMNS, "rows": [cells(event) for event in islice(found, 500)]}


OPERATIONS: dict[str, Operation] = {
    "model.show": _model_show,
    "model.check": _model_check,
    "audit.verify": _audit_verify,
    "audit.events": _audit_events,
    "ask": _ask,
    "ask.private": _ask_in_private,
    "ask.turns": _ask_turns,
    "search": _search,
    "ingest": _ingest,
    "runs.list": lambda z, p, _: {"runs": z.runs.runs(p.get("limit") or 20)},
    "runs.show": _runs_show,
    "runs.cancel": lambda z, p, _: z.runs.cancel(p["id"], p["by"]),
    "runs.resume": _runs_resume,
    "queue.list": _queue_list,
    "queue.show": lambda z, p, _: z.desk.ticket(p["id"]),
    "queue.claim": lambda z, p, _: z.desk.claim(p["id"], p["by"]),
    "queue.release": lambda z, p, _: z.desk.release(p["id"], p["by"]),
    "queue.hand-over": lambda z, p, _: z.desk.hand_over(
        p["id"], p["by"], p["to"], p.get("note") or ""
    ),
    "queue.note": lambda z, p, _: {"notes": z.desk.note(p["id"], p["by"], p["text"])},
    "queue.split": lambda z, p, _: z.desk.split(p["id"], p["exchange"], p["by"]),
    "queue.reopen": lambda z, p, _: z.desk.reopen(p["id"], p["by"]),
    "queue.similar": _queue_similar,
    "queue.reply": _queue_reply,
    "queue.dismiss": lambda z, p, _: z.desk.dismiss(p["id"], p["by"], p["because"]),
    "queue.propose": _proposals_propose,
    "proposals.list": lambda z, p, _: {"proposals": z.proposals.proposals(p.get("status"))},
    "proposals.show": _proposals_show,
    "proposals.gate": _proposals_gate,
    "proposals.approve": _proposals_approve,
    "proposals.revise": lambda z, p, _: z.proposals.revise(p["id"], p["text"], p["by"]),
    "proposals.take-back": lambda z, p, _: z.proposals.take_back(p["id"], p["by"], p["because"]),
    "proposals.reject": lambda z, p, _: z.proposals.reject(p["id"], p["by"], p["reason"]),
    "manuals.list": _manuals_list,
    "manuals.show": _manuals_show,
    "manuals.history": _manuals_history,
    "manuals.diff": _manuals_diff,
    "manuals.rollback": _manuals_rollback,
    "manuals.restore": lambda z, p, _: z.restore(p["id"]),
    "manuals.check": _manuals_check,
    "thesaurus.list": lambda z, p, _: {"additions": z.thesaurus.additions()},
    "thesaurus.add": _thesaurus_add,
    "thesaurus.remove": _thesaurus_remove,
    "thesaurus.suggest": lambda z, p, _: {"suggestions": z.thesaurus.suggest()},
    "spending": _spending,
    "gaps": _gaps,
    "users.list": lambda z, p, _: {"users": z.accounts.users()},
    "users.add": _users_add,
    "users.change": _users_change,
    "users.import": _users_import,
    "users.link": _users_link,
}


def perform(zeroji: Zeroji, name: str, params: Params, report: Report) -> Json:
    """Perform an operation; its result as plain JSON values. Raises ZerojiError."""
    operation = OPERATIONS.get(name)
    if operation is None:
        raise InvalidInput(f"There is no operation {name!r}. Is the server of the same version?")
    return plain(operation(zeroji, params, report))


def plain(value: Any) -> Json:
    """Dataclasses, dates and sets as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path | ZerojiError) else value


def _day(text: str | date | None) -> date | None:
    return None if text is None else day(text)
