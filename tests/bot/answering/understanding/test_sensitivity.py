from __future__ import annotations

import pytest

from bot.answering.understanding.sensitivity import Topic, asks_for_person, topic
from knowledge import japanese


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("課長に毎日みんなの前で怒鳴られています", "harassment"),
        ("セクハラを受けています", "harassment"),
        ("ｾｸﾊﾗを受けています", "harassment"),
        ("I am being harassed", "harassment"),
        ("気持ちがつらくて会社に行けません", "health"),
        ("もう死にたい", "health"),
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
    ],
)
def test_a_question_about_a_rule_is_not_sensitive(text: str) -> None:
    assert topic(japanese.normalize(text)) is None


@pytest.mark.parametrize(
    "text", ["担当者に相談したいです", "人と話したい", "人事につないでください", "talk to a person"]
)
def test_somebody_may_ask_for_a_person(text: str) -> None:
    assert asks_for_person(japanese.normalize(text))


def test_asking_whom_to_contact_is_not_asking_for_a_person() -> None:
    assert not asks_for_person(japanese.normalize("担当者は誰ですか。人事への届出は必要ですか"))
