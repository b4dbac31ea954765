"""From a reply to the manual: propose, review by somebody else, publish."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.wiring import Zeroji
from tests.bot.web.browsing import ANSWERED, Browser, Visit, words


@pytest.fixture
def answered(visit: Visit, ticket: int) -> str:
    """The page of a ticket that sato replied to."""
    page = f"/console/tickets/{ticket}"
    visit("sato").post(f"{page}/reply", text="機種によって違います。")
    return page


@pytest.fixture
def faq(zeroji: Zeroji) -> int:
    (manual,) = [m for m in zeroji.library.manuals() if m.title == "経費FAQ"]
    return manual.id


@pytest.fixture
def proposal(visit: Visit, answered: str, faq: int, unanswered: str) -> str:
    """The page of sato's proposal for a new FAQ entry."""
    made = _propose(visit("sato"), answered, faq, unanswered)
    assert made.startswith("/console/proposals/")
    return made


def test_places_are_suggested_and_one_opens_the_editor(
    visit: Visit, answered: str, faq: int, unanswered: str
) -> None:
    staff = visit("sato")

    assert "左の候補から場所を選んでください。" in words(staff.get(f"{answered}/propose"))
    editor = staff.get(f"{answered}/propose?manual={faq}&section=")

    assert "機種によって違います。" in words(editor)
    assert f'value="{unanswered}"' in editor.text


def test_a_place_that_the_reader_may_not_read_is_not_offered(visit: Visit, answered: str) -> None:
    assert "管理職向け通達" not in words(visit("sato").get(f"{answered}/propose"))


def test_nobody_proposes_for_a_manual_that_they_may_not_read(
    visit: Visit, answered: str, zeroji: Zeroji
) -> None:
    (secret,) = [m.id for m in zeroji.library.manuals() if m.title == "管理職向け通達"]
    answer = visit("sato").post(f"{answered}/propose", manual=str(secret), after="x", question="q")

    assert answer.status_code == 404


def test_the_diff_is_shown_while_typing(visit: Visit) -> None:
    preview = visit("sato").post("/console/diff", before="一\r\n二", after="一\r\n三<b>")

    assert "<del>二</del>" in preview.text
    assert "<ins>三&lt;b&gt;</ins>" in preview.text
    assert preview.text.count("<div") == 3


def test_the_author_sees_why_they_cannot_decide(visit: Visit, proposal: str) -> None:
    page = words(visit("sato").get(proposal))

    assert "ご自身の提案なので" in page and "承認して公開" not in page


def test_even_an_author_with_the_role_cannot(
    visit: Visit, answered: str, faq: int, unanswered: str
) -> None:
    owner = visit("mori")
    path = _propose(owner, answered, faq, unanswered)

    assert owner.post(f"{path}/approve").status_code == 403


def test_an_approver_publishes_it_and_the_next_asker_is_told(
    visit: Visit, guest: Browser, answered: str, faq: int, zeroji: Zeroji, company: Path
) -> None:
    (revision, *_) = zeroji.library.history(faq)
    (section,) = [s for s in zeroji.library.sections(revision.id) if s.question == ANSWERED]
    changed = "終電後など公共交通機関が使えないときは精算できます。領収書を添付してください。"
    made = visit("sato").post(
        f"{answered}/propose", manual=str(faq), section=section.hash, after=changed
    )

    page = visit("suzuki").post(f"{made.url.path}/approve")

    assert "承認し、公開しました。" in words(page) and "公開済み" in words(page)
    assert "領収書を添付してください。" in (company / "経費FAQ.csv").read_text("utf-8")
    assert "領収書を添付してください。" in words(guest.get(guest.ask(ANSWERED)))


def test_a_rejection_has_a_reason(visit: Visit, proposal: str) -> None:
    page = words(visit("suzuki").post(f"{proposal}/reject", reason="表現が曖昧です"))

    assert "却下しました。" in page and "表現が曖昧です" in page


def test_proposals_are_listed_by_status(visit: Visit, proposal: str) -> None:
    approver = visit("suzuki")

    assert f'href="{proposal}"' in approver.get("/console/proposals?status=proposed").text
    assert f'href="{proposal}"' not in approver.get("/console/proposals?status=rejected").text


def _propose(browser: Browser, ticket_page: str, manual: int, question: str) -> str:
    answer = browser.post(
        f"{ticket_page}/propose",
        manual=str(manual),
        section="",
        after="機種によって違います。",
        question=question,
    )
    assert re.search("改定案を出しました", answer.text), answer.text
    return str(answer.url.path)
