"""How long work truly takes: longer or shorter than estimated, and supplies that come late."""

from dataclasses import dataclass
from random import Random

from sprue.sample.chance import lognormal


@dataclass(frozen=True, slots=True)
class Ratio:
    """Actual over estimated time: median, sigma of its logarithm, share of those that go badly wrong."""

    median: float
    sigma: float
    tail: float


#: By kind of work; `other` for what is not named.
RATIOS = {
    "cnc": Ratio(1.08, 0.20, 0.03),
    "wire": Ratio(1.08, 0.20, 0.03),
    "graphite": Ratio(1.05, 0.20, 0.02),
    "edm": Ratio(1.15, 0.40, 0.05),
    "fitting": Ratio(1.20, 0.50, 0.08),
    "spotting": Ratio(1.20, 0.50, 0.08),
    "polishing": Ratio(1.15, 0.50, 0.05),
    "design": Ratio(1.20, 0.40, 0.05),
    "cam": Ratio(1.20, 0.40, 0.05),
    "trial": Ratio(1.25, 0.60, 0.10),
    "other": Ratio(1.05, 0.30, 0.02),
}
#: Share of supplies that come late, and the median of the days.
LATE = {
    "purchase": (0.15, 3.0),
    "outsource_heat_treatment": (0.20, 2.0),
    "outsource_machining": (0.20, 2.0),
    "outsource_surface_treatment": (0.20, 2.0),
    "outsource_texturing": (0.20, 2.0),
}


def ratio_of(kind: str, chance: Random) -> float:
    """Actual over estimated time of one piece of work of that kind."""
    ratio = _ratio(kind)
    if chance.random() < ratio.tail:
        return chance.uniform(1.5, 3.0)
    return lognormal(chance, ratio.median, ratio.sigma)


def usual_ratio(kind: str) -> float:
    """The median of actual over estimated time of a kind of work."""
    return _ratio(kind).median


def _ratio(kind: str) -> Ratio:
    return RATIOS.get(kind.split("_", maxsplit=1)[0], RATIOS["other"])
