"""The lists of concepts, and how a text is matched against them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.resources import files

import pytest

from knowledge import morphology, thesaurus
from knowledge.errors import InvalidInput
from knowledge.japanese import normalize
from knowledge.thesaurus import Addition, Thesaurus, parse

LISTS = sorted((files("knowledge") / "thesaurus").iterdir(), key=str)

SAMPLE = """
# Comments and empty lines are skipped.

年次有給休暇: 有給休暇, 有給, 有休, 有休消化, paid leave, PTO
経費精算: 立替精算, 立替, 立て替える, タテカエ
死亡: 亡くなる
配偶者: 夫, 旦那
書籍: 本
子: 息子
昇給: 給料が上がる
在宅勤務: 家で仕事, work from home
領収書紛失: 領収書をなくす
紛失: なくす
見舞金: お見舞い
父母: お父さん
お金: お金がない
在職証明書: 働いている証明
介護休業: 介護の休み
介護休暇: 介護の休み
半日休暇: half-day
法人カード: 会社のクレカ
不支給: 支給しない
資格取得: 資格を取る
海外出張: 海外に出張
出張手当: 出張の手当
介護: 介護する
時差出勤: フレックスタイム

札幌市, 仙台市 > 政令指定都市
祖母 > 祖父母
祖父母 > 親族
"""


@pytest.fixture(scope="module")
def sample() -> Thesaurus:
    return Thesaurus(parse(SAMPLE.splitlines()))


def found(sample: Thesaurus, text: str) -> list[tuple[str, tuple[str, ...]]]:
    normal = normalize(text)
    concepts = sample.find(normal, morphology.tokens(normal))
    return [(normal[c.start : c.end], c.names) for c in concepts]


def names(sample: Thesaurus, text: str) -> list[str]:
    return [name for _, concepts in found(sample, text) for name in concepts]


@pytest.mark.parametrize(
    ("said", "concept"),
    [
        ("有休って半日でも取れる?", "年次有給休暇"),
        ("ゆうべ有給を申請した", "年次有給休暇"),
        ("paid leaves", "年次有給休暇"),
        ("ＰＴＯの残り", "年次有給休暇"),
        # inflection
        ("祖母が亡くなりました", "死亡"),
        ("亡くなっちゃった", "死亡"),
        ("亡くなった場合", "死亡"),
        # a noun and the verb that it comes from
        ("立替をしました", "経費精算"),
        ("立て替えた分", "経費精算"),
        ("タクシー代を立替えました", "経費精算"),
        ("ﾀﾃｶｴ", "経費精算"),
        ("タテカエ精算したい", "経費精算"),
        # particles between a noun and a predicate
        ("給料が上がるのはいつ", "昇給"),
        ("給料って上がりますか", "昇給"),
        ("給料上がる?", "昇給"),
        ("給料は上がらないの", "昇給"),
        ("領収書なくしちゃった", "領収書紛失"),
        ("領収書をなくしました", "領収書紛失"),
        # お and ご
        ("見舞いの金額", "見舞金"),
        ("お見舞いの金額", "見舞金"),
        # what is happening
        ("働いてる証明がほしい", "在職証明書"),
        ("家で仕事してもいい?", "在宅勤務"),
        ("working from home", "在宅勤務"),
        ("half day off", "半日休暇"),
        ("会社のクレカで払った", "法人カード"),
        # the topic of many questions
        ("書籍って買える?", "書籍"),
        ("資格とったら", "資格取得"),
    ],
)
def test_people_name_a_concept_in_many_ways(sample: Thesaurus, said: str, concept: str) -> None:
    assert concept in names(sample, said)


@pytest.mark.parametrize(
    ("said", "concept"),
    [
        ("本人の申請", "書籍"),
        ("本社に行く", "書籍"),
        ("夫婦で働く", "配偶者"),
        ("子会社への出張", "子"),
        ("鉛筆3本", "書籍"),
        ("金曜日", "お金"),
        ("laptop", "年次有給休暇"),
        ("家の仕事", "在宅勤務"),  # particles other than が, を, は, も count
        ("給料、上がる", "昇給"),
        ("父母の家", "お金"),
        ("支給しなければならない", "不支給"),
        ("資格を受け取れますか", "資格取得"),
    ],
)
def test_a_part_of_another_word_is_no_concept(sample: Thesaurus, said: str, concept: str) -> None:
    assert concept not in names(sample, said)


def test_a_negative_form_is_found(sample: Thesaurus) -> None:
    assert names(sample, "賞与は支給しません") == ["不支給"]


def test_the_longest_form_wins(sample: Thesaurus) -> None:
    assert found(sample, "有休消化したい") == [("有休消化", ("年次有給休暇",))]
    assert names(sample, "領収書をなくした") == ["領収書紛失"]  # not 紛失 as well


def test_forms_that_overlap_are_both_found(sample: Thesaurus) -> None:
    assert names(sample, "海外に出張の手当") == ["海外出張", "出張手当"]


def test_a_form_may_name_several_concepts(sample: Thesaurus) -> None:
    assert names(sample, "介護の休みはある?") == ["介護休業", "介護休暇"]


def test_a_long_form_is_found_where_it_is_cut_otherwise(sample: Thesaurus) -> None:
    assert names(sample, "新フレックスタイムの件") == ["時差出勤"]


def test_places_are_those_of_the_text(sample: Thesaurus) -> None:
    assert [said for said, _ in found(sample, "旦那のお見舞い、お礼")] == ["旦那", "お見舞い"]


@pytest.mark.parametrize(
    ("said", "formal"),
    [
        ("有休は何日?", "年次有給休暇は何日?"),
        ("旦那のお見舞い、お礼", "配偶者の見舞金、お礼"),
        ("年次有給休暇は何日?", "年次有給休暇は何日?"),
        ("PTO、有給", "年次有給休暇、年次有給休暇"),
        ("給料、上がる", "給料、上がる"),
    ],
)
def test_other_forms_become_the_names_of_concepts(
    sample: Thesaurus, said: str, formal: str
) -> None:
    normal = normalize(said)
    assert sample.formal(normal, morphology.tokens(normal)) == formal


def test_a_form_of_several_concepts_keeps_its_words(sample: Thesaurus) -> None:
    normal = "介護の休みはある?"
    assert sample.formal(normal, morphology.tokens(normal)) == normal


def test_of_forms_that_overlap_the_first_is_made_formal(sample: Thesaurus) -> None:
    normal = "海外に出張の手当"
    assert sample.formal(normal, morphology.tokens(normal)) == "海外出張の手当"


def test_a_kind_tells_what_it_is_a_kind_of(sample: Thesaurus) -> None:
    normal = normalize("祖母")
    (concept,) = sample.find(normal, morphology.tokens(normal))
    assert (concept.names, concept.broader) == (("祖母",), ("祖父母", "親族"))


@pytest.mark.parametrize("line", ["有給", ": 有給", "> 休暇", "有給: 有休 > 休暇 >"])
def test_a_line_that_cannot_be_read_is_refused(line: str) -> None:
    if line.startswith("有給:"):
        parse([line])  # everything after the colon is forms
        return
    with pytest.raises(InvalidInput, match="cannot be read"):
        parse([line])


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_every_form_that_comes_with_zeroji_is_found(path: object) -> None:
    """Alone, each names its concept: none is so written that no text could match it."""
    current = thesaurus.current()
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    lists = parse(text.splitlines())
    unfound = [
        form
        for form, concepts in lists.names.items()
        if not set(concepts)
        <= {n for c in current.find(form, morphology.tokens(form)) for n in c.names}
    ]
    assert unfound == []


def test_matching_thousands_of_forms_takes_no_time() -> None:
    text = normalize("会社の飲み会のあとにタクシーで帰った場合って経費で落とせますか")
    current, tokens = thesaurus.current(), morphology.tokens(text)
    assert len(current.lists.names) > 2000
    started = time.process_time()
    for _ in range(100):
        current.find(text, tokens)
    assert (time.process_time() - started) / 100 < 0.001


@pytest.fixture
def restored() -> Iterator[None]:
    yield
    thesaurus.use(())


@pytest.mark.usefixtures("restored")
def test_a_company_adds_its_own_words() -> None:
    before = thesaurus.fingerprint()
    assert thesaurus.concepts("みなとパスをなくした")[0].names == ("紛失",)
    thesaurus.use([Addition("みなとパス", "社員証")])
    assert thesaurus.concepts("みなとパスをなくした")[0].names == ("社員証",)
    assert thesaurus.fingerprint() != before
    thesaurus.use(())
    assert thesaurus.fingerprint() == before
