"""Durable billed work: submit it, drive it to its end, stop it."""

from lib.tasks.driver import start, stop
from lib.tasks.submit import cancel, submit

__all__ = ["cancel", "start", "stop", "submit"]
