"""Who may use which route: the table that a test proves by real requests.

``python -m tests.bot.web.access_table`` prints it as Markdown.
"""

from __future__ import annotations

from typing import Literal

from bot.permissions import Action, Role, roles_for

#: ``anyone``, guests included; ``asker``: whose question it is and nobody else, whatever their
#: role; ``token``: programs with the home's token.
Needed = Action | Literal["anyone", "asker", "token"]

ROLES: tuple[Role, ...] = (
    *("employee", "staff", "lead", "owner", "approver", "evaluator", "counselor", "admin"),
)

#: Method, path and what is needed. A route that is not here fails the test.
ROUTES: tuple[tuple[str, str, Needed], ...] = (
    ("GET", "/", "anyone"),
    ("POST", "/ask", "anyone"),
    ("GET", "/conversations/{conversation}", "asker"),
    ("GET", "/conversations/{conversation}/news", "asker"),
    ("POST", "/exchanges/{exchange_id}/helpful", "asker"),
    ("POST", "/exchanges/{exchange_id}/wrong", "asker"),
    ("POST", "/exchanges/{exchange_id}/person", "asker"),
    ("POST", "/exchanges/{exchange_id}/private", "asker"),
    ("GET", "/manuals", "anyone"),
    ("GET", "/manuals/{manual_id}", "anyone"),
    ("GET", "/sign-in", "anyone"),
    ("POST", "/sign-in", "anyone"),
    ("POST", "/sign-out", "anyone"),
    ("POST", "/sign-out/everywhere", "anyone"),
    ("GET", "/sign-in/oidc", "anyone"),
    ("GET", "/sign-in/oidc/callback", "anyone"),
    ("GET", "/console", "see_console"),
    ("GET", "/console/notices", "see_console"),
    ("GET", "/console/notices/count", "see_console"),
    ("POST", "/console/notices/read", "see_console"),
    ("POST", "/console/notices/{notice_id}/open", "see_console"),
    ("GET", "/console/tickets/{ticket_id}", "see_tickets"),
    ("GET", "/console/tickets/{ticket_id}/passages", "see_tickets"),
    ("POST", "/console/tickets/{ticket_id}/claim", "reply"),
    ("POST", "/console/tickets/{ticket_id}/release", "reply"),
    ("POST", "/console/tickets/{ticket_id}/reply", "reply"),
    ("POST", "/console/tickets/{ticket_id}/draft", "reply"),
    ("POST", "/console/tickets/{ticket_id}/dismiss", "reply"),
    ("POST", "/console/tickets/{ticket_id}/reopen", "reply"),
    ("POST", "/console/tickets/{ticket_id}/hand-over", "reply"),
    ("POST", "/console/tickets/{ticket_id}/notes", "reply"),
    ("POST", "/console/tickets/{ticket_id}/split", "reply"),
    ("GET", "/console/tickets/{ticket_id}/propose", "propose"),
    ("POST", "/console/tickets/{ticket_id}/propose", "propose"),
    ("POST", "/console/diff", "propose"),
    ("GET", "/console/proposals", "see_proposals"),
    ("GET", "/console/proposals/{proposal_id}", "see_proposals"),
    ("GET", "/console/proposals/{proposal_id}/gate", "see_proposals"),
    ("POST", "/console/proposals/{proposal_id}/gate", "see_proposals"),
    ("POST", "/console/proposals/{proposal_id}/revise", "propose"),
    ("POST", "/console/proposals/{proposal_id}/approve", "decide"),
    ("POST", "/console/proposals/{proposal_id}/reject", "decide"),
    ("POST", "/console/proposals/{proposal_id}/take-back", "decide"),
    ("POST", "/console/proposals/{proposal_id}/go-on", "decide"),
    ("GET", "/console/manuals", "see_manuals"),
    ("GET", "/console/manuals/{manual_id}", "see_manuals"),
    ("GET", "/console/checking", "see_manuals"),
    ("GET", "/console/checking/dismissed", "see_manuals"),
    ("POST", "/console/checking/{digest}/dismiss", "decide"),
    ("POST", "/console/checking/dismissed/{number}/restore", "decide"),
    ("POST", "/console/manuals/upload", "publish"),
    ("POST", "/console/manuals/{manual_id}/restore", "publish"),
    ("POST", "/console/manuals/{manual_id}/rollback", "publish"),
    ("GET", "/console/manuals/runs", "publish"),
    ("GET", "/console/manuals/runs/{run_id}", "publish"),
    ("POST", "/console/manuals/runs/{run_id}/cancel", "publish"),
    ("POST", "/console/manuals/runs/{run_id}/resume", "publish"),
    ("POST", "/console/manuals/runs/{run_id}/retire", "publish"),
    ("GET", "/console/owners", "see_manuals"),
    ("POST", "/console/owners/addenda/{addendum_id}/fold", "publish"),
    ("GET", "/console/gaps", "see_gaps"),
    ("GET", "/console/gaps/{gap_id}", "see_gaps"),
    ("GET", "/console/numbers", "see_numbers"),
    ("GET", "/console/numbers/export", "see_numbers"),
    ("GET", "/console/cases", "see_cases"),
    ("GET", "/console/cases/export", "see_cases"),
    ("GET", "/console/cases/wordings", "see_cases"),
    ("POST", "/console/cases/wordings/{key}/forget", "review_cases"),
    ("POST", "/console/cases/wordings/{key}/restore", "review_cases"),
    ("GET", "/console/cases/{case_id}", "see_cases"),
    ("POST", "/console/cases/{case_id}/review", "review_cases"),
    ("POST", "/console/cases/{case_id}/withdraw", "review_cases"),
    ("GET", "/console/traces", "see_traces"),
    ("GET", "/console/traces/{exchange}", "see_traces"),
    ("GET", "/console/audit", "see_audit"),
    ("GET", "/console/audit/export", "see_audit"),
    ("POST", "/console/audit/verify", "see_audit"),
    ("GET", "/console/slack", "assign"),
    ("POST", "/console/slack/rules", "administrate"),
    ("POST", "/console/slack/rules/clear", "administrate"),
    ("POST", "/console/slack/people/{user}/account", "administrate"),
    ("GET", "/console/members", "administrate"),
    ("POST", "/console/members", "administrate"),
    ("GET", "/console/members/{name}", "administrate"),
    ("POST", "/console/members/{name}", "administrate"),
    ("POST", "/console/members/{name}/link", "administrate"),
    ("POST", "/console/members/{name}/sign-out", "administrate"),
    ("POST", "/console/members/{name}/company-account", "administrate"),
    ("POST", "/api/ask", "anyone"),
    ("POST", "/api/exchanges/{exchange_id}/private", "asker"),
    ("GET", "/api/tickets", "see_tickets"),
    ("POST", "/api/tickets/{ticket_id}/reply", "reply"),
    ("POST", "/api/ingest", "publish"),
    ("GET", "/api/ingest/{run_id}", "publish"),
    ("GET", "/docs", "anyone"),
    ("GET", "/openapi.json", "anyone"),
    ("GET", "/health", "anyone"),
    ("GET", "/metrics", "anyone"),
    ("POST", "/internal/operations", "token"),
)


def may(role: Role | None, needed: Needed) -> bool:
    """Whether it is open to a role; None is a guest."""
    if needed == "anyone":
        return True
    if needed in ("asker", "token"):
        return False
    return role is not None and role in roles_for(needed)


def markdown() -> str:
    """The table with a column for each role; tickets that are private are counselors' alone."""
    rows = [["Route", "guest", *ROLES], ["---"] * (len(ROLES) + 2)]
    for method, path, needed in ROUTES:
        open_to = [may(role, needed) for role in (None, *ROLES)]
        only = {"asker": "own", "token": "token"}.get(needed, "–")
        rows.append([f"`{method} {path}`", *("✓" if yes else only for yes in open_to)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(markdown())
