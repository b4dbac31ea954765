from __future__ import annotations

import pytest

from bot.answering.understanding.following import Followed, followed
from bot.answering.understanding.memory import Memory, Turn
from bot.outcomes import Option


def after(text: str, *before: str, headings: tuple[str, ...] = ()) -> Followed:
    turns = [Turn(said=said, standalone=said) for said in before[:-1]]
    last = Turn(said=before[-1], standalone=before[-1], headings=headings)
    return followed(text, Memory(turns=(*turns, last)))


def test_without_a_turn_before_a_message_stands_alone() -> None:
    assert followed("それは？", Memory()) == Followed(standalone="それは？")


@pytest.mark.parametrize(
    "text",
    [
        "申請はいつまで？",
        "延長できますか",
        "それは有給？",
        "パートだと？",
        "いくら？",
        "破ったらどうなりますか",
    ],
)
def test_what_names_no_matter_goes_on(text: str) -> None:
    assert after(text, "休職は何か月までですか").perhaps is None
    assert after(text, "休職は何か月までですか").standalone != text


@pytest.mark.parametrize(
    "text",
    [
        "給料日はいつですか",
        "有給は何日ですか",
        "契約社員から正社員になれますか",
        "社員食堂の営業時間は？",
        "辞めたいときはどうしますか",
    ],
)
def test_what_names_a_matter_is_left_to_the_manuals(text: str) -> None:
    read = after(text, "休職は何か月までですか")
    assert read.standalone == text
    assert read.perhaps is not None


def test_what_stands_alone_is_searched_without_the_word_that_only_goes_on() -> None:
    read = after("では、有給は何日ですか", "出張の日当はいくら")
    assert read.standalone == "有給は何日ですか"


def test_of_a_question_for_all_about_a_matter_only_the_matter_is_carried() -> None:
    read = after("じゃあ領収書をなくしたら？", "経費申請のルールを教えて")
    assert read.standalone == "領収書をなくしたら？"
    assert read.perhaps == "経費申請\n領収書をなくしたら？"
    assert after("パートだと？", "経費申請のルールを教えて").perhaps is None


def test_another_matter_carries_nothing() -> None:
    read = after("話は変わりますが、名刺は？", "有給は何日")
    assert read == Followed(standalone="名刺は？")


def test_an_earlier_question_is_carried_where_it_is_named() -> None:
    read = after("さっきの出張ですが、部長は？", "課長の出張の日当はいくら", "有給は何日")
    assert read.standalone == "部長の出張の日当はいくら"


@pytest.mark.parametrize(
    ("before", "readings"),
    [
        ("有給は何日？忌引は何日？", ("有給は分割できますか", "忌引は分割できますか")),
        ("育休と介護休業は誰が取れますか", ("育休は分割できますか", "介護休業は分割できますか")),
    ],
)
def test_of_two_questions_it_is_asked_which_is_meant(
    before: str, readings: tuple[str, str]
) -> None:
    assert after("それは分割できますか", before).unclear == readings


def test_that_of_two_which_is_named_is_meant() -> None:
    read = after("忌引のほうは有給ですか", "有給は何日？忌引は何日？")
    assert read.unclear == ()
    assert read.standalone == "忌引は何日？\n忌引のほうは有給ですか"


def test_both_are_meant_where_both_are_said() -> None:
    assert after("両方とも分割できますか", "有給は何日？忌引は何日？").unclear == ()


def test_of_several_things_that_were_told_it_is_asked_which_is_meant() -> None:
    headings = ("第3条（結婚祝金）", "第12条（結婚休暇）")
    read = after("その申請はいつまで？", "結婚したら何がもらえますか", headings=headings)
    assert read.unclear == ("結婚祝金の申請はいつまで？", "結婚休暇の申請はいつまで？")


def test_a_kind_of_thing_is_what_the_answer_cited_of_it() -> None:
    read = after("その休暇は有給ですか", "父が亡くなりました", headings=("第33条（慶弔休暇）",))
    assert read.standalone == "父が亡くなりました\n慶弔休暇は有給ですか"


def test_an_option_that_was_offered_is_asked() -> None:
    offered = (
        Option(label="国内", question="国内：上限は"),
        Option(label="海外", question="海外：上限は"),
    )
    turn = Turn(said="上限は", standalone="上限は", offered=offered)
    assert followed("海外です", Memory(turns=(turn,))).standalone == "海外：上限は"


def test_the_same_of_another_matter_or_what_goes_with_it() -> None:
    read = after("厚生年金は？", "住民税はいつから引かれますか")
    assert read.standalone == "厚生年金はいつから引かれますか"
    assert read.perhaps == "住民税はいつから引かれますか\n厚生年金は？"
