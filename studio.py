"""Starts Studio; draws nothing. `make run`, `python studio.py` and `streamlit run studio.py` all end up here.

The script that draws is lib/app/shell.py: were it beside pages/, a fresh process would let anybody open any
page past the shell.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said in a sentence instead of a traceback
    sys.exit("Studio needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")

if __name__ != "__mp_main__":  # the media process loads this file too, and needs nothing of it
    import contextlib
    from pathlib import Path

    import streamlit as st

    from lib.app import quirks, server

    app = st.App(
        Path(__file__).parent / "lib" / "app" / "shell.py",
        routes=server.ROUTES,
        middleware=server.MIDDLEWARE,
        lifespan=server.lifespan,
        on_script_error=server.report,
    )

if __name__ == "__main__":
    address, port = server.preflight()
    quirks.send_at_once()
    with contextlib.suppress(KeyboardInterrupt):
        app.run(config={"server.address": address, "server.port": port})
