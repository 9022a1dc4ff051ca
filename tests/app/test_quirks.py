"""The private hooks of libraries are there, and do what they are for."""

from __future__ import annotations

import socket

from streamlit.web.server.starlette import starlette_server

from lib.app import quirks


def test_the_server_sends_small_pieces_at_once() -> None:
    quirks.send_at_once()
    quirks.send_at_once()
    with starlette_server._bind_socket("127.0.0.1", 0, 8) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()):
            answering, _ = listening.accept()
            with answering:
                assert answering.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
