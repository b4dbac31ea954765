"""Finds the gaps: groups what was not answered into needs, and says of each what would close it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.gaps.clustering import Needs
from bot.gaps.gap import Action, AskedTicket, Gap, Seen, Spot, Unanswered, Weight
from knowledge.model import EVERYONE, Manual

#: A section that was taken to answer at least so likely says something of it, not plainly enough.
_SAYS_SOMETHING = 0.2
#: Reasons of tickets to which a rule exists already.
_UNCLEAR = frozenset({"ambiguous_rule", "complained"})


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What gaps are judged by besides the questions."""

    manuals: Mapping[int, Manual]
    #: The share of all users that may read what is for an audience.
    shares: Mapping[str, float]
    #: Sections in which the check found a contradiction: (manual, heading).
    contradicted: Collection[tuple[int, str]]
    #: The passages near each ticket's question, where nothing better is known.
    near: Mapping[int, Sequence[Seen]]
    #: How many questions an answer with a ticket's published section was given since.
    answered_since: Mapping[int, int]
    days: int


def find(unanswered: Sequence[Unanswered], needs: Needs, around: Surroundings) -> list[Gap]:
    """The gaps, the most worthwhile first; those that were closed by a publication are none."""
    by_text: dict[str, list[Unanswered]] = defaultdict(list)
    for one in unanswered:
        by_text[one.text].append(one)
    texts = list(by_text)
    groups = needs.group(texts, [len(by_text[text]) for text in texts])
    found = []
    for group in groups:
        asked = [one for n in group for one in by_text[texts[n]]]
        gap = _gap(texts[group[0]], asked, around)
        if gap is not None:
            found.append(gap)
    return sorted(found, key=lambda gap: (-gap.weight.score, gap.id))


def _gap(question: str, asked: Sequence[Unanswered], around: Surroundings) -> Gap | None:
    """None where all of it was asked before the reply was published."""
    published = max((t.published_at for t in _tickets(asked) if t.published_at), default=None)
    counted = [one for one in asked if published is None or one.at > published]
    if not counted:
        return None
    tickets = _tickets(asked)
    spot = _spot(asked, tickets, around)
    contradicted = spot is not None and (spot.manual_id, spot.section) in around.contradicted
    confidence = max(one.confidence for one in counted)
    room = _room(counted, published, tickets, around)
    return Gap(
        id=min(one.exchange for one in counted),
        question=question,
        wordings=tuple(Counter(one.question for one in counted).most_common()),
        weight=Weight(
            people=len({one.asker for one in counted}),
            share=around.shares.get(spot.audience, 1.0) if spot else 1.0,
            asked=len(counted),
            days=around.days,
            room=room,
        ),
        action=_action(counted, tickets, confidence, contradicted, published is not None),
        spot=spot,
        tickets=tuple(tickets),
        complaints=sum(one.complained for one in counted),
        confidence=confidence,
        returned_since=published,
        first_at=min(one.at for one in counted),
        last_at=max(one.at for one in counted),
    )


def _tickets(asked: Iterable[Unanswered]) -> list[AskedTicket]:
    found = {one.ticket.id: one.ticket for one in asked if one.ticket}
    return sorted(found.values(), key=lambda ticket: ticket.id)


def _room(
    counted: Sequence[Unanswered],
    published: datetime | None,
    tickets: Sequence[AskedTicket],
    around: Surroundings,
) -> float:
    """How far it is from being answered, from 0 to 1.

    Once published, the share of the questions since then that were still not answered; before, how
    unsure the best section is, on average. A wrong answer is as far away as can be.
    """
    if published is not None:
        answered = max((around.answered_since.get(ticket.id, 0) for ticket in tickets), default=0)
        return len(counted) / (len(counted) + answered)
    return sum(1.0 if one.complained else 1 - one.confidence for one in counted) / len(counted)


def _action(
    counted: Sequence[Unanswered],
    tickets: Sequence[AskedTicket],
    confidence: float,
    contradicted: bool,
    returned: bool,
) -> Action:
    waiting = [ticket for ticket in tickets if ticket.published_at is None]
    if contradicted or any(ticket.reason == "conflicting_rules" for ticket in waiting):
        return "settle"
    if any(ticket.has_reply for ticket in waiting):
        return "publish_reply"
    unclear = any(one.complained for one in counted) or any(t.reason in _UNCLEAR for t in waiting)
    return "clarify" if returned or unclear or confidence >= _SAYS_SOMETHING else "add"


def _spot(
    asked: Sequence[Unanswered], tickets: Sequence[AskedTicket], around: Surroundings
) -> Spot | None:
    """The section that was nearest to most of the questions, among manuals that still exist."""
    weights: dict[tuple[int, str], float] = defaultdict(float)
    for one in asked:
        seen = one.seen or (around.near.get(one.ticket.id, ()) if one.ticket else ())
        for place in seen:
            if place.manual_id in around.manuals:
                weights[place.manual_id, place.section] += place.confidence
    if not weights:
        return None
    manual_id, section = min(weights, key=lambda place: (-weights[place], place))
    manual = around.manuals[manual_id]
    return Spot(
        manual_id=manual_id,
        manual=manual.title,
        owner=manual.owner,
        audience=manual.audience,
        section=section,
    )


def shares(audiences_of_users: Sequence[Collection[str]]) -> dict[str, float]:
    """The share of all users that is in each audience; of everybody it is all of them."""
    counts = Counter(audience for audiences in audiences_of_users for audience in set(audiences))
    total = len(audiences_of_users)
    return {audience: n / total for audience, n in counts.items()} | {EVERYONE: 1.0}


def for_reader(gap: Gap, may_read: bool) -> Gap:
    """The gap without the manual that whoever looks at it may not read."""
    return gap if may_read or gap.spot is None else replace(gap, spot=None)
