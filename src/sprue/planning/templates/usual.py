"""How long work usually takes against its estimate, and how late supplies come, where no history tells.

The figures are estimates of the trade: one-off work is estimated too low more often than too high. A good
parametric model of machining time is off by 25 % in the mean (doi 10.1007/s10845-021-01741-y).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """Actual over estimated time: median, sigma of its logarithm, share of those that go badly wrong."""

    median: float
    sigma: float
    tail: float


#: What goes badly wrong takes so many times its estimate, from and to.
TAIL = (1.5, 3.0)
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


def ratio_for(kind: str) -> Ratio:
    """The ratio of a kind of work by the first part of its name."""
    return RATIOS.get(kind.split("_", maxsplit=1)[0], RATIOS["other"])


def usual_ratio(kind: str) -> float:
    """The median of actual over estimated time of a kind of work."""
    return ratio_for(kind).median
