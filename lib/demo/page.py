"""The page at ``/``: what this server is, what it serves, how to make it fail. Nothing is loaded from outside."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from lib.demo.faults import FAULTS, HEADER
from lib.demo.rules import rules

SERVED = (
    ("GET", "models", "list of models, with paging"),
    ("GET", "models/{id}", "one model"),
    ("POST", "interactions", "a picture from text: unary or background"),
    ("GET", "interactions/{id}", "how it stands, and the picture; include_input=true adds the input"),
    ("POST", "interactions/{id}/cancel", "stops a background interaction"),
    ("DELETE", "interactions/{id}", "forgets it"),
)
"""Method, path under the version prefix, and what it does; the page and every 404 name them."""

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Demo engine</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .25rem } h2 { font-size: 1.1rem; margin-top: 2.2rem }
dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1.25rem } dd { margin: 0 }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .6rem } }
</style>
</head>
<body>
<h1>Demo engine</h1>
<p>This is a simulation. It speaks the protocol of the Gemini API on this computer, paints its own pictures, marks them
DEMO, and calls nobody; it has nothing to do with Google. No model made anything that comes from here, and nothing here
costs money. Point an SDK's base address at it; any key will do, except one that begins with <code>wrong</code>.</p>
<h2>It serves, under /v1, /v1beta and /v1alpha</h2>
<dl>$served</dl>
<h2>Models</h2>
<dl>$models</dl>
<h2>It can be told to fail</h2>
<p>Put <code>[[fault:word]]</code> into a prompt, or send the header <code>$header: word</code>. A word may carry
seconds: <code>[[fault:slow=2]]</code>.</p>
<dl>$faults</dl>
<p>A prompt with one of these words is stopped as the safety filter would stop it: $blocked.</p>
<h2>For tests</h2>
<dl>$tests</dl>
</body>
</html>
""")


async def page(request: Request) -> Response:
    served = [(f"{method} {path}", what) for method, path, what in SERVED]
    models = [(one.id, f"{', '.join(one.sizes)} in {len(one.ratios)} ratios") for one in rules().models.values()]
    tests = [
        ("GET /demo/log", "every interaction ever accepted"),
        ("x-studio-task", "header that names a task in that list"),
        ("x-studio-demo: 1", "header of every answer"),
    ]
    return HTMLResponse(
        _PAGE.substitute(
            served=_rows(served),
            models=_rows(models),
            faults=_rows(list(FAULTS.items())),
            tests=_rows(tests),
            header=HEADER,
            blocked=", ".join(f"<code>{escape(word)}</code>" for word in sorted(rules().blocked)),
        )
    )


def _rows(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(f"<dt><code>{escape(term)}</code></dt><dd>{escape(what)}</dd>" for term, what in pairs)
