"""The queue's page: filters in the address, claiming from the list, where others land."""

from __future__ import annotations

import pytest

from bot.wiring import Zeroji
from tests.bot.web.browsing import HTMX, Browser, Visit, words


@pytest.fixture
def page(ticket: int) -> str:
    return f"/console/tickets/{ticket}"


def test_what_is_left_until_the_deadline_is_said_in_words(visit: Visit, ticket: int) -> None:
    queue = words(visit("sato").get(f"/console?q=%23{ticket}"))

    assert "あと" in queue and "1分前" in queue


def test_a_ticket_is_found_by_its_number_and_by_words(
    visit: Visit, ticket: int, unanswered: str
) -> None:
    staff = visit("sato")
    room = unanswered.split("会議室")[0]

    assert unanswered in words(staff.get(f"/console?status=all&q=%23{ticket}"))
    assert unanswered in words(staff.get(f"/console?q={room} カラオケ"))
    assert unanswered not in words(staff.get(f"/console?q={room} 名刺"))


def test_filters_stay_in_the_links_of_the_page(visit: Visit, page: str) -> None:
    text = visit("sato").get("/console?owner=nobody&reason=low_confidence&q=カラオケ").text

    assert 'value="カラオケ"' in text
    assert "status=open&amp;owner=nobody&amp;reason=low_confidence&amp;q=%E3%82%AB" in text


def test_a_colleagues_tickets_are_listed_by_name(visit: Visit, page: str, unanswered: str) -> None:
    visit("mori").post(f"{page}/claim")

    mine = words(visit("sato").get("/console?owner=mori"))

    assert unanswered in mine and "森 次郎" in mine
    assert unanswered not in words(visit("sato").get("/console?owner=sato"))


def test_who_claims_from_the_list_stays_there(visit: Visit, page: str) -> None:
    staff = visit("sato")

    answer = staff.post(f"{page}/claim", back="/console?owner=nobody")

    assert str(answer.url).endswith("/console?owner=nobody&done=claimed")
    assert "担当になりました。" in words(answer)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere", "/console/x", ""])
def test_nothing_else_is_gone_back_to(visit: Visit, page: str, back: str) -> None:
    assert visit("sato").post(f"{page}/claim", back=back).url.path == page


def test_with_htmx_the_browser_is_told_where_to_go(visit: Visit, page: str) -> None:
    answer = visit("sato").post(f"{page}/claim", HTMX)

    assert answer.headers["HX-Redirect"] == f"{page}?done=claimed"


def test_who_may_not_see_tickets_lands_on_the_first_page_that_they_may(
    visit: Visit, zeroji: Zeroji
) -> None:
    zeroji.accounts.add("hyoka2", "評価 六郎", ["evaluator"])

    assert visit("hyoka2").get("/console").url.path == "/console/manuals"
    assert visit("hyoka2").get("/console?status=lost").url.path == "/console/manuals"


def test_a_guest_is_asked_to_sign_in(guest: Browser) -> None:
    assert guest.get("/console").url.path == "/sign-in"


def test_an_odd_offset_is_no_error(visit: Visit) -> None:
    staff = visit("sato")

    assert staff.get("/console?offset=-5").status_code == 200
    assert "該当する問い合わせはありません" in words(staff.get("/console?offset=99999999"))


def test_what_is_searched_for_is_shown_as_text(visit: Visit) -> None:
    assert "<script>x" not in visit("sato").get("/console?q=<script>x</script>").text
