"""Why a model gave no reply, in words that say what to do."""

from __future__ import annotations

from typing import Literal

from knowledge.errors import ZerojiError

#: - timeout: no whole reply within the limit
#: - refused: the endpoint will not have the request, or the model does not want to answer
#: - unreachable: there is no connection, or the server has a fault
#: - spent: a limit of the day is reached
#: - breaker_open: it failed so often that it is left alone for a while
#: - bad_shape: what came is not what was asked for
Kind = Literal["timeout", "refused", "unreachable", "spent", "breaker_open", "bad_shape"]

_TEXTS: dict[Kind, tuple[str, str]] = {
    "timeout": (
        "The model {model} gave no reply within {detail}. If that happens often, raise "
        "ZEROJI_MODEL_TIMEOUT or choose a faster model.",
        "言語モデル（{model}）から{detail}以内に返事がありませんでした。たびたび起こるときは、"
        "ZEROJI_MODEL_TIMEOUT を延ばすか、速いモデルをお選びください。",
    ),
    "refused": (
        "The model {model} refused the request ({detail}). Check its key, its name and its quota.",
        "言語モデル（{model}）が要求を断りました（{detail}）。"
        "APIキー、モデル名、利用枠をご確認ください。",
    ),
    "unreachable": (
        "The model {model} cannot be reached or has a fault ({detail}). Check its address, its "
        "certificate and whether the server runs.",
        "言語モデル（{model}）に接続できないか、障害が起きています（{detail}）。"
        "アドレスと証明書、サーバーが動いているかをご確認ください。",
    ),
    "spent": (
        "The model {model} is not asked: {detail}. It is asked again tomorrow; the limits are "
        "ZEROJI_…_PER_DAY.",
        "言語モデル（{model}）には問い合わせません：{detail}。明日また使えます。"
        "上限は ZEROJI_…_PER_DAY で変えられます。",
    ),
    "breaker_open": (
        "The model {model} failed several times in a row and is left alone for {detail}. "
        "The log says why.",
        "言語モデル（{model}）は続けて失敗したため、{detail}のあいだ問い合わせません。"
        "理由はログをご覧ください。",
    ),
    "bad_shape": (
        "The model {model} gave a reply that cannot be used ({detail}). Check its address if that "
        "happens always, and choose another model if it happens often.",
        "言語モデル（{model}）の返事は使えない形でした（{detail}）。"
        "毎回起こるときはアドレスをご確認ください。たびたび起こるときは、ほかのモデルをお選びください。",
    ),
}


class NoReply(ZerojiError):
    """The model gave no usable reply; the text says why and what to do."""

    def __init__(self, kind: Kind, model: str, detail: str, detail_ja: str = "") -> None:
        english, japanese = _TEXTS[kind]
        super().__init__(
            english.format(model=model, detail=detail),
            ja=japanese.format(model=model, detail=detail_ja or detail),
        )
        self.kind = kind
