"""Factors by which estimates are multiplied, learned from finished work and taken by the planner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from sprue.shop.ids import KindId
from sprue.shop.routing import Mode, Operation

#: A factor is never beyond these, whatever was reported.
LEAST_FACTOR, MOST_FACTOR = 0.5, 3.0


@dataclass(frozen=True, slots=True)
class LearnedFactor:
    """`count` operations tell that the kind takes `factor` its estimate; part class "": on any part."""

    kind: KindId
    part_class: str
    factor: float
    count: int


Factors = Mapping[tuple[KindId, str], float]


def by_group(learned: tuple[LearnedFactor, ...]) -> dict[tuple[KindId, str], float]:
    """The factors by kind and part class, within their limits."""
    return {(one.kind, one.part_class): min(MOST_FACTOR, max(LEAST_FACTOR, one.factor)) for one in learned}


def factor_of(factors: Factors, operation: Operation, part_class: str) -> float:
    """The factor of an operation: of its kind on its part class, else of its kind, else 1."""
    if operation.kind is None or operation.mode is Mode.OUTSIDE:
        return 1.0
    return factors.get((operation.kind, part_class), factors.get((operation.kind, ""), 1.0))


def corrected(operation: Operation, factor: float) -> Operation:
    """The operation with its minutes, and those of its machines, multiplied and rounded to whole ones."""
    if factor == 1.0:
        return operation
    return replace(
        operation,
        setup_minutes=_times(operation.setup_minutes, factor),
        run_minutes=_times(operation.run_minutes, factor),
        machines=tuple(
            replace(option, run_minutes=_times(option.run_minutes, factor))
            if option.run_minutes is not None
            else option
            for option in operation.machines
        ),
    )


def _times(minutes: Decimal, factor: float) -> Decimal:
    return (minutes * Decimal(str(factor))).quantize(Decimal(1), ROUND_HALF_UP)
