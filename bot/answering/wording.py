"""What Zeroji says in its own words, in the asker's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.answering.understanding.sensitivity import Topic
from bot.outcomes import Language
from knowledge import dates
from knowledge.dates import Style

_CARE: dict[Topic, tuple[str, str]] = {
    "danger": (
        "話してくださってありがとうございます。いま、とてもつらい状況なのだと思います。",
        "Thank you for telling us. You must be going through something very hard.",
    ),
    "harassment": (
        "つらい状況の中、話してくださってありがとうございます。あなたが悪いのではありません。",
        "Thank you for telling us about such a difficult situation. It is not your fault.",
    ),
    "pregnancy": (
        "大切なことを話してくださってありがとうございます。まずはご自身の体を第一になさってください。",
        "Thank you for sharing this. Please put your own health first.",
    ),
    "legal": (
        "法律にかかわる判断は、私からはお伝えできません。",
        "I cannot give legal advice.",
    ),
    "medical": (
        "体調や薬についての判断は、私からはお伝えできません。医師や薬剤師、産業医にご相談ください。"
        "体調がすぐれないときは、無理をなさらないでください。急な症状のときは119番に電話してください。",
        "I cannot give medical advice. Please ask a doctor, a pharmacist or the company's doctor. "
        "Do not push yourself. In an emergency, call 119.",
    ),
    "personal": (
        "大切なことを話してくださってありがとうございます。",
        "Thank you for telling us.",
    ),
    "health": (
        "お辛い中、話してくださってありがとうございます。どうか無理をなさらないでください。",
        "Thank you for sharing this. Please take care of yourself first.",
    ),
    "dismissal": (
        "ご不安なことと思います。その場で返事や署名をする必要はありません。",
        "This must be worrying. You do not have to answer or sign anything on the spot.",
    ),
    "misconduct": (
        "大切なことを知らせてくださってありがとうございます。",
        "Thank you for raising something important.",
    ),
    "own_pay": (
        "ご自身の給与や評価について、私から判断をお伝えすることはできません。",
        "I cannot judge matters of your own pay or evaluation.",
    ),
    "other_person": (
        "ほかの方の個人的な情報についてはお答えできません。",
        "I cannot answer questions about other people.",
    ),
}

#: Where a life may be at stake. No telephone numbers besides those that never change.
_DANGER = (
    "ひとりで抱えずに、いますぐ身近な人か医師に話してください。命にかかわるときは119番、"
    "身の危険があるときは110番に電話してください。「いのちの電話」のように、名前を言わずに話せる"
    "電話相談もあります。\n",
    "Please do not stay alone with this: talk to somebody near you or to a doctor now. "
    "If a life is at risk call 119, if you are in danger call 110. There are also helplines, "
    "such as Inochi no Denwa, where you need not give your name.\n",
)

#: Whom employees are usually told to turn to, for those who do not read Japanese.
_CONTACTS = {
    "総務": "General Affairs",
    "総務部": "General Affairs",
    "総務課": "General Affairs",
    "人事": "Human Resources",
    "人事部": "Human Resources",
    "人事課": "Human Resources",
    "人事総務部": "Human Resources and General Affairs",
    "総務人事部": "General Affairs and Human Resources",
    "管理部": "the administration department",
    "コンプライアンス相談窓口": "the compliance helpline",
    "ハラスメント相談窓口": "the harassment helpline",
    "社内相談窓口": "the company's helpline",
    "相談窓口": "the company's helpline",
}


def care(topic: Topic, contact: str, language: Language) -> str:
    """A kind text that leaves the judgment to people and says who they are."""
    japanese, english = _CARE[topic]
    danger_ja, danger_en = _DANGER if topic == "danger" else ("", "")
    if language == "ja":
        return (
            f"{japanese}\n{danger_ja}この内容は自動応答では判断せず、担当者が直接お話を伺います。"
            f"秘密は守られます。\nご相談先：{contact}"
        )
    return (
        f"{english}\n{danger_en}This is a matter for a person, not for a machine.\n"
        f"You can talk in confidence to: {_in_english(contact)}"
    )


def confided(ticket: int, due: date, language: Language) -> str:
    if language == "ja":
        return (
            f"非公開の相談として受け付けました（受付番号 {ticket}）。読めるのは相談担当だけです。"
            f"{dates.day_and_month(due, language)}までに、チャット画面へ返事が届きます。"
        )
    return (
        f"Your private ticket is {ticket}; only counselors read it. "
        f"The reply comes to the web chat by {dates.day_and_month(due, language)}."
    )


def handed_over(ticket: int, due: date, contact: str, language: Language) -> str:
    if language == "ja":
        return (
            "マニュアルからは確かな答えが見つからなかったため、担当者に引き継ぎました。"
            + _what_follows(ticket, due, contact, language)
        )
    return (
        "The manuals do not give a certain answer, so I have handed your question to our staff. "
        + _what_follows(ticket, due, contact, language)
    )


def rest_handed_over(
    said: Sequence[str], ticket: int, due: date, contact: str, language: Language
) -> str:
    """Below the answers to other questions of the message: what is left, and who answers it."""
    if language == "ja":
        named = "".join(f"「{question}」" for question in said)
        return (
            f"{named}については、マニュアルからは確かな答えが見つからなかったため、"
            "担当者に引き継ぎました。" + _what_follows(ticket, due, contact, language)
        )
    named = ", ".join(f"“{question}”" for question in said)
    return (
        f"On {named} the manuals do not give a certain answer, so I have handed it to our staff. "
        + _what_follows(ticket, due, contact, language)
    )


def undecided(
    reason: Literal["conflicting_rules", "ambiguous_rule"],
    places: Sequence[str],
    ticket: int,
    due: date,
    contact: str,
    language: Language,
) -> str:
    """A question to which the manuals say too much: places that people have to decide between."""
    listed = "\n".join(f"・{place}" for place in dict.fromkeys(places))
    follows = _what_follows(ticket, due, contact, language)
    if reason == "conflicting_rules":
        japanese = "マニュアルの記載が食い違っているため、どちらが正しいかを担当者が確認します。"
        english = (
            "The manuals contradict each other on this, so our staff will find out what holds. "
        )
        named = ("食い違っている記載", "These places contradict each other:")
    else:
        japanese = "どの記載によるのかを決められなかったため、担当者に引き継ぎました。"
        english = "I cannot tell which rule applies here, so I have handed it to our staff. "
        named = ("関係しそうな記載", "These places may apply:")
    if language == "ja":
        return f"{japanese}{follows}" + (f"\n\n{named[0]}：\n{listed}" if listed else "")
    return f"{english}{follows}" + (f"\n\n{named[1]}\n{listed}" if listed else "")


def worth_reading(places: Sequence[str], language: Language) -> str:
    """Places near what was asked, told as no more than that."""
    listed = "\n".join(f"・{place}" for place in dict.fromkeys(places))
    if language == "ja":
        return f"お待ちのあいだ、近い規定をご覧いただけます（お答えとは限りません）。\n{listed}"
    return f"Meanwhile, these places are near your question, but may not answer it.\n{listed}"


def handed_over_on_request(ticket: int, due: date, contact: str, language: Language) -> str:
    said = "担当者におつなぎしました。" if language == "ja" else "I have passed it to our staff. "
    return said + _what_follows(ticket, due, contact, language)


def _what_follows(ticket: int, due: date, contact: str, language: Language) -> str:
    if language == "ja":
        return (
            f"受付番号 {ticket}：{dates.day_and_month(due, language)}までに、ここへ回答が届きます。"
            f"お急ぎのときは{contact}へご連絡ください。"
        )
    by = dates.day_and_month(due, language)
    return (
        f"Your ticket is {ticket}; the answer will appear here by {by}. "
        f"If it is urgent, please contact {_in_english(contact)}."
    )


def _in_english(contact: str) -> str:
    """``General Affairs (総務部)``: what is on the door stays to be found; others as they are."""
    name = _CONTACTS.get(contact)
    return f"{name} ({contact})" if name else contact


def which_do_you_mean(language: Language) -> str:
    if language == "ja":
        return "いくつかの場合が考えられます。どれについてのご質問ですか？"
    return "This may mean several things. Which one do you mean?"


def is_it_one_of_these(language: Language) -> str:
    """Above the names of places that are near what was asked, none of them proved to answer it."""
    if language == "ja":
        return "もしかして、次のことでしょうか？ ちがうときは、担当者におつなぎします。"
    return "Could it be one of these? If not, our staff will answer you."


def chosen_by_you(language: Language) -> str:
    """Below a place that the asker chose, which may not state what was asked."""
    if language == "ja":
        return "お選びの規定を引用しました。お答えになっていないときは、担当者にお尋ねください。"
    return "This is the rule that you chose. If it does not answer you, please ask our staff."


def which_do_you_mean_by(said: str, language: Language) -> str:
    """Below the answers to other questions of the message: the one that is not clear."""
    if language == "ja":
        return f"「{said}」には、{which_do_you_mean(language)}"
    return f"“{said}”: {which_do_you_mean(language)}"


def understood_as(question: str, language: Language) -> str:
    """Above what follows from a question that does not stand alone."""
    return (
        f"「{question}」についてお答えします。"
        if language == "ja"
        else f"I took this as: “{question}”"
    )


def as_of(on: date, language: Language, style: Style = "western") -> str:
    day = dates.written(on, language, style)
    if language == "ja":
        return f"（{day}時点の規程によります）"
    return f"(According to the rules in force on {day})"


def changes_soon(manual: str, on: date, language: Language, style: Style = "western") -> str:
    day = dates.written(on, language, style)
    if language == "ja":
        return f"※「{manual}」のこの部分は{day}に改定されます。"
    return f"Note: this part of “{manual}” changes on {day}."


QUOTED_IN_JAPANESE = (
    "Note: the manual is in Japanese, and is quoted here as it stands. "
    "If anything is unclear, please ask our staff."
)


def empty(language: Language) -> str:
    if language == "ja":
        return "質問を入力してください。例：有給休暇の申請期限は？"
    return "Please type a question, for example: How do I claim travel expenses?"


def too_long(length: int, most: int, language: Language) -> str:
    if language == "ja":
        return (
            f"質問が長すぎます（{length:,}文字）。{most:,}文字以内で、"
            "知りたいことを一つずつお尋ねください。"
        )
    return (
        f"The question is too long ({length:,} characters). "
        f"Please ask in at most {most:,} characters, one thing at a time."
    )
