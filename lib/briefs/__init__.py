"""From a brief to a prepared request: composed, checked, quoted, and what the gate would say. Spends nothing."""

from lib.briefs.context import of_file
from lib.briefs.intake import take, too_large
from lib.briefs.prepare import prepare

__all__ = ["of_file", "prepare", "take", "too_large"]
