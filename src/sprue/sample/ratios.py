"""How long work truly takes in the sample shop: longer or shorter than estimated."""

from random import Random

from sprue.planning.templates.usual import TAIL, ratio_for
from sprue.sample.chance import lognormal


def ratio_of(kind: str, chance: Random) -> float:
    """Actual over estimated time of one piece of work of that kind."""
    ratio = ratio_for(kind)
    if chance.random() < ratio.tail:
        return chance.uniform(*TAIL)
    return lognormal(chance, ratio.median, ratio.sigma)
