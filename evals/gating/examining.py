"""Tries a change out: what is answered before it and after it, and what that comes to."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bot.settings import Settings, load_settings
from evals.gating.asking import CaseRun, ImpactRun, TicketRun, cases_of
from evals.gating.findings import new_findings
from evals.gating.request import Request
from evals.gating.shadow import Shadow
from evals.gating.verdict import verdict
from evals.rehearsal import rehearsal

#: Earlier answers that are asked again.
MOST_EXCHANGES = 500


def settings_for(request: Request) -> Settings:
    """The settings of whoever asks, and of the environment; never with a language model."""
    told = dict(request.settings) | {"home": Path(request.settings["home"])}
    without = {"model": "", "fallback_model": "", "tracing": False}
    return load_settings().model_copy(update=told | without)


def examine(
    request: Request, settings: Settings, most_exchanges: int = MOST_EXCHANGES
) -> tuple[str, dict[str, Any]]:
    """Try the change out on a copy of the knowledge; its colour and what was found.

    The result is what bot.desk.gate keeps. Raises ZerojiError, UnreadableDocument.
    """
    started = time.monotonic()
    with rehearsal(settings) as zeroji:
        shadow = Shadow(zeroji, request)
        cases = CaseRun(shadow, cases_of(request))
        ticket = TicketRun(shadow, request.questions)
        impact = ImpactRun(shadow, request.exchanges, most_exchanges)
        findings = shadow.findings()
        shadow.publish()
        result: dict[str, Any] = {
            "cases": cases.compared(),
            "ticket": ticket.compared(),
            "contradictions": new_findings(shadow, findings, shadow.findings()),
            "impact": impact.compared(),
        }
    status, reasons = verdict(result, request.before, request.after, impact.left_out)
    for asked in result["ticket"]:
        del asked["quoted"], asked["stays"]
    seconds = round(time.monotonic() - started, 1)
    return status, {"seconds": seconds, **result, "reasons": reasons}
