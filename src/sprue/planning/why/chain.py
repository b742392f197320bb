"""The chain of a milestone: links from now to its projected end, each with the minutes it costs."""

from dataclasses import dataclass
from enum import StrEnum

from sprue.shop.calendar import Stretch
from sprue.shop.ids import MachineId, MoldId, OperationId
from sprue.shop.routing import Milestone


class LinkKind(StrEnum):
    """What the minutes of a link go to."""

    WORK = "work"
    RUNNING = "running"
    OUTSIDE = "outside"
    CLOSED = "closed"
    MACHINE = "machine"
    PEOPLE = "people"
    GATE = "gate"
    MATERIAL = "material"
    NOT_BEFORE = "not_before"
    PIN = "pin"
    BATCH = "batch"
    GROUP = "group"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Link:
    """Minutes of one operation's story that go to one thing.

    `machine`: where the operation is planned (None: outside). `reference`: the operation that holds the
    machine or runs together with it, the kind whose people lack, the gate, part or purchase.
    `stretches` are plan minutes, in order. `setup`: how many of the minutes worked are setup.
    """

    kind: LinkKind
    operation: OperationId
    machine: MachineId | None
    reference: str
    stretches: tuple[Stretch, ...]
    setup: int = 0

    @property
    def minutes(self) -> int:
        return sum(end - start for start, end in self.stretches)

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def start(self) -> int:
        return self.stretches[0][0]


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a milestone ends when it does; the minutes of its links are those from now to `end`, each once.

    `due` and `end` are plan minutes (due may lie before now); links stand in the order of time.
    """

    mold: MoldId
    milestone: Milestone
    due: int
    end: int
    links: tuple[Link, ...]

    @property
    def minutes_late(self) -> int:
        return max(0, self.end - self.due)

    @property
    def hours_late(self) -> float:
        return self.minutes_late / 60

    def hours_of(self, kind: LinkKind) -> float:
        """Clock hours that all links of a kind cost."""
        return sum(link.hours for link in self.links if link.kind is kind)
