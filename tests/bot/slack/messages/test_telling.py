"""What staff tell, short messages, and answers for one person's eyes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.messages import brief, privately, wording
from bot.slack.messages.blocks import Message, texts
from bot.slack.messages.outcome import outcome
from bot.slack.messages.told import told

ANSWER: dict[str, Any] = {
    "outcome": "answer",
    "text": "1日250円です。",
    "citations": [],
    "options": [],
    "reason": None,
    "parts": [],
}


def lines(message: Message) -> list[str]:
    return ["".join(texts(block)) for block in message.blocks]


@pytest.mark.parametrize(
    ("kind", "text", "heading"),
    [
        ("reply", "できます。", "担当者からの回答です。"),
        ("published", "改定しました。", "マニュアルが更新されました。"),
        ("dismissed", "対象外です。", "担当者からのお知らせです。"),
        ("corrected", "3日です。", "以前の回答の訂正です。"),
        ("taken_back", "元に戻しました。", "お知らせの取り消しです。"),
        ("reply", "Yes, you can.", "Here is the reply from our staff."),
    ],
)
def test_the_asker_is_mentioned_with_what_it_is(kind: str, text: str, heading: str) -> None:
    (message,) = told(kind, text, user="U7")
    assert message.blocks[0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U7"}
    assert lines(message) == [f" {heading}", text]
    assert message.text == f"{heading}\n{text}"


def test_a_reply_outside_of_its_thread_says_what_was_asked() -> None:
    (message,) = told("reply", "できます。", user="U7", question="在宅勤務はできますか")
    assert lines(message)[1] == "「在宅勤務はできますか」について"


def test_a_private_answer_says_so_and_can_be_shown_to_everybody() -> None:
    (message,) = privately.whispered(outcome(7, ANSWER), 7, "ja")
    assert lines(message)[0].startswith("この回答は、あなただけに見えています。")
    (buttons,) = (block["elements"] for block in message.blocks if block["type"] == "actions")
    assert {b["text"]["text"]: (b["action_id"], b["value"]) for b in buttons} == {
        "役に立った": ("zeroji.feedback:helpful", "helpful:7"),
        "違う": ("zeroji.feedback:wrong", "wrong:7"),
        "総務に聞く": ("zeroji.person", "7"),
        "チャンネルのみんなに見せる": ("zeroji.share", "7"),
    }


def test_what_is_shown_to_everybody_names_who_asked_and_has_no_buttons() -> None:
    (message,) = privately.shared(outcome(7, ANSWER), "U7", "ja")
    assert lines(message) == [" さんが受け取った回答です。", "1日250円です。"]
    assert {block["type"] for block in message.blocks} == {"rich_text"}


def test_a_channel_learns_only_that_a_matter_went_elsewhere() -> None:
    (message,) = privately.moved("ja")
    assert lines(message) == ["ダイレクトメッセージでお返事しました。"]


def test_short_messages_are_in_the_asker_s_language() -> None:
    (japanese,), (english,) = brief.say("thanks", "ja"), brief.say("thanks", "en")
    assert (japanese.text, english.text) == (
        "ありがとうございます。参考にします。",
        "Thank you for telling us.",
    )


def test_what_is_filled_in_does_not_turn_into_markup() -> None:
    (message,) = brief.say("failed", "ja", contact="<!channel>")
    assert message.text.endswith("&lt;!channel&gt;へご連絡ください。")
    assert "お急ぎのときは<!channel>へ" in lines(message)[0]


def test_every_text_is_in_both_languages_and_the_steps_begin_with_reading() -> None:
    assert wording.steps("ja")[0] == "質問を読んでいます…"
    assert wording.status("en") == "Looking through the manuals…"
    assert all(set(one) == {"ja", "en"} for one in wording.catalogue().values())
