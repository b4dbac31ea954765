"""Tickets, proposals and needs, as the command line has them worked on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from bot.gaps.gaps import DAYS, Gaps
from bot.gaps.shape import gap_json
from bot.masking import mask
from bot.operations.shared import Json, Params, Report
from bot.wiring import Zeroji
from ingest.checking import check
from knowledge.errors import InvalidInput


def queue_list(zeroji: Zeroji, params: Params, report: Report) -> Json:
    tickets = zeroji.desk.tickets(params.get("status"), limit=params.get("limit") or 50)
    return {"tickets": tickets, "counts": zeroji.desk.count()}


def queue_reply(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Reply, with those of the nearest passages as its sources that are named by number."""
    nearest, named = zeroji.desk.ticket(params["id"]).nearest, params.get("cite") or ()
    if not all(1 <= number <= len(nearest) for number in named):
        raise InvalidInput(f"The ticket has {len(nearest)} nearest passages.")
    citations = [nearest[number - 1] for number in named]
    return zeroji.desk.reply(params["id"], params["by"], params["text"], citations)


def queue_similar(zeroji: Zeroji, params: Params, report: Report) -> Json:
    what = params["id"] if params.get("text") is None else params["text"]
    return {"similar": zeroji.desk.similar(what, params.get("limit") or 5)}


def proposals_propose(zeroji: Zeroji, params: Params, report: Report) -> Json:
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


def proposals_show(zeroji: Zeroji, params: Params, report: Report) -> Json:
    proposal = zeroji.proposals.proposal(params["id"])
    return asdict(proposal) | {"diff": proposal.diff()}


def proposals_gate(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Try a proposal out now, unless that was done already."""
    if zeroji.proposals.refresh(params["id"]).gate_status == "waiting":
        zeroji.gating.run(params["id"])
    return proposals_show(zeroji, params, report)


def proposals_approve(zeroji: Zeroji, params: Params, report: Report) -> Json:
    """Approve; where no server has tried it out, that is done first."""
    if zeroji.proposals.proposal(params["id"]).gate_status == "waiting":
        proposals_gate(zeroji, params, report)
    return zeroji.proposals.approve(
        params["id"],
        params["by"],
        withhold=params.get("withhold"),
        reason=params.get("reason") or "",
    )


def gaps(zeroji: Zeroji, params: Params, report: Report) -> Json:
    findings = zeroji.dismissals.without(check(zeroji.library, date.today()))
    finder = Gaps(zeroji.database, zeroji.library, zeroji.embedders.serving, lambda: findings)
    found = finder.of_days(params.get("days") or DAYS)
    owner = params.get("owner")
    wanted = [gap for gap in found.gaps if owner is None or (gap.spot and gap.spot.owner == owner)]
    shown = [gap_json(gap) for gap in wanted[: params.get("limit") or len(wanted)]]
    return {"gaps": shown, "total": len(wanted), "asked": found.asked, "days": found.days}
