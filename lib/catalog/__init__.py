"""Which models there are, what each can be asked, and for how much: all from data files.

model, settings = catalog().choose("image", "best")
settings, problems = check(model, {"ratio": "16:9"})
domain(model, "size", settings).values            # what a control may offer
"""

from lib.catalog.book import Catalog, catalog, load
from lib.catalog.check import Domain, check, domain, preferred
from lib.catalog.model import Kind, Model, Param, Price

__all__ = ["Catalog", "Domain", "Kind", "Model", "Param", "Price", "catalog", "check", "domain", "load", "preferred"]
