"""Log records without personal data."""

from __future__ import annotations

import logging

from bot.masking import mask

_PLAIN = logging.Formatter()


class MaskingFilter(logging.Filter):
    """Masks the message, the traceback and the stack of every record that passes.

    It belongs to handlers: a filter of a logger does not see the records of its children.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        _mask_message(record)
        if record.exc_info and not record.exc_text:
            record.exc_text = _PLAIN.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask(record.exc_text).text
        if record.stack_info:
            record.stack_info = mask(record.stack_info).text
        return True


def _mask_message(record: logging.LogRecord) -> None:
    message = _message(record)
    masked = mask(message).text
    if masked == message:
        return
    if isinstance(record.args, tuple):
        # A formatter may take the arguments apart, as the one of access logs does.
        record.args = tuple(mask(a).text if isinstance(a, str) else a for a in record.args)
        if _message(record) == masked:
            return
    record.msg, record.args = masked, None


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - logging must not fail, whatever its arguments do
        record.args = None
        return str(record.msg)
