"""Kinds of problems: which department is called and within how many minutes it must answer.

Defaults follow the practice table of the domain notes for one-off work (hours per operation),
so limits are longer than on an assembly line.
"""

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """The nine tiles of the terminal."""

    ELECTRODE = "electrode"
    PROGRAM = "program"
    DRAWING = "drawing"
    MACHINE = "machine"
    QUALITY = "quality"
    MATERIAL = "material"
    TOOLING = "tooling"
    PERSON = "person"
    OTHER = "other"


class ProblemStatus(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class CallRule:
    """Who is called first, and the limits in minutes to acknowledge and to be on site."""

    department: str
    acknowledge_minutes: int
    answer_minutes: int
    #: Escalation practice: machine problems count clock time, others working time.
    always: bool = False


CALL_RULES: dict[ProblemKind, CallRule] = {
    ProblemKind.MACHINE: CallRule("maintenance", 5, 15, always=True),
    ProblemKind.QUALITY: CallRule("quality", 10, 30),
    ProblemKind.DRAWING: CallRule("design", 10, 30),
    ProblemKind.PROGRAM: CallRule("cam", 10, 30),
    ProblemKind.ELECTRODE: CallRule("electrode", 10, 30),
    ProblemKind.MATERIAL: CallRule("purchasing", 15, 60),
    ProblemKind.TOOLING: CallRule("tool_crib", 10, 20),
    ProblemKind.PERSON: CallRule("team_leader", 10, 30),
    ProblemKind.OTHER: CallRule("team_leader", 10, 30),
}
