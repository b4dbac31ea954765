"""What the command line can have done, by name: the same in this process or in a running server.

Each operation takes the Zeroji, its parameters as JSON and a way to report progress, and returns
JSON. So a command need not know where the home's owner is.
"""

from __future__ import annotations

from bot.operations import administration, asking, desk, ingesting, manuals, workspace
from bot.operations.shared import Json, Operation, Params, Report, plain
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput

__all__ = ["OPERATIONS", "perform", "plain"]

OPERATIONS: dict[str, Operation] = {
    "model.show": administration.show_model,
    "model.check": administration.check_model,
    "audit.verify": administration.audit_verify,
    "audit.events": administration.audit_events,
    "ask": asking.ask,
    "ask.private": asking.ask_in_private,
    "ask.turns": asking.ask_turns,
    "search": asking.search,
    "ingest": ingesting.ingest,
    "runs.list": lambda z, p, _: {"runs": z.runs.runs(p.get("limit") or 20)},
    "runs.show": ingesting.runs_show,
    "runs.cancel": lambda z, p, _: z.runs.cancel(p["id"], p["by"]),
    "runs.resume": ingesting.runs_resume,
    "queue.list": desk.queue_list,
    "queue.show": lambda z, p, _: z.desk.ticket(p["id"]),
    "queue.claim": lambda z, p, _: z.desk.claim(p["id"], p["by"]),
    "queue.release": lambda z, p, _: z.desk.release(p["id"], p["by"]),
    "queue.hand-over": lambda z, p, _: z.desk.hand_over(
        p["id"], p["by"], p["to"], p.get("note") or ""
    ),
    "queue.note": lambda z, p, _: {"notes": z.desk.note(p["id"], p["by"], p["text"])},
    "queue.split": lambda z, p, _: z.desk.split(p["id"], p["exchange"], p["by"]),
    "queue.reopen": lambda z, p, _: z.desk.reopen(p["id"], p["by"]),
    "queue.similar": desk.queue_similar,
    "queue.reply": desk.queue_reply,
    "queue.dismiss": lambda z, p, _: z.desk.dismiss(p["id"], p["by"], p["because"]),
    "queue.propose": desk.proposals_propose,
    "proposals.list": lambda z, p, _: {"proposals": z.proposals.proposals(p.get("status"))},
    "proposals.show": desk.proposals_show,
    "proposals.gate": desk.proposals_gate,
    "proposals.approve": desk.proposals_approve,
    "proposals.revise": lambda z, p, _: z.proposals.revise(p["id"], p["text"], p["by"]),
    "proposals.take-back": lambda z, p, _: z.proposals.take_back(p["id"], p["by"], p["because"]),
    "proposals.reject": lambda z, p, _: z.proposals.reject(p["id"], p["by"], p["reason"]),
    "manuals.list": manuals.manuals_list,
    "manuals.show": manuals.manuals_show,
    "manuals.history": manuals.manuals_history,
    "manuals.diff": manuals.manuals_diff,
    "manuals.rollback": manuals.manuals_rollback,
    "manuals.restore": lambda z, p, _: z.restore(p["id"]),
    "manuals.check": manuals.manuals_check,
    "thesaurus.list": lambda z, p, _: {"additions": z.thesaurus.additions()},
    "thesaurus.add": administration.thesaurus_add,
    "thesaurus.remove": administration.thesaurus_remove,
    "thesaurus.suggest": lambda z, p, _: {"suggestions": z.thesaurus.suggest()},
    "doctor": administration.doctor,
    "spending": administration.spending,
    "gaps": desk.gaps,
    "users.list": lambda z, p, _: {"users": z.accounts.users()},
    "users.add": administration.users_add,
    "users.change": administration.users_change,
    "users.import": administration.users_import,
    "users.link": administration.users_link,
    "slack.rollout.list": workspace.rollout_list,
    "slack.rollout.set": workspace.rollout_set,
    "slack.rollout.clear": workspace.rollout_clear,
    "slack.people.show": workspace.people_show,
    "slack.people.refresh": workspace.people_refresh,
    "slack.people.bind": workspace.people_bind,
}


def perform(zeroji: Zeroji, name: str, params: Params, report: Report) -> Json:
    """Perform an operation; its result as plain JSON values. Raises ZerojiError."""
    operation = OPERATIONS.get(name)
    if operation is None:
        raise InvalidInput(f"There is no operation {name!r}. Is the server of the same version?")
    return plain(operation(zeroji, params, report))
