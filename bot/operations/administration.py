"""Users, the thesaurus, models and the log, as the command line has them looked after."""

from __future__ import annotations

from itertools import islice

from bot import audit, model_check
from bot.answering.composing.composition import ModelWriter
from bot.audit_log import COLUMNS, AuditLog, cells
from bot.audit_log import Wanted as LogWanted
from bot.diagnosis import home as diagnosis
from bot.language_model.report import askers_today, daily
from bot.operations.shared import Json, Params, Report, caller, day_of, steps
from bot.profiles import FIELDS, checked_profile, told
from bot.roster import import_roster
from bot.wiring import Zeroji


def users_add(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.accounts.add(
        params["name"],
        params.get("display_name") or "",
        params["roles"],
        params.get("audiences") or (),
        checked_profile(_profile_said(params)),
        by=caller(params),
    )


def users_change(zeroji: Zeroji, params: Params, report: Report) -> Json:
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
        by=caller(params),
    )


def users_import(zeroji: Zeroji, params: Params, report: Report) -> Json:
    dry_run = bool(params.get("dry_run"))
    return import_roster(zeroji.accounts, params["text"], dry_run=dry_run, by=caller(params))


def users_link(zeroji: Zeroji, params: Params, report: Report) -> Json:
    secret = zeroji.accounts.sign_in_link(params["name"], by=caller(params))
    base = zeroji.settings.public_url or zeroji.home.server_url or "http://127.0.0.1:8000"
    return {"name": params["name"], "url": f"{base.rstrip('/')}/sign-in?link={secret}"}


def thesaurus_add(zeroji: Zeroji, params: Params, report: Report) -> Json:
    word, concept, by = params["form"], params["concept"], params["by"]
    return zeroji.thesaurus.add(word, concept, by, params.get("ticket"), steps(report))


def thesaurus_remove(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return zeroji.thesaurus.remove(params["form"], params["concept"], params["by"], steps(report))


def show_model(zeroji: Zeroji, params: Params, report: Report) -> Json:
    models = zeroji.model.alone if zeroji.model else ()
    found = {model.label: zeroji.aptitudes.of(model.label) for model in models}
    return {
        "models": [
            {"model": label, "checked": model_check.told(aptitude) if aptitude else None}
            for label, aptitude in found.items()
        ]
    }


def check_model(zeroji: Zeroji, params: Params, report: Report) -> Json:
    asked = model_check.cases()
    for model in zeroji.model.alone if zeroji.model else ():
        writer = ModelWriter(model, purpose="check")
        found = model_check.checked(writer, asked, steps(report))
        zeroji.aptitudes.keep(model.label, found)
    return show_model(zeroji, params, report)


def doctor(zeroji: Zeroji, params: Params, report: Report) -> Json:
    return {"findings": diagnosis.examine(zeroji)}


def spending(zeroji: Zeroji, params: Params, report: Report) -> Json:
    reached = zeroji.spending.reached()
    return {
        "currency": zeroji.settings.currency,
        "days": daily(zeroji.database, params.get("days") or 30),
        "askers_today": askers_today(zeroji.database, most=10),
        "limits": zeroji.spending.limits,
        "reached": reached.english if reached else None,
    }


def audit_verify(zeroji: Zeroji, params: Params, report: Report) -> Json:
    file = zeroji.home.path / audit.KEPT_HEAD
    return audit.verify_and_keep(zeroji.database, file, params.get("expect") or "")


def audit_events(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """A portion of the log after a number, as rows of an export."""
    wanted = LogWanted(since=day_of(params.get("since")), until=day_of(params.get("until")))
    found = AuditLog(zeroji.database).oldest(wanted, after=params.get("after") or 0)
    return {"columns": COLUMNS, "rows": [cells(event) for event in islice(found, 500)]}


def _profile_said(params: Params) -> dict[str, str]:
    return {name: params[name] for name in FIELDS if params.get(name) is not None}
