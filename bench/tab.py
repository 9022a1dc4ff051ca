"""A browser tab without the browser: Streamlit's WebSocket, what is asked over it and what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lib.people import COOKIE, new_session

WHOLE = ForwardMsg.FINISHED_SUCCESSFULLY
SETTLED_SECONDS = 6
"""So long after the first page everything is loaded that is loaded behind it."""


class Tab:
    """One page, open in a browser session of its own."""

    def __init__(self, socket: ClientConnection, page: str):
        self._socket, self._page = socket, page
        self.field = ""
        """The id of the page's chat input, where it has one."""

    async def ask(self, said: str | None = None) -> None:
        """Have the page run, as if this had been said in its field."""
        message = BackMsg()
        message.rerun_script.page_name = self._page
        if said is not None:
            field = message.rerun_script.widget_states.widgets.add(id=self.field)
            field.chat_input_value.data = said
        await self._socket.send(message.SerializeToString())

    async def messages(self) -> AsyncIterator[ForwardMsg]:
        """What comes, for ever."""
        while True:
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            if message.delta.new_element.WhichOneof("type") == "chat_input":
                self.field = message.delta.new_element.chat_input.id
            yield message

    async def run(self) -> None:
        """Have the page run, to its end."""
        await self.ask()
        async for message in self.messages():
            if at_rest(message):
                return


def at_rest(message: ForwardMsg) -> bool:
    """Whether the page has run to its end, and not only to begin anew."""
    return message.WhichOneof("type") == "script_finished" and message.script_finished == WHOLE


@asynccontextmanager
async def opened(port: int, page: str) -> AsyncIterator[Tab]:
    """A tab of the server that listens there, whose page has run once."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    headers = {"cookie": f"{COOKIE}={new_session()}"}
    protocols = [Subprotocol("streamlit")]
    plain: dict[str, Any] = {"compression": None, "max_size": None, "max_queue": None, "proxy": None}
    async with connect(address, subprotocols=protocols, additional_headers=headers, **plain) as socket:
        tab = Tab(socket, page)
        await tab.run()
        yield tab
