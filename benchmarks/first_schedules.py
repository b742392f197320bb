"""First schedules of job shops from 1,000 to 1,000,000 operations: seconds, per operation, and memory."""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from sprue.files.instances import read_instance
from sprue.planning.graph.elite import dispatched, schedule_of
from sprue.planning.graph.instance import Instance, of_chains
from sprue.planning.graph.referee import violations

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = ROOT.parent / "shared" / "benchmarks" / "jsp_tai"
#: Jobs and machines of made instances, and the public ones there may be.
MADE = ((50, 20), (150, 20), (100, 100), (300, 100), (1000, 100), (3000, 100), (1000, 1000))
NAMES = ("tai_100_10_1", "tai_100_100_1", "tai_1000_100_1", "tai_1000_1000_1")
RUNS = 3
#: The referee reads each operation in Python; larger schedules are left to the compiled checks of the tests.
REFEREED = 100_000


def made(jobs: int, machines: int) -> Instance:
    """A random job shop: each job on every machine once, in any order."""
    random = np.random.default_rng(jobs * machines)
    order = np.argsort(random.random((jobs, machines)), axis=1)
    minutes = random.integers(1, 100, (jobs, machines))
    options = np.stack([order.ravel(), minutes.ravel()], 1).astype(np.int32)
    lengths = np.full(jobs, machines, np.int32)
    return of_chains(f"made {jobs} × {machines}", machines, lengths, np.ones(len(options), np.int32), options)


def found(name: str) -> Instance:
    """The instance of a name: a public file, or jobs and machines with an x between."""
    if "x" in name:
        jobs, machines = name.split("x")
        return made(int(jobs), int(machines))
    return read_instance(PUBLIC / f"{name}.zip")


def bound(instance: Instance) -> int:
    """No schedule is shorter than the fullest machine and the longest job."""
    load = np.bincount(instance.option_machine, instance.option_minutes).max()
    longest = np.bincount(instance.job, instance.option_minutes).max()
    return int(max(load, longest))


def peak_mib() -> float:
    """Most memory of this program so far (Linux; the counter of `resource` begins with that of the parent)."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def measured(name: str) -> dict[str, float | str]:
    """One instance in this process."""
    small = made(10, 10)
    schedule_of(small, dispatched(small, np.ones(small.size)))
    instance = found(name)
    lengths = []
    for _ in range(RUNS):
        begin = time.process_time()
        schedule = schedule_of(instance, dispatched(instance, np.ones(instance.size)))
        lengths.append(time.process_time() - begin)
    assert instance.size > REFEREED or violations(instance, schedule) == []
    peak = peak_mib()
    over = schedule.makespan / bound(instance) - 1
    return {
        "name": instance.name,
        "size": instance.size,
        "seconds": float(np.median(lengths)),
        "over": over,
        "peak": peak,
    }


def lines() -> list[str]:
    """A row for each instance, smallest first."""
    public = [name for name in NAMES if (PUBLIC / f"{name}.zip").exists()]
    answers = []
    for name in [*(f"{jobs}x{machines}" for jobs, machines in MADE), *public]:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.first_schedules", name],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.append(json.loads(done.stdout))
        print(answers[-1], flush=True)
    answers.sort(key=lambda answer: (answer["size"], answer["name"]))
    return [
        f"| {a['name']} | {a['size']} | {a['seconds']:.3f} s | **{1e6 * a['seconds'] / a['size']:.2f} µs** "
        f"| {100 * a['over']:.1f} % | {a['peak']:.0f} MiB |"
        for a in answers
    ]


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1])))
