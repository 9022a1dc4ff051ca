"""From a brief to a prepared request: composed, checked, quoted, and what the gate would say. Spends nothing."""

from lib.briefs.context import of_file
from lib.briefs.intake import room, take, too_large
from lib.briefs.prepare import prepare

__all__ = ["of_file", "prepare", "room", "take", "too_large"]
