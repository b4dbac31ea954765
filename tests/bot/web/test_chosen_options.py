"""What somebody chose where the question was asked back, as they and staff read it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.outcomes import Clarification, Option, Question
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import Visit, words

FORM = "日当：課長：出張の日当はいくらですか"
SAID = "出張の日当はいくらですか（課長）"


@pytest.fixture
def conversation(zeroji: Zeroji) -> str:
    """One of shain's, who was asked back and chose."""
    asked = Question(text="出張の日当はいくらですか", asker="shain")
    conversation = zeroji.ledger.begin(asked)
    back = Clarification(
        text="どれですか", options=(Option(label="課長", question=FORM),), confidence=0.5
    )
    with writing(zeroji.database) as tx:
        exchange = zeroji.ledger.reserve(tx, asked, conversation, date.today())
        zeroji.ledger.record(tx, exchange, back, asked.text)
    chosen = Question(text=FORM, asker="shain", conversation=conversation)
    zeroji.desk.ask_a_person(zeroji.engine.ask(chosen).id, "shain")
    return conversation


def test_the_chat_shows_it_as_it_is_said(visit: Visit, conversation: str) -> None:
    page = words(visit("shain").get(f"/conversations/{conversation}"))

    assert SAID in page and FORM not in page


def test_staff_read_it_as_it_is_said(visit: Visit, zeroji: Zeroji, conversation: str) -> None:
    (ticket,) = zeroji.desk.asked_in(conversation).values()
    staff = visit("sato")
    staff.post(f"/console/tickets/{ticket.id}/reply", text="1日2,500円です。")

    for path in (
        f"/console?status=all&q=%23{ticket.id}",
        f"/console/tickets/{ticket.id}",
        f"/console/tickets/{ticket.id}/propose",
    ):
        page = words(staff.get(path))
        assert SAID in page and FORM not in page, path


def test_a_new_entry_begins_with_what_was_said(
    visit: Visit, zeroji: Zeroji, conversation: str
) -> None:
    (ticket,) = zeroji.desk.asked_in(conversation).values()
    staff = visit("mori")
    zeroji.desk.reply(ticket.id, "sato", "1日2,500円です。")
    (faq,) = [m.id for m in zeroji.library.manuals() if m.title == "経費FAQ"]

    page = staff.get(f"/console/tickets/{ticket.id}/propose?manual={faq}").text

    assert f'value="{SAID}"' in page
