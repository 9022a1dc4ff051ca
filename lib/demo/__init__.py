"""The demo engine: a process of its own that speaks the Gemini API's real protocol, without a key or a network.

It imports nothing of Studio but ``lib.media``; the unmodified google-genai SDK cannot tell it from the service,
except by the header ``x-studio-demo: 1`` on every answer and the DEMO mark on every picture.

    python -m lib.demo --port 0        # prints “listening on http://127.0.0.1:PORT”

``server`` is the process's HTTP/1.1 face, ``app`` its routes, ``bodies`` and ``paging`` what all of them share. One
module a resource: ``models``, ``interactions`` (``events``: as a stream), ``generate``, ``files``. ``asked`` is what
may come in, in either dialect, ``attachments`` what comes along with it; ``rules``, ``tokens`` and ``figures`` are what
the service would accept and report, ``outcomes`` what comes of a request, ``script`` when which word of it, ``faults``
how the engine is told to fail. ``engine`` is the life of an interaction, ``streams`` who follows it, ``operations`` and
``shelf`` the stores on disk, ``render`` the worker processes; ``paint`` and ``write`` make pictures and texts, ``page``
is the page at ``/``.
"""
