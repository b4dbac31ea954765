"""From a reply to a change of the source file: making proposals, deciding, looking them up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.outcomes import Answer, Exchange
from bot.wiring import Zeroji
from knowledge.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.bot.desk.proposals.states import checked, told

Ask = Callable[..., Exchange]
Answered = Callable[..., int]
Place = Callable[..., tuple[int, str | None]]

SECRET = "質問,回答\n昇給率は何パーセントですか。,5パーセントです。\n"


# The whole loop


@pytest.mark.parametrize(
    ("title", "file", "question", "reply"),
    [
        (
            "在宅勤務規程",
            "在宅勤務規程.md",
            "観葉植物の水やりの当番は誰ですか",
            "観葉植物の水やりは総務課が行います。",
        ),
        (
            "経費FAQ",
            "経費FAQ.csv",
            "自転車通勤の駐輪場代はいくらまで出ますか",
            "駐輪場代は月額2,000円まで支給します。",
        ),
        (
            "休暇FAQ",
            "休暇FAQ.xlsx",
            "社員の保養所は何泊まで使えますか",
            "保養所は続けて3泊まで使えます。",
        ),
    ],
    ids=["md", "csv in cp932", "xlsx"],
)
def test_from_a_question_without_an_answer_to_its_answer_in_the_manual(
    zeroji: Zeroji,
    folder: Path,
    ask: Ask,
    answered: Answered,
    place: Place,
    title: str,
    file: str,
    question: str,
    reply: str,
) -> None:
    before = (folder / file).read_bytes()
    number = answered(question, reply)
    proposal = zeroji.proposals.create(number, place(title), reply, "sato", question)
    assert zeroji.desk.ticket(number).status == "proposed"
    with pytest.raises(NotAllowed, match="Nobody approves their own"):
        zeroji.proposals.approve(proposal.id, "sato")
    assert (folder / file).read_bytes() == before

    published = zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert (published.status, published.approver) == ("published", "mori")
    assert zeroji.desk.ticket(number).status == "published"
    assert [kind for kind, _ in told(zeroji, number)] == ["reply", "published"]
    assert reply in told(zeroji, number)[-1][1]

    answer = ask(question).outcome
    assert isinstance(answer, Answer)
    cited = answer.citations[0]
    assert (cited.manual, cited.revision, cited.quote) == (title, published.revision, reply)
    assert cited.section.endswith(question)


def test_a_csv_file_keeps_its_encoding_and_its_other_rows(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    path = folder / "経費FAQ.csv"
    rows = path.read_bytes().decode("cp932").split("\r\n")
    where = place("経費FAQ", "タクシー代")
    proposal = zeroji.proposals.create(None, where, "深夜0時以後は精算できます。", "sato")
    assert proposal.before == "終電後は精算できます。"
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    after = path.read_bytes().decode("cp932").split("\r\n")
    changed = [pair for pair in zip(rows, after, strict=True) if pair[0] != pair[1]]
    assert changed == [
        (
            "タクシー代は精算できますか。,終電後は精算できます。,経理部",
            "タクシー代は精算できますか。,深夜0時以後は精算できます。,経理部",
        )
    ]


def test_a_workbook_keeps_its_formulas(zeroji: Zeroji, folder: Path, place: Place) -> None:
    where = place("休暇FAQ", "結婚休暇")
    proposal = zeroji.proposals.create(None, where, "6日です。", "sato")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    sheet = load_workbook(folder / "休暇FAQ.xlsx").worksheets[0]
    assert (sheet["B2"].value, sheet["E9"].value) == ("6日です。", "=1+1")


def test_a_changed_section_is_answered_anew_and_the_others_stay(
    zeroji: Zeroji, folder: Path, ask: Ask, place: Place
) -> None:
    before = (folder / "在宅勤務規程.md").read_text(encoding="utf-8")
    where = place("在宅勤務規程", "第6条（通信費）")
    proposal = zeroji.proposals.create(None, where, "通信費は、月額900円を会社が負担する。", "sato")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    answer = ask("在宅勤務の通信費は月額いくらを会社が負担しますか").outcome
    assert isinstance(answer, Answer)
    assert answer.citations[0].quote == "通信費は、月額900円を会社が負担する。"
    after = (folder / "在宅勤務規程.md").read_text(encoding="utf-8")
    assert after == before.replace("月額500円", "月額900円")


# Making a proposal


def test_places_are_suggested_with_how_the_change_would_be_written(
    zeroji: Zeroji, answered: Answered
) -> None:
    number = answered("名刺の申請について担当者に聞きたい")
    places = zeroji.proposals.suggest(number)
    assert (places[0].manual, places[0].how) == ("申請手順", "addendum")
    assert "経費FAQ" in {place.manual for place in places if place.how == "in_place"}


def test_a_diff_shows_what_goes_and_what_comes(zeroji: Zeroji, place: Place) -> None:
    where = place("在宅勤務規程", "第7条（場所）")
    proposal = zeroji.proposals.create(None, where, "自宅又は実家とする。", "sato")
    assert "-在宅勤務の場所は自宅とする。" in zeroji.proposals.diff(proposal.id)


@pytest.mark.parametrize("text", ["", " \n", "在宅勤務は、1週間につき3日までとする。\n"])
def test_an_empty_or_unchanged_text_is_no_proposal(zeroji: Zeroji, place: Place, text: str) -> None:
    with pytest.raises(InvalidInput, match="The new text is"):
        zeroji.proposals.create(None, place("在宅勤務規程", "第5条（日数）"), text, "sato")


def test_a_new_entry_needs_its_question(zeroji: Zeroji, place: Place) -> None:
    with pytest.raises(InvalidInput, match="needs its question"):
        zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", " ")


def test_a_new_entry_has_a_question_of_its_own(zeroji: Zeroji, place: Place) -> None:
    taken = "タクシー代は精算できますか。"
    with pytest.raises(Conflict, match="has 「タクシー代は精算できますか。」 already"):
        zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", taken)


def test_a_file_that_is_gone_is_put_back_first(zeroji: Zeroji, folder: Path, place: Place) -> None:
    where = place("経費FAQ")
    away = (folder / "経費FAQ.csv").rename(folder / "elsewhere")
    try:
        with pytest.raises(Conflict):
            zeroji.proposals.create(None, where, "はい。", "sato", "質問ですか。")
    finally:
        away.rename(folder / "経費FAQ.csv")


def test_a_section_that_has_gone_is_chosen_again(zeroji: Zeroji, place: Place) -> None:
    with pytest.raises(Conflict, match="no longer has that section"):
        zeroji.proposals.create(None, (place("経費FAQ")[0], "0" * 32), "はい。", "sato")


def test_an_asker_gets_a_reply_before_the_manual_a_change(
    zeroji: Zeroji, ticket: Callable[..., int], place: Place
) -> None:
    number = ticket("社員食堂のカレーの値段はいくらですか")
    with pytest.raises(Conflict, match="reply to the asker before you propose"):
        zeroji.proposals.create(number, place("経費FAQ"), "500円です。", "sato", "カレー")
    assert zeroji.desk.ticket(number).status == "open"


# Deciding


def test_a_rejected_proposal_changes_nothing_and_says_why(
    zeroji: Zeroji, folder: Path, answered: Answered, place: Place
) -> None:
    before = (folder / "経費FAQ.csv").read_bytes()
    number = answered("会議室のプロジェクターは借りられますか")
    proposal = zeroji.proposals.create(number, place("経費FAQ"), "はい。", "sato", "借用")
    with pytest.raises(InvalidInput, match="Say why"):
        zeroji.proposals.reject(proposal.id, "mori", " ")
    rejected = zeroji.proposals.reject(proposal.id, "mori", "総務の案件です。")
    assert (rejected.status, rejected.reason) == ("rejected", "総務の案件です。")
    assert zeroji.desk.ticket(number).status == "answered"
    assert [kind for kind, _ in told(zeroji, number)] == ["reply"]
    assert (folder / "経費FAQ.csv").read_bytes() == before
    for decide in (zeroji.proposals.approve, lambda i, by: zeroji.proposals.reject(i, by, "x")):
        with pytest.raises(Conflict, match="is rejected already"):
            decide(proposal.id, "mori")


def test_a_published_proposal_is_not_published_again(zeroji: Zeroji) -> None:
    published = zeroji.proposals.proposals("published")[0]
    with pytest.raises(Conflict, match="is published already"):
        zeroji.proposals.approve(published.id, "mori")


def test_a_file_that_was_changed_since_is_left_alone(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "質問")
    path = folder / "経費FAQ.csv"
    before = path.read_bytes()
    path.write_bytes(before + "追加,です,経理部\r\n".encode("cp932"))
    changed = path.read_bytes()
    with pytest.raises(Conflict, match="has been changed since"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert path.read_bytes() == changed
    undecided = zeroji.proposals.proposal(proposal.id)
    assert (undecided.status, undecided.approver) == ("proposed", None)
    path.write_bytes(before)


def test_what_the_encoding_of_a_file_lacks_is_not_published(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    before = (folder / "経費FAQ.csv").read_bytes()
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "🍛です。", "sato", "カレー")
    with pytest.raises(Conflict, match="🍛"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert (folder / "経費FAQ.csv").read_bytes() == before
    assert zeroji.proposals.proposal(proposal.id).status == "proposed"


def test_a_change_that_makes_the_file_unreadable_is_taken_back(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    before = (folder / "経費FAQ.csv").read_bytes()
    endless = "とても長い回答。" * 100_000
    proposal = zeroji.proposals.create(None, place("経費FAQ"), endless, "sato", "長い質問")
    with pytest.raises(Conflict, match="it was taken back"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    assert (folder / "経費FAQ.csv").read_bytes() == before
    assert zeroji.proposals.proposal(proposal.id).status == "proposed"


def test_a_file_that_cannot_be_written_leaves_the_proposal_open(
    zeroji: Zeroji, folder: Path, place: Place
) -> None:
    proposal = zeroji.proposals.create(None, place("経費FAQ"), "はい。", "sato", "質問")
    in_the_way = folder / "経費FAQ.csv.partial"
    in_the_way.mkdir()
    with pytest.raises(Conflict, match="cannot be changed"):
        zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    in_the_way.rmdir()
    assert zeroji.proposals.proposal(proposal.id).status == "proposed"


def test_a_change_shows_a_manual_to_nobody_else(
    zeroji: Zeroji, ask: Ask, place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "管理職FAQ.csv"
    path.write_text(SECRET, encoding="utf-8")
    zeroji.ingest([path], overrides={"audience": "managers"})
    where = place("管理職FAQ", "昇給率")
    proposal = zeroji.proposals.create(None, where, "6パーセントです。", "sato")
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    asked = "昇給率は何パーセントですか。"
    assert not isinstance(ask(asked).outcome, Answer)
    assert "6パーセント" in ask(asked, audiences=frozenset({"all", "managers"})).outcome.text
    zeroji.rollback(where[0], 1, author="mori")
    assert zeroji.library.manual(where[0]).audience == "managers"


# Looking them up


def test_a_proposal_that_does_not_exist_is_not_found(zeroji: Zeroji) -> None:
    for call in (
        lambda: zeroji.proposals.proposal(404),
        lambda: zeroji.proposals.diff(404),
        lambda: zeroji.proposals.approve(404, "mori"),
        lambda: zeroji.proposals.reject(404, "mori", "why"),
    ):
        with pytest.raises(NotFound, match="no proposal 404"):
            call()


def test_a_manual_or_ticket_that_does_not_exist_is_not_found(zeroji: Zeroji, place: Place) -> None:
    with pytest.raises(NotFound, match="no manual 404"):
        zeroji.proposals.create(None, (404, None), "はい。", "sato", "質問")
    with pytest.raises(NotFound, match="no ticket 404"):
        zeroji.proposals.create(404, place("経費FAQ"), "はい。", "sato", "質問")
    with pytest.raises(NotFound, match="no ticket 404"):
        zeroji.proposals.suggest(404)


def test_the_newest_proposal_is_first(zeroji: Zeroji) -> None:
    numbers = [proposal.id for proposal in zeroji.proposals.proposals()]
    assert numbers == sorted(numbers, reverse=True)
    assert {p.status for p in zeroji.proposals.proposals("rejected")} == {"rejected"}
