"""Answers about what molds cost."""

from typing import TypedDict

from sprue.wire.rows import Moment


class MoldCostRow(TypedDict):
    """Hours in the house, money outside; `assumed_hours`: of the worked ones, what nobody reported."""

    mold: str
    name: str
    customer: str
    due: Moment | None
    quoted_hours: float | None
    worked_hours: float
    assumed_hours: float
    left_hours: float
    expected_hours: float
    quoted_outside: float | None
    spent: float
    expected_outside: float
    untold: int


class CostPage(TypedDict):
    currency: str
    rows: list[MoldCostRow]


class KindHours(TypedDict):
    kind: str | None
    name: str
    estimated: float
    worked: float
    left: float


class WorkCostRow(TypedDict):
    """`seqs`: entries of the journal that tell of it."""

    operation: str
    name: str
    part_name: str
    kind: str | None
    kind_name: str
    estimated: float
    worked: float
    left: float
    assumed: bool
    seqs: list[int]


class OutsideCostRow(TypedDict):
    what: str
    id: str
    name: str
    part_name: str
    supplier: str
    cost: float | None
    over: bool
    at: Moment | None


class MoldCostWhole(MoldCostRow):
    currency: str
    kinds: list[KindHours]
    work: list[WorkCostRow]
    more: int
    outside: list[OutsideCostRow]
