"""The catalogue of texts, and the language that a visitor gets."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import bot.web
from bot.web.messages import LANGUAGES, catalogue, preferred, translate
from tests.bot.web.browsing import Browser, words

WEB = Path(bot.web.__file__).parent
#: Keys that are put together while a page is made: ``t("status." ~ status)``.
PUT_TOGETHER = (
    *("action.", "audit.damage."),
    *(
        "done.",
        "gaps.",
        "owners.",
        "finding.",
        "kind.",
        "numbers.",
        "outcome.",
        "proposal.",
        "queue.",
        "slack.",
    ),
    *("draft.", "notice.", "place.", "gate.", "case.status_"),
    *("reason.", "role.", "row.lock_", "run.", "speaker.", "stage.", "status.", "traces.step_"),
    *("upload.", "why."),
)


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_text_is_there_in_each_language_with_the_same_blanks(key: str) -> None:
    texts = catalogue()[key]

    assert set(texts) == set(LANGUAGES)
    blanks = {tuple(sorted(set(_blanks(text)))) for text in texts.values()}
    assert len(blanks) == 1


def test_pages_use_texts_that_exist_and_no_text_is_unused() -> None:
    used = set()
    for source in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        used |= set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", source.read_text("utf-8")))

    for template in WEB.rglob("*.html"):
        direct = re.findall(r"""\bt\(["']([a-z_.]+)["'][,)]""", template.read_text("utf-8"))
        assert set(direct) <= set(catalogue()), template
    assert {k for k in set(catalogue()) - used if not k.startswith(PUT_TOGETHER)} == set()


def test_blanks_are_filled_in() -> None:
    assert translate("ja")("chat.page", page=3) == "3ページ"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("en", "en"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("ja,en;q=0.9", "ja"),
        ("en;q=0.5, ja;q=0.9", "ja"),
        ("fr, en;q=0.2", "en"),
        ("fr", "ja"),
        ("en;q=x", "en"),
    ],
)
def test_the_browsers_language_is_followed(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_chosen_language_stays(guest: Browser) -> None:
    assert "Ask anything" in words(guest.get("/?lang=en"))
    assert "Ask anything" in words(guest.get("/"))
    assert "何でも聞いてください" in words(guest.get("/?lang=ja"))


def test_a_made_up_language_is_ignored(guest: Browser) -> None:
    assert '<html lang="ja">' in guest.get('/?lang="><script>').text


def _blanks(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]
