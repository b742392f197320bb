"""Answers about the ledger."""

from typing import TypedDict

from sprue.wire import rows as wire
from sprue.wire.rows import Moment


class Named(TypedDict):
    id: str
    name: str


class NormChanged(TypedDict):
    at: Moment
    norm: str
    what: str


class Verified(TypedDict):
    at: Moment
    name: str
    passed: bool
    note: str


class Extended(TypedDict):
    at: Moment
    before: Moment
    after: Moment
    name: str
    reason: str


class RecordStep(TypedDict):
    at: Moment
    what: str
    stage: str
    name: str
    text: str


class AlikeRow(wire.LedgerRow):
    """`why`: in what it is alike."""

    score: int
    why: list[str]


class LikeOperation(TypedDict):
    operation: str
    name: str
    mold: str
    part_name: str
    machine: str | None
    start: Moment | None


class SameElsewhere(TypedDict):
    alike: list[AlikeRow]
    operations: list[LikeOperation]


class LedgerRecord(wire.LedgerRow):
    """All of one item."""

    helpers: list[Named]
    effect_days: float | None
    opened_by_name: str
    containment_action: str
    root_cause: str
    corrective_action: str
    evidence: str
    done_by_name: str
    done_by: str | None
    norms: list[NormChanged]
    pictures: list[str]
    verifications: list[Verified]
    extended: list[Extended]
    history: list[RecordStep]
    recurs_number: str
    alike: list[AlikeRow]
    operations: list[LikeOperation]


class DepartmentFigures(TypedDict):
    """`on_time` of the `closed`; `mean_age_days` of the open ones (None: none is open)."""

    department: str
    open: int
    overdue: int
    closed: int
    on_time: int
    recurrences: int
    extensions: int
    mean_age_days: float | None
