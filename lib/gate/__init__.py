"""Whether it may run: nothing reaches a provider, and no money moves, but through here."""

from lib.gate.admit import admit, earlier, foresee
from lib.gate.free import free
from lib.gate.opening import is_open, open_with
from lib.gate.settle import expose, settle

__all__ = ["admit", "earlier", "expose", "foresee", "free", "is_open", "open_with", "settle"]
