"""The page at ``/``: what this server is, what it serves, how to make it fail. Nothing is loaded from outside."""

from __future__ import annotations

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from lib.demo.faults import FAULTS, HEADER
from lib.demo.rules import Model, rules

SERVED = (
    ("GET", "/v1/models", "list of models, with paging"),
    ("GET", "/v1/models/{id}", "one model"),
    (
        "POST",
        "/v1/interactions",
        "a text, or a picture from words and pictures: unary or background; a text as a stream too",
    ),
    ("GET", "/v1/interactions/{id}", "how it stands, and what was made; stream=true follows a text from any event on"),
    ("POST", "/v1/interactions/{id}/cancel", "stops a background or streamed one"),
    ("DELETE", "/v1/interactions/{id}", "forgets it"),
    ("POST", "/v1/models/{id}:generateContent", "the same in one answer, not stored"),
    ("POST", "/v1/models/{id}:streamGenerateContent", "a text as a stream: events with alt=sse, else a JSON array"),
    ("POST", "/v1/models/{id}:countTokens", "how many tokens contents have"),
    ("POST", "/upload/v1/files", "resumable upload of pictures and PDF documents, kept for 48 hours"),
    ("GET", "/v1/files", "list of files, with paging"),
    ("GET", "/v1/files/{id}", "one file; /v1/files/{id}:download its bytes"),
    ("DELETE", "/v1/files/{id}", "forgets it"),
)
"""Method, path and what it does; the page and every 404 name them."""

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
<p>This is a simulation. It speaks the protocol of the Gemini API on this computer, writes its own texts, paints its own
pictures, marks them DEMO, and calls nobody; it has nothing to do with Google. No model made anything that comes from
here, and nothing here costs money. Point an SDK's base address at it; any key will do, except one that begins with
<code>wrong</code>.</p>
<h2>It serves, under /v1, /v1beta and /v1alpha</h2>
<dl>$served</dl>
<h2>Models</h2>
<dl>$models</dl>
<h2>It can be told to fail</h2>
<p>Put <code>[[fault:word]]</code> into a prompt, or send the header <code>$header: word</code>. A word may carry
seconds: <code>[[fault:slow=2]]</code>. On an upload the word may stand in the name of the file.</p>
<dl>$faults</dl>
<p>A prompt with one of these words is stopped as the safety filter would stop it: $blocked.</p>
<h2>For tests</h2>
<dl>$tests</dl>
</body>
</html>
""")


async def page(request: Request) -> Response:
    served = [(f"{method} {path}", what) for method, path, what in SERVED]
    models = [(one.id, _makes(one)) for one in rules().models.values()]
    tests = [
        ("GET /demo/log", "every interaction ever accepted, with its usage"),
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


def _makes(model: Model) -> str:
    if model.writes:
        return f"texts, thinking {', '.join(model.levels)}"
    return f"pictures, {', '.join(model.sizes)} in {len(model.ratios)} ratios"


def _rows(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(f"<dt><code>{escape(term)}</code></dt><dd>{escape(what)}</dd>" for term, what in pairs)
