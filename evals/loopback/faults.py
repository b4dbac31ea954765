"""Everything that an endpoint of a language model was thought to be able to do wrong, by name."""

from __future__ import annotations

import json
from typing import Any

from evals.loopback.behaviours import (
    Behaviour,
    Compressed,
    Cut,
    Draft,
    Dripping,
    Empty,
    Endless,
    FirstLine,
    Hanging,
    HttpError,
    InTurn,
    Late,
    NoChoices,
    Raw,
    Refused,
    Says,
    Scripted,
    Text,
    WebPage,
)
from evals.loopback.prompts import Prompt

#: Words that no manual has: an answer that has them tells what a model made up.
INVENTED = "通勤手当は、1か月につき98万円を支給する。"
_FOREIGN = {
    "Chinese": "请按照公司的规定，事先向您的上司提出申请。",
    "Korean": "회사 규정에 따라 미리 상사에게 신청하십시오.",
    "English": "Please apply to your supervisor in advance, as the company's rules say.",
    "nonsense": "すもももももももものうちですので、そのようにおねがいいたします。",
}


def _replied(**sentence: Any) -> Text:
    """A draft of one sentence, valid or not."""
    written = {"text": INVENTED, "passage": 1, "quote": INVENTED} | sentence
    return Text(content=json.dumps({"answers": True, "sentences": [written]}))


def _with_a_true_quote(text: str) -> Scripted:
    """A draft whose one sentence quotes the first passage's first line."""

    def reply(prompt: Prompt) -> dict[str, Any]:
        shown = prompt.passages[0]
        said = {"text": text, "passage": shown.number, "quote": shown.text.split("\n")[0]}
        return {"answers": True, "sentences": [said]}

    return Scripted(reply=reply)


#: Those of the network and of HTTP; what each does to one request after the other.
OF_THE_NETWORK: dict[str, Behaviour] = {
    "silence": Hanging(),
    "slow first byte": Late(seconds=60, then=FirstLine()),
    "dripping": Dripping(),
    "endless reply": Endless(),
    "compressed bomb": Compressed(),
    "cut reply": Cut(),
    "redirect (302)": HttpError(status=302, headers={"Location": "http://127.0.0.1:1/"}),
    "nothing (204)": HttpError(status=204),
    "key refused (401)": HttpError(status=401),
    "unknown model (404)": HttpError(status=404),
    "too many requests (429)": HttpError(status=429),
    "429, Retry-After 60": HttpError(status=429, headers={"Retry-After": "60"}),
    "429, Retry-After nonsense": HttpError(status=429, headers={"Retry-After": "soon"}),
    "429 once, Retry-After 1": InTurn(
        behaviours=[HttpError(status=429, headers={"Retry-After": "1"}), FirstLine()]
    ),
    "server error (500)": HttpError(status=500),
    "500 once": InTurn(behaviours=[HttpError(status=500), FirstLine()]),
    "overloaded (503)": HttpError(status=503),
    "empty body": Empty(),
    "web page": WebPage(),
}
#: Those of the protocol.
OF_THE_PROTOCOL: dict[str, Behaviour] = {
    "no choices": NoChoices(),
    "choices: null": Raw(data=b'{"id": "x", "object": "chat.completion", "choices": null}'),
    "a list": Raw(data=b"[]"),
    "not UTF-8": Raw(data=b'{"choices": "\xff\xfe"}'),
    "nested 100,000 deep": Raw(data=b"[" * 100_000),
    "events of a stream": Raw(data=b'data: {"choices": []}\n\ndata: [DONE]\n\n'),
    "a tool is called": Raw(
        data=json.dumps(
            {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": "m",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "tool_calls",
                        "message": {
                            "role": "assistant",
                            "content": None,
                            "tool_calls": [
                                {
                                    "id": "1",
                                    "type": "function",
                                    "function": {"name": "read", "arguments": "{}"},
                                }
                            ],
                        },
                    }
                ],
            }
        ).encode()
    ),
    "refusal": Refused(),
    "reply cut at its length": Text(content="{", finish_reason="length"),
    "repeats itself to its length": Text(
        content='{"answers": true, "sentences": [{"text": "' + "はい" * 50_000,
        finish_reason="length",
    ),
}
#: Those of what the model writes.
OF_THE_TEXT: dict[str, Behaviour] = {
    "empty text": Text(content=""),
    "free text": Text(content="申し訳ありませんが、わかりかねます。"),
    "invalid JSON": Text(content='{"answers": true, "sentences": [{"text": "はい'),
    "JSON nested 100,000 deep": Text(content='{"answers":' + "[" * 100_000),
    "wrong shape": Text(content='{"answer": "はい"}'),
    "answers without a sentence": Text(content='{"answers": true, "sentences": []}'),
    "5,000 sentences": Draft(sentences=[Says(text=INVENTED, quote="する", passage=1)] * 5000),
    "a sentence of 300 kB": _replied(text=INVENTED * 4000),
    "half a character": Text(content=_replied().content.replace("98", "\\ud83998")),
    "control characters": _replied(text=f"\x00\x1b[31m{INVENTED}\u202e", quote="\x00"),
    "fabricated quote": Draft(sentences=[Says(text=INVENTED, quote=INVENTED, passage=1)]),
    "passage that is not there": Draft(sentences=[Says(text=INVENTED, quote="", passage=99)]),
    "passage 0": _replied(passage=0),
    "passage -1": _replied(passage=-1),
    "passage of 40 digits": _replied(passage=10**40),
    "passage with a point": _replied(passage=1.5),
    "made up, with a true quote": _with_a_true_quote(INVENTED),
    "script and link": _with_a_true_quote(
        f"<script>alert(1)</script>{INVENTED}[ここ](javascript:alert(1))"
    ),
    **{
        f"{language} with a true quote": _with_a_true_quote(text)
        for language, text in _FOREIGN.items()
    },
}

FAULTS: dict[str, Behaviour] = OF_THE_NETWORK | OF_THE_PROTOCOL | OF_THE_TEXT
#: Pieces of what the faults make up.
MADE_UP: tuple[str, ...] = ("98万円", *_FOREIGN.values())
