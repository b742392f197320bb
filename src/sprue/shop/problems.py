"""Kinds of problems: who is called, within how many minutes, and who is next.

The rules are data of the shop and can be changed. Their defaults follow the practice table of the
domain notes for one-off work (hours per operation), so limits are longer than on an assembly line.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sprue.shop.calendar import MINUTES_OF_DAY
from sprue.shop.ids import PersonId

#: A limit is at most a week of minutes; a problem has at most so many levels, the first counted.
LONGEST_MINUTES = 7 * MINUTES_OF_DAY
MOST_LEVELS = 4


class ProblemKind(StrEnum):
    """What can be wrong; the first nine are the tiles of the terminal."""

    ELECTRODE = "electrode"
    PROGRAM = "program"
    DRAWING = "drawing"
    MACHINE = "machine"
    QUALITY = "quality"
    MATERIAL = "material"
    TOOLING = "tooling"
    PERSON = "person"
    OTHER = "other"
    COLLISION = "collision"
    SAFETY_INCIDENT = "safety_incident"
    UNATTENDED_STOP = "unattended_stop"
    SUPPLIER_DELAY = "supplier_delay"
    ESTIMATE_OVERRUN = "estimate_overrun"
    ECN = "ecn"
    CUSTOMER_HOLD = "customer_hold"
    RUSH_ORDER = "rush_order"


TILES = tuple(ProblemKind)[:9]
#: Problems about time: the work they are raised on goes on.
BLOCKS_NOTHING = (ProblemKind.RUSH_ORDER, ProblemKind.ESTIMATE_OVERRUN)


class ProblemStatus(StrEnum):
    """An answered problem stays acknowledged until it is resolved."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class Because(StrEnum):
    """Why a problem climbed."""

    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_ANSWERED = "not_answered"
    NOT_RESOLVED = "not_resolved"
    CRITICAL = "critical"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A level above the first: reached when the problem is not resolved so many minutes after the call.

    `to`: departments and roles.
    """

    after_minutes: int
    to: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.after_minutes <= LONGEST_MINUTES:
            raise ValueError(f"after_minutes must be 0 to {LONGEST_MINUTES}")


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind of problem.

    `called` are departments, at once; the first of them owns the problem. Limits count the owner's
    working time, or the clock where `always`. At `critical_slack_minutes` or less a level is skipped.
    With `duty_slack_minutes` the night's duty person is called only at that slack or less.
    `channels`: named addresses that are told of every step, beside those of the people called.
    """

    kind: ProblemKind
    called: tuple[str, ...]
    acknowledge_minutes: int
    answer_minutes: int
    levels: tuple[LevelRule, ...] = ()
    always: bool = False
    critical_slack_minutes: int | None = None
    duty_slack_minutes: int | None = None
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("acknowledge_minutes", "answer_minutes"):
            if not 1 <= getattr(self, name) <= LONGEST_MINUTES:
                raise ValueError(f"{name} must be 1 to {LONGEST_MINUTES}")


@dataclass(frozen=True, slots=True)
class Silence:
    """Minutes of the day between which first calls are shown and not sent; `end` may lie before `start`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < MINUTES_OF_DAY and 0 <= self.end < MINUTES_OF_DAY):
            raise ValueError("silent hours lie between 00:00 and 23:59")


@dataclass(frozen=True, slots=True)
class Duty:
    """`person` answers for `department` on `weekdays` (0 = Monday), from `start` to `end`.

    Minutes of the day on which it begins; `end` at or before `start` is on the next day.
    """

    department: str
    person: PersonId
    weekdays: tuple[int, ...]
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.weekdays or any(not 0 <= day <= 6 for day in self.weekdays):
            raise ValueError("weekdays are 0 (Monday) to 6")
        if not (0 <= self.start < MINUTES_OF_DAY and 0 <= self.end <= MINUTES_OF_DAY):
            raise ValueError("a duty begins and ends between 00:00 and 24:00")


@dataclass(frozen=True, slots=True)
class Call:
    """A department that was called first, and the person; `duty`: found in the duty list.

    `person` None: the shop names nobody.
    """

    department: str
    person: PersonId | None = None
    duty: bool = False
    acknowledged_at: datetime | None = None
    acknowledged_by: PersonId | None = None


def _rule(  # a row of the table
    kind: ProblemKind,
    called: str,
    limits: tuple[int, int],
    *levels: tuple[int, str],
    always: bool = False,
    critical: int | None = 60,
    duty: int | None = None,
) -> KindRule:
    """A row of the practice table; names are separated by blanks."""
    climbed = tuple(LevelRule(after, tuple(to.split())) for after, to in levels)
    return KindRule(kind, tuple(called.split()), *limits, climbed, always, critical, duty)


HOUR, DAY = 60, 24 * 60

DEFAULT_RULES: tuple[KindRule, ...] = (
    _rule(
        ProblemKind.ELECTRODE, "electrode", (10, 30), (2 * HOUR, "edm cam"), (8 * HOUR, "workshop_manager")
    ),
    _rule(ProblemKind.PROGRAM, "cam", (10, 30), (HOUR, "cam_leader"), (4 * HOUR, "technical_manager")),
    _rule(ProblemKind.DRAWING, "design", (10, 30), (HOUR, "design_leader"), (4 * HOUR, "technical_manager")),
    _rule(
        ProblemKind.MACHINE,
        "maintenance team_leader",
        (5, 15),
        (30, "equipment_engineer workshop_manager"),
        (2 * HOUR, "production_manager"),
        always=True,
    ),
    _rule(
        ProblemKind.QUALITY,
        "quality team_leader",
        (10, 30),
        (HOUR, "quality_engineer project_engineer"),
        (4 * HOUR, "quality_manager"),
    ),
    _rule(
        ProblemKind.MATERIAL,
        "purchasing",
        (15, 60),
        (4 * HOUR, "purchasing_leader planner"),
        (DAY, "production_manager sales"),
    ),
    _rule(ProblemKind.TOOLING, "tool_crib", (10, 20), (HOUR, "team_leader"), (4 * HOUR, "workshop_manager")),
    _rule(ProblemKind.PERSON, "team_leader", (10, 30), (HOUR, "workshop_manager")),
    _rule(
        ProblemKind.OTHER,
        "team_leader",
        (10, 30),
        (HOUR, "workshop_manager"),
        (4 * HOUR, "production_manager"),
    ),
    _rule(
        ProblemKind.COLLISION,
        "maintenance team_leader",
        (5, 15),
        (30, "equipment_engineer workshop_manager"),
        (2 * HOUR, "production_manager"),
        always=True,
    ),
    _rule(
        ProblemKind.SAFETY_INCIDENT,
        "team_leader workshop maintenance",
        (1, 3),
        (0, "production_manager"),
        (0, "general_manager"),
        always=True,
        critical=None,
    ),
    _rule(
        ProblemKind.UNATTENDED_STOP,
        "maintenance",
        (15, 30),
        (HOUR, "workshop_manager"),
        (4 * HOUR, "production_manager"),
        duty=8 * HOUR,
    ),
    _rule(
        ProblemKind.SUPPLIER_DELAY,
        "purchasing",
        (15, 60),
        (4 * HOUR, "purchasing_leader planner"),
        (DAY, "production_manager sales"),
    ),
    _rule(
        ProblemKind.ESTIMATE_OVERRUN,
        "planning",
        (30, 4 * HOUR),
        (4 * HOUR, "project_engineer"),
        (DAY, "production_manager"),
    ),
    *(
        _rule(
            kind,
            "project planning",
            (30, 2 * HOUR),
            (DAY, "production_manager"),
            (2 * DAY, "general_manager sales"),
            critical=None,
        )
        for kind in (ProblemKind.ECN, ProblemKind.CUSTOMER_HOLD, ProblemKind.RUSH_ORDER)
    ),
)


@dataclass(frozen=True, slots=True)
class ProblemRules:
    """Every kind once, and the silent hours (None: calls are sent at any time).

    Rules that were written before there was a kind have its default.
    """

    kinds: tuple[KindRule, ...]
    silence: Silence | None = None

    def of(self, kind: ProblemKind) -> KindRule:
        """The rule of a kind."""
        return next(rule for rule in (*self.kinds, *DEFAULT_RULES) if rule.kind is kind)


DEFAULTS = ProblemRules(DEFAULT_RULES)
