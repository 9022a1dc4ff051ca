"""From a brief to a prepared request: composed, checked, quoted, and what the gate would say. Spends nothing."""

from lib.briefs.prepare import prepare

__all__ = ["prepare"]
