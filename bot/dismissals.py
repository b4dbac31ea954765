"""Findings that somebody put aside because they are wrong, until either text says something else.

A finding is known by its digest, which covers the sections that it names: once one of them is
changed, the finding is another one and counts again, by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import Connection, Engine, Row, insert, select, update

from bot import schema
from bot.desk import events
from bot.desk.members import shown_name
from ingest.checking import Finding, Kind, Place
from ingest.checking.contradictions import TO_DO
from knowledge.database import now, writing
from knowledge.errors import Conflict, InvalidInput, NotFound

#: Why two places do not contradict each other: they are for different people, about different
#: matters, for different cases (a rule and its exception), from different days on.
Reason = Literal["people", "matter", "case", "time", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
#: Everything else that is found is a fact, and gone once it is put right.
DISMISSIBLE: frozenset[Kind] = frozenset({"contradiction"})
#: The longest note, in characters.
NOTE_LENGTH = 500

_TABLE = schema.dismissed_findings


@dataclass(frozen=True, kw_only=True)
class Dismissal:
    """Who put a finding aside, and why."""

    id: int
    finding: Finding
    reason: Reason
    note: str
    by: str
    at: datetime

    @property
    def text(self) -> str:
        """What was found, without what to do about it."""
        return self.finding.text.removesuffix(TO_DO[0]).strip()

    @property
    def ja(self) -> str:
        return self.finding.ja.removesuffix(TO_DO[1])


class Dismissals:
    """What is put aside; looked up anew each time, so that it counts at once."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def dismiss(self, finding: Finding, reason: str, note: str, by: str) -> int:
        """The number of the dismissal; the same again where the same person sent it twice.

        Raises InvalidInput, and Conflict where somebody else was first.
        """
        note = _checked(finding, reason, note)
        with writing(self._database) as tx:
            standing = tx.execute(_standing().where(_TABLE.c.digest == finding.digest)).first()
            if standing is not None:
                return _again(tx, standing, by)
            values = {
                "digest": finding.digest,
                "finding": asdict(finding),
                "reason": reason,
                "note": note,
                "dismissed_by": by,
                "dismissed_at": now(),
            }
            made = tx.execute(insert(_TABLE).values(values).returning(_TABLE.c.id)).scalar_one()
            detail = {"digest": finding.digest, "reason": reason, "note": events.digest(note)}
            events.record(tx, by, "finding.dismissed", f"finding:{made}", detail)
            return int(made)

    def restore(self, number: int, by: str) -> None:
        """Have a finding count again; where it does already, nothing happens. Raises NotFound."""
        self.dismissal(number)
        with writing(self._database) as tx:
            changed = tx.execute(
                update(_TABLE)
                .where(_TABLE.c.id == number, _TABLE.c.restored_at.is_(None))
                .values(restored_by=by, restored_at=now())
            )
            if changed.rowcount:
                events.record(tx, by, "finding.restored", f"finding:{number}")

    def dismissal(self, number: int) -> Dismissal:
        """One that stands or stood. Raises NotFound."""
        with self._database.connect() as tx:
            row = tx.execute(select(_TABLE).where(_TABLE.c.id == number)).first()
        if row is None:
            raise NotFound(
                f"There is no finding {number} that was put aside. Look at the list again.",
                "この指摘は、外した一覧にありません。一覧を開き直してください。",
            )
        return _dismissal(row)

    def standing(self) -> list[Dismissal]:
        """Those that were not taken back, the newest first; also where a text changed since."""
        with self._database.connect() as tx:
            return [_dismissal(row) for row in tx.execute(_standing())]

    def without(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that are not put aside."""
        query = select(_TABLE.c.digest).where(_TABLE.c.restored_at.is_(None))
        with self._database.connect() as tx:
            aside = frozenset(tx.execute(query).scalars())
        return [finding for finding in findings if not aside or finding.digest not in aside]


def _standing() -> Any:
    return select(_TABLE).where(_TABLE.c.restored_at.is_(None)).order_by(_TABLE.c.id.desc())


def _checked(finding: Finding, reason: str, note: str) -> str:
    note = note.strip()
    if finding.kind not in DISMISSIBLE:
        raise InvalidInput(
            "Only contradictions can be put aside. Put right what this finding tells.",
            "外せるのは「食い違い」だけです。この指摘は、文書を直すと消えます。",
        )
    if reason not in REASONS:
        raise InvalidInput(
            f"{reason!r} is no reason. Choose one of {', '.join(REASONS)}.",
            "理由が選ばれていません。前の画面に戻って、理由を選んでください。",
        )
    if reason == "other" and not note:
        raise InvalidInput(
            "Write in a few words why it is no contradiction.",
            "「その他」のときは、補足に理由を書いてください。",
        )
    if len(note) > NOTE_LENGTH:
        raise InvalidInput(
            f"The remark has {len(note)} characters; up to {NOTE_LENGTH} are kept.",
            f"補足は{NOTE_LENGTH}文字以内で書いてください（今は{len(note)}文字です）。",
        )
    return note


def _again(tx: Connection, standing: Row[Any], by: str) -> int:
    if standing.dismissed_by != by:
        name = shown_name(tx, standing.dismissed_by)
        raise Conflict(
            f"{name} has put this finding aside already. See the list of what was put aside.",
            f"この指摘は、{name}さんがすでに外しています。外した一覧で確かめられます。",
        )
    return int(standing.id)


def _dismissal(row: Row[Any]) -> Dismissal:
    places = tuple(Place(**place) for place in row.finding["places"])
    return Dismissal(
        id=row.id,
        finding=Finding(**row.finding | {"places": places}),
        reason=cast(Reason, row.reason),
        note=row.note,
        by=row.dismissed_by,
        at=row.dismissed_at,
    )
