"""From an instance to a short schedule, with a bound that is proven."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from sprue.planning.graph.bounds import lower_bound
from sprue.planning.graph.elite import Plan, dispatched, schedule_of
from sprue.planning.graph.fixed import FixedSpace
from sprue.planning.graph.flexible import FlexibleSpace
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.large import Large
from sprue.planning.graph.levelled import levelled
from sprue.planning.graph.relink import Mapper, Relinking
from sprue.planning.graph.schedule import Schedule
from sprue.planning.graph.stretches import Stretches

#: Shops of more operations are searched a stretch of time after the other.
WHOLE = 4_000
#: Passes of a plan whose machines are chosen by load.
PASSES = 80


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is; `iterations` are moves."""

    value: int
    bound: int
    iterations: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The best schedule, a makespan that none can beat, and what the first one was and took."""

    schedule: Schedule
    bound: int
    iterations: int
    seconds: float
    first_value: int
    first_seconds: float


def never() -> bool:
    """Nobody asks to stop."""
    return False


def solve(  # noqa: PLR0913  # the limits of a search are named at the call, all optional
    instance: Instance,
    *,
    seconds: float = 60.0,
    iterations: int | None = None,
    seed: int = 0,
    workers: int = 1,
    timer: Callable[[], float] | None = None,
    mapper: Mapper = map,
    target: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = never,
) -> Answer:
    """Make an instance short.

    Parameters
    ----------
    seconds : how long to search, by `timer`; without a timer only `iterations` limit
    iterations : moves at most, about (0: the first schedule; None: as time allows, none without timer)
    workers : how many tasks `mapper` runs at once; the schedule does not depend on it
    target : a makespan that is enough; the proven bound always is
    stop : asked now and then; True ends the search
    """
    clock = timer or (lambda: 0.0)
    begin = clock()
    limit = iterations if iterations is not None else (0 if timer is None else None)
    plan = dispatched(instance, np.ones(instance.size))
    schedule = schedule_of(instance, plan)
    first, first_seconds = schedule.makespan, clock() - begin
    bound = lower_bound(instance)
    enough = bound if target is None else max(bound, target)
    best, value, made = plan, first, 0

    def spent() -> float:
        share = (clock() - begin) / seconds if seconds > 0 else 1.0
        return 1.0 if stop() else share

    if limit != 0 and value > enough and spent() < 1:
        search = _search(instance, plan, np.random.default_rng(seed), enough, workers, spent)
        for found, makespan, moves in search(mapper, limit):
            made = moves
            if makespan < value:
                best, value = found, makespan
            if progress is not None:
                progress(Progress(value, bound, moves, clock() - begin))
    schedule = schedule_of(instance, best)
    return Answer(schedule, bound, made, clock() - begin, first, first_seconds)


_Search = Callable[[Mapper, int | None], Iterator[tuple[Plan, int, int]]]


def _search(
    instance: Instance,
    first: Plan,
    random: np.random.Generator,
    target: int,
    workers: int,
    spent: Callable[[], float],
) -> _Search:
    """The search that suits the instance: yields plan, makespan and moves so far."""
    if instance.fixed and instance.size > WHOLE:
        return partial(_by_windows, Large(instance, random, target=target, spent=spent))
    if instance.size > WHOLE and instance.setup is None:
        level = levelled(instance, np.ones(instance.size), PASSES)
        shorter = min(first, level, key=lambda plan: schedule_of(instance, plan).makespan)
        return partial(_by_windows, Stretches(instance, shorter, random, target=target, spent=spent))
    kind = FixedSpace if instance.fixed else FlexibleSpace
    spaces = [kind(instance) for _ in range(workers)]
    return partial(_by_relinking, Relinking(instance, spaces, random, target=target, spent=spent), first)


def _by_windows(
    search: Large | Stretches, mapper: Mapper, limit: int | None
) -> Iterator[tuple[Plan, int, int]]:
    for _ in search.run(mapper, limit):
        yield search.plan, search.makespan, search.moves


def _by_relinking(
    search: Relinking, first: Plan, mapper: Mapper, limit: int | None
) -> Iterator[tuple[Plan, int, int]]:
    for best in search.run([first], mapper, limit):
        yield best.plan, best.makespan, search.moves
