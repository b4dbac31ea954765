"""From a reply to the manual: propose, review by somebody else, publish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select, update

from bot import schema
from bot.wiring import Zeroji
from knowledge.database import writing
from tests.bot.web.browsing import ANSWERED, Browser, Visit, words

RED = {"level": "red", "ja": "別の質問への答えが誤りになります。", "en": "An answer becomes wrong."}


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
    # A heading that does not answer the questions of the next tests.
    heading = f"備品番号{unanswered[:3]}の置き場所"
    made = _propose(visit("sato"), answered, faq, heading)
    assert made.startswith("/console/proposals/")
    return made


def test_places_are_suggested_and_one_opens_the_editor(
    visit: Visit, answered: str, faq: int, unanswered: str
) -> None:
    staff = visit("sato")

    offered = words(staff.get(f"{answered}/propose"))
    # Nothing in the manuals is about this.
    assert "候補" in offered and "おすすめ" not in offered
    assert "候補の中身を確かめて選んでください。" in offered
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


def test_another_place_is_searched_for_and_opened(
    visit: Visit, answered: str, zeroji: Zeroji
) -> None:
    staff = visit("sato")
    found = staff.get(f"{answered}/propose?find=在宅勤務の日数")

    assert "「在宅勤務の日数」で見つかった場所" in words(found)
    (rule,) = [m.id for m in zeroji.library.manuals() if m.title == "在宅勤務規程"]
    address = re.search(rf'href="([^"]+manual={rule}&amp;section=[0-9a-f]+[^"]*)"', found.text)
    assert address
    editor = words(staff.get(unescape(address[1]).split("#")[0]))

    assert "元の文書のこの箇所を書き換えます。" in editor and "改定案を出す" in editor


def test_what_is_not_found_is_said(visit: Visit, answered: str) -> None:
    page = words(visit("sato").get(f"{answered}/propose?find=管理職向け通達の原資"))

    assert "2.5パーセント" not in page


def test_a_place_of_a_manual_that_the_reader_may_not_read_is_not_opened(
    visit: Visit, answered: str, zeroji: Zeroji
) -> None:
    (secret,) = [m.id for m in zeroji.library.manuals() if m.title == "管理職向け通達"]
    page = words(visit("sato").get(f"{answered}/propose?manual={secret}&section="))

    assert "管理職向け通達" not in page and "候補から場所を選んでください。" in page


def test_the_author_sees_why_they_cannot_decide(
    visit: Visit, proposal: str, zeroji: Zeroji
) -> None:
    gate_found(zeroji, proposal)
    page = words(visit("sato").get(proposal))

    assert "ご自身が書いた改定案なので" in page and "承認して公開" not in page
    assert "承認できる人：" in page and "鈴木 三郎" in page.split("承認できる人：")[1]


def test_even_an_author_with_the_role_cannot(
    visit: Visit, answered: str, faq: int, unanswered: str, zeroji: Zeroji
) -> None:
    owner = visit("mori")
    path = _propose(owner, answered, faq, unanswered)
    gate_found(zeroji, path)

    assert owner.post(f"{path}/approve").status_code == 403


def test_nobody_approves_before_the_check_is_done(visit: Visit, proposal: str) -> None:
    approver = visit("suzuki")
    page = words(approver.get(proposal))

    assert "公開前の確認が終わると、承認できます。" in page and "承認して公開" not in page
    assert approver.post(f"{proposal}/approve").status_code == 409


def test_an_approver_publishes_it_and_the_next_asker_is_told(
    visit: Visit, guest: Browser, answered: str, faq: int, zeroji: Zeroji, manuals: Path
) -> None:
    (revision, *_) = zeroji.library.history(faq)
    (section,) = [s for s in zeroji.library.sections(revision.id) if s.question == ANSWERED]
    changed = "終電後など公共交通機関が使えないときは精算できます。領収書を添付してください。"
    made = visit("sato").post(
        f"{answered}/propose", manual=str(faq), section=section.hash, after=changed
    )
    gate_found(zeroji, made.url.path)

    page = visit("suzuki").post(f"{made.url.path}/approve")

    assert "承認し、公開しました。" in words(page) and "公開済み" in words(page)
    assert "領収書を添付してください。" in (manuals / "経費FAQ.csv").read_text("utf-8")
    assert "領収書を添付してください。" in words(guest.get(guest.ask(ANSWERED)))


def test_what_did_not_pass_needs_a_reason_and_a_second_approver(
    visit: Visit, proposal: str, zeroji: Zeroji
) -> None:
    gate_found(zeroji, proposal, "red", reasons=[RED])
    first, second = visit("suzuki"), visit("mori")

    assert "もう一人の承認者の承認が必要です。" in words(first.get(proposal))
    assert first.post(f"{proposal}/approve").status_code == 422
    page = words(first.post(f"{proposal}/approve", reason="来月から変わるため"))
    assert "二人目の承認待ち" in page and "あなたは承認済みです。" in page
    assert first.post(f"{proposal}/approve").status_code == 403
    page = words(second.get(proposal))
    assert "来月から変わるため" in page and "二人目として承認して公開" in page
    assert "公開済み" in words(second.post(f"{proposal}/approve"))


def test_an_approver_sees_which_earlier_answers_change_and_who_is_not_told(
    visit: Visit, guest: Browser, proposal: str, zeroji: Zeroji
) -> None:
    conversation = guest.ask(ANSWERED)
    asked = _exchange(zeroji, conversation)
    gate_found(zeroji, proposal, impact=[_impact(asked, "終電後は可。", "始発前も可。")])
    approver = visit("suzuki")

    page = words(approver.get(proposal))
    assert "答えが変わる過去の回答（1件）" in page and "始発前も可。" in page
    assert "知らせない" in page
    published = words(approver.post(f"{proposal}/approve", withhold=str(asked)))
    assert "知らせていません。" in published
    assert "以前の回答の訂正" not in words(guest.get(conversation))


def test_who_was_answered_otherwise_is_told_in_the_chat(
    visit: Visit, guest: Browser, proposal: str, zeroji: Zeroji
) -> None:
    conversation = guest.ask(ANSWERED)
    asked = _exchange(zeroji, conversation)
    gate_found(zeroji, proposal, impact=[_impact(asked, "終電後は可。", "<b>始発前も可。")])
    visit("suzuki").post(f"{proposal}/approve")

    page = guest.get(conversation)
    assert "以前の回答の訂正" in words(page) and "変更前：終電後は可。" in words(page)
    assert "&lt;b&gt;始発前も可。" in page.text


def test_answers_of_manuals_that_the_approver_may_not_read_are_not_shown(
    visit: Visit, guest: Browser, proposal: str, zeroji: Zeroji
) -> None:
    asked = _exchange(zeroji, guest.ask(ANSWERED))
    found = _impact(asked, "原資は2.5パーセント", "原資は3パーセント") | {"audiences": ["managers"]}
    gate_found(zeroji, proposal, impact=[found])

    page = words(visit("suzuki").get(proposal))
    assert "閲覧範囲の外の文書" in page and "パーセント" not in page


def test_a_revision_is_checked_again(visit: Visit, proposal: str, zeroji: Zeroji) -> None:
    gate_found(zeroji, proposal)
    page = words(visit("sato").post(f"{proposal}/revise", after="機種ごとに違います。"))

    assert "改定案を直しました。" in page and "確認待ち" in page
    assert "機種ごとに違います。" in page


def test_who_read_another_text_does_not_publish_this_one(
    visit: Visit, proposal: str, zeroji: Zeroji
) -> None:
    gate_found(zeroji, proposal)
    approver = visit("suzuki")
    shown = re.search(r'name="seen" value="([0-9a-f]+)"', approver.get(proposal).text)
    assert shown
    visit("sato").post(f"{proposal}/revise", after="機種ごとに違います。")
    gate_found(zeroji, proposal)

    assert approver.post(f"{proposal}/approve", seen=shown[1]).status_code == 409


def test_a_rejection_has_a_reason(visit: Visit, proposal: str) -> None:
    page = words(visit("suzuki").post(f"{proposal}/reject", reason="表現が曖昧です"))

    assert "却下しました。" in page and "表現が曖昧です" in page


def test_a_publication_is_taken_back_with_a_reason(
    visit: Visit, proposal: str, zeroji: Zeroji, manuals: Path
) -> None:
    before = (manuals / "経費FAQ.csv").read_bytes()
    gate_found(zeroji, proposal)
    approver = visit("suzuki")
    approver.post(f"{proposal}/approve")
    assert (manuals / "経費FAQ.csv").read_bytes() != before

    assert approver.post(f"{proposal}/take-back", because=" ").status_code == 422
    page = words(approver.post(f"{proposal}/take-back", because="誤りでした"))
    assert "公開を取り消し、お知らせしました。" in page and "誤りでした" in page
    assert (manuals / "経費FAQ.csv").read_bytes() == before


def test_only_who_may_decide_takes_back(visit: Visit, proposal: str, zeroji: Zeroji) -> None:
    gate_found(zeroji, proposal)
    visit("suzuki").post(f"{proposal}/approve")
    staff = visit("sato")

    assert "公開を取り消す" not in words(staff.get(proposal))
    assert staff.post(f"{proposal}/take-back", because="x").status_code == 403


def test_those_that_wait_are_listed_first_with_their_check(
    visit: Visit, proposal: str, zeroji: Zeroji
) -> None:
    gate_found(zeroji, proposal, "amber")
    approver = visit("suzuki")
    page = approver.get("/console/proposals")

    assert "注意あり" in words(page)
    assert f'href="{proposal}"' in approver.get("/console/proposals?status=proposed").text
    assert f'href="{proposal}"' not in approver.get("/console/proposals?status=rejected").text


def _exchange(zeroji: Zeroji, conversation: str) -> int:
    """The id of the last question of a conversation."""
    table = schema.exchanges.c
    query = select(table.id).where(table.conversation == conversation.rsplit("/", 1)[1])
    with zeroji.database.connect() as tx:
        return int(tx.execute(query.order_by(table.id.desc())).scalars().first() or 0)


def _impact(exchange: int, before: str, after: str) -> dict[str, object]:
    return {
        "exchange": exchange,
        "asker": "guest-1",
        "asked_at": "2026-04-01T00:00:00+00:00",
        "question": ANSWERED,
        "differs": ["figures"],
        "text_before": before,
        "text_after": after,
    }


def gate_found(zeroji: Zeroji, page: str, status: str = "green", **found: object) -> None:
    """Have the gate of the proposal on a page come to this."""
    number = int(page.rsplit("/", 1)[1])
    result = {"seconds": 1.0, "cases": [], "ticket": [], "contradictions": [], "impact": []}
    table = schema.proposals
    with writing(zeroji.database) as tx:
        change = update(table).where(table.c.id == number)
        tx.execute(change.values(gate_status=status, gate={**result, "reasons": [], **found}))


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


@pytest.fixture
def workbook(zeroji: Zeroji, tmp_path: Path) -> Iterator[int]:
    """A FAQ of two sheets."""
    book = Workbook()
    sheets = {"休暇": ("有給は何日ですか", "10日です。"), "備品": ("机はどこですか", "倉庫です。")}
    for title, entry in sheets.items():
        sheet = book.create_sheet(title)
        for row in (("質問", "回答"), entry):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "総務.xlsx")
    zeroji.ingest([tmp_path / "総務.xlsx"])
    made = next(m for m in zeroji.library.manuals() if m.source.endswith("総務.xlsx"))
    yield made.id
    zeroji.publisher.retire([made.id])


def test_the_sheet_of_a_new_entry_is_chosen(
    zeroji: Zeroji, visit: Visit, answered: str, workbook: int
) -> None:
    staff = visit("sato")
    editor = staff.get(f"{answered}/propose?manual={workbook}&section=")
    assert re.findall(r"<option>([^<]+)</option>", editor.text) in (
        ["休暇", "備品"],
        ["備品", "休暇"],
    )
    fields = {"manual": str(workbook), "after": "2階です。", "question": "傘立ては？"}
    made = staff.post(f"{answered}/propose", sheet="備品", **fields)
    proposal = zeroji.proposals.proposal(int(made.url.path.rsplit("/", 1)[1]))
    assert proposal.heading_path == ("備品", "傘立ては？")
    assert "総務.xlsx" in words(made)
    zeroji.proposals.reject(proposal.id, "mori", "見直し")
    refused = staff.post(f"{answered}/propose", sheet="ほか", **fields)
    assert "シート「ほか」はありません" in words(refused)


def test_later_versions_that_say_the_same_place_are_named(
    zeroji: Zeroji, visit: Visit, answered: str, tmp_path: Path
) -> None:
    coming = date.today() + timedelta(days=100)
    said = "## 第9条（鳥の世話）\n\n当番とする。\n"
    (tmp_path / "鳥規程.md").write_text(f"---\ntitle: 鳥規程\n---\n{said}", "utf-8")
    revised = f"---\ntitle: 改定\nrevises: 鳥規程\neffective_from: {coming}\n---\n{said}"
    (tmp_path / "鳥改定.md").write_text(revised, "utf-8")
    zeroji.ingest([tmp_path / "鳥規程.md", tmp_path / "鳥改定.md"])
    manual = next(m for m in zeroji.library.manuals() if m.title == "鳥規程")
    (section,) = zeroji.library.sections(zeroji.library.history(manual.id)[0].id)
    notice = f"{coming.year}年{coming.month}月{coming.day}日からの版（鳥改定.md）にも同じ箇所"
    where = {"manual": str(manual.id), "section": section.hash}
    editor = visit("sato").get(f"{answered}/propose?manual={manual.id}&section={section.hash}")
    assert notice in words(editor)
    made = visit("sato").post(f"{answered}/propose", after="施設課とする。", **where)
    assert notice in words(made)
    zeroji.publisher.retire([manual.id])
