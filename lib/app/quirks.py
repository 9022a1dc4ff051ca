"""Private hooks of libraries that Studio cannot do without, each with a test that fails when it is gone."""

from __future__ import annotations

import functools
import socket
from typing import Any

from streamlit.web.server.starlette import starlette_server


def send_at_once() -> None:
    """Have the server send what it writes at once; safe to call twice.

    Streamlit's socket does not say that it speaks TCP, so asyncio leaves the system's delay on: 40 ms before the second
    small piece of every stream.
    """
    bind = starlette_server._bind_socket
    if hasattr(bind, "__wrapped__"):
        return

    @functools.wraps(bind)
    def undelayed(*args: Any, **kwargs: Any) -> socket.socket:
        listening: socket.socket = bind(*args, **kwargs)
        if listening.family in (socket.AF_INET, socket.AF_INET6):
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    starlette_server._bind_socket = undelayed
