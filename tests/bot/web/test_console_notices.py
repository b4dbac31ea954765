"""The bell and what is behind it."""

from __future__ import annotations

import re

import pytest

from bot.desk import notices
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import HTMX, Visit, words


@pytest.fixture
def told(zeroji: Zeroji, ticket: int) -> int:
    """A ticket of which sato and mori were told that it is late."""
    with writing(zeroji.database) as tx:
        for name in ("sato", "mori"):
            notices.tell(tx, name, "overdue", f"test:{ticket}", ticket_id=ticket)
    return ticket


def test_the_bell_counts_what_is_unread(visit: Visit, told: int) -> None:
    staff = visit("sato")
    staff.post("/console/notices/read")
    assert words(staff.get("/console/notices/count", **HTMX)) == "お知らせ"


def test_a_page_comes_with_the_count(visit: Visit, told: int, zeroji: Zeroji) -> None:
    count = notices.Notices(zeroji.database).count("sato")

    assert f"お知らせ {count} 件の未読" in words(visit("sato").get("/console"))


def test_who_looks_at_the_ticket_itself_has_read_it(
    visit: Visit, told: int, zeroji: Zeroji
) -> None:
    visit("sato").get(f"/console/tickets/{told}")

    kept = notices.Notices(zeroji.database)
    assert all(one.read_at for one in kept.latest("sato") if one.ticket_id == told)
    assert not all(one.read_at for one in kept.latest("mori") if one.ticket_id == told)


def test_one_is_read_by_opening_it(visit: Visit, told: int) -> None:
    staff = visit("sato")
    page = staff.get("/console/notices")
    assert f"期限を過ぎています（受付番号 {told}）" in words(page)
    before = words(staff.get("/console/notices/count", **HTMX))

    (number, *_) = re.findall(r"/console/notices/(\d+)/open", page.text)
    opened = staff.post(f"/console/notices/{number}/open")

    assert opened.url.path == f"/console/tickets/{told}"
    assert words(staff.get("/console/notices/count", **HTMX)) != before


def test_reading_all_leaves_others_notices_unread(visit: Visit, told: int, zeroji: Zeroji) -> None:
    page = visit("sato").post("/console/notices/read")

    assert "未読" not in words(page).split("お知らせ", 2)[2]
    assert any(one.ticket_id == told for one in notices.Notices(zeroji.database).unread("mori"))


def test_nobody_opens_somebody_elses_notice(visit: Visit, told: int, zeroji: Zeroji) -> None:
    (theirs, *_) = notices.Notices(zeroji.database).unread("mori")

    answer = visit("sato").post(f"/console/notices/{theirs.id}/open")

    assert answer.url.path == "/console/notices"
    assert theirs in notices.Notices(zeroji.database).unread("mori")


def test_without_notices_the_page_says_so(visit: Visit, zeroji: Zeroji) -> None:
    zeroji.accounts.add("shinjin", "新人", ["evaluator"])
    assert "お知らせはありません。" in words(visit("shinjin").get("/console/notices"))
