"""The demo engine: a process of its own that speaks the Gemini API's real protocol, without a key or a network.

It imports nothing of Studio but ``lib.media``; the unmodified google-genai SDK cannot tell it from the service,
except by the header ``x-studio-demo: 1`` on every answer and the DEMO mark on every picture.

    python -m lib.demo --port 0        # prints “listening on http://127.0.0.1:PORT”

``server`` is the process's HTTP/1.1 face, ``app`` its routes, ``models`` and ``interactions`` one resource each,
``bodies`` and ``asked`` what may come in, ``rules``, ``tokens`` and ``figures`` what the service would accept and
report, ``faults`` how it is told to fail, ``engine`` the life of an interaction, ``operations`` its store on disk,
``render`` the one worker process that paints, ``page`` the page at ``/``.
"""
