"""What a company calls things: added by people, suggested by tickets."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot import schema, wiring
from bot.outcomes import Question
from bot.settings import Settings
from bot.thesaurus import CompanyThesaurus, Suggestion
from bot.wiring import Zeroji, open_zeroji
from knowledge import japanese, thesaurus
from knowledge.embedding import Embedder
from knowledge.errors import Conflict, InvalidInput, NotFound
from tests.bot.desk.proposals.states import checked

RULE = """---
title: 庶務規程
kind: rule
---
## 第3条（社員証）

社員証は常に携帯する。

## 第4条（出張の日当）

日当は1日につき2,000円とする。
"""


@pytest.fixture
def manual(zeroji: Zeroji, tmp_path: Path) -> int:
    path = tmp_path / "庶務規程.md"
    path.write_text(RULE, encoding="utf-8")
    zeroji.ingest([path])
    return zeroji.library.manuals()[0].id


@pytest.fixture
def words(zeroji: Zeroji) -> CompanyThesaurus:
    return zeroji.thesaurus


def published_ticket(zeroji: Zeroji, manual: int, question: str, heading: str) -> int:
    """A ticket whose reply was published to a section."""
    exchange = zeroji.engine.ask(Question(text=question, asker="shain"))
    ticket = zeroji.desk.ask_a_person(exchange.id, "shain").id
    zeroji.desk.reply(ticket, "sato", "総務課に届け出てください。")
    revision = zeroji.library.history(manual)[-1]
    section = next(s for s in zeroji.library.sections(revision.id) if heading in s.heading)
    proposal = zeroji.proposals.create(
        ticket, (manual, section.hash), f"{section.text}\n紛失したら総務課に届け出る。", "sato"
    )
    zeroji.proposals.approve(checked(zeroji, proposal), "mori")
    return ticket


@pytest.mark.usefixtures("manual")
def test_an_added_word_finds_the_manual_at_once(zeroji: Zeroji, words: CompanyThesaurus) -> None:
    def scores() -> float:
        lexical = zeroji.searcher.index.snapshot().lexical
        return float(lexical.scores(japanese.query_terms("みなとパス")).max())

    assert scores() == 0
    words.add("みなとパス", "社員証", "sato")
    assert scores() > 0
    words.remove("みなとパス", "社員証", "sato")
    assert scores() == 0


def test_who_added_what_is_listed_and_recorded(zeroji: Zeroji, words: CompanyThesaurus) -> None:
    words.add("みなとパス", "社員証", "sato")
    (added,) = words.additions()
    assert (added.form, added.concept, added.added_by) == ("みなとパス", "社員証", "sato")
    words.remove("みなとパス", "社員証", "mori")
    with zeroji.database.connect() as tx:
        done = tx.execute(select(schema.events.c.actor, schema.events.c.action)).all()
    assert [tuple(row) for row in done] == [
        ("sato", "thesaurus.added"),
        ("mori", "thesaurus.removed"),
    ]


def test_a_concept_may_be_named_by_any_of_its_words(words: CompanyThesaurus) -> None:
    assert words.add("ゆうとる", "有休", "sato").concept == "年次有給休暇"


def test_a_concept_may_be_new(words: CompanyThesaurus) -> None:
    words.add("みなポ", "みなとポータル", "sato")
    assert thesaurus.concepts("みなポで申請")[0].names == ("みなとポータル",)
    assert thesaurus.concepts("みなとポータルで申請")[0].names == ("みなとポータル",)


def test_what_is_known_already_is_not_added(words: CompanyThesaurus) -> None:
    with pytest.raises(Conflict, match="already"):
        words.add("有休", "年次有給休暇", "sato")
    words.add("みなとパス", "社員証", "sato")
    with pytest.raises(Conflict, match="already"):
        words.add("みなとパス", "社員証", "sato")


@pytest.mark.parametrize("form", ["", " ", "本", "あ" * 101, "有休,年休", "a:b"])
def test_what_cannot_be_a_word_is_refused(words: CompanyThesaurus, form: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be a word"):
        words.add(form, "年次有給休暇", "sato")


def test_a_ticket_must_be_there(words: CompanyThesaurus) -> None:
    with pytest.raises(NotFound, match="no ticket 7"):
        words.add("みなとパス", "社員証", "sato", ticket=7)
    assert words.additions() == []


def test_only_additions_can_be_removed(words: CompanyThesaurus) -> None:
    with pytest.raises(NotFound, match="No addition"):
        words.remove("有休", "年次有給休暇", "sato")


def test_published_tickets_suggest_the_words_that_their_askers_used(
    zeroji: Zeroji, manual: int, words: CompanyThesaurus
) -> None:
    question = "みなとパスをなくしたらどうすればいいですか"
    ticket = published_ticket(zeroji, manual, question, "社員証")
    assert words.suggest() == [
        Suggestion(form="みなとパス", concept="社員証", tickets=(ticket,), question=question)
    ]
    words.add("みなとパス", "社員証", "sato", ticket)
    assert words.suggest() == []


def test_suggestions_show_no_personal_data_of_the_askers(
    zeroji: Zeroji, manual: int, words: CompanyThesaurus
) -> None:
    question = "みなとパスをなくしたらどうすればいいですか。電話は090-1234-5678です"
    published_ticket(zeroji, manual, question, "社員証")
    suggested = words.suggest()
    assert "みなとパス" in [one.form for one in suggested]
    assert {one.question for one in suggested} == {question.replace("090-1234-5678", "［電話1］")}
    assert [one.form for one in suggested if any(c.isdigit() for c in one.form)] == []


def test_words_that_the_section_or_the_thesaurus_has_are_not_suggested(
    zeroji: Zeroji, manual: int, words: CompanyThesaurus
) -> None:
    published_ticket(zeroji, manual, "IDカードを紛失したら?", "社員証")
    assert words.suggest() == []


def test_additions_are_in_force_at_the_next_start(
    tmp_path: Path, builtin: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "embedder", lambda name, access: builtin)
    settings = Settings(home=tmp_path / "home", _env_file=None)  # type: ignore[call-arg]
    with open_zeroji(settings) as opened:
        opened.thesaurus.add("みなとパス", "社員証", "sato")
    with open_zeroji(settings):
        assert [c.names for c in thesaurus.concepts("みなとパス")] == [("社員証",)]
    assert ("社員証",) not in [c.names for c in thesaurus.concepts("みなとパス")]
