"""Gates: what must be there before an operation may start."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class GateKind(StrEnum):
    DRAWING = "drawing"
    PROGRAM = "program"
    ELECTRODE = "electrode"
    FIXTURE = "fixture"


class GateState(StrEnum):
    NOT_NEEDED = "not_needed"
    OK = "ok"
    NO = "no"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Gate:
    """State of one gate; `expected` is set for `GateState.EXPECTED` only."""

    state: GateState = GateState.NOT_NEEDED
    expected: datetime | None = None

    def __post_init__(self) -> None:
        if (self.state is GateState.EXPECTED) != (self.expected is not None):
            raise ValueError("an expected gate has a date, others have none")


NOT_NEEDED = Gate()
OK = Gate(GateState.OK)
CLOSED = Gate(GateState.NO)
