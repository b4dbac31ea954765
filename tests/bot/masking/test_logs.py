"""What is logged carries no personal data."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from uvicorn.logging import AccessFormatter

from bot.durable import DurableQueue
from bot.masking.logs import MaskingFilter
from bot.settings import Settings


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(written: io.StringIO) -> Iterator[logging.Logger]:
    handler = logging.StreamHandler(written)
    handler.addFilter(MaskingFilter())
    logger = logging.getLogger("tests.masking.logs")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger
    logger.removeHandler(handler)


def test_messages_and_their_arguments_are_masked(log: logging.Logger, written: io.StringIO) -> None:
    log.warning("口座番号は%sです（%s）", 1234567, "taro@example.com")
    assert written.getvalue() == "口座番号は［口座1］です（［メール1］）\n"


def test_the_records_of_a_child_are_masked_too(log: logging.Logger, written: io.StringIO) -> None:
    log.getChild("inner").warning("090-1234-5678")
    assert written.getvalue() == "［電話1］\n"


def test_tracebacks_are_masked(log: logging.Logger, written: io.StringIO) -> None:
    try:
        raise ValueError("電話 090-1234-5678")
    except ValueError:
        log.exception("failed")
    assert "ValueError: 電話 ［電話1］" in written.getvalue()
    assert "5678" not in written.getvalue()


def test_a_call_with_wrong_arguments_says_nothing_of_them(
    log: logging.Logger, written: io.StringIO
) -> None:
    log.warning("%s and %s", "090-1234-5678")
    assert written.getvalue() == "%s and %s\n"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/manuals/12", '1.2.3.4:5 - "GET /manuals/12 HTTP/1.1" 200 OK\n'),
        ("/?q=090-1234-5678", '1.2.3.4:5 - "GET /?q=［電話1］ HTTP/1.1" 200 OK\n'),
    ],
)
def test_access_logs_keep_the_arguments_that_their_formatter_needs(
    log: logging.Logger, written: io.StringIO, path: str, shown: str
) -> None:
    access = '%(client_addr)s - "%(request_line)s" %(status_code)s'
    log.handlers[0].setFormatter(AccessFormatter(access, use_colors=False))
    log.warning('%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", path, "1.1", 200)
    assert written.getvalue() == shown


def test_what_keeps_the_jobs_logs_no_personal_data_either(
    tmp_path: Path, written: io.StringIO
) -> None:
    chosen: dict[str, Any] = {"home": tmp_path, "_env_file": None}
    queue = DurableQueue(Settings(**chosen), {})
    try:
        # One more for each queue that this process had before.
        handlers = logging.getLogger("dbos").handlers
        streams = [one for one in handlers if isinstance(one, logging.StreamHandler)]
        assert streams and len(streams) == len(handlers)
        shown = [one.setStream(written) for one in streams]
        logging.getLogger("dbos").error("failed: %s", "090-1234-5678")
        for one, stream in zip(streams, shown, strict=True):
            one.setStream(stream)
    finally:
        queue.close(0)
    assert "failed: ［電話1］" in written.getvalue()
    assert "090" not in written.getvalue()


def test_a_record_that_carries_its_stack_is_masked(
    log: logging.Logger, written: io.StringIO
) -> None:
    log.warning("here %s", "090-1234-5678", stack_info=True)
    assert written.getvalue().startswith("here ［電話1］\nStack (most recent call last):")
    assert "5678" not in written.getvalue()
