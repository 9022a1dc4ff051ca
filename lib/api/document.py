"""`GET /openapi.json`: the contract, with the token it wants and every no in the media type it really has."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

BEARER = {"type": "http", "scheme": "bearer"}


def of(app: FastAPI) -> dict[str, Any]:
    """FastAPI's own document, corrected; made once."""
    if app.openapi_schema is None:
        found = FastAPI.openapi(app)
        found["components"]["securitySchemes"] = {"token": BEARER}
        for operations in found["paths"].values():
            for operation in operations.values():
                _correct(operation)
    assert app.openapi_schema is not None
    return app.openapi_schema


def _correct(operation: dict[str, Any]) -> None:
    """What our routes document: a 401 means that a token is asked for, any no is problem+json, and the key of
    a task must come (the route itself takes it as optional, to say in its own words what it is for)."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "idempotency-key":
            parameter.update(required=True, schema={"type": "string"})
    answers = operation["responses"]
    if "401" in answers:
        operation["security"] = [{"token": []}]
    for status, answer in answers.items():
        if status >= "400":
            (shape,) = answer["content"].values()
            answer["content"] = {"application/problem+json": shape}
