"""How much time a machine and enough people have together: can a piece of work ever be done there?"""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from sprue.planning.plan import Hindrance
from sprue.planning.problem import HORIZON_MINUTES, MachineWork
from sprue.shop.calendar import Stretch
from sprue.shop.ids import KindId, MachineId
from sprue.shop.routing import Mode

#: Most work shows within so many minutes that it can be done; only the rest asks for all five years.
NEAR_MINUTES = 60 * 24 * 60

Stretches = tuple[Stretch, ...]
#: Minutes in all, and those of the longest stretch.
Room = tuple[int, int]
#: A machine, and the kind under which people attend work there.
Place = tuple[MachineId, KindId]


class Wanted(NamedTuple):
    """Room that a piece of work asks for: at each of the places, in one stretch or not."""

    places: tuple[Place, ...]
    unbroken: bool


def common(first: Sequence[Stretch], second: Sequence[Stretch]) -> list[Stretch]:
    """The minutes that are in both."""
    shared: list[Stretch] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            shared.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return shared


def covered(rosters: Sequence[tuple[Stretches, int]], need: Decimal) -> list[Stretch]:
    """The minutes with at least `need` people on shift; `rosters`: stretches and how many have them."""
    events: list[tuple[int, int]] = []
    for stretches, people in rosters:
        for start, end in stretches:
            events.append((start, people))
            events.append((end, -people))
    events.sort(key=lambda event: event[0])
    found: list[Stretch] = []
    present, since = 0, -1
    for index, (minute, change) in enumerate(events):
        present += change
        if index + 1 < len(events) and events[index + 1][0] == minute:
            continue
        if present >= need and since < 0:
            since = minute
        elif present < need and since >= 0:
            found.append((since, minute))
            since = -1
    return found


def clip(stretches: Stretches, until: int) -> Stretches:
    """The stretches before minute `until`."""
    within = stretches[: bisect_left(stretches, until, key=lambda stretch: stretch[0])]
    return (*within[:-1], (within[-1][0], min(within[-1][1], until))) if within else ()


class Usable:
    """Answers, with a memory, whether work can be done on a machine within five years."""

    def __init__(
        self,
        machines: dict[MachineId, Stretches],
        people: Sequence[tuple[frozenset[KindId], Stretches]] | None,
        attention: dict[KindId, Decimal],
    ) -> None:
        self._machines = machines
        self._people = people
        self._attention = attention
        self._rosters: dict[KindId, list[tuple[Stretches, int]]] = {}
        self._covered: dict[tuple[KindId, Decimal, int], list[Stretch]] = {}
        self._sure: dict[tuple[Place, bool], int] = {}
        self._rooms: dict[tuple[int, KindId, Decimal, int], Room] = {}

    def hindrance(self, work: MachineWork, mode: Mode, setup: int) -> Hindrance | None:
        """What makes the work impossible on its machine (None: nothing); `setup`: its least setup minutes."""
        minutes = setup + work.run_minutes
        if minutes <= self.ample(work, mode):
            return None
        if not self._machines[work.machine]:
            return Hindrance.NEVER_OPEN
        run = 0 if work.by_clock else work.run_minutes
        attention = self._attention.get(work.kind, Decimal(1))
        needs = [n for n, length in ((Decimal(1), setup), (attention, run)) if length > 0 and n > 0]
        if needs and self._people is not None and not self._able(work.kind):
            return Hindrance.NOBODY_ABLE
        if mode is Mode.UNBROKEN:
            return self._no_stretch(work, setup + run, min(needs, default=Decimal(0)))
        phases = ((setup, Decimal(1)), (run, attention))
        ample = all(self._has(work, length, need) for length, need in phases if length)
        return None if ample and self._has(work, setup + run, Decimal(0)) else Hindrance.NOTHING_FREE

    def surely(self, wanted: Wanted) -> int:
        """Minutes that surely find room soon at each of the places (-1: at some there is none)."""
        return min((self._ample(place, wanted.unbroken) for place in wanted.places), default=0)

    def ample(self, work: MachineWork, mode: Mode) -> int:
        """Minutes that surely find room on the machine soon, whatever part of them is setup (-1: none)."""
        return self._ample((work.machine, work.kind), mode is Mode.UNBROKEN)

    def _ample(self, place: Place, unbroken: bool) -> int:
        key = (place, unbroken)
        if key not in self._sure:
            need = max(Decimal(1), self._attention.get(place[1], Decimal(1)))
            total, longest = self._room(place, need, NEAR_MINUTES)
            self._sure[key] = (longest if unbroken else total) or -1
        return self._sure[key]

    def _no_stretch(self, work: MachineWork, minutes: int, need: Decimal) -> Hindrance | None:
        if max(b - a for a, b in self._machines[work.machine]) < minutes:
            return Hindrance.NO_STRETCH
        longest = max(
            self._room((work.machine, work.kind), need, until)[1] for until in (NEAR_MINUTES, HORIZON_MINUTES)
        )
        return None if longest >= minutes else Hindrance.NOTHING_FREE

    def _has(self, work: MachineWork, minutes: int, need: Decimal) -> bool:
        return any(
            self._room((work.machine, work.kind), need, until)[0] >= minutes
            for until in (NEAR_MINUTES, HORIZON_MINUTES)
        )

    def _able(self, kind: KindId) -> list[tuple[Stretches, int]]:
        """Rosters of those able to do the kind: stretches and how many people have the same."""
        if kind not in self._rosters:
            counted: dict[int, tuple[Stretches, int]] = {}
            for kinds, stretches in self._people or ():
                if kind in kinds and stretches:
                    counted[id(stretches)] = (stretches, counted.get(id(stretches), ((), 0))[1] + 1)
            self._rosters[kind] = list(counted.values())
        return self._rosters[kind]

    def _present(self, kind: KindId, need: Decimal, until: int) -> list[Stretch]:
        key = (kind, need, until)
        if key not in self._covered:
            rosters = [(clip(stretches, until), people) for stretches, people in self._able(kind)]
            self._covered[key] = covered(rosters, need)
        return self._covered[key]

    def _room(self, place: Place, need: Decimal, until: int) -> Room:
        machine, kind = place
        stretches = self._machines[machine]
        key = (id(stretches), kind, need, until)
        if key not in self._rooms:
            free: Sequence[Stretch] = clip(stretches, until)
            if need > 0 and self._people is not None:
                free = common(free, self._present(kind, need, until))
            lengths = [b - a for a, b in free]
            self._rooms[key] = (sum(lengths), max(lengths, default=0))
        return self._rooms[key]
