"""The HTTP face: FastAPI under /api/v1, tokens first, problem+json for every no."""

from lib.api.app import app
from lib.api.events import end_with

__all__ = ["app", "end_with"]
