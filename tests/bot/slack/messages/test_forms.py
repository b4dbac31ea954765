from __future__ import annotations

from typing import Any

import pytest

from bot.slack.messages import action_ids, modals, proposal_modal, staff_modals
from bot.slack.messages.blocks import texts
from bot.slack.messages.forms import Choice, View, metadata_of, ticked, typed

TICKET = {"ticket": 12, "channel": "CSTAFF", "ts": "1700000000.000100"}


def inputs(view: View) -> dict[str, Any]:
    """Elements by the names of their inputs."""
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def submitted(view: View, **values: Any) -> View:
    state = {
        block["block_id"]: {block["element"]["action_id"]: value}
        for block in view["blocks"]
        if block["type"] == "input"
        for value in [values.get(block["block_id"].partition(":")[0], {"value": None})]
    }
    return view | {"state": {"values": state}}


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value, "text": {"type": "plain_text", "text": "-"}}}


def test_what_a_form_is_about_comes_back_with_it() -> None:
    view = staff_modals.dismiss(TICKET, "質問")
    assert view["callback_id"] == action_ids.DISMISS_FORM
    assert metadata_of(view) == TICKET
    assert metadata_of({"private_metadata": ""}) == {}


def test_what_comes_back_with_a_form_is_never_cut() -> None:
    with pytest.raises(ValueError, match="too long"):
        modals.wrong({"text": "長" * 3_000}, "ja")


def test_what_was_typed_is_read_without_what_nobody_sees() -> None:
    view = staff_modals.hand_over(TICKET, "質問", [Choice(value="sato", label="佐藤")])
    sent = submitted(view, to=option("sato"), note={"value": " お願い\x00します。\n"})
    assert typed(sent) == {"to": "sato", "note": "お願いします。"}
    assert typed(submitted(view, to=option("sato"))) == {"to": "sato", "note": ""}


def test_a_reply_keeps_what_was_typed_and_says_why_it_was_not_sent() -> None:
    places = [Choice(value="c1", label="旅費規程 第12条"), Choice(value="c2", label="別表1")]
    view = staff_modals.reply(
        TICKET,
        "宿泊費は？",
        2,
        text="1泊1万円です。",
        nearest=places,
        ticked=["c2"],
        problem="佐藤 さんが担当しています。",
    )
    assert "".join(texts(view["blocks"][0])) == " 佐藤 さんが担当しています。"
    fields = inputs(view)
    assert fields["text"]["initial_value"] == "1泊1万円です。"
    assert [one["value"] for one in fields["cite"]["initial_options"]] == ["c2"]
    sent = submitted(
        view, text={"value": "直しました。"}, cite={"selected_options": [{"value": "c1"}]}
    )
    assert typed(sent)["text"] == "直しました。"
    assert ticked(sent, "cite") == ["c1"]
    assert ticked(submitted(view), "cite") == []


def test_what_is_wrong_has_a_reason_and_may_have_details() -> None:
    view = modals.wrong({"exchange": 7}, "ja")
    reasons = [one["value"] for one in inputs(view)["because"]["options"]]
    assert reasons == ["figure", "old", "other", "else"]
    optional = {b["block_id"]: b["optional"] for b in view["blocks"]}
    assert optional == {"because": False, "text": True}


def test_a_proposal_shows_what_it_says_now_and_what_it_would() -> None:
    places = [Choice(value="3:abc", label="旅費規程 第12条"), Choice(value="4:def", label="FAQ")]
    draft = proposal_modal.Draft(place="4:def", places=places, before="1万円。", after="1万2千円。")
    view = proposal_modal.propose(
        TICKET, draft, console="https://zeroji.example.co.jp/console/tickets/12"
    )
    chooser, label, before, after, _ = view["blocks"]
    assert chooser["dispatch_action"] and chooser["element"]["action_id"] == action_ids.PLACE_CHOSEN
    assert chooser["element"]["initial_option"]["value"] == "4:def"
    assert ["".join(texts(block)) for block in (label, before)] == ["いまの記載", "1万円。"]
    assert after["element"]["initial_value"] == "1万2千円。"
    sent = submitted(view, place=option("4:def"), text={"value": "1万3千円。"})
    assert typed(sent) == {"place": "4:def", "text": "1万3千円。"}


def test_another_place_has_another_input_so_that_slack_does_not_keep_the_old_text() -> None:
    places = [Choice(value="3:abc", label="第12条"), Choice(value="4:def", label="FAQ")]
    names = [
        list(
            inputs(
                proposal_modal.propose(
                    TICKET, proposal_modal.Draft(place=p, places=places, before="", after="")
                )
            )
        )[-1]
        for p in ("3:abc", "4:def")
    ]
    assert names == ["text:3:abc", "text:4:def"]


@pytest.mark.parametrize(
    "draft",
    [
        None,
        proposal_modal.Draft(
            place="1", places=[Choice(value="1", label="-")], before="", after="長" * 3_001
        ),
    ],
)
def test_what_cannot_be_changed_from_here_leads_to_the_console(
    draft: proposal_modal.Draft | None,
) -> None:
    view = proposal_modal.propose(
        TICKET, draft, console="https://zeroji.example.co.jp/console/tickets/12"
    )
    assert "submit" not in view
    assert view["blocks"][-1]["elements"][0]["url"].endswith("/console/tickets/12")


def test_an_answer_that_no_input_holds_is_not_sent_cut() -> None:
    long = "回答です。" * 1_000
    view = staff_modals.rewrite({"exchange": 7}, "質問", long)
    assert "initial_value" not in inputs(view)["text"]
    assert "".join(texts(view["blocks"][1:-1])) == long


def test_a_message_s_text_is_there_to_be_asked() -> None:
    view = modals.ask({"channel": "C1"}, "出張の宿泊費は？", "ja")
    assert inputs(view)["text"]["initial_value"] == "出張の宿泊費は？"
    assert [one["value"] for one in inputs(view)["to"]["options"]] == ["manuals", "person"]


def test_what_was_typed_is_given_back_where_it_cannot_be_sent() -> None:
    view = modals.problem("回答する", "すでに回答済みです。", "ja", kept="1泊1万円です。")
    assert list(texts(view["blocks"])) == [" すでに回答済みです。", "1泊1万円です。"]
    assert view["close"]["text"] == "閉じる"
