"""The HTTP face: FastAPI under /api/v1, tokens only, problem+json for every no."""

from lib.api.app import app

__all__ = ["app"]
