"""One solver on one instance, in a process of its own: its memory is its own, and it can be ended.

Writes an .npz: start, minutes, machine (all missing: no schedule), bound, seconds to the first schedule (nan:
to be read from the log on stdout), seconds before the solver began, peak memory in MiB.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from sprue.bench import peers
from sprue.files.instances import read_instance
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import SprueError

if sys.platform != "win32":
    import resource

SEED = 1
#: Bytes of address space: a peer that wants more has no answer, rather than a computer that hangs.
MOST_MEMORY = 16 * 2**30
#: Seconds of a first run, so that compiled code is loaded when the clock starts.
WARM_UP = 1.0


def main(solver: str, path: Path, out: Path, *, seconds: float, workers: int, horizon: int) -> None:
    """Run the solver and write its answer."""
    _limit_memory()
    instance = read_instance(path)
    if solver == "cpsat":
        found = peers.cpsat(instance, seconds=seconds, workers=workers, horizon=horizon)
        facts = _facts(found.schedule, found.bound, float("nan"), found.build_seconds)
    elif solver == "pyjobshop":
        found = peers.pyjobshop(instance, seconds=seconds, workers=workers)
        facts = _facts(found.schedule, found.bound, float("nan"), found.build_seconds)
    else:
        facts = _ours(instance, seconds, workers, 0 if solver == "dispatch" else None)
    np.savez(out, peak_mib=_peak_mib(), **facts)


def _ours(instance: Instance, seconds: float, workers: int, iterations: int | None) -> dict[str, Any]:
    from sprue.planning.graph.solve import solve  # noqa: PLC0415  # peers don't carry the compiler

    with ThreadPoolExecutor(workers) as pool:
        for limit in (min(WARM_UP, seconds), seconds):
            answer = solve(
                instance,
                seconds=limit,
                iterations=iterations,
                seed=SEED,
                workers=workers,
                timer=time.perf_counter,
                mapper=pool.map,
            )
    return _facts(answer.schedule, answer.bound, answer.first_seconds, 0.0)


def _facts(
    schedule: Schedule | None, bound: int, first_seconds: float, build_seconds: float
) -> dict[str, Any]:
    facts: dict[str, Any] = {"bound": bound, "first_seconds": first_seconds, "build_seconds": build_seconds}
    if schedule is not None:
        facts |= {"start": schedule.start, "minutes": schedule.minutes, "machine": schedule.machine}
    return facts


def _limit_memory() -> None:
    """Hold the process to MOST_MEMORY, where the system can."""
    if sys.platform != "win32":
        # Some systems refuse, as macOS does: the limit is a help, no promise.
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _peak_mib() -> float:
    """Most memory that this process held; nan where the system doesn't tell.

    Linux counts the parent's into getrusage, so its own file comes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 2**10 for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    name, source, target, *numbers = sys.argv[1:]
    try:
        main(
            name,
            Path(source),
            Path(target),
            seconds=float(numbers[0]),
            workers=int(numbers[1]),
            horizon=int(numbers[2]),
        )
    except SprueError as error:
        # One line for whoever reads the end of what this process says.
        raise SystemExit(str(error)) from error
