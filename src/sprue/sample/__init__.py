"""Realistic shops out of nothing: `make_shop` for the demo, tests and benchmarks."""

from sprue.planning.templates.usual import LATE
from sprue.sample.making import NOW, ZONE, make_shop, purchase_of, shifts_of
from sprue.sample.past import make_past
from sprue.sample.ratios import ratio_of

__all__ = ["LATE", "NOW", "ZONE", "make_past", "make_shop", "purchase_of", "ratio_of", "shifts_of"]
