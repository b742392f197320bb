"""What rows are made from."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from sprue.floor.live import LivePlan
from sprue.floor.slips import Impact
from sprue.floor.view.hours import Hours
from sprue.floor.view.machines import queue_of
from sprue.floor.view.waits import Sight
from sprue.shop.ids import MachineId, OperationId, PersonId, ProblemId


@dataclass(frozen=True, slots=True)
class Scene:
    """All that rows are made from, at one moment."""

    sight: Sight
    plan: LivePlan
    hours: Hours
    planned: dict[MachineId, list[OperationId]]
    people_at: dict[MachineId, list[str]]
    #: Operations that may start.
    ready: Container[OperationId]
    demo: bool = False
    #: What open problems do to the plan.
    impacts: Mapping[ProblemId, Impact] = field(default_factory=dict)

    def queue(self, machine: MachineId) -> list[OperationId]:
        return queue_of(self.sight, self.planned.get(machine, []))

    def name_of(self, person: PersonId | None) -> str:
        known = self.sight.state.shop.people.get(person) if person is not None else None
        return known.name if known is not None else ""
