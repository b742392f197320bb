"""People minute by minute, exactly: can those on shift cover the demand of all machines?

Demands are whole numbers of a unit small enough for every `attention`; people who can do the same
kinds are one crew. The demand of the kinds is covered when the greatest flow from crews to kinds,
each crew giving at most its people, meets it all. It is looked at where something changes only.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from sprue.planning.plan import Phase
from sprue.planning.problem import Problem
from sprue.planning.referee.case import Load, within
from sprue.shop.calendar import Stretch
from sprue.shop.ids import KindId, OperationId


class Crew:
    """People on shift and what the loads demand of them, until plan minute `until`."""

    def __init__(self, problem: Problem, loads: Sequence[Load], until: int) -> None:
        self._limited = problem.people_limit
        self._attention = {k: Fraction(a) for k, a in problem.attention.items()}
        self.unit = lcm(*(a.denominator for a in self._attention.values()))
        self._islands: dict[KindId, Island] = {}
        self._own: dict[OperationId, list[tuple[int, int, int]]] = {}
        if self._limited:
            self._fill(problem, loads, until)

    def need(self, kind: KindId, phase: Phase) -> int:
        """Demand, in units, of one machine of the kind in an attended phase; 0 where people are enough."""
        if not self._limited:
            return 0
        return self.unit if phase is Phase.SETUP else int(self._attention.get(kind, Fraction(1)) * self.unit)

    def overloads(self) -> Iterator[tuple[int, tuple[KindId, ...]]]:
        """Minutes from which the demand is not covered, with the kinds that share people there."""
        for island in dict.fromkeys(self._islands.values()):
            for minute in island.overloads():
                yield minute, island.kinds

    def free(
        self,
        kind: KindId,
        need: int,
        stretches: Sequence[Stretch],
        span: Stretch,
        without: OperationId | None = None,
    ) -> Iterator[Stretch]:
        """Parts of the stretches within `span` in which `need` more could be covered at `kind`.

        `without`: the demand of that operation's load is not counted. Parts that touch are one.
        """
        island = self._islands.get(kind)
        own = self._own.get(without, []) if without is not None else []
        for start, end in within(stretches, *span):
            if need == 0:
                yield start, end
            elif island is not None:
                yield from joined(island.covered(kind, need, (start, end), own))

    def _fill(self, problem: Problem, loads: Sequence[Load], until: int) -> None:
        kinds = {k for w in problem.workers for k in w.kinds} | set(self._attention)
        kinds |= {k for m in problem.machines.values() for k in m.kinds}
        kinds |= {w.kind for load in loads for w in load.works}
        for names in _connected(kinds, [w.kinds for w in problem.workers]):
            island = Island(names, self.unit)
            self._islands.update(dict.fromkeys(names, island))
        for worker in problem.workers:
            if worker.kinds:
                island = self._islands[next(iter(worker.kinds))]
                island.add_person(worker.kinds, worker.stretches, until)
        for load in loads:
            self._add_load(load, problem.attention)
        for island in dict.fromkeys(self._islands.values()):
            island.close()

    def _add_load(self, load: Load, attention: dict[KindId, Decimal]) -> None:
        kind = load.kind(attention)
        own: list[tuple[int, int, int]] = []
        for segment in load.segments:
            if segment.phase is Phase.RUN and load.by_clock:
                continue
            need = self.need(kind, segment.phase)
            own.append((segment.start, segment.end, need))
            self._islands[kind].add_demand(kind, segment.start, segment.end, need)
        self._own.update(dict.fromkeys(load.ids, own))


class Island:
    """Kinds that share people, directly or through others, and those people."""

    def __init__(self, kinds: tuple[KindId, ...], unit: int) -> None:
        self.kinds = kinds
        self._unit = unit
        self._kind_at = {kind: i for i, kind in enumerate(kinds)}
        self._crews: dict[frozenset[KindId], int] = {}
        self._changes: dict[int, list[tuple[bool, int, int]]] = defaultdict(list)
        self._times: list[int] = []
        self._present: list[tuple[int, ...]] = []
        self._demand: list[tuple[int, ...]] = []
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], bool] = {}

    def add_person(self, kinds: frozenset[KindId], stretches: Sequence[Stretch], until: int) -> None:
        """A person able to do `kinds`, on shift in `stretches`."""
        crew = self._crews.setdefault(kinds, len(self._crews))
        for start, end in stretches:
            if start > until:
                break
            self._changes[start].append((True, crew, self._unit))
            self._changes[end].append((True, crew, -self._unit))

    def add_demand(self, kind: KindId, start: int, end: int, need: int) -> None:
        """A machine of `kind` needs `need` units from start to end."""
        self._changes[start].append((False, self._kind_at[kind], need))
        self._changes[end].append((False, self._kind_at[kind], -need))

    def close(self) -> None:
        """Works out who is there and what is demanded between any two changes."""
        present, demand = [0] * len(self._crews), [0] * len(self.kinds)
        for minute in sorted({0, *self._changes}):
            for is_person, index, change in self._changes.get(minute, ()):
                (present if is_person else demand)[index] += change
            self._times.append(minute)
            self._present.append(tuple(present))
            self._demand.append(tuple(demand))
        self._changes.clear()

    def overloads(self) -> Iterator[int]:
        """Minutes from which the demand is not covered."""
        before = True
        for minute, present, demand in zip(self._times, self._present, self._demand, strict=True):
            covered = self._covers(present, demand)
            if before and not covered:
                yield minute
            before = covered

    def covered(
        self, kind: KindId, need: int, span: Stretch, own: Iterable[tuple[int, int, int]]
    ) -> Iterator[Stretch]:
        """Parts of `span` in which `need` more at `kind` is covered, `own` demand at it not counted."""
        start, end = span
        i = max(0, bisect_right(self._times, start) - 1)
        while i < len(self._times) and self._times[i] < end:
            following = self._times[i + 1] if i + 1 < len(self._times) else end
            at = self._times[i]
            demand = list(self._demand[i])
            demand[self._kind_at[kind]] += need - sum(n for a, b, n in own if a <= at < b)
            if self._covers(self._present[i], tuple(demand)):
                yield max(start, at), min(end, following)
            i += 1

    def _covers(self, present: tuple[int, ...], demand: tuple[int, ...]) -> bool:
        key = (present, demand)
        if key not in self._known:
            self._known[key] = self._flow_covers(list(present), demand)
        return self._known[key]

    def _flow_covers(self, spare: list[int], demand: tuple[int, ...]) -> bool:
        """Whether a flow from crews to kinds meets the demand (augmenting paths)."""
        able = [[i for kinds, i in self._crews.items() if kind in kinds] for kind in self.kinds]
        given = [[0] * len(spare) for _ in self.kinds]
        for kind, wanted in enumerate(demand):
            left = wanted
            while left > 0:
                moved = _augment(kind, left, able, given, spare)
                if moved == 0:
                    return False
                left -= moved
        return True


def _augment(kind: int, wanted: int, able: list[list[int]], given: list[list[int]], spare: list[int]) -> int:
    """Gives up to `wanted` more to `kind`, others handing over where they can; how much it was (0: none)."""
    came_by: dict[int, tuple[int, int]] = {}  # crew → (kind that asks it, crew by which that kind was found)
    todo = [(kind, -1)]
    seen = {kind}
    for asking, by in todo:
        for crew in able[asking]:
            if crew in came_by:
                continue
            came_by[crew] = (asking, by)
            if spare[crew] > 0:
                return _hand_over(crew, wanted, came_by, given, spare)
            for other, gives in enumerate(given):
                if gives[crew] > 0 and other not in seen:
                    seen.add(other)
                    todo.append((other, crew))
    return 0


def _hand_over(
    crew: int, wanted: int, came_by: dict[int, tuple[int, int]], given: list[list[int]], spare: list[int]
) -> int:
    """Moves people along the found path that ends at a crew with people to spare."""
    path = [(crew, *came_by[crew])]
    while path[-1][2] >= 0:
        crew_before = path[-1][2]
        path.append((crew_before, *came_by[crew_before]))
    amount = min([wanted, spare[crew], *(given[asking][by] for _, asking, by in path if by >= 0)])
    spare[crew] -= amount
    for giving, asking, by in path:
        given[asking][giving] += amount
        if by >= 0:
            given[asking][by] -= amount
    return amount


def joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches in order, those that touch as one."""
    held: Stretch | None = None
    for start, end in stretches:
        if held is not None and held[1] == start:
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held


def _connected(kinds: Iterable[KindId], abilities: Iterable[frozenset[KindId]]) -> list[tuple[KindId, ...]]:
    """Kinds in groups that share people, directly or through others."""
    group: dict[KindId, set[KindId]] = {kind: {kind} for kind in kinds}
    for able in set(abilities):
        merged = set[KindId]().union(*(group[kind] for kind in able))
        for kind in merged:
            group[kind] = merged
    unique = {id(names): names for names in group.values()}
    return [tuple(sorted(names)) for names in unique.values()]
