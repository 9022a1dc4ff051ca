"""Durable billed work: submit it, drive it to its end, read along, stop it."""

from lib.tasks.driver import start, stop
from lib.tasks.follow import follow, written
from lib.tasks.submit import cancel, submit

__all__ = ["cancel", "follow", "start", "stop", "submit", "written"]
