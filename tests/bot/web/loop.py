"""A server on which the whole loop runs, and what people do on its pages."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from bot.gating.jobs import add_gates
from bot.jobs import Jobs
from bot.settings import Settings
from bot.wiring import Zeroji, open_zeroji

#: Staff: name, display name, roles.
STAFF = (
    ("sato", "佐藤 花子", ("staff",)),
    ("mori", "森 次郎", ("staff",)),
    ("suzuki", "鈴木 三郎", ("staff", "approver")),
)
#: What the manuals do not answer, and what staff say.
QUESTION = "タクシー代はいくらまで精算できますか"
REPLY = "タクシー代の上限は、1回5,000円です。"
#: What earlier askers were answered, and the entry of the FAQ as it will be.
EARLIER = "タクシー代は精算できますか。"
BEFORE = "終電後など公共交通機関が使えないときは精算できます。"
AFTER = f"終電後など公共交通機関が使えないときは、1回5,000円まで精算できます。{REPLY}"
#: A gate embeds and answers in a process of its own.
GATE_SECONDS = 60_000


@contextmanager
def changeable(folder: Path, company: Path) -> Iterator[Zeroji]:
    """A Zeroji whose manuals may be changed, with its staff."""
    shutil.copytree(company, folder / "manuals")
    with open_zeroji(Settings(home=folder / "home", company_name="株式会社テスト")) as opened:
        assert opened.ingest([folder / "manuals"])["manuals"]["failed"] == []
        for name, display_name, roles in STAFF:
            opened.accounts.add(name, display_name, roles)
        yield opened


@contextmanager
def working(zeroji: Zeroji) -> Iterator[None]:
    """Gates are run meanwhile as a server runs them."""
    jobs = Jobs(zeroji.settings)
    add_gates(jobs, zeroji.gating)
    jobs.launch_aside()
    try:
        yield
    finally:
        jobs.destroy()


def ask(page: Page, question: str) -> None:
    page.goto("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    expect(page.locator(".message.theirs:not([data-pending])").last).to_be_visible()


def ask_people(page: Page, question: str) -> None:
    """Ask what goes to people: by itself, or because none of the places offered is meant."""
    ask(page, question)
    last = page.locator(".message.zeroji").last
    person = last.get_by_role("button", name="総務に聞く")
    if person.count():
        person.focus()
        page.keyboard.press("Enter")
    expect(last).to_contain_text("受付番号 1")
    page.locator("#question").focus()


def sign_in(page: Page, zeroji: Zeroji, name: str) -> Page:
    page.goto(f"/sign-in?link={zeroji.accounts.sign_in_link(name)}")
    expect(page.locator("main button")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/console**")
    return page


def is_done(page: Page, text: str) -> None:
    """What was just done is said on the page."""
    expect(page.locator(".notice[role=status]")).to_have_text(text)


def told(page: Page, kind: str, *texts: str) -> None:
    """Somebody has been told something, once, with these texts."""
    page.reload()
    message = page.locator(".message.staff").filter(has_text=kind)
    expect(message).to_have_count(1)
    for text in texts:
        expect(message).to_contain_text(text)


def answered(page: Page, text: str, manual: str) -> None:
    """The last answer says a text of a manual."""
    answer = page.locator(".message.theirs").last
    expect(answer).to_contain_text(text)
    expect(answer.get_by_role("link", name=re.compile(f"^{manual}")).first).to_be_visible()
