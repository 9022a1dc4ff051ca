"""The application: who asks comes first, then validation; every error has one shape."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from lib import logs
from lib.api import document, routes
from lib.api.asking import WhoAsks
from lib.api.limits import BodyLimit
from lib.api.reading import problems
from lib.api.shapes import quote_out
from lib.domain import Problem
from lib.errors import InvalidRequest, NotFound, PriceChanged, StudioError

app = FastAPI(
    title="Studio",
    version="1",
    description="Make media with the Gemini API: quoted before, accounted for after.",
    docs_url=None,  # they load scripts from a network
    redoc_url=None,
)
app.include_router(routes.router)
app.openapi = partial(document.of, app)  # type: ignore[method-assign]


def answer(error: StudioError) -> JSONResponse:
    """Problem+json (RFC 9457) of one of our errors."""
    problem: dict[str, Any] = {
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "code": error.code,
        "detail": str(error),
        **error.extra(),
    }
    if isinstance(error, InvalidRequest):
        problem["problems"] = [_problem(one) for one in error.problems]
    if isinstance(error, PriceChanged):
        problem["quote"] = quote_out(error.quote).model_dump()
    headers = {"www-authenticate": "Bearer"} if error.status == 401 else None
    return JSONResponse(problem, error.status, headers=headers, media_type="application/problem+json")


def _problem(one: Problem) -> dict[str, Any]:
    found: dict[str, Any] = {"field": one.field, "message": one.message}
    if one.allowed:
        found["allowed"] = list(one.allowed)
    if one.nearest is not None:
        found["nearest"] = one.nearest
    return found


app.add_middleware(BodyLimit, answer=answer)
app.add_middleware(WhoAsks, answer=answer)  # the last one added is the first to be asked


@app.exception_handler(StudioError)
async def _ours(_request: Request, error: Exception) -> Response:
    assert isinstance(error, StudioError)
    return answer(error)


@app.exception_handler(RequestValidationError)
async def _shape(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return answer(InvalidRequest(problems(error.errors())))


@app.exception_handler(StarletteHTTPException)
async def _other(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException | HTTPException)
    if error.status_code == 404:
        return answer(NotFound("address"))
    status = HTTPStatus(error.status_code)
    refused = f"{request.method} does not go here." if status == HTTPStatus.METHOD_NOT_ALLOWED else ""
    detail = refused or f"{status.description or status.phrase}."
    code = status.phrase.lower().replace(" ", "_")
    problem = {"title": status.phrase, "status": status.value, "code": code, "detail": detail}
    return JSONResponse(problem, status, headers=error.headers, media_type="application/problem+json")


@app.exception_handler(Exception)
async def _bug(_request: Request, error: Exception) -> Response:
    number = logs.unexpected("api", error)
    problem = {"title": "Internal Server Error", "status": 500, "code": "internal"}
    detail = f"An error of ours. What was made is safe; quote {number} when you report it."
    return JSONResponse({**problem, "detail": detail}, 500, media_type="application/problem+json")
