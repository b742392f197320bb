"""What of a plan is asked for: its rows, machines, molds and time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from sprue.planning.plan import Plan, PlannedOperation
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MachineId, MoldId
from sprue.shop.shop import Shop

#: Without an end and without molds to follow a picture shows so much at most.
USUAL = timedelta(days=14)
_LEAST = timedelta(hours=1)
#: So many of the known names are told when one isn't known.
_TOLD = 12

Id = TypeVar("Id", bound=str)


class Rows(StrEnum):
    """What a row is: a machine, a mold with all its work, or a part under its mold."""

    MACHINE = "machine"
    MOLD = "mold"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Sight:
    """What is asked for; nothing named: everything. `machines` and `kinds` add up."""

    rows: Rows = Rows.MACHINE
    begin: datetime | None = None
    end: datetime | None = None
    machines: frozenset[MachineId] = field(default_factory=frozenset)
    kinds: frozenset[KindId] = field(default_factory=frozenset)
    molds: frozenset[MoldId] = field(default_factory=frozenset)

    def takes_machine(self, machine: MachineId | None, shop: Shop) -> bool:
        """Whether work on the machine (None: outside) is asked for."""
        if not self.machines and not self.kinds:
            return True
        if machine is None:
            return False
        return machine in self.machines or not self.kinds.isdisjoint(shop.machines[machine].kinds)

    def takes(self, planned: PlannedOperation, shop: Shop) -> bool:
        """Whether the operation is asked for, whatever its time."""
        mold = shop.mold_of(shop.operations[planned.operation]).id
        return (not self.molds or mold in self.molds) and self.takes_machine(planned.machine, shop)


def checked(sight: Sight, shop: Shop) -> Sight:
    """`sight` itself; UserMistake when it names what the shop does not have."""
    _known(sight.machines, shop.machines, "machine")
    _known(sight.kinds, shop.kinds, "kind")
    _known(sight.molds, shop.molds, "mold")
    for moment in (sight.begin, sight.end):
        if moment is not None and moment.tzinfo is None:
            raise UserMistake(f"{moment}: name the zone too, as in plan.clock.at(0)")
    return sight


def frame(plan: Plan, sight: Sight, asked: Iterable[PlannedOperation]) -> tuple[PlanClock, int]:
    """The clock whose minute 0 is the left edge, and the minutes to the right edge."""
    begin = whole_minute(sight.begin or plan.clock.at(0).replace(minute=0))
    end = sight.end or _end(plan, sight, begin, asked)
    clock = PlanClock(begin, plan.clock.zone)
    span = clock.minute_up(end)
    if span <= 0:
        raise UserMistake(f"a picture from {begin:%Y-%m-%d %H:%M} must end later than {end:%Y-%m-%d %H:%M}")
    return clock, span


def _end(plan: Plan, sight: Sight, begin: datetime, asked: Iterable[PlannedOperation]) -> datetime:
    last = plan.clock.at(max((planned.end for planned in asked), default=0))
    longest = last if sight.molds else min(last, begin + USUAL)
    return max(longest, begin + _LEAST)


def _known(named: frozenset[Id], known: Iterable[Id], what: str) -> None:
    there = list(known)
    unknown = sorted(named.difference(there))
    if unknown:
        more = " …" if len(there) > _TOLD else ""
        raise UserMistake(
            f"{unknown[0]} is no {what} of the shop; name one of {', '.join(there[:_TOLD])}{more}"
        )
