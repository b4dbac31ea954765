"""What a proposal does to a file: which file, and what its data are afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.desk import staging
from bot.desk.addenda import Addenda, is_empty
from bot.desk.proposal import Proposal
from bot.desk.staging import Swap
from ingest import patching
from ingest.patching import PlaceNotFound
from knowledge.errors import Conflict
from knowledge.model import Manual


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of one place of a source file."""

    path: Path
    place: patching.Place
    text: str
    before: str
    author: str
    at: datetime
    #: What the file begins with where there is none yet; empty where there must be one.
    beginning: bytes = b""

    def base(self) -> bytes:
        """What it changes: the file as it is. Raises Conflict where there is none."""
        data = staging.present(self.path) or self.beginning
        if not data:
            raise Conflict(
                f"{self.path.name} is not there: put it back, or reject the proposal.",
                f"{self.path.name} が見つかりません。元の場所に戻すか、改定案を却下してください。",
            )
        return data

    def applied(self, data: bytes) -> bytes:
        """The file with the change. Raises PlaceNotFound."""
        base = data or self.beginning
        return patching.patch(
            self.path, base, self.place, self.text, author=self.author, at=self.at
        )

    def reversed(self, published: Swap, data: bytes, by: str, at: datetime) -> bytes:
        """A file that was changed again since it was published, without the change.

        Raises PlaceNotFound where its place no longer says what was published.
        """
        written = self._written()
        if self._text(data, written) != self._text(published.after, written):
            raise PlaceNotFound(f"「{written.heading}」")
        if not self.place.new:
            before = self._text(published.before, written)
            return patching.patch(self.path, data, written, before, author=by, at=at)
        return self.without(data, by, at)

    def without(self, data: bytes, by: str = "", at: datetime | None = None) -> bytes:
        """A file without the new entry; empty where an addendum has nothing left.

        Raises PlaceNotFound.
        """
        written = self._written()
        left = patching.remove(self.path, data, written, author=by, at=at)
        return b"" if self.beginning and is_empty(left) else left

    def still_fits(self, data: bytes) -> bool:
        """Whether the place says what it said when the change was written, and no other section
        has the heading of a new one, no other row its name."""
        there = self._written() if self.place.new else self.place
        try:
            stands_there = self._text(data, there)
        except PlaceNotFound:
            return self.place.new
        return not self.place.new and stands_there == self.before

    def _written(self) -> patching.Place:
        """Its place once the change is made."""
        row = None if self.place.row is None else self.text
        return patching.Place(heading_path=self.place.heading_path, row=row)

    def _text(self, data: bytes, place: patching.Place) -> str:
        return patching.text_in(self.path, data, place)


def change_of(proposal: Proposal, manual: Manual, addenda: Addenda) -> Change:
    """``manual`` is the one that the proposal names."""
    is_addendum = proposal.how == "addendum"
    return Change(
        path=addenda.path(manual) if is_addendum else Path(proposal.source),
        place=proposal.place,
        text=proposal.after,
        before=proposal.before,
        author=proposal.author,
        # The same each time that it is carried out, so that the file is the same too.
        at=proposal.created_at,
        beginning=addenda.data(manual) if is_addendum else b"",
    )
