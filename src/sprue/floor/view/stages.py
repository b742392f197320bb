"""How far each stage of a mold is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sprue.floor.live import LivePlan, minute_of
from sprue.floor.view.waits import Sight
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.records import Work
from sprue.shop.stages import Stage, stage_of


class StageLight(StrEnum):
    NONE = "none"
    PLANNED = "planned"
    RUNNING = "running"
    WAITING = "waiting"
    PROBLEM = "problem"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class StageCell:
    """How many operations (of material: operations and purchases) of a stage are done."""

    stage: Stage
    light: StageLight
    done: int
    total: int


def stages_of(sight: Sight, plan: LivePlan, mold: MoldId) -> list[StageCell]:
    """All seven cells of a mold."""
    shop = sight.state.shop
    cells = [
        _cell(sight, plan, stage, operations)
        for stage, operations in zip(Stage, _grouped(sight, mold), strict=True)
    ]
    bought = [
        shop.purchases[purchase].received is not None
        for part in sight.index.parts_of.get(mold, ())
        for purchase in sight.index.purchases_of.get(part, ())
    ]
    place = list(Stage).index(Stage.MATERIAL)
    cells[place] = _with_purchases(cells[place], bought)
    return cells


def _grouped(sight: Sight, mold: MoldId) -> list[list[OperationId]]:
    """Operations by stage. What happens on the floor changes none, so they are told once for a routing."""
    found = sight.index.stages.get(mold)
    if found is None:
        shop = sight.state.shop
        by_stage: dict[Stage, list[OperationId]] = {stage: [] for stage in Stage}
        for operation in sight.index.operations_of_mold(mold):
            by_stage[stage_of(shop, shop.operations[operation])].append(operation)
        found = sight.index.stages[mold] = list(by_stage.values())
    return found


def _cell(sight: Sight, plan: LivePlan, stage: Stage, operations: list[OperationId]) -> StageCell:
    works = [(o, sight.state.operation(o).work) for o in operations]
    counts = Counter(work for _, work in works)
    total, done = len(works) - counts[Work.CANCELLED], counts[Work.DONE]
    if not total:
        light = StageLight.NONE
    elif any(o in sight.problems for o, work in works if work is not Work.CANCELLED):
        light = StageLight.PROBLEM
    elif done == total:
        light = StageLight.DONE
    elif counts[Work.RUNNING]:
        light = StageLight.RUNNING
    elif counts[Work.PAUSED] or any(
        _waits(plan, o, minute_of(sight.now)) for o, work in works if work is Work.WAITING
    ):
        light = StageLight.WAITING
    else:
        light = StageLight.PLANNED
    return StageCell(stage, light, done, total)


def _waits(plan: LivePlan, operation: OperationId, now: int) -> bool:
    """It should run by now, or something without a date keeps it from being planned; it has not begun."""
    row = plan.rows.get(operation)
    if row is None:
        return plan.hindrances.get(operation) in _OWN_HINDRANCES
    return row.setup_minute <= now


#: Hindrances of the operation itself; one that waits for a blocked one is no news.
_OWN_HINDRANCES = frozenset({"gate_closed", "held", "no_date", "no_machine", "nobody_able", "no_stretch"})


def _with_purchases(cell: StageCell, received: Iterable[bool]) -> StageCell:
    got = list(received)
    done, total = cell.done + sum(got), cell.total + len(got)
    light = cell.light
    if light in (StageLight.NONE, StageLight.DONE, StageLight.PLANNED):
        light = StageLight.NONE if not total else StageLight.DONE if done == total else StageLight.PLANNED
    return StageCell(cell.stage, light, done, total)
