"""What the desk's Gantt must know beside the live rows."""

from typing import NotRequired, TypedDict

from sprue.wire.rows import Moment


class GanttMachine(TypedDict):
    """`calendar`: the place of its working stretches among `calendars`."""

    kinds: list[str]
    calendar: int
    speed: float
    unattended: bool
    batch: int


class GanttOperation(TypedDict):
    """What is usual is left out. `machines`: run minutes where it has its own there."""

    before: NotRequired[list[str]]
    machines: NotRequired[dict[str, float | None]]
    pinned: NotRequired[bool]
    pinned_start: NotRequired[Moment | None]
    milestone: NotRequired[str]
    not_before: NotRequired[Moment]
    group: NotRequired[str]


#: Minutes count from `from`; a working stretch is its first minute and the one after its last.
GanttFacts = TypedDict(
    "GanttFacts",
    {
        "plan_version": int | None,
        "from": Moment,
        "frozen_minutes": int,
        "calendars": list[list[list[int]]],
        "machines": dict[str, GanttMachine],
        "operations": dict[str, GanttOperation],
    },
)
