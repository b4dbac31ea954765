"""What employees' questions need of Slack: events, buttons, forms, and what is done about them."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.slack.asking.answering import Answering
from bot.slack.asking.edits import Edits
from bot.slack.asking.feedback import Feedback
from bot.slack.asking.hooks import Hooks
from bot.slack.asking.status import Status
from bot.slack.asking.telling import Telling
from bot.slack.asking.threads import Threads
from bot.slack.asking.withdrawing import Withdrawing
from bot.slack.messages.action_ids import CONFIDE, FEEDBACK, OPTION, PERSON, SHARE, WRONG_FORM
from bot.slack.posting.outbox import Outbox
from bot.slack.receiving.presses import action_of, key_of_press, message_ts, place_of_press
from bot.slack.receiving.questions import asked_in, deleted_in, edited_in, follow_up_in
from bot.slack.receiving.surface import Body, Read, Received, Surface
from bot.slack.requests import (
    AboutAnswer,
    Asked,
    Chose,
    Confides,
    Deleted,
    Edited,
    Helpful,
    Request,
    Share,
    WantsPerson,
    Wrong,
)
from bot.wiring import Zeroji


def surface(zeroji: Zeroji, client: WebClient, outbox: Outbox, hooks: Hooks) -> Surface:
    telling = Telling(zeroji, outbox, hooks)
    answering = Answering(zeroji, outbox, Status(client), telling, hooks)
    withdrawing = Withdrawing(zeroji)
    edits = Edits(zeroji.database, outbox, answering, telling, withdrawing, hooks.holding)
    feedback = Feedback(zeroji, client, outbox, telling)
    return Surface(
        reads={
            "event:message": _messages(Threads(zeroji.database)),
            "event:app_mention": _mention,
            OPTION: _option,
            PERSON: _press(WantsPerson),
            CONFIDE: _press(Confides),
            SHARE: _press(Share),
            FEEDBACK: _helpful,
            WRONG_FORM: feedback.read_wrong,
        },
        opens={FEEDBACK: feedback.open_wrong},
        does={
            Asked: answering.asked,
            Chose: answering.chose,
            Edited: edits.edited,
            Deleted: edits.deleted,
            Helpful: feedback.helpful,
            Wrong: feedback.wrong,
            WantsPerson: feedback.wants_person,
            Confides: feedback.confides,
            Share: feedback.share,
        },
    )


def _messages(threads: Threads) -> Read:
    """Of what people write in channels, only what is put to Zeroji is written down."""

    def wanted(body: Body) -> Request | None:
        asked = asked_in(body)
        if asked is not None:
            return asked
        follow_up = follow_up_in(body)
        if follow_up is not None:
            return follow_up if threads.talks_with(follow_up.place) else None
        edited = edited_in(body)
        if edited is not None:
            ours = edited.mentions or threads.knows(edited.place, edited.question_ts)
            return edited if ours else None
        deleted = deleted_in(body)
        if deleted is not None and threads.knows(deleted.place, deleted.question_ts):
            return deleted
        return None

    def read(body: Body) -> Received | None:
        return _received(body, wanted(body))

    return read


def _mention(body: Body) -> Received | None:
    return _received(body, asked_in(body))


def _received(body: Body, request: Request | None) -> Received | None:
    if request is None:
        return None
    event = body["event"]
    # A mention in a group's direct messages may be told of twice, under two ids: it is known by
    # its message. So are all mentions, as they do not say where they are.
    told_twice = event["type"] == "app_mention" or event.get("channel_type") == "mpim"
    if told_twice and isinstance(request, Asked):
        key = f"asked:{request.place.channel}:{request.question_ts}"
        return Received(key=key, request=request)
    return Received(key=body["event_id"], request=request)


def _press(kind: type[AboutAnswer]) -> Read:
    def read(body: Body) -> Received:
        request = kind(
            place=place_of_press(body),
            exchange=int(action_of(body)["value"]),
            message_ts=message_ts(body),
        )
        return Received(key=key_of_press(body), request=request)

    return read


def _option(body: Body) -> Received:
    action = action_of(body)
    request = Chose(
        place=place_of_press(body),
        exchange=int(action["value"]),
        message_ts=message_ts(body),
        option=int(action["action_id"].partition(":")[2]),
    )
    return Received(key=key_of_press(body), request=request)


def _helpful(body: Body) -> Received | None:
    """役に立った; 違う opens a form instead."""
    kind, _, exchange = str(action_of(body).get("value") or "").partition(":")
    if kind != "helpful":
        return None
    request = Helpful(
        place=place_of_press(body), exchange=int(exchange), message_ts=message_ts(body)
    )
    return Received(key=key_of_press(body), request=request)
