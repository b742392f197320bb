"""A job shop without calendars: operations, what comes before what, on which machine how long."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int32]


class NotAnInstance(ValueError):
    """The numbers do not make a job shop; `args[0]` says which."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """Operations are numbered from 0 in file order, machines from 0.

    Parameters
    ----------
    machines : how many machines there are
    job, index : shape (n,), the job of each operation and its place in it, from 0; for reports
    before_start, before : shape (n + 1,) and (e,)
        `before[before_start[i]:before_start[i + 1]]` must end before i starts
    option_start, option_machine, option_minutes : shape (n + 1,), (k,), (k,)
        where i can be made, and how long that takes
    setup : shape (machines, n, n) or None
        minutes between the end of one and the start of the next on a machine

    Raises
    ------
    NotAnInstance : numbers out of range, an operation without machine, or a circle
    """

    name: str
    machines: int
    job: IntArray
    index: IntArray
    before_start: IntArray
    before: IntArray
    option_start: IntArray
    option_machine: IntArray
    option_minutes: IntArray
    setup: IntArray | None = None
    after_start: IntArray = field(init=False)
    after: IntArray = field(init=False)
    #: An order in which each operation comes after all that must end before it.
    order: IntArray = field(init=False)

    def __post_init__(self) -> None:
        n = self.size
        _check(self)
        after_start, after = turned(self.before_start, self.before, n)
        object.__setattr__(self, "after_start", after_start)
        object.__setattr__(self, "after", after)
        object.__setattr__(self, "order", _order(self))

    @property
    def size(self) -> int:
        """How many operations."""
        return len(self.job)

    @property
    def fixed(self) -> bool:
        """Whether it is a classic job shop: one machine, at most one before and one after each operation."""
        return bool(
            len(self.option_machine) == self.size
            and self.setup is None
            and np.diff(self.before_start).max(initial=0) <= 1
            and np.diff(self.after_start).max(initial=0) <= 1
        )


def of_jobs(
    name: str,
    machines: int,
    jobs: Sequence[Sequence[Sequence[tuple[int, int]]]],
    setup: IntArray | None = None,
) -> Instance:
    """Instance of jobs that are chains: per job, per operation, its (machine, minutes) options."""
    operations = [operation for job in jobs for operation in job]
    lengths = np.array([len(job) for job in jobs], dtype=np.int32)
    return of_chains(
        name,
        machines,
        lengths,
        np.array([len(options) for options in operations], dtype=np.int32),
        np.array([option for options in operations for option in options], dtype=np.int32).reshape(-1, 2),
        setup,
    )


def of_chains(
    name: str,
    machines: int,
    lengths: IntArray,
    choices: IntArray,
    options: IntArray,
    setup: IntArray | None = None,
) -> Instance:
    """Instance of chains: operations per job (j,), options per operation (n,), machine and minutes (k, 2)."""
    n = int(lengths.sum())
    job = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    begins = np.concatenate(([0], np.cumsum(lengths[:-1]))).astype(np.int32) if len(lengths) else lengths
    index = np.arange(n, dtype=np.int32) - begins[job]
    return Instance(
        name=name,
        machines=machines,
        job=job,
        index=index.astype(np.int32),
        before_start=starts_of((index > 0).astype(np.int32)),
        before=(np.flatnonzero(index > 0) - 1).astype(np.int32),
        option_start=starts_of(choices),
        option_machine=np.ascontiguousarray(options[:, 0], dtype=np.int32),
        option_minutes=np.ascontiguousarray(options[:, 1], dtype=np.int32),
        setup=setup,
    )


def starts_of(counts: IntArray) -> IntArray:
    """Offsets of consecutive lists of these lengths, with the end: shape (n + 1,)."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def turned(start: IntArray, items: IntArray, n: int) -> tuple[IntArray, IntArray]:
    """The relation read from its other side, as offsets and items."""
    owner = np.repeat(np.arange(n, dtype=np.int32), np.diff(start))
    arranged = np.argsort(items, kind="stable")
    return starts_of(np.bincount(items, minlength=n).astype(np.int32)), owner[arranged]


def _check(instance: Instance) -> None:
    n = instance.size
    for what, start, items in (
        ("precedence", instance.before_start, instance.before),
        ("option", instance.option_start, instance.option_machine),
    ):
        if (
            len(start) != n + 1
            or int(start[0]) != 0
            or int(start[-1]) != len(items)
            or (np.diff(start) < 0).any()
        ):
            raise NotAnInstance(f"the {what} lists do not fit {n} operations")
    if (np.diff(instance.option_start) < 1).any():
        first = int(np.flatnonzero(np.diff(instance.option_start) < 1)[0])
        raise NotAnInstance(f"operation {first} has no machine")
    if len(instance.before) and not 0 <= int(instance.before.min()) <= int(instance.before.max()) < n:
        raise NotAnInstance("an operation waits for one that does not exist")
    if (
        n
        and not 0
        <= int(instance.option_machine.min())
        <= int(instance.option_machine.max())
        < instance.machines
    ):
        raise NotAnInstance(f"a machine is not among the {instance.machines} of the instance")
    if n and int(instance.option_minutes.min()) < 0:
        raise NotAnInstance("minutes are negative")
    if instance.setup is not None and instance.setup.shape != (instance.machines, n, n):
        raise NotAnInstance(f"setup times have shape {instance.setup.shape}, not {(instance.machines, n, n)}")


def _order(instance: Instance) -> IntArray:
    """A topological order, level by level."""
    n = instance.size
    missing = np.diff(instance.before_start).astype(np.int32)
    order = np.empty(n, dtype=np.int32)
    ready = np.flatnonzero(missing == 0).astype(np.int32)
    filled = 0
    while len(ready):
        order[filled : filled + len(ready)] = ready
        filled += len(ready)
        counts = instance.after_start[ready + 1] - instance.after_start[ready]
        offsets = np.repeat(
            instance.after_start[ready] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts
        )
        followers = instance.after[offsets + np.arange(int(counts.sum()))]
        np.subtract.at(missing, followers, 1)
        candidates = np.unique(followers)
        ready = candidates[missing[candidates] == 0].astype(np.int32)
    if filled < n:
        raise NotAnInstance("operations wait for each other in a circle")
    return order
