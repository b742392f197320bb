"""Operations: the steps of a part, the modes in which they work and what has happened to them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.shop.gates import NOT_NEEDED, Gate, GateKind
from sprue.shop.ids import KindId, MachineId, OperationId, PartId
from sprue.shop.resources import Notes


class Mode(StrEnum):
    ATTENDED = "attended"
    UNBROKEN = "unbroken"
    UNATTENDED = "unattended"
    OUTSIDE = "outside"


class Status(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    HELD = "held"
    CANCELLED = "cancelled"


class Milestone(StrEnum):
    T1 = "T1"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class MachineOption:
    """A machine that may do the operation; `run_minutes` are that machine's own, else the operation's."""

    machine: MachineId
    run_minutes: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a part. Minutes are estimates for the part's whole quantity at speed 1.0.

    `kind` or `machines` say where it may be done; outside work needs neither.
    `remaining_minutes` is what is left of running work (None: computed from `started`).
    `checks` is what its worker looks at or measures before it is finished, as `checks_of` reads it.
    """

    id: OperationId
    part: PartId
    step: Decimal
    name: str = ""
    kind: KindId | None = None
    machines: tuple[MachineOption, ...] = ()
    setup_minutes: Decimal = Decimal(0)
    run_minutes: Decimal = Decimal(0)
    mode: Mode = Mode.ATTENDED
    setup_family: str = ""
    checks: str = ""
    group: str = ""
    joins: bool = False
    after: tuple[OperationId, ...] = ()
    not_before: datetime | None = None
    drawing: Gate = NOT_NEEDED
    program: Gate = NOT_NEEDED
    electrode: Gate = NOT_NEEDED
    fixture: Gate = NOT_NEEDED
    milestone: Milestone | None = None
    status: Status = Status.WAITING
    machine: MachineId | None = None
    started: datetime | None = None
    finished: datetime | None = None
    remaining_minutes: Decimal | None = None
    pinned: bool = False
    pinned_start: datetime | None = None
    notes: Notes = ()

    def __post_init__(self) -> None:
        if self.setup_minutes < 0 or self.run_minutes < 0:
            raise ValueError("minutes must be 0 or more")
        if self.remaining_minutes is not None and self.remaining_minutes < 0:
            raise ValueError("remaining minutes must be 0 or more")

    def gate(self, kind: GateKind) -> Gate:
        """The gate of that kind."""
        gates = {
            GateKind.DRAWING: self.drawing,
            GateKind.PROGRAM: self.program,
            GateKind.ELECTRODE: self.electrode,
            GateKind.FIXTURE: self.fixture,
        }
        return gates[kind]


@dataclass(frozen=True, slots=True)
class SetupRule:
    """Setup minutes on machines of `kind` when `to_family` follows `from_family`."""

    kind: KindId
    from_family: str
    to_family: str
    minutes: Decimal
    notes: Notes = ()
