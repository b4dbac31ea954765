"""What a manual needs of its owner: a review in time, and an owner at all."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.checking.finding import Finding, place
from ingest.checking.scope import Scope


def overdue_reviews(scope: Scope) -> Iterator[Finding]:
    for document in scope.documents:
        due = document.manual.review_date
        if due is not None and due < scope.day:
            yield Finding(
                kind="review_overdue",
                text=f"Its review was due on {due}. Review it, then set review_date anew.",
                ja=f"見直し期限（{due}）を過ぎています。"
                "見直して、次の期限（review_date）を設定してください。",
                places=(place(document),),
            )


def without_owner(scope: Scope) -> Iterator[Finding]:
    """Manuals that nobody owns, in a company whose manuals have owners."""
    if not any(document.manual.owner for document in scope.documents):
        return
    for document in scope.documents:
        if not document.manual.owner:
            yield Finding(
                kind="no_owner",
                text="It has no owner, so nobody is told of what is wrong with it. Set owner.",
                ja="担当部署がないため、直すべき点が誰にも伝わりません。"
                "担当部署（owner）を設定してください。",
                places=(place(document),),
            )
