"""Answers about trials."""

from typing import TypedDict

from sprue.wire.rows import Moment, WaitsFor


class TrialLine(TypedDict):
    operation: str
    number: int
    name: str
    part: str
    work: str
    start: Moment | None
    end: Moment | None
    machine: str | None
    machine_name: str
    booked: Moment | None
    verdict: str | None
    issues: int
    open: int
    approved_at: Moment | None


class MoldTrials(TypedDict):
    """`held`: operations that wait for an approval; `left`: those that the next trial waits for."""

    mold: str
    name: str
    tonnage: float | None
    approved: bool
    held: int
    next: Moment | None
    left: int
    trials: list[TrialLine]


class ReadingValue(TypedDict):
    parameter: str
    value: float


class CavityFault(TypedDict):
    cavity: int
    defect: str


class SheetOfTrial(TypedDict):
    readings: list[ReadingValue]
    defects: list[CavityFault]
    water_test: str
    photos: list[str]
    note: str


class IssueOfTrial(TypedDict):
    what: str
    part: str
    part_name: str
    department: str
    owner_name: str
    kind: str
    minutes: int
    operation: str
    work: str
    start: Moment | None
    end: Moment | None
    item: str | None
    item_number: str


class HeldOperation(TypedDict):
    operation: str
    name: str
    part_name: str
    work: str


class TrialMaterial(TypedDict):
    purchase: str
    item: str
    supplier: str
    promised: Moment | None
    received: Moment | None


class PressTaken(TypedDict):
    operation: str
    mold: str
    start: Moment
    end: Moment
    pinned: bool


class PressOfTrial(TypedDict):
    machine: str
    name: str
    tonnage: float | None
    fits: bool
    down: bool
    taken: list[PressTaken]


class PartOfTrial(TypedDict):
    part: str
    name: str


class TrialWhole(TrialLine):
    """One trial with its sheet, its issues, the presses it may take and what it waits for."""

    mold: str
    mold_name: str
    tonnage: float | None
    cavities: int
    waits_for: list[WaitsFor]
    left: int
    material: TrialMaterial | None
    presses: list[PressOfTrial]
    sheet: SheetOfTrial
    recorded_at: Moment | None
    recorded_by: str | None
    work_of_issues: list[IssueOfTrial]
    next_trial: str | None
    approved_by: str | None
    approval_note: str
    after_approval: list[HeldOperation]
    parts: list[PartOfTrial]
