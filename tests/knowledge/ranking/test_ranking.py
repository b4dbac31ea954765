"""The learned ranking, on a small manual."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.publishing import Publisher
from knowledge.model import SearchRequest
from knowledge.ranking import FEATURES, Candidates, Ranking, rank
from knowledge.ranking.model import model
from knowledge.search import Gathered, Searcher
from tests.making import document, file

RULES = {
    "第1条（目的）": "この規程は、休暇、出張及び慶弔見舞金について定める。",
    "第2条（年次有給休暇）": "6か月勤務した者に10日の年次有給休暇を付与する。",
    "第3条（年次有給休暇の繰越し）": "使わなかった年次有給休暇は、翌年度に限り繰り越す。",
    "第4条（宿泊費）": "宿泊費は、一泊につき12,000円を上限として実費を支給する。",
    "第5条（日当）": "日当は、1日につき3,000円とする。",
    "第6条（結婚祝金）": "社員が結婚したときは、祝金30,000円を贈る。",
    "第7条（服装）": "勤務中は、業務にふさわしい服装をする。",
    "第8条（自転車通勤）": "自転車で通勤する者は、保険の証明書を提出する。",
}


@pytest.fixture
def rules(publisher: Publisher) -> None:
    publisher.publish(document(RULES, "就業規則"), file("就業規則.md"), author="sato")


def ranked(searcher: Searcher, query: str) -> tuple[Gathered, Ranking]:
    gathered = searcher.candidates(SearchRequest(query=query))
    ranking = rank(query, gathered.vector, gathered.snapshot, gathered.candidates)
    return gathered, ranking


def headings(searcher: Searcher, query: str) -> list[str]:
    gathered, ranking = ranked(searcher, query)
    positions = gathered.candidates.positions[ranking.order].tolist()
    return [gathered.snapshot.entries[n].chunk.heading for n in positions]


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("有休って何日もらえる?", "第2条（年次有給休暇）"),
        ("余った有休は来年も使えますか", "第3条（年次有給休暇の繰越し）"),
        ("ホテル代いくらまで出る?", "第4条（宿泊費）"),
        ("来月結婚するんですけど、お祝いって出ますか", "第6条（結婚祝金）"),
        ("ネクタイって必要ですか", "第7条（服装）"),
        ("チャリで会社に来てもいい?", "第8条（自転車通勤）"),
        ("How much is the daily allowance?", "第5条（日当）"),
    ],
)
def test_the_article_that_answers_comes_first(
    searcher: Searcher, query: str, expected: str
) -> None:
    assert headings(searcher, query)[0] == expected


@pytest.mark.usefixtures("rules")
def test_scores_are_probabilities_that_fall_along_the_order(searcher: Searcher) -> None:
    _, ranking = ranked(searcher, "宿泊費の上限")
    in_order = ranking.scores[ranking.order]
    assert (np.diff(in_order) <= 0).all()
    assert 0 < in_order.sum() <= 1


@pytest.mark.usefixtures("rules")
def test_a_question_that_nothing_answers_scores_lower(searcher: Searcher) -> None:
    _, answered = ranked(searcher, "宿泊費の上限はいくらですか")
    _, unanswered = ranked(searcher, "社員食堂のメニューを知りたい")
    assert unanswered.scores.max() < answered.scores.max() / 2


@pytest.mark.usefixtures("rules")
def test_every_feature_of_every_candidate_is_told(searcher: Searcher) -> None:
    gathered, ranking = ranked(searcher, "服装はどうすればいいですか")
    assert ranking.features.shape == (len(gathered.candidates), len(FEATURES))
    assert np.isfinite(ranking.features).all()
    best = dict(zip(FEATURES, ranking.features[ranking.order[0]].tolist(), strict=True))
    assert best["exact_heading"] == pytest.approx(1)
    assert best["section_share"] * best["answerable"] == pytest.approx(float(ranking.scores.max()))


@pytest.mark.usefixtures("rules")
@pytest.mark.parametrize("query", ["?", "😀", "   ", "いくら", "の" * 3000])
def test_questions_without_a_word_are_ranked_by_what_there_is(
    searcher: Searcher, query: str
) -> None:
    gathered, ranking = ranked(searcher, query)
    assert sorted(ranking.order.tolist()) == list(range(len(gathered.candidates)))
    assert np.isfinite(ranking.scores).all()


@pytest.mark.usefixtures("rules")
def test_without_vectors_the_words_decide(searcher: Searcher) -> None:
    gathered = searcher.candidates(SearchRequest(query="宿泊費の上限"))
    words_only = Candidates(
        positions=gathered.candidates.positions,
        similarity=np.zeros(len(gathered.candidates), dtype=np.float32),
        bm25=gathered.candidates.bm25,
    )
    best = rank("宿泊費の上限", None, gathered.snapshot, words_only).order[0]
    chunk = gathered.snapshot.entries[int(words_only.positions[best])].chunk
    assert chunk.heading == "第4条（宿泊費）"


@pytest.mark.usefixtures("rules")
def test_no_candidates_no_ranking(searcher: Searcher) -> None:
    nothing = Candidates(
        positions=np.zeros(0, dtype=np.int64),
        similarity=np.zeros(0, dtype=np.float32),
        bm25=np.zeros(0, dtype=np.float32),
    )
    ranking = rank("日当", None, searcher.index.snapshot(), nothing)
    assert len(ranking.order) == len(ranking.scores) == 0
    assert ranking.features.shape == (0, len(FEATURES))


@pytest.mark.usefixtures("rules")
def test_a_word_of_a_new_publication_is_known(searcher: Searcher, publisher: Publisher) -> None:
    ranked(searcher, "日当")
    new = {"第1条（駐車場）": "駐車場は、事前に登録した車に限り利用できる。"}
    publisher.publish(document(new, "駐車場規程"), file("駐車場規程.md"), author="sato")
    assert headings(searcher, "車を停める場所は使えますか")[0] == "第1条（駐車場）"


@pytest.mark.usefixtures("rules")
def test_another_model_ranks_where_it_is_asked_to(searcher: Searcher) -> None:
    contrary = searcher.ranked_by(replace(model(), weights=-model().weights))
    request = SearchRequest(query="宿泊費の上限", top=len(RULES))
    usual = [passage.chunk.heading for passage in searcher.search(request).passages]
    other = [passage.chunk.heading for passage in contrary.search(request).passages]
    assert usual[0] == "第4条（宿泊費）"
    assert other == usual[::-1]
