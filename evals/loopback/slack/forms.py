"""What people do with the elements of blocks: press, choose, type."""

from __future__ import annotations

from typing import Any

from evals.loopback.slack.naming import elements_of

Params = dict[str, Any]


def pressed(blocks: list[Params], which: str, choice: str = "") -> Params:
    """The action of pressing an element: by its action_id, label or value.

    ``choice`` is the label or the value of an option, or a person, channel or date. Of feedback
    buttons ``which`` may be either label. LookupError: there is no such element.
    """
    for block in blocks:
        for element in elements_of(block):
            if (found := _action(element, which, choice)) is not None:
                return found | {"block_id": block["block_id"]}
    raise LookupError(f"nothing to press: {which}")


def _action(element: Params, which: str, choice: str) -> Params | None:
    kind, id = element["type"], element.get("action_id", "")
    if kind == "feedback_buttons":
        return _feedback(element, which, choice)
    label = _label(element)
    if which not in (id, label, element.get("value")) or not which:
        return None
    action = {"type": kind, "action_id": id}
    if kind in ("button", "icon_button"):
        told = {"text": element["text"], "value": element.get("value")}
        return action | {key: value for key, value in told.items() if value is not None}
    return action | chosen(element, choice)


def _feedback(element: Params, which: str, choice: str) -> Params | None:
    for key in ("positive_button", "negative_button"):
        button = element[key]
        label, value = button["text"]["text"], button["value"]
        if which in (label, value) or (which == element["action_id"] and choice in (label, value)):
            action = {"type": "feedback_buttons", "action_id": element["action_id"]}
            return action | {"text": button["text"], "value": value}
    return None


def _label(element: Params) -> str:
    return str((element.get("text") or element.get("placeholder") or {}).get("text", ""))


def chosen(element: Params, choice: Any) -> Params:
    """The state of an element in which something was typed or chosen."""
    kind = str(element["type"])
    if kind.endswith("_input"):
        return {"value": choice or None}
    if kind in ("static_select", "radio_buttons", "overflow"):
        return {"selected_option": _option(element, choice) if choice else None}
    if kind in ("checkboxes", "multi_static_select"):
        return {"selected_options": [_option(element, one) for one in choice or []]}
    what = kind.removesuffix("_select").removesuffix("picker")
    if what.startswith("multi_"):
        return {f"selected_{what.removeprefix('multi_')}": list(choice or [])}
    named = {"datetime": "date_time"}.get(what, what.removesuffix("s"))
    return {f"selected_{named}": choice or None}


def _option(element: Params, choice: str) -> Params:
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(o for g in groups for o in g["options"])]
    for option in options:
        if choice in (option["value"], option["text"]["text"]):
            return dict(option)
    raise LookupError(f"no such option: {choice}")


def filled(view: Params, values: Params) -> Params:
    """``state.values`` of a modal that was filled in: values by action_id or block_id.

    ValueError: Slack's own form would not let it go. LookupError: there is no such input.
    """
    left = dict(values)
    state: Params = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        id, name = block["block_id"], element["action_id"]
        key = name if name in left else id
        value = left.pop(key, None) if key in left else _initial(element)
        _check(element, value, optional=block.get("optional", False), label=block["label"]["text"])
        state[id] = {name: {"type": element["type"]} | chosen(element, value)}
    if left:
        raise LookupError(f"no such input: {', '.join(left)}")
    kept: Params = view["state"]["values"]
    return kept | state


def _initial(element: Params) -> Any:
    for key, value in element.items():
        if key.startswith("initial_"):
            if key == "initial_option":
                return value["value"]
            return [o["value"] for o in value] if key == "initial_options" else value
    return None


def _check(element: Params, value: Any, *, optional: bool, label: str) -> None:
    if value in (None, "", []):
        if not optional:
            raise ValueError(f"required: {label}")
        return
    if element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if not least <= len(value) <= most:
            raise ValueError(f"must have {least} to {most} characters: {label}")
