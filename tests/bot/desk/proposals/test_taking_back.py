"""Taking a publication back: the file, the answers, the ticket and what people know."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import schema
from bot.desk.proposal import Proposal
from bot.outcomes import Answer, Exchange
from bot.wiring import Zeroji
from knowledge.database import now
from knowledge.errors import Conflict, InvalidInput, NotFound
from tests.bot.desk.proposals.crashing import Crash, dying
from tests.bot.desk.proposals.states import checked, impact, told, told_of

Ask = Callable[..., Exchange]
Answered = Callable[..., int]
Place = Callable[..., tuple[int, str | None]]
Publish = Callable[..., Proposal]

FILES = {"在宅勤務規程": "在宅勤務規程.md", "経費FAQ": "経費FAQ.csv", "休暇FAQ": "休暇FAQ.xlsx"}
STEPS = 8


@pytest.fixture
def publish(zeroji: Zeroji, answered: Answered, place: Place) -> Publish:
    """A published new entry that came from a ticket."""

    def published(question: str, text: str, title: str = "経費FAQ", **found: Any) -> Proposal:
        number = answered(question, text)
        zeroji.desk.ticket(number)
        proposal = zeroji.proposals.create(number, place(title), text, "sato", question)
        return zeroji.proposals.approve(checked(zeroji, proposal, **found), "mori")

    return published


def publish_reply(zeroji: Zeroji, number: int, text: str, question: str) -> int:
    manual = next(m for m in zeroji.library.manuals() if m.title == "経費FAQ")
    proposal = zeroji.proposals.create(number, (manual.id, None), text, "sato", question)
    return zeroji.proposals.approve(checked(zeroji, proposal), "mori").id


@pytest.mark.parametrize("title", FILES)
def test_the_file_is_as_it_was_byte_for_byte(
    zeroji: Zeroji, folder: Path, publish: Publish, ask: Ask, title: str
) -> None:
    path = folder / FILES[title]
    before = path.read_bytes()
    question = f"{title}の盆栽の剪定は誰がしますか"
    published = publish(question, "盆栽の剪定は総務課がします。", title)
    assert path.read_bytes() != before
    started = time.monotonic()
    back = zeroji.proposals.take_back(published.id, "mori", "担当が変わるため")
    assert time.monotonic() - started < 10
    assert (back.status, back.taken_back_by, back.taken_back_because) == (
        "taken_back",
        "mori",
        "担当が変わるため",
    )
    assert path.read_bytes() == before
    answer = ask(question).outcome
    assert not (isinstance(answer, Answer) and "盆栽の剪定は総務課" in answer.text)


def test_everybody_who_was_told_is_told_again_with_the_reason(
    zeroji: Zeroji, publish: Publish, ask: Ask
) -> None:
    earlier = ask("タクシー代は精算できますか。", asker="tanaka")
    question = "雪かきの当番は誰ですか"
    published = publish(question, "雪かきは施設課です。", impact=[impact(earlier.id, "一", "二")])
    zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    kinds = [(who, kind) for who, kind, _ in told_of(zeroji, published.id)]
    assert kinds == [
        ("shain", "published"),
        ("tanaka", "corrected"),
        ("shain", "taken_back"),
        ("tanaka", "taken_back"),
    ]
    texts = [text for _, kind, text in told_of(zeroji, published.id) if kind == "taken_back"]
    assert all("理由：誤りでした" in text for text in texts)
    assert "担当者があらためて確認し" in texts[0] and "もう一度ご質問ください" in texts[1]


def test_whoever_was_split_off_since_is_told_too(
    zeroji: Zeroji, publish: Publish, ask: Ask
) -> None:
    question = "回覧板は誰が回しますか"
    joined = ask(question, asker="tanaka")
    number = zeroji.desk.ask_a_person(joined.id, "tanaka").id
    other = ask(question, asker="mori")
    assert zeroji.desk.ask_a_person(other.id, "mori").id == number
    zeroji.desk.reply(number, "sato", "庶務課です。")
    proposal = publish_reply(zeroji, number, "庶務課です。", question)
    zeroji.desk.reopen(number, "sato")
    zeroji.desk.split(number, other.id, "sato")
    zeroji.proposals.take_back(proposal, "suzuki", "誤りでした")
    kinds = [(who, kind) for who, kind, _ in told_of(zeroji, proposal)]
    assert sorted(kinds) == [
        ("mori", "published"),
        ("mori", "taken_back"),
        ("tanaka", "published"),
        ("tanaka", "taken_back"),
    ]


def test_the_ticket_waits_again_for_whoever_had_it(zeroji: Zeroji, publish: Publish) -> None:
    published = publish("傘立ての傘は誰のものですか", "来客用です。")
    assert published.ticket_id
    zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    ticket = zeroji.desk.ticket(published.ticket_id)
    assert (ticket.status, ticket.owner, ticket.closed_at) == ("claimed", "sato", None)
    assert ticket.due_at > now()


def test_its_eval_case_is_withdrawn(zeroji: Zeroji, publish: Publish) -> None:
    published = publish("給湯室のポットは何台ありますか", "給湯室のポットは3台あります。")
    cases = schema.eval_cases.c
    query = select(cases.status).where(cases.proposal_id == published.id)
    with zeroji.database.connect() as tx:
        assert tx.execute(query).scalars().all() == ["draft"]
    zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    with zeroji.database.connect() as tx:
        assert tx.execute(query).scalars().all() == ["withdrawn"]


@pytest.mark.parametrize("title", FILES)
def test_what_was_changed_since_stands(
    zeroji: Zeroji, folder: Path, publish: Publish, place: Place, title: str
) -> None:
    first = publish(f"{title}の金魚の餌やりは誰ですか", "餌やりは当番です。", title)
    publish(f"{title}の時計の電池は誰が替えますか", "電池は総務課が替えます。", title)
    zeroji.proposals.take_back(first.id, "mori", "誤りでした")
    where = place(title)[0]
    newest = zeroji.library.history(where)[-1]
    said = "\n".join(section.text for section in zeroji.library.sections(newest.id))
    assert "電池は総務課が替えます。" in said and "餌やりは当番です。" not in said


def test_a_changed_section_says_again_what_it_said(
    zeroji: Zeroji, folder: Path, publish: Publish, place: Place
) -> None:
    where = place("在宅勤務規程", "第5条（日数）")
    proposal = zeroji.proposals.create(None, where, "1週間につき4日までとする。", "sato")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    publish("在宅の椅子は貸与されますか", "在宅の椅子は貸与しません。", "在宅勤務規程")
    zeroji.proposals.take_back(proposal.id, "mori", "誤りでした")
    text = (folder / "在宅勤務規程.md").read_text(encoding="utf-8")
    assert "1週間につき3日までとする。" in text and "4日" not in text
    assert "在宅の椅子は貸与しません。" in text


def test_a_place_that_says_something_else_by_now_is_left_alone(
    zeroji: Zeroji, folder: Path, publish: Publish, place: Place
) -> None:
    first = publish("名札の紛失はどこに言いますか", "総務課に言います。")
    where = place("経費FAQ", "名札の紛失")
    again = zeroji.proposals.create(None, where, "人事課に言います。", "sato")
    zeroji.proposals.approve(checked(zeroji, again), "mori")
    with pytest.raises(Conflict, match="was changed again since at this place"):
        zeroji.proposals.take_back(first.id, "mori", "誤りでした")
    assert zeroji.proposals.proposal(first.id).status == "published"
    assert "人事課に言います。" in (folder / "経費FAQ.csv").read_bytes().decode("cp932")


def test_the_only_entry_of_an_addendum_takes_the_addendum_with_it(
    zeroji: Zeroji, answered: Answered, place: Place, ask: Ask
) -> None:
    question = "名刺の英語表記は誰が確認しますか"
    number = answered(question)
    where = place("申請手順", "名刺")
    proposal = zeroji.proposals.create(number, where, "英語表記は広報課が確認します。", "sato")
    published = zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    zeroji.proposals.take_back(proposal.id, "mori", "誤りでした")
    assert published.published_in not in {manual.id for manual in zeroji.library.manuals()}
    assert not list(zeroji.settings.addenda.glob("*.md"))
    answer = ask(question).outcome
    assert not (isinstance(answer, Answer) and "広報課" in answer.text)


@pytest.mark.parametrize("title", FILES)
def test_the_originals_do_where_what_was_staged_is_gone(
    zeroji: Zeroji, folder: Path, publish: Publish, title: str
) -> None:
    path = folder / FILES[title]
    before = path.read_bytes()
    published = publish(f"{title}の風鈴は誰が片づけますか", "風鈴は総務課が片づけます。", title)
    shutil.rmtree(zeroji.home.path / "staging")
    zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    assert path.read_bytes() == before


def test_an_addendum_of_one_entry_goes_without_what_was_staged(
    zeroji: Zeroji, publish: Publish
) -> None:
    published = publish("名刺の裏は英語ですか", "名刺の裏は英語です。", "申請手順")
    shutil.rmtree(zeroji.home.path / "staging")
    assert zeroji.proposals.take_back(published.id, "mori", "誤り").status == "taken_back"
    assert not list(zeroji.settings.addenda.glob("*.md"))


def test_what_is_kept_nowhere_is_not_taken_back(
    zeroji: Zeroji, folder: Path, publish: Publish
) -> None:
    published = publish("暖炉の薪は誰が割りますか", "暖炉の薪は施設課が割ります。")
    after = (folder / FILES["経費FAQ"]).read_bytes()
    shutil.rmtree(zeroji.home.path / "staging")
    kept = zeroji.settings.originals.rename(zeroji.home.path / "elsewhere")
    try:
        with pytest.raises(Conflict) as raised:
            zeroji.proposals.take_back(published.id, "mori", "誤り")
    finally:
        kept.rename(zeroji.settings.originals)
    assert "改定案を新しく出して" in raised.value.text("ja")
    assert zeroji.proposals.proposal(published.id).status == "published"
    assert (folder / FILES["経費FAQ"]).read_bytes() == after


@pytest.mark.parametrize("because", ["", "  "])
def test_it_needs_a_reason(zeroji: Zeroji, publish: Publish, because: str) -> None:
    published = zeroji.proposals.proposals("published")[0]
    with pytest.raises(InvalidInput, match="Say why"):
        zeroji.proposals.take_back(published.id, "mori", because)


def test_only_what_is_published_is_taken_back(zeroji: Zeroji, publish: Publish) -> None:
    published = publish("加湿器の水は誰が替えますか", "当番が替えます。")
    zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    with pytest.raises(Conflict, match="is taken_back already"):
        zeroji.proposals.take_back(published.id, "mori", "誤りでした")
    with pytest.raises(NotFound, match="no proposal 404"):
        zeroji.proposals.take_back(404, "mori", "誤りでした")


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_crash_before_any_step_is_finished_by_the_next_start(
    zeroji: Zeroji, folder: Path, publish: Publish, steps: int
) -> None:
    path = folder / "休暇FAQ.xlsx"
    before = path.read_bytes()
    published = publish(f"第{steps}倉庫の鍵は誰が持ちますか", "施設課が持ちます。", "休暇FAQ")
    assert published.ticket_id
    with pytest.MonkeyPatch.context() as patched:
        proposals, power = dying(zeroji, patched, steps)
        try:
            proposals.take_back(published.id, "mori", "誤りでした")
        except Crash:
            assert power.went_out

    zeroji.proposals.resume()
    if zeroji.proposals.proposal(published.id).status == "published":
        assert [kind for kind, _ in told(zeroji, published.ticket_id)] == ["reply", "published"]
        zeroji.proposals.take_back(published.id, "mori", "誤りでした")

    assert zeroji.proposals.proposal(published.id).status == "taken_back"
    assert path.read_bytes() == before
    kinds = [kind for kind, _ in told(zeroji, published.ticket_id)]
    assert kinds == ["reply", "published", "taken_back"]
    assert zeroji.desk.ticket(published.ticket_id).status == "claimed"
    assert zeroji.proposals.resume() == []


def test_there_are_as_many_steps_as_were_tried(zeroji: Zeroji, publish: Publish) -> None:
    published = publish("掲示板の画びょうは何色ですか", "白です。", "休暇FAQ")
    with pytest.MonkeyPatch.context() as patched:
        proposals, power = dying(zeroji, patched, STEPS)
        assert proposals.take_back(published.id, "mori", "誤り").status == "taken_back"
    assert power.left == 0
