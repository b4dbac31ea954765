from __future__ import annotations

from typing import Any

import pytest

from bot.slack.messages.blocks import Block, Message, texts
from bot.slack.messages.citations import Cited
from bot.slack.messages.outcome import outcome, without_buttons

URL = "https://zeroji.example.co.jp/manuals/3?revision=2#s-0123456789ab"
LEAVE = Cited(label="就業規則 第32条（2026年4月1日施行版）", url=URL, quote="10日を与える。")


def told(**changes: Any) -> dict[str, Any]:
    return {
        "outcome": "answer",
        "text": "答えです。",
        "citations": [],
        "options": [],
        "reason": None,
        "parts": [],
    } | changes


def part(kind: str, text: str, *citations: int, table: dict[str, Any] | None = None) -> Any:
    return {"kind": kind, "text": text, "citations": list(citations), "table": table}


def citation(**changes: Any) -> dict[str, Any]:
    place = {"manual": "就業規則", "section": "第1章 > 第32条", "page": None, "quote": "10日"}
    return place | changes


def lines(message: Message) -> list[str]:
    """What each block shows."""
    return ["".join(texts(block)) for block in message.blocks]


def pressed(message: Message) -> dict[str, str]:
    """Action ids with the labels of their buttons."""
    return {
        element["action_id"]: element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def links(block: Block) -> list[tuple[str, str]]:
    pieces = block["elements"][0]["elements"]
    return [(piece["text"], piece["url"]) for piece in pieces if piece["type"] == "link"]


def test_a_quote_stands_below_its_place_which_is_a_link() -> None:
    quoted = part("quote", "【就業規則 第32条】\n10日を与える。", 0)
    (message,) = outcome(7, told(parts=[quoted], citations=[citation()]), [LEAVE])
    place, quote, *_ = message.blocks
    assert links(place) == [("就業規則 第32条（2026年4月1日施行版）", URL)]
    assert quote["elements"][0]["type"] == "rich_text_quote"
    assert lines(message)[1] == "10日を与える。"


def test_without_an_address_a_place_is_plain_text() -> None:
    quoted = part("quote", "【就業規則 第32条】\n10日を与える。", 0)
    (message,) = outcome(7, told(parts=[quoted], citations=[citation(page=3)]))
    assert lines(message)[0] == "就業規則 第32条 p.3"
    assert links(message.blocks[0]) == []


def test_sentences_name_what_proves_them_where_there_are_several_sources() -> None:
    said = [part("sentence", "10日です。", 0), part("sentence", "翌年は11日です。", 1)]
    cited = [LEAVE, Cited(label="休暇FAQ", url=URL, quote="11日")]
    (message,) = outcome(7, told(parts=said, citations=[citation(), citation()]), cited)
    assert lines(message)[0] == "10日です。[1]翌年は11日です。[2]"
    assert [line for line in lines(message)[1:] if line.startswith("[")] == [
        "[1] 就業規則 第32条（2026年4月1日施行版）",
        "[2] 休暇FAQ",
    ]


def test_one_source_needs_no_numbers() -> None:
    said = [part("sentence", "10日です。", 0), part("sentence", "翌年は11日です。", 0)]
    (message,) = outcome(7, told(parts=said, citations=[citation()]), [LEAVE])
    assert lines(message)[:3] == ["10日です。翌年は11日です。", "根拠", LEAVE.label]


def test_english_sentences_have_a_space_between_them() -> None:
    said = [part("sentence", "It is 10 days.", 0), part("sentence", "Then 11.", 0)]
    text = "It is 10 days. Then 11."
    (message,) = outcome(7, told(text=text, parts=said, citations=[citation()]), [LEAVE])
    assert lines(message)[:2] == ["It is 10 days. Then 11.", "Sources"]


def test_a_table_is_one_and_its_text_is_not_told_besides() -> None:
    shown = {"columns": ["勤続", "日数"], "rows": [["6か月", "10日"]], "marked": [], "asked": []}
    parts = [
        part("quote", "【就業規則 第32条】\n次の日数を与える。", 0),
        part("table", "勤続: 6か月 / 日数: 10日", 0, table=shown),
    ]
    (message,) = outcome(7, told(parts=parts, citations=[citation()]), [LEAVE])
    assert [block["type"] for block in message.blocks][:3] == ["rich_text", "rich_text", "table"]
    assert not any("勤続: 6か月" in line for line in lines(message))


def test_a_coming_change_is_a_note() -> None:
    note = part("note", "※「旅費規程」のこの部分は2027年4月1日に改定されます。")
    (message,) = outcome(7, told(parts=[part("sentence", "1万円です。"), note]))
    pieces = message.blocks[1]["elements"][0]["elements"]
    assert pieces[0] == {"type": "emoji", "name": "information_source"}
    assert pieces[1]["text"] == " 「旅費規程」のこの部分は2027年4月1日に改定されます。"


def test_a_quote_of_a_source_is_shown_where_the_text_does_not_say_it() -> None:
    (message,) = outcome(7, told(citations=[citation()]), [LEAVE])
    assert lines(message)[:4] == ["答えです。", "根拠", LEAVE.label, LEAVE.quote]
    (message,) = outcome(7, told(text="10日を与える。", citations=[citation()]), [LEAVE])
    assert LEAVE.quote not in lines(message)[1:]


def test_an_answer_has_slack_s_feedback_and_a_way_to_a_person() -> None:
    (message,) = outcome(7, told())
    feedback = message.blocks[-2]["elements"][0]
    assert feedback["positive_button"]["text"]["text"] == "役に立った"
    assert feedback["negative_button"]["value"] == "wrong:7"
    assert pressed(message) == {"zeroji.person": "総務に聞く"}


def test_options_are_buttons_and_a_person_stands_apart() -> None:
    options = [{"label": "部長", "question": "？"}, {"label": "課長", "question": "？"}]
    (message,) = outcome(7, told(outcome="clarification", options=options))
    assert pressed(message) == {
        "zeroji.option:0": "部長",
        "zeroji.option:1": "課長",
        "zeroji.person": "総務に聞く",
    }
    assert [len(b["elements"]) for b in message.blocks if b["type"] == "actions"] == [2, 1]


def test_options_that_no_button_holds_are_listed_in_full_with_numbers() -> None:
    long = "出張先での宿泊を伴う研修に参加する場合の" * 5 + "宿泊費"
    options = [{"label": long, "question": "？"}, {"label": "宿泊費", "question": "？"}]
    (message,) = outcome(7, told(outcome="clarification", options=options))
    listed = message.blocks[1]["elements"][0]
    assert listed["style"] == "ordered"
    assert lines(message)[1] == f"{long}宿泊費"
    first, second, _ = pressed(message).values()
    assert first.startswith("1. 出張先") and first.endswith("…") and len(first) <= 75
    assert second == "2. 宿泊費"


def test_thirty_options_are_all_there() -> None:
    options = [{"label": f"場合{n}", "question": "？"} for n in range(30)]
    (message,) = outcome(7, told(outcome="clarification", options=options))
    assert len(pressed(message)) == 31


@pytest.mark.parametrize("kind", ["escalation", "refusal"])
def test_who_waits_for_a_person_has_no_buttons(kind: str) -> None:
    (message,) = outcome(7, told(outcome=kind))
    assert [block["type"] for block in message.blocks] == ["rich_text"]


def test_what_is_worth_reading_is_linked() -> None:
    text = "担当者に引き継ぎました。\n\n近い規定をご覧いただけます。\n・【就業規則 第32条】"
    (message,) = outcome(7, told(outcome="escalation", text=text), nearest=[LEAVE])
    assert lines(message) == [
        "担当者に引き継ぎました。",
        "近い規定をご覧いただけます。",
        LEAVE.label,
    ]
    assert message.blocks[2]["elements"][0]["elements"][0]["elements"][0]["url"] == URL


@pytest.mark.parametrize(
    ("confide", "buttons"), [(True, {"zeroji.confide": "担当者に非公開で相談する"}), (False, {})]
)
def test_a_sensitive_matter_can_be_confided_where_there_are_counselors(
    confide: bool, buttons: dict[str, str]
) -> None:
    refusal = told(outcome="refusal", reason="sensitive", citations=[citation()])
    (message,) = outcome(7, refusal, [LEAVE], confide=confide)
    assert pressed(message) == buttons
    assert "マニュアルにある相談先" in lines(message)


def test_a_place_that_is_not_known_is_named_without_a_link() -> None:
    text = "担当者に引き継ぎました。\n\n近い規定をご覧いただけます。\n・【旅費規程 第12条】"
    (message,) = outcome(7, told(outcome="escalation", text=text), nearest=[LEAVE])
    assert lines(message)[-1] == "旅費規程 第12条"


def test_answers_beside_what_is_asked_back_are_laid_out_too() -> None:
    text = "■ 有給は？\n【就業規則 第32条】\n10日を与える。\n\n■ 手当は？\nどれですか？"
    (message,) = outcome(7, told(outcome="clarification", text=text))
    assert lines(message)[:5] == [
        "■ 有給は？",
        "就業規則 第32条",
        "10日を与える。",
        "■ 手当は？",
        "どれですか？",
    ]
    assert message.blocks[2]["elements"][0]["type"] == "rich_text_quote"


def test_a_screen_reader_reads_each_of_several_messages_once() -> None:
    first, second = outcome(7, told(text="\n".join("あ" * 99 for _ in range(200))))
    assert len(first.text) <= 3_000
    assert "総務に聞く" not in second.text
    assert outcome(7, told(text="一行目\n二行目"))[0].text == "一行目\n二行目"


def test_markup_in_a_manual_is_shown_letter_by_letter() -> None:
    quoted = part("quote", "【規程】\n<!channel> *重要* <https://evil.example|ここ>", 0)
    (message,) = outcome(7, told(parts=[quoted], citations=[citation()]))
    assert lines(message)[1] == "<!channel> *重要* <https://evil.example|ここ>"


def test_a_long_answer_becomes_several_messages_with_buttons_below_the_last() -> None:
    text = "\n".join("あ" * 99 for _ in range(200))
    first, second = outcome(7, told(text=text))
    assert not pressed(first)
    assert "zeroji.person" in pressed(second)
    shown = [line for message in (first, second) for line in lines(message)]
    assert "\n".join(shown).startswith(text)


def test_without_buttons_the_rest_stays() -> None:
    (message,) = without_buttons(outcome(7, told(citations=[citation()]), [LEAVE]))
    assert lines(message) == ["答えです。", "根拠", LEAVE.label, LEAVE.quote]


def test_buttons_are_in_the_language_of_who_asked_whatever_is_quoted() -> None:
    quoted = part("quote", "【就業規則 第32条】\n10日を与える。", 0)
    answer = told(text="10日を与える。", parts=[quoted], citations=[citation()])
    (english,) = outcome(7, answer, [LEAVE], language="en")
    (japanese,) = outcome(7, answer, [LEAVE])
    assert "Ask a person" in pressed(english).values()
    assert "総務に聞く" in pressed(japanese).values()
