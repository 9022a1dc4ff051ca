"""What a request will cost, and what it did cost: one function for both. Pure; prices and day are handed in."""

from lib.costs.price import actual, charge, quote, read
from lib.costs.tokens import tokens

__all__ = ["actual", "charge", "quote", "read", "tokens"]
