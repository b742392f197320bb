"""A plan: what is done where and when, what is blocked or unplannable, and why."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, OperationId

#: What starts so soon is prepared by people: plans and work that comes in leave it where it is.
FROZEN = timedelta(hours=4)


class Phase(StrEnum):
    SETUP = "setup"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of plan minutes start..end in which work goes on without a pause."""

    phase: Phase
    start: int
    end: int


class Bind(StrEnum):
    """What keeps an operation from starting earlier."""

    NOW = "now"
    RUNNING = "running"
    PREDECESSOR = "predecessor"
    MACHINE = "machine"
    PEOPLE = "people"
    GATE = "gate"
    MATERIAL = "material"
    NOT_BEFORE = "not_before"
    CALENDAR = "calendar"
    PIN = "pin"
    BATCH = "batch"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Reason:
    """What binds, and its id: an operation, machine, kind, gate, purchase or calendar."""

    bind: Bind
    reference: str = ""


class Hindrance(StrEnum):
    """Why an operation has no place in the plan."""

    # blocked
    GATE_CLOSED = "gate_closed"
    HELD = "held"
    NO_DATE = "no_date"
    WAITS_FOR_BLOCKED = "waits_for_blocked"
    # unplannable
    NO_MACHINE = "no_machine"
    NEVER_OPEN = "never_open"
    NOBODY_ABLE = "nobody_able"
    NO_STRETCH = "no_stretch"
    NOTHING_FREE = "nothing_free"
    WAITS_FOR_UNPLANNABLE = "waits_for_unplannable"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An operation that is blocked or unplannable; `reference`: the gate, kind, purchase or operation."""

    operation: OperationId
    hindrance: Hindrance
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PlannedOperation:
    """One planned operation; times are plan minutes. `machine` is None for outside work.

    `segments` are the stretches in which work goes on, in order. For running work `setup_start`
    is when it started (it may be below 0), its setup is over and its segments begin at 0 or later.
    `slack`: minutes by which the end may move, order kept, until a milestone gets later
    (None: no milestone depends on it).
    """

    operation: OperationId
    machine: MachineId | None
    setup_start: int
    run_start: int
    end: int
    segments: tuple[Segment, ...]
    slack: int | None = None
    reason: Reason = Reason(Bind.NOW)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of the contract; hours are clock hours."""

    weighted_tardiness_hours: float = 0.0
    lower_bound_hours: float = 0.0
    late_molds: int = 0
    molds_without_date: int = 0
    flow_hours: float = 0.0
    unattended_hours: float = 0.0
    planned: int = 0
    blocked: int = 0
    unplannable: int = 0
    pins_moved: int = 0
    seconds: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan; `clock` turns its minutes into date-times."""

    clock: PlanClock
    operations: dict[OperationId, PlannedOperation]
    blocked: tuple[Unplaced, ...] = ()
    unplannable: tuple[Unplaced, ...] = ()
    summary: Summary = field(default_factory=Summary)
