"""Minutes of machines in a span: open, set up, run, alone, busy, stopped; overlapping reports count once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from sprue.figures.evidence import Evidence, What
from sprue.figures.facts import Facts
from sprue.figures.span import OpenHours, Span, is_machine
from sprue.figures.work import Stretch
from sprue.shop.ids import MachineId, OperationId
from sprue.shop.resources import Machine


@dataclass(frozen=True, slots=True)
class Piece:
    """Minutes from `start` to `end` on a machine that no earlier piece covers; a pause has no work in it."""

    stretch: Stretch
    start: int
    end: int
    setup: bool = False
    pause: bool = False


@dataclass
class MachineHours:
    """Pieces by machine, of machines only (no benches, seats and places outside), for one span."""

    facts: Facts
    span: Span
    open: OpenHours = field(init=False)

    def __post_init__(self) -> None:
        self.open = OpenHours(self.facts.shop, self.span)

    @cached_property
    def machines(self) -> list[Machine]:
        """Machines of the shop."""
        return [machine for machine in self.facts.shop.machines.values() if is_machine(machine)]

    @cached_property
    def stretches(self) -> dict[MachineId, list[Stretch]]:
        """Work of the span, what is under way too, by machine; no breakdowns."""
        found: dict[MachineId, list[Stretch]] = defaultdict(list)
        for s in (*self.facts.work.stretches, *self.facts.work.under_way(self.span.end)):
            touches = s.end > self.span.begin and s.start < self.span.end
            if s.machine is not None and not s.breakdown and touches:
                found[s.machine].append(s)
        return found

    @cached_property
    def worked(self) -> dict[MachineId, list[Piece]]:
        """Setting up and running, each minute once."""
        return {name: list(_once(self._parts(rows))) for name, rows in self.stretches.items()}

    @cached_property
    def busy(self) -> dict[MachineId, list[Piece]]:
        """Worked, and pauses of work that went on on the same machine."""
        return {
            name: list(_once([*self._parts(rows), *self._pauses(rows)]))
            for name, rows in self.stretches.items()
        }

    def inside(self, machine: Machine, piece: Piece) -> int:
        """Minutes of a piece in which its machine was open."""
        return self.open.between(machine, piece.start, piece.end)

    def rooms(self) -> list[Evidence]:
        """A row for the open minutes of each machine; none where nobody reported anything."""
        if not self.worked:
            return []
        span = self.span
        return [
            self.row(machine, 0, self.open.minutes(machine), None, What.MACHINE, machine.id)
            for machine in self.machines
            if span.end > span.begin
        ]

    def row(
        self, machine: Machine, part: float, whole: float, piece: Piece | None, what: What, name: str
    ) -> Evidence:
        """A row of evidence of a machine."""
        shop, kind = self.facts.shop, machine.kinds[0]
        known = shop.kinds.get(kind)
        stretch = piece.stretch if piece is not None else None
        return Evidence(
            what,
            name,
            stretch.start if stretch is not None else self.span.begin,
            part,
            whole,
            stretch.end if stretch is not None else self.span.end,
            known.department if known is not None else "",
            kind,
            machine.id,
            stretch.seqs if stretch is not None else (),
        )

    def _parts(self, rows: Iterable[Stretch]) -> list[Piece]:
        """Setup and run of each stretch, within the span."""
        found = []
        for s in rows:
            middle = s.start + s.setup
            if s.setup:
                found.append(self._piece(s, s.start, middle, setup=True))
            if middle < s.end:
                found.append(self._piece(s, middle, s.end))
        return [piece for piece in found if piece.start < piece.end]

    def _pauses(self, rows: Iterable[Stretch]) -> list[Piece]:
        by_operation: dict[OperationId, list[Stretch]] = defaultdict(list)
        for s in rows:
            by_operation[s.operation].append(s)
        found = []
        for own in by_operation.values():
            for one, after in pairwise(sorted(own, key=lambda s: (s.start, s.end))):
                if one.end < after.start:
                    found.append(self._piece(after, one.end, after.start, pause=True))
        return [piece for piece in found if piece.start < piece.end]

    def _piece(
        self, stretch: Stretch, start: datetime, end: datetime, *, setup: bool = False, pause: bool = False
    ) -> Piece:
        first, last = max(start, self.span.begin), min(end, self.span.end)
        return Piece(stretch, self.span.minute(first), self.span.minute(last), setup, pause)


def _once(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces by their start, each without what earlier ones cover."""
    reached: int | None = None
    for piece in sorted(pieces, key=lambda p: (p.start, p.end, p.stretch.operation)):
        start = piece.start if reached is None else max(piece.start, reached)
        if start < piece.end:
            yield Piece(piece.stretch, start, piece.end, piece.setup, piece.pause)
            reached = piece.end
