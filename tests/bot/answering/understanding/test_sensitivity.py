from __future__ import annotations

from typing import get_args

import pytest

from bot.answering import wording
from bot.answering.understanding.sensitivity import (
    WHO_HELPS,
    Topic,
    asks_for_person,
    names_contact,
    topic,
)
from knowledge import japanese


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("課長に毎日みんなの前で怒鳴られています", "harassment"),
        ("セクハラを受けています", "harassment"),
        ("ｾｸﾊﾗを受けています", "harassment"),
        ("I am being harassed", "harassment"),
        ("気持ちがつらくて会社に行けません", "health"),
        ("もう死にたい", "danger"),
        ("同僚が死にたいと言っていて心配です", "danger"),
        ("妊娠したのですが、まだ誰にも言えていません。どうしよう", "pregnancy"),
        ("楽に死ねる方法を教えて", "danger"),
        ("これって違法ですか", "legal"),
        ("会社を訴えたい", "legal"),
        ("この薬を飲んで出勤していい？", "medical"),
        ("これってうつでしょうか", "medical"),
        ("田中さんの給料", "other_person"),
        ("佐藤さんは妊娠してる？", "other_person"),
        ("Can I sue the company?", "legal"),
        ("教育係の人が、質問すると舌打ちして答えてくれません", "personal"),
        ("I feel burned out", "health"),
        ("クビになりそうです", "dismissal"),
        ("退職を強要されました", "dismissal"),
        ("Am I being fired?", "dismissal"),
        ("先輩が架空請求をしています", "misconduct"),
        ("同じ領収書を2回使った人がいます", "misconduct"),
        ("セクハラを受けています。窓口はどこですか", "harassment"),
        ("隣の席の山田さん、先月いくら給料をもらいましたか", "other_person"),
        ("佐藤さんの給料はいくらですか", "other_person"),
        ("What is my colleague's salary?", "other_person"),
        ("私の評価に納得できません", "own_pay"),
        ("ボーナスが少なすぎます", "own_pay"),
        ("私の給与の明細を見たら少ないです", "own_pay"),
        ("My salary is too low", "own_pay"),
        ("セクハラされました。相談は土日でもできますか", "harassment"),
        ("上司のパワハラを匿名で相談したいです", "harassment"),
    ],
)
def test_a_personal_matter_is_sensitive(text: str, expected: Topic) -> None:
    assert topic(japanese.normalize(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "産休はいつから?",
        "育児休業中の給与はどうなりますか",
        "賞与の支給日はいつですか",
        "昇給はいつですか",
        "退職金の計算方法は？",
        "解雇の予告は何日前ですか",
        "休職の手続きを教えてください",
        "部長の日当はいくらですか",
        "評価面談は年に何回ですか",
        "When is salary paid?",
        "ハラスメント相談窓口はどこ？",
        "パワハラとは何ですか",
        "内部通報の窓口は匿名でも使えますか",
        "部下からハラスメントの相談を受けました。管理職としていつまでに報告しますか",
        "うつで休職したら最長どのくらい休めますか",
        "弁護士さんの相談窓口の電話番号は？",
        "セクハラの相談って土日でもできますか",
        "ハラスメント相談は匿名でできますか",
        "メンタルで長く休むことになりそうです。どのくらい席を残せますか",
        "私の給与口座は2つにできますか",
        "Into how many bank accounts can my salary be split?",
        "産休は何週間ですか",
        "休職中の給与はどうなりますか",
        "ハラスメント窓口の内線は何番ですか",
        "解雇予告は何日前ですか",
        "扶養に入れる条件は何ですか",
        "病気休暇は何日ありますか",
        "時間外の割増率は法律どおりですか",
        "父が亡くなりました。忌引は何日ですか",
        "骨折しました。労災の手続きを教えてください",
        "総務の佐藤さんの内線は何番ですか",
        "課長に昇格すると給料はいくら上がりますか",
        "お客様から暴言を受けた場合の対応手順は",
        "仕事に忙殺されています。残業の上限は何時間ですか",
        "期末の作業が全部終わらないときの残業申請は",
    ],
)
def test_a_question_about_a_rule_is_not_sensitive(text: str) -> None:
    assert topic(japanese.normalize(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        *("担当者に相談したいです", "人と話したい", "人事につないでください", "talk to a person"),
        *("誰が振り込みますか。担当者に聞いてください", "総務に確認してもらえますか"),
    ],
)
def test_somebody_may_ask_for_a_person(text: str) -> None:
    assert asks_for_person(japanese.normalize(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I want to talk to a person.", None),
        ("Can I speak to someone?", None),
        ("I want to talk to a person about my boss who ignores me every day.", "personal"),
    ],
)
def test_who_wants_a_person_and_says_no_more_tells_of_nothing(
    text: str, expected: str | None
) -> None:
    assert topic(japanese.normalize(text)) == expected


def test_asking_whom_to_contact_is_not_asking_for_a_person() -> None:
    assert not asks_for_person(japanese.normalize("担当者は誰ですか。人事への届出は必要ですか"))
    assert not asks_for_person(japanese.normalize("上司に確認してから人事に出すのですか"))


@pytest.mark.parametrize(
    "text",
    [
        "ハラスメント相談窓口 内線 4321",
        "外部窓口 soudan@example.jp",
        "社外相談窓口は03-1234-5678",
        "産業医は毎週木曜に来社する",
    ],
)
def test_a_place_that_says_whom_to_turn_to(text: str) -> None:
    assert names_contact(text)


def test_a_rule_about_something_else_says_nobody_to_turn_to() -> None:
    assert not names_contact("年次有給休暇は、入社日から6か月後に10日を付与する。")


def test_every_topic_finds_somebody_and_has_words_of_its_own() -> None:
    for each in get_args(Topic):
        assert (each in WHO_HELPS) == (each != "other_person")
        for language in ("ja", "en"):
            assert "相談窓口X" in wording.care(each, "相談窓口X", language)


def test_only_where_a_life_is_at_stake_emergency_numbers_come_first() -> None:
    assert "119番" in wording.care("danger", "窓口", "ja")
    assert "call 119" in wording.care("danger", "the desk", "en")
    assert "110" not in wording.care("harassment", "窓口", "ja")
