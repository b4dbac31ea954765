"""What was once asked in vain becomes a question that must go on being answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import schema
from bot.desk import cases
from bot.desk.cases import Case, Cases
from bot.wiring import Zeroji
from evals.cases import EvalCase
from knowledge.database import writing
from knowledge.errors import Conflict, InvalidInput, NotFound

ASKED = "自転車通勤の駐輪場代はいくらまで出ますか"
REPLY = "駐輪場代は月額2,000円まで、3営業日前までの申請で支給します。"
WRITTEN = "駐輪場代は、月額2,000円まで支給する。申請は3営業日前まで。窓口は5階。"


@pytest.fixture
def proposal(zeroji: Zeroji, tmp_path: Path, ticket: Callable[..., int]) -> int:
    """A proposal for the ticket of a question."""
    faq = tmp_path / "通勤FAQ.csv"
    faq.write_text("質問,回答\n定期券は何か月分ですか。,6か月分です。\n", encoding="utf-8")
    number = ticket(ASKED)
    zeroji.desk.reply(number, "sato", REPLY)
    zeroji.ingest([faq])
    manual = next(m for m in zeroji.library.manuals() if m.source == str(faq.resolve()))
    made = zeroji.proposals.create(number, (manual.id, None), WRITTEN, "sato", question=ASKED)
    return made.id


@pytest.fixture
def drafted(zeroji: Zeroji, proposal: int) -> Case:
    return Cases(zeroji.database).case(draft(zeroji, proposal))


def draft(zeroji: Zeroji, proposal: int) -> int:
    with writing(zeroji.database) as tx:
        made = cases.from_ticket(tx, proposal, 2)
    assert made is not None
    return made


def test_a_case_asks_the_ticket_and_expects_what_text_and_reply_say_alike(drafted: Case) -> None:
    assert drafted.question == ASKED
    assert drafted.status == "draft"
    (gold,) = drafted.gold
    assert gold["file"] == "通勤FAQ.csv"
    assert gold["heading"] == ASKED
    assert gold["quote"] == WRITTEN
    assert drafted.facts == ("2000円", "3営業日")


def test_others_wordings_are_kept_without_what_is_personal(zeroji: Zeroji, proposal: int) -> None:
    table = schema.ticket_askers
    with writing(zeroji.database) as tx:
        said = "駐輪場のお金は？ 私は090-1234-5678です"
        tx.execute(update(table).values(question=said))

    case = Cases(zeroji.database).case(draft(zeroji, proposal))

    assert case.paraphrases == ("駐輪場のお金は？ 私は［電話1］です",)


def test_a_change_has_one_case(zeroji: Zeroji, proposal: int) -> None:
    assert draft(zeroji, proposal) == draft(zeroji, proposal)


def test_a_private_ticket_has_no_case(zeroji: Zeroji, proposal: int) -> None:
    with writing(zeroji.database) as tx:
        tx.execute(update(schema.tickets).values(private=True))
        assert cases.from_ticket(tx, proposal, 2) is None


def test_it_goes_with_the_change_that_is_taken_back(zeroji: Zeroji, drafted: Case) -> None:
    with writing(zeroji.database) as tx:
        cases.withdraw(tx, drafted.proposal_id or 0)
        assert cases.as_json(tx) == []

    assert Cases(zeroji.database).cases() == []
    with pytest.raises(Conflict):
        review(zeroji, drafted)


def review(zeroji: Zeroji, case: Case, **changes: object) -> Case:
    fields: dict[str, object] = {"question": ASKED, "paraphrases": (), "facts": ()}
    return Cases(zeroji.database).review(case.id, "mori", **(fields | changes))  # type: ignore[arg-type]


def test_who_reads_it_may_put_it_right(zeroji: Zeroji, drafted: Case) -> None:
    reviewed = review(
        zeroji, drafted, paraphrases=["駐輪代は？", "", "駐輪代は？"], facts=["2,000円|二千円", "|"]
    )

    assert reviewed.status == "reviewed"
    assert reviewed.reviewed_by == "mori"
    assert reviewed.paraphrases == ("駐輪代は？",)
    assert reviewed.facts == ("2,000円|二千円",)


def test_a_question_is_needed(zeroji: Zeroji, drafted: Case) -> None:
    with pytest.raises(InvalidInput):
        review(zeroji, drafted, question=" ")


def test_each_wording_is_a_case_that_can_be_run(zeroji: Zeroji, drafted: Case) -> None:
    review(zeroji, drafted, paraphrases=["駐輪代は？"])
    with zeroji.database.connect() as tx:
        lines = [EvalCase.model_validate(line) for line in cases.as_json(tx, drafted.manual_id)]

    assert [(line.id, line.question) for line in lines] == [
        (f"ticket-{drafted.ticket_id}", ASKED),
        (f"ticket-{drafted.ticket_id}~2", "駐輪代は？"),
    ]


def test_facts_are_found_in_both_spellings() -> None:
    found = cases.facts("上限は1万円とする。2027年4月1日から。", "10,000円までです。")

    assert found == ["10000円|1万円"]


def test_there_is_no_such_case(zeroji: Zeroji) -> None:
    with pytest.raises(NotFound):
        Cases(zeroji.database).case(1)
