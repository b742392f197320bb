"""The planning problem: a shop made ready for the planner, in whole plan minutes from now.

Frozen values; `build.problem_of` makes one from a shop. Everything that the rules of the
contract need is here and nothing else, so that the referee can judge a plan by it alone.
"""

from dataclasses import dataclass
from decimal import Decimal

from sprue.planning.plan import Unplaced
from sprue.shop.calendar import Stretch
from sprue.shop.clock import PlanClock
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId
from sprue.shop.routing import Milestone, Mode

#: Nothing is planned beyond five years.
HORIZON_MINUTES = 5 * 366 * 24 * 60


@dataclass(frozen=True, slots=True)
class MachineWork:
    """An operation's minutes on one machine; `by_clock`: the run counts clock time there.

    `kind` is the kind under which people attend it there.
    """

    machine: MachineId
    setup_minutes: int
    run_minutes: int
    by_clock: bool
    kind: KindId


@dataclass(frozen=True, slots=True)
class Running:
    """Work under way on `machine` (None: outside) since minute `started` (≤ 0); minutes `remaining`."""

    machine: MachineId | None
    started: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Pin:
    """Stays on `machine` (None: outside); `start`: setup starts then or at the first later minute allowed."""

    machine: MachineId | None
    start: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """One open operation.

    `release`: no setup before this plan minute (gates, material, not_before; 0 or more).
    `predecessors`: open operations that must end first. `options` is empty for outside work,
    whose clock minutes are `outside_minutes`.
    """

    id: OperationId
    part: PartId
    mold: MoldId
    mode: Mode
    release: int
    predecessors: tuple[OperationId, ...]
    options: tuple[MachineWork, ...]
    outside_minutes: int = 0
    setup_family: str = ""
    group: str = ""
    milestone: Milestone | None = None
    running: Running | None = None
    pin: Pin | None = None
    #: What set `release`, for the why: (bind, reference).
    release_reason: tuple[str, str] = ("now", "")


@dataclass(frozen=True, slots=True)
class MachineSlot:
    """A machine: working stretches, whether it may run alone, how many operations run together.

    `last_family`: setup family of the last operation done before now, for the first changeover.
    """

    id: MachineId
    kinds: tuple[KindId, ...]
    stretches: tuple[Stretch, ...]
    unattended: bool
    batch: int
    last_family: str = ""


@dataclass(frozen=True, slots=True)
class Worker:
    """A person: working stretches and the kinds this person is able to work."""

    id: PersonId
    kinds: frozenset[KindId]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A promised milestone of a mold in plan minutes; `tasks`: its open operations with that milestone.

    `done_end`: the last end of those already done (None: none). `open_ends` are checked by the last
    planned end of `tasks`; a mold without any open or done operation of the milestone has no `Due`.
    """

    mold: MoldId
    milestone: Milestone
    due: int
    weight: Decimal
    tasks: tuple[OperationId, ...]
    done_end: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What the planner must solve. `tasks` hold what can be planned; `blocked` and `unplannable` what can't.

    `people_limit` False: the shop has no people sheet, people are enough.
    `setup_minutes`: (kind, from_family, to_family) → minutes that take the place of a task's own.
    `part_available`: part → plan minute at which its material is there (may be below 0).
    """

    clock: PlanClock
    tasks: dict[OperationId, Task]
    machines: dict[MachineId, MachineSlot]
    workers: tuple[Worker, ...]
    people_limit: bool
    attention: dict[KindId, Decimal]
    setup_minutes: dict[tuple[KindId, str, str], int]
    dues: tuple[Due, ...]
    part_available: dict[PartId, int]
    blocked: tuple[Unplaced, ...] = ()
    unplannable: tuple[Unplaced, ...] = ()
    horizon: int = HORIZON_MINUTES
