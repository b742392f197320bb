"""The stages that a mold goes through, told from kinds and milestones, and how far each is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sprue.floor.live import LivePlan, minute_of
from sprue.floor.view.waits import Sight
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.resources import Kind
from sprue.shop.routing import Milestone, Mode, Operation
from sprue.shop.shop import Shop
from sprue.shop.state import Work


class Stage(StrEnum):
    """In the order in which a mold sees them."""

    DESIGN = "design"
    MATERIAL = "material"
    CNC = "cnc"
    ELECTRODE = "electrode"
    EDM = "edm"
    FITTING = "fitting"
    TRIAL = "trial"


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


#: Words in a kind's id, name or department that tell its stage; the first that fits counts.
_WORDS: tuple[tuple[Stage, tuple[str, ...]], ...] = (
    (Stage.TRIAL, ("trial", "试模", "注塑机")),
    (Stage.ELECTRODE, ("electrode", "graphite", "copper_mill", "电极", "石墨")),
    (Stage.EDM, ("edm", "wire", "spark", "火花", "放电", "线切割", "慢走丝", "中走丝", "快走丝")),
    (Stage.DESIGN, ("design", "cam_", "seat", "programming", "engineering", "设计", "编程", "工艺")),
    (
        Stage.MATERIAL,
        ("outsource", "purchase", "warehouse", "saw", "furnace", "heat", "采购", "外协", "热处理"),
    ),
    (
        Stage.FITTING,
        (
            "bench",
            "fitting",
            "spotting",
            "polish",
            "assembly",
            "cmm",
            "inspection",
            "welder",
            "钳",
            "抛光",
            "装配",
            "检",
        ),
    ),
)


def stage_of(shop: Shop, operation: Operation) -> Stage:
    """The stage of an operation: trial by milestone T1, else by its kind's words; machining otherwise."""
    if operation.milestone is Milestone.T1:
        return Stage.TRIAL
    kind = shop.kinds.get(operation.kind) if operation.kind is not None else None
    if kind is None and operation.machines:
        machine = shop.machines.get(operation.machines[0].machine)
        kind = shop.kinds.get(machine.kinds[0]) if machine is not None else None
    if kind is not None:
        return stage_of_kind(kind)
    return Stage.MATERIAL if operation.mode is Mode.OUTSIDE else Stage.CNC


@lru_cache(maxsize=4096)
def stage_of_kind(kind: Kind) -> Stage:
    """The stage that the work of a kind belongs to, by its words."""
    for text in (kind.id, kind.name, kind.name_zh, kind.department):
        for stage, words in _WORDS:
            if any(word in text.lower() for word in words):
                return stage
    return Stage.CNC


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
