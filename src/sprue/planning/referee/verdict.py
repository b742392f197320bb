"""What the referee says: which rule is broken, by which operations, when, and how."""

from dataclasses import dataclass
from enum import StrEnum

from sprue.shop.ids import OperationId


class Rule(StrEnum):
    """The rules of the contract, by family."""

    # every operation in one list
    LISTS = "lists"
    HINDRANCE = "hindrance"
    # where
    ELIGIBLE = "eligible"
    MACHINE = "machine"
    BATCH = "batch"
    GROUP = "group"
    # how long and in which minutes
    SHAPE = "shape"
    MINUTES = "minutes"
    CALENDAR = "calendar"
    UNATTENDED = "unattended"
    UNBROKEN = "unbroken"
    OUTSIDE = "outside"
    HORIZON = "horizon"
    # after what
    PRECEDENCE = "precedence"
    RELEASE = "release"
    PIN = "pin"
    PIN_LATE = "pin_late"
    RUNNING = "running"
    # with whom
    PEOPLE = "people"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule. `minute` is the plan minute at which it shows (None: not at one minute)."""

    rule: Rule
    operations: tuple[OperationId, ...]
    minute: int | None
    facts: str

    def __str__(self) -> str:
        at = "" if self.minute is None else f" at minute {self.minute}"
        return f"{self.rule.value}: {', '.join(self.operations)}{at}: {self.facts}"
