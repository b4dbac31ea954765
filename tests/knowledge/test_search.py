"""Search: what may be seen is decided before anything is ranked."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Thread

import pytest

from ingest.publishing import Publisher
from knowledge.model import Block, Document, ManualMeta, SearchRequest, Section
from knowledge.ranking import FEATURES
from knowledge.search import Searcher
from tests.making import document, file, texts

TODAY = date.today()
NEXT_YEAR = TODAY + timedelta(days=365)
ALLOWANCE = "出張の日当は、1日につき3,000円とする。"
LODGING = "宿泊費は、一泊につき12,000円を上限とする。"
LEAVE = "年次有給休暇は、6か月勤務した者に10日を付与する。"


@pytest.fixture
def travel(publisher: Publisher) -> None:
    says = {"第1条（日当）": ALLOWANCE, "第2条（宿泊費）": LODGING, "第3条（休暇）": LEAVE}
    publisher.publish(document(says, "旅費規程"), file("旅費規程.md"), author="sato")


@pytest.mark.usefixtures("travel")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("日当はいくらですか", ALLOWANCE),
        ("ホテル代の上限", LODGING),
        ("ﾎﾃﾙ代　いくらまで", LODGING),
        ("有休は何日もらえる？", LEAVE),
        ("How many days of paid leave do I get?", LEAVE),
    ],
)
def test_the_best_passage_comes_first(searcher: Searcher, query: str, expected: str) -> None:
    assert texts(searcher, query)[0] == expected


@pytest.mark.usefixtures("travel")
def test_a_passage_says_where_it_is_from_and_why_it_was_found(searcher: Searcher) -> None:
    passage = searcher.search(SearchRequest(query="日当はいくらですか")).passages[0]
    assert passage.manual.title == "旅費規程"
    assert passage.revision.number == 1
    assert passage.chunk.heading == passage.section.heading == "第1条（日当）"
    assert (passage.dense_rank, passage.lexical_rank) == (1, 1)
    assert 0.3 < passage.similarity <= 1
    assert passage.bm25 > 0


@pytest.mark.usefixtures("travel")
def test_scores_fall_and_ranks_count_from_one(searcher: Searcher) -> None:
    passages = searcher.search(SearchRequest(query="日当と宿泊費の上限")).passages
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert {passage.dense_rank for passage in passages} == {1, 2, 3}
    assert {p.lexical_rank for p in passages} - {None} == {1, 2}


@pytest.mark.usefixtures("travel")
def test_words_that_no_manual_has_still_find_what_is_near(searcher: Searcher) -> None:
    passages = searcher.search(SearchRequest(query="ブーメラン")).passages
    assert len(passages) == 3
    assert all(passage.lexical_rank is None and passage.bm25 == 0 for passage in passages)


@pytest.mark.usefixtures("travel")
def test_no_more_than_asked_for(searcher: Searcher) -> None:
    assert len(texts(searcher, "日当", top=2)) == 2


@pytest.mark.usefixtures("travel")
def test_steps_are_timed(searcher: Searcher) -> None:
    found = searcher.search(SearchRequest(query="日当"))
    assert found.embed_ms > 0
    assert found.search_ms > 0


def test_an_empty_library_finds_nothing(searcher: Searcher) -> None:
    assert searcher.search(SearchRequest(query="日当")).passages == ()


@pytest.mark.usefixtures("travel")
def test_a_question_without_words_does_not_fail(searcher: Searcher) -> None:
    assert len(texts(searcher, "？！")) == 3


@pytest.mark.usefixtures("travel")
def test_what_managers_alone_may_see_crowds_nothing_out(
    publisher: Publisher, searcher: Searcher
) -> None:
    """A filter after the ranking would leave nothing: the hundred best are all forbidden."""
    secret = {f"第{n}条": f"管理職の出張の日当は、{n}円とする。" for n in range(1, 101)}
    publisher.publish(
        document(secret, "管理職規程", audience="managers"), file("管理職.md"), author="sato"
    )
    query = "管理職の出張の日当"
    assert texts(searcher, query)[0] == ALLOWANCE
    assert not [text for text in texts(searcher, query, top=200) if "管理職" in text]
    assert "管理職" in texts(searcher, query, audiences=["all", "managers"])[0]
    assert ALLOWANCE not in texts(searcher, query, audiences=["managers"], top=200)
    assert texts(searcher, query, audiences=[]) == []
    assert texts(searcher, query, audiences=["accounting"]) == []


def test_each_day_has_its_revision(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document({"日当": "日当は2,000円とする。"}), file(version=1), author="sato")
    coming = document({"日当": "日当は3,000円とする。"}, effective_from=NEXT_YEAR)
    publisher.publish(coming, file(version=2), author="sato")

    assert texts(searcher, "日当", on=TODAY) == ["日当は2,000円とする。"]
    assert texts(searcher, "日当", on=NEXT_YEAR - timedelta(days=1)) == ["日当は2,000円とする。"]
    assert texts(searcher, "日当", on=NEXT_YEAR) == ["日当は3,000円とする。"]
    (passage,) = searcher.search(SearchRequest(query="日当", on=NEXT_YEAR)).passages
    assert passage.revision.number == 2


def test_a_manual_is_not_found_outside_its_time(publisher: Publisher, searcher: Searcher) -> None:
    made = document(
        {"特例": "特例の日当は500円とする。"},
        effective_from=date(2026, 4, 1),
        effective_until=date(2026, 9, 30),
    )
    publisher.publish(made, file(), author="sato")
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1)]
    assert [len(texts(searcher, "特例", on=day)) for day in days] == [0, 1, 1, 0]


def test_a_passage_is_on_the_page_where_its_text_begins(
    publisher: Publisher, searcher: Searcher
) -> None:
    rows = tuple(
        Block(kind="row", text=f"役職: {name} / 日当: {n},000円", page=n)
        for n, name in enumerate(("社員", "課長", "部長"), start=1)
    )
    table = Section(heading_path=("別表",), blocks=rows)
    publisher.publish(
        Document(meta=ManualMeta(title="規程"), sections=(table,)), file(), author="sato"
    )
    (best,) = searcher.search(SearchRequest(query="部長の日当", top=1)).passages
    assert best.chunk.text == "役職: 部長 / 日当: 3,000円"
    assert best.page == 3
    assert best.section.page == 1


def test_two_searchers_see_a_publication_alike(publisher: Publisher, searcher: Searcher) -> None:
    publisher.publish(document({"日当": "旧"}), file(version=1), author="sato")
    assert texts(searcher, "日当") == ["旧"]
    publisher.publish(document({"日当": "新"}), file(version=2), author="sato")
    assert texts(searcher, "日当") == ["新"]


def test_a_search_during_a_publication_sees_one_revision_whole(
    publisher: Publisher, searcher: Searcher
) -> None:
    def publish(version: int) -> None:
        says = {f"第{n}条": f"第{n}の定めは版{version}である。" for n in range(1, 7)}
        publisher.publish(document(says), file(version=version), author="sato")

    seen: list[list[str]] = []
    done = Event()

    def search() -> None:
        while not done.is_set():
            seen.append([text.partition("版")[2] for text in texts(searcher, "定め", top=50)])

    publish(0)
    reader = Thread(target=search)
    reader.start()
    try:
        for version in range(1, 11):
            publish(version)
    finally:
        done.set()
        reader.join()
    assert len({tuple(versions) for versions in seen}) > 2, "it was read in between"
    assert all(versions == [versions[0]] * 6 for versions in seen)


@pytest.mark.usefixtures("travel")
def test_candidates_are_what_either_ranker_finds_with_both_scores(searcher: Searcher) -> None:
    gathered = searcher.candidates(SearchRequest(query="日当はいくらですか"))
    candidates = gathered.candidates
    assert candidates.positions.tolist() == [0, 1, 2]
    assert (candidates.similarity > 0).all()
    said = [gathered.snapshot.entries[n].chunk.text for n in candidates.positions.tolist()]
    assert said[int(candidates.bm25.argmax())] == ALLOWANCE
    assert gathered.vector is not None


def test_each_ranker_gives_its_best_sixty(publisher: Publisher, searcher: Searcher) -> None:
    says = {f"第{n}条": f"日当の定め{n}。" for n in range(1, 101)} | {
        f"付則{n}": f"宿泊のきまり{n}。" for n in range(1, 101)
    }
    publisher.publish(document(says), file(), author="sato")
    candidates = searcher.candidates(SearchRequest(query="日当")).candidates
    assert 60 <= len(candidates) <= 120
    assert (candidates.bm25 > 0).sum() >= 60
    assert len(set(candidates.positions.tolist())) == len(candidates)


@pytest.mark.usefixtures("travel")
def test_without_a_section_the_others_get_the_shares_that_they_have_alone(
    searcher: Searcher, publisher: Publisher
) -> None:
    request = SearchRequest(query="日当はいくらですか")
    best = searcher.search(request).passages[0]
    left = searcher.without({best.chunk.section_hash}).search(request).passages
    assert best.chunk.text == ALLOWANCE
    assert sum(passage.features["section_share"] for passage in left) == pytest.approx(1)
    others = {"第2条（宿泊費）": LODGING, "第3条（休暇）": LEAVE}
    publisher.publish(document(others, "旅費規程"), file("旅費規程.md"), author="sato")
    assert [passage.chunk.text for passage in left] == texts(searcher, request.query)


@pytest.mark.usefixtures("travel")
def test_what_is_searched_without_a_section_leaves_the_search_itself_alone(
    searcher: Searcher,
) -> None:
    found = texts(searcher, "日当")
    hashes = {p.chunk.section_hash for p in searcher.search(SearchRequest(query="日当")).passages}
    without_two = searcher.without(sorted(hashes)[:1]).without(sorted(hashes)[1:2])
    assert len(texts(without_two, "日当")) == 1
    assert texts(searcher.without(hashes), "日当") == []
    assert texts(searcher, "日当") == found


@pytest.mark.usefixtures("travel")
def test_a_passage_says_what_the_ranking_went_by(searcher: Searcher) -> None:
    passage = searcher.search(SearchRequest(query="日当はいくらですか")).passages[0]
    assert set(passage.features) == set(FEATURES)
