"""The routes of the engine, and the two rules that hold for all of them: a key comes in, the mark goes out."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.datastructures import Headers, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.demo import bodies, files, generate, interactions, models
from lib.demo.engine import Engine
from lib.demo.errors import ApiError, wrong_key
from lib.demo.page import SERVED, page

VERSIONS = ("v1", "v1beta", "v1alpha")
MARK = (b"x-studio-demo", b"1")


def build(engine: Engine) -> ASGIApp:
    """The ASGI application that serves this engine."""
    api = [
        Route("/models", models.get_all),
        Route("/models/{id}", models.get),
        Route("/models/{id}:generateContent", generate.unary, methods=["POST"]),
        Route("/models/{id}:streamGenerateContent", generate.stream, methods=["POST"]),
        Route("/models/{id}:countTokens", generate.count, methods=["POST"]),
        Route("/interactions", interactions.create, methods=["POST"]),
        Route("/interactions/{id}", interactions.get),
        Route("/interactions/{id}", interactions.delete, methods=["DELETE"]),
        Route("/interactions/{id}/cancel", interactions.cancel, methods=["POST"]),
        Route("/files", files.get_all),
        Route("/files/{id}:download", files.download),
        Route("/files/{id}", files.get),
        Route("/files/{id}", files.delete, methods=["DELETE"]),
    ]
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/demo/log", interactions.log),
            *(Route(f"/upload/{version}/files", files.upload, methods=["POST"]) for version in VERSIONS),
            *(Mount(f"/{version}", Router(api, redirect_slashes=False)) for version in VERSIONS),
        ],
        exception_handlers={ApiError: _refused, HTTPException: _not_served, Exception: _broken},
    )
    app.router.redirect_slashes = False
    app.state.engine = engine
    return Door(app)


class Door:
    """Marks every answer as the demo engine's, and lets nobody but the page's readers in without a key."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], MARK]
            await send(message)

        error = None if _open(scope) else _key_error(scope)
        await (bodies.refusal(error) if error else self.app)(scope, receive, marked)


def _open(scope: Scope) -> bool:
    """Whether no key is asked for: the page, and the second step of an upload, whose address is the secret."""
    path: str = scope["path"]
    return path == "/" or (path.startswith("/upload/") and "upload_id" in QueryParams(scope["query_string"]))


def _key_error(scope: Scope) -> ApiError | None:
    """What is wrong with the caller's key; the header is usual, ``?key=`` is what plain HTTP callers use."""
    key = Headers(scope=scope).get("x-goog-api-key") or QueryParams(scope["query_string"]).get("key")
    if not key:
        return ApiError(403, "The request carries no API key. Send one in the header x-goog-api-key.")
    return wrong_key() if key.startswith("wrong") else None


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return bodies.refusal(error)


async def _not_served(request: Request, error: Exception) -> Response:
    wanted = f"{request.method} {request.url.path[:200]}"
    served = ", ".join(f"{method} {path}" for method, path, _ in SERVED)
    return bodies.refusal(ApiError(404, f"{wanted} is not served by the demo engine. It serves {served}."))


async def _broken(request: Request, error: Exception) -> Response:
    return bodies.refusal(ApiError(500, f"The demo engine has a fault of its own: {type(error).__name__}."))
