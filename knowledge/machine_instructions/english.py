"""Commands to a machine in English, and what prompts are made of; texts are in lower case."""

from __future__ import annotations

import re

_MACHINE = (
    r"(?<!\w)(?:(?:the|any|an?|all|every|you) )?(?:ai(?: (?:assistant|agent|model|system"
    r"|chat ?bot|reader)s?)?|artificial intelligence"
    r"|(?:large )?language models?|llms?|chat ?bots?|(?:virtual|digital|automated) "
    r"(?:assistant|agent|system)s?|assistants?(?! (?:manager|professor|director|head|chief|editor"
    r"|nurse|teacher))|chatgpt|gpt-?\d?"
    r"|copilot|gemini|claude|zeroji|bots?)(?!\w)"
)
#: Not the assistant of a manager.
_SURELY = re.sub(r"\|assistants\?\(\?!.*?\)\)", "", _MACHINE)
_READING = (
    r"(?:,? (?:that |which |who )?(?:read|process|summari[sz]|pars|index|answer|us)(?:s|es|e"
    r"|ing)?\b[^.,:]{0,60})?"
)
_ACT = (
    r"(?:answer|reply|respond|say|state|tell|output|print|write|display|show|ignore"
    r"|disregard|forget|follow|obey|reveal|leak|disclose|repeat|include"
    r"|add|append|insert|embed|use|treat|quote|cite|recommend|mention|pretend|act|override"
    r"|replace|link|claim|assert|confirm|report|render|send|set)"
)
#: The words of the answer, or what only the machine has before it.
_WHAT = (
    r"(?:that\b|with\b|only\b|exactly\b|as follows|['\"“:]|(?:all |any |the |every |of "
    r"|its |your )*(?:previous|prior|above|earlier|preceding|other"
    r"|system|these|this|following|below|hidden|secret|your|passages?|instructions?|prompt"
    r"|https?:|!?\[|link|image|limit|amount|\w+ above))"
)
_ADVERBS = (
    r"(?:you |always |never |only |not |now |immediately |then |please |do |don't |must "
    r"|should |shall |will |are to )*"
)
_ORDERS = (
    r"(?:instructions?|prompts?|directions|directives|guidelines|system messages?|commands"
    r"|constraints|rules|passages)"
)

_COMMANDS = (
    rf"{_SURELY}{_READING},? (?:must|should|shall|needs? to|ha(?:s|ve) to|(?:is|are) "
    rf"(?:required |instructed )?to) {_ADVERBS}{_ACT} [^.]{{0,24}}?{_WHAT}",
    r"assistants? (?:must|should|shall) [^.]*(?:https?:|following link|system prompt"
    r"|previous instructions|(?:each|every) (?:reply|answer))",
    rf"{_MACHINE}{_READING}\s*[,:!–—-]+\s*{_ADVERBS}{_ACT} [^.]{{0,40}}?{_WHAT}",
    r"(?:reveal|print|output|repeat|show|display|leak|disclose|paste|quote|include) (?:me "
    r"|us )?(?:all |of |the |your |its |entire |full |complete )*"
    r"(?:system prompt|system message|hidden prompt|initial instructions|prompt(?: verbatim)?\b)",
    r"from now on,? (?:you|always|answer|respond|ignore)\b",
    rf"(?:if|when|whenever|once|should) {_MACHINE} (?:is |are )?(?:read|process|summari[sz]"
    r"|pars|index)(?:s|es|e|ing)?\b",
    rf"{_ACT} [^.]*,\s?(?:dear |my )?{_MACHINE}[.!]?$",
    r"the model (?:must|should|shall) (?:always |never |not )?" + rf"{_ACT}\b",
    r"(?:override|ignore|bypass|stop following|disregard|forget|break) (?:all )?"
    r"(?:of )?your (?:guidelines|instructions|programming|rules|training|policies)",
    r"(?:reveal|print|output|repeat|show|display|leak|disclose) (?:me )?your (?:own )?"
    r"(?:configuration|instructions|guidelines|rules|settings|system)",
    r"\"(?:answers|sentences)\"\s?:\s?(?:true|\[)",
)
#: The machine is called or its orders are set aside, or the text plays its prompt.
_CALLS = (
    r"^\W*(?:important\W+)?(?:attention|note|notice|dear|message|instructions?|memo"
    rf"|important|directives?)\W+(?:to |for )?{_SURELY}",
    rf"^\W*{_MACHINE} (?:instructions?|directives?|prompt)\W*$",
    rf"^\W*to {_SURELY}\s?[:,–—]",
    rf"(?:if|since|as) you are {_SURELY}|you are (?:now )?(?:an? |the )?"
    rf"(?:[\w-]+ ){{0,3}}?{_MACHINE}",
    r"(?:ignore|disregard|forget|override|bypass|do not follow) (?:all |any |of |the "
    r"|your |every |my )*"
    r"(?:previous|prior|above|earlier|preceding|existing|foregoing|system|original|given"
    rf"|other)(?: \w+){{0,2}}? {_ORDERS}",
    r"(?:ignore|disregard|forget) (?:everything|anything|all|whatever|the rest)"
    r"(?: that)?(?: \w+){0,2}? (?:above|before|previously|earlier|you (?:were|have been)"
    r"|of (?:the|this) (?:manual|document|text|page))",
    rf"^\W*(?:hello|hi|hey|greetings|ok),? {_MACHINE}",
    r"(?:message|text|section|note|part|paragraph)s? (?:is|are) (?:meant |intended "
    rf"|written |only )*for {_MACHINE}",
    r"(?:real|actual|true|hidden|secret) (?:system )?(?:prompt|instructions)\b",
    r"(?:^|\W)(?:user|human) ?: .*\bassistant ?:|^\W*human ?:|^\W*assistant ?: (?:the|you"
    r"|yes|no|it|i|of course|sure)\b",
    rf"^\W*(?:new|updated|additional|hidden|secret) (?:system )?{_ORDERS}\W*"
    rf"(?:for {_MACHINE})?\s?:",
    r"(?:^|\W)(?:system|developer)\s?(?:message|prompt|override"
    r"|instruction)?\s?[:\]>]+\s?(?:you|ignore|disregard|forget|always|never|answer|respond"
    r"|override|from now)\b",
    r"<\|[a-z_]{2,20}\|>|\[/?inst\]|<</?sys>>|</?(?:system|assistant)(?:[_-]?prompt)?>|"
    r"(?:begin|end) (?:of )?(?:system|hidden|developer) (?:prompt|message|instructions?)",
    r"^\W*#{2,} ?(?:new |system )*(?:system|instructions?)\W*$",
    r"^\W*(?:passages?|context) ?: ?(?:\[\d+\]|$)|^\W*(?:end of (?:the )?passages?"
    r"|passages? end)\b|^\[\d{1,2}\] [^。]{1,80} > ",
)

#: A text without one of these words is no command: most are told so at once.
NAMED = re.compile(
    rf"{_MACHINE}|{_ORDERS}|the model |system|from now on|your |ignore|disregard|forget"
    r"|\bhuman ?:|user ?:"
    r"|\bassistant|context ?:|^\[|<|\"(?:answers|sentences)"
)
_COMMAND = tuple(map(re.compile, _COMMANDS))
_CALL = tuple(map(re.compile, _CALLS))


def commands(text: str) -> bool:
    return any(pattern.search(text) for pattern in (*_COMMAND, *_CALL))


def announces(text: str) -> bool:
    """Whether the line calls a machine or sets its orders aside, so that more follows."""
    return any(pattern.search(text) for pattern in _CALL)
