"""What a message tells, and the message itself."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sprue.shop.problems import Because, ProblemKind


class What(StrEnum):
    """The steps of a problem, and of a record of the ledger, that people are told of."""

    RAISED = "raised"
    ESCALATED = "escalated"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    LEDGER_OPENED = "ledger_opened"
    LEDGER_ASSIGNED = "ledger_assigned"
    LEDGER_REJECTED = "ledger_rejected"
    LEDGER_CLIMBED = "ledger_climbed"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Told:
    """One step in facts. `minutes` since the problem was raised; `said`: note, answer or reason.

    `record`: the number of a record of the ledger, `by` its deadline in words; `level`: how far it climbed.
    """

    what: What
    kind: ProblemKind = ProblemKind.OTHER
    at: datetime | None = None
    level: int = 1
    because: Because | None = None
    machine: str = ""
    mold: str = ""
    part: str = ""
    operation: str = ""
    department: str = ""
    who: str = ""
    called: tuple[str, ...] = ()
    minutes: int = 0
    said: str = ""
    link: str = ""
    record: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is always the same for the same step and receiver: who gets it twice can tell."""

    id: UUID
    title: str
    text: str
    step: str = ""
    problem: str = ""
    level: int = 0
    #: It may have arrived before, and the receiver can't tell.
    repeated: bool = False
