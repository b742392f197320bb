"""Answers about tables that go out and come in edited."""

from typing import TypedDict

from sprue.wire.plans import BookFault
from sprue.wire.rows import Moment


class OfferedTable(TypedDict):
    id: str
    name: str
    rows: int


class EditedCell(TypedDict):
    """`was`: as the file had it first, where somebody else has changed it too."""

    column: str
    old: str
    new: str
    was: str
    conflict: bool


class EditedLine(TypedDict):
    row: int
    key: str
    id: str
    state: str
    reason: str
    cells: list[EditedCell]


class EditedTable(TypedDict):
    """`absent`: rows of the shop that the file has not; they stay. `more`: rows that are not shown."""

    sheet: str
    name: str
    same: int
    absent: int
    takes: int
    conflict: int
    refused: int
    changed: int
    new: int
    ignored: list[str]
    rows: list[EditedLine]
    more: int


class EditsLook(TypedDict):
    name: str
    exported: Moment | None
    sheets: list[EditedTable]
    left: list[str]
    faults: list[BookFault]
    edit_id: str | None


class TakenCount(TypedDict):
    name: str
    rows: int


class TakenHead(TypedDict):
    seq: int
    at: Moment
    who: str
    name: str
    sheets: list[TakenCount]


class TakenCell(TypedDict):
    column: str
    old: str
    new: str


class TakenRow(TypedDict):
    sheet: str
    id: str
    cells: list[TakenCell]


class TakenWhole(TakenHead):
    rows: list[TakenRow]
    more: int
