"""Where a reply may go: manuals that come from a URL are not changed here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import places
from bot.wiring import Zeroji
from knowledge.errors import InvalidInput
from tests.making import document, file

URL = "https://wiki.example.co.jp/faq.csv"


@pytest.fixture
def manual(zeroji: Zeroji) -> int:
    """A FAQ from a URL whose format could be changed if it were a file."""
    source = replace(file(), path=URL, source=URL)
    faq = document({"駐輪場はどこですか": "地下1階です。"}, title="総務FAQ", kind="faq")
    return zeroji.publisher.publish(faq, source, author="sato").manual_id


def test_a_manual_from_a_url_is_no_place_for_a_new_entry(zeroji: Zeroji, manual: int) -> None:
    assert places.suggest(zeroji.library, []) == []


def test_a_section_of_it_is_shown_with_what_to_do_instead(zeroji: Zeroji, manual: int) -> None:
    hit = {"manual_id": manual, "section": "駐輪場はどこですか"}
    (place,) = places.suggest(zeroji.library, [hit])
    assert (place.patchable, place.before) == (False, "地下1階です。")
    assert place.why_not is not None
    assert place.why_not.text("ja").startswith("この文書は URL から取り込まれています。")


def test_a_change_of_it_is_refused(zeroji: Zeroji, manual: int) -> None:
    with pytest.raises(InvalidInput, match="comes from a URL: change the page where it is kept"):
        zeroji.proposals.create(None, (manual, None), "2階です。", "sato", "休憩室はどこですか")
