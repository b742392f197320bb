"""The stages that a mold goes through, told from kinds and milestones."""

from enum import StrEnum
from functools import lru_cache

from sprue.shop.resources import Kind
from sprue.shop.routing import Milestone, Mode, Operation
from sprue.shop.shop import Shop


class Stage(StrEnum):
    """In the order in which a mold sees them."""

    DESIGN = "design"
    MATERIAL = "material"
    CNC = "cnc"
    ELECTRODE = "electrode"
    EDM = "edm"
    FITTING = "fitting"
    TRIAL = "trial"


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
