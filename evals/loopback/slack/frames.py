"""What a socket says beside envelopes."""

from __future__ import annotations

import json

from evals.loopback.slack.workspace import APP

_HOST = "applink-loopback"
_CONNECTION_SECONDS = 18060


def hello(connections: int) -> str:
    """The first frame of a connection."""
    debug = {"host": _HOST, "build_number": 1, "started": "2026-01-01 00:00:00.000"}
    told = {
        "type": "hello",
        "num_connections": connections,
        "debug_info": debug | {"approximate_connection_time": _CONNECTION_SECONDS},
        "connection_info": {"app_id": APP},
    }
    return json.dumps(told)


def disconnect(reason: str) -> str:
    """warning, refresh_requested, link_disabled or too_many_websockets."""
    told = {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}
    return json.dumps(told)
