"""Who takes part: our planner, its first schedule alone, and the peers that are installed."""

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from sprue import __version__
from sprue.bench.places import PACKAGE
from sprue.bench.rows import Key, with_workers
from sprue.bench.sets import Case
from sprue.shop.errors import UserMistake

OURS = ("dispatch", "sprue")
#: Peers and the packages that they are made of.
PEERS = {"cpsat": ("ortools",), "pyjobshop": ("pyjobshop", "ortools")}
INSTALL = "pip install 'sprue[bench]'"
#: Parts of the planner's room that change no schedule.
JUDGES = ("referee.py",)


@dataclass(frozen=True, slots=True)
class Run:
    """A solver of a version, the seconds that it is given, and its workers."""

    solver: str
    version: str
    seconds: float
    workers: int

    def key(self, case: Case) -> Key:
        """The key of its row."""
        return case.set, case.name, self.solver, f"{self.seconds:g}", self.version

    @property
    def longest(self) -> float:
        """Seconds that it may search; a first schedule takes none."""
        return 0.0 if self.solver == "dispatch" else self.seconds


def checked(peers: tuple[str, ...]) -> tuple[str, ...]:
    """The peers, when all are known."""
    unknown = [name for name in peers if name not in PEERS]
    if unknown:
        raise UserMistake(f"--peers {','.join(unknown)}: the peers are {', '.join(PEERS)}")
    return peers


def runs_of(
    peers: tuple[str, ...], *, seconds: float, workers: int, say: Callable[[str], None]
) -> tuple[Run, ...]:
    """The runs on each instance; our first schedule comes first, as CP-SAT has its horizon from it."""
    return tuple(
        Run(solver, with_workers(made, workers), seconds, workers) for solver, made in _versions(peers, say)
    )


def _versions(peers: tuple[str, ...], say: Callable[[str], None]) -> Iterator[tuple[str, str]]:
    ours = f"{__version__}+{digest()}"
    yield from ((solver, ours) for solver in OURS)
    for peer in peers:
        try:
            yield peer, " ".join(f"{package} {version(package)}" for package in PEERS[peer])
        except PackageNotFoundError as missing:
            say(f"{peer} is left out, {missing.name} is not installed: {INSTALL}")


def digest() -> str:
    """Stamp of the code that makes schedules; comments and blanks don't count."""
    stamp = hashlib.sha256()
    for source in sorted((PACKAGE / "planning" / "graph").rglob("*.py")):
        if source.name not in JUDGES:
            stamp.update(ast.dump(ast.parse(source.read_bytes())).encode())
    return stamp.hexdigest()[:8]
