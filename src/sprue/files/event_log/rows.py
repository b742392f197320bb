"""Rows of the log as they stand in the file, checked cell by cell."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from sprue.shop.errors import UserMistake

COLUMNS = (
    "work_order",
    "part",
    "order_quantity",
    "activity",
    "machine",
    "worker",
    "report_type",
    "start",
    "end",
    "quantity_completed",
    "quantity_rejected",
    "quantity_for_mrb",
    "rework",
)


class ReportType(StrEnum):
    SETUP = "S"
    PRODUCTION = "D"
    BREAKDOWN = "B"


@dataclass(frozen=True, slots=True)
class LogRow:
    """One report; `row` is its line in the file (the header is 1). Quantities are pieces."""

    row: int
    work_order: str
    part: str
    order_quantity: int
    activity: str
    machine: str
    worker: str
    type: ReportType
    start: datetime
    end: datetime
    completed: int
    rejected: int
    for_mrb: int
    rework: bool

    @property
    def hours(self) -> float:
        """Reported length in hours."""
        return (self.end - self.start).total_seconds() / 3600

    @property
    def process(self) -> str:
        """The activity without the machine's number: what is done, wherever it is done."""
        bare = re.sub(r"^\s*setup\s+(?=\S.*- machine)", "", self.activity, flags=re.IGNORECASE)
        bare = re.sub(r"\s*-\s*machine\s*\d+\w?\s*$", "", bare, flags=re.IGNORECASE)
        return re.sub(r"\s+", " ", bare).strip()

    @property
    def machine_number(self) -> str | None:
        """The machine's number in its name, None for a bench or an oven without one."""
        found = re.search(r"machine\s*(\d+)", self.machine, flags=re.IGNORECASE)
        return found[1] if found else None

    @property
    def activity_number(self) -> str | None:
        """The machine number that the activity names, None where it names none."""
        found = re.search(r"machine\s*(\d+)\w?\s*$", self.activity, flags=re.IGNORECASE)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class LogFault:
    """A row that can't be used: its line, the column, the value and what would be right."""

    row: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"row {self.row} {self.column} {self.value!r}: {self.remedy}"


def read_rows(path: Path, zone: ZoneInfo) -> tuple[list[LogRow], list[LogFault]]:
    """Usable rows in file order and the faults of the others; UserMistake when the file is no such log."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserMistake(f"{path} can't be read as a UTF-8 CSV file: {error}") from error
    reader = csv.DictReader(text.splitlines())
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
    if missing:
        raise UserMistake(f"{path} is no event log: it lacks the columns {', '.join(missing)}")
    rows: list[LogRow] = []
    faults: list[LogFault] = []
    for number, cells in enumerate(reader, start=2):
        found = list(_faults(number, cells))
        faults += found
        if not found:
            rows.append(_row(number, cells, zone))
    return rows, faults


def _moment(text: str, zone: ZoneInfo) -> datetime:
    return datetime.strptime(text.strip(), "%Y/%m/%d %H:%M:%S").replace(tzinfo=zone)


def _faults(number: int, cells: dict[str, str]) -> Iterator[LogFault]:
    if None in cells or any(cells.get(c) is None for c in COLUMNS):
        yield LogFault(number, "", "", f"a row has {len(COLUMNS)} cells")
        return
    for column in ("work_order", "activity", "machine"):
        if not cells[column].strip():
            yield LogFault(number, column, cells[column], "must not be empty")
    for column in ("start", "end"):
        try:
            _moment(cells[column], ZoneInfo("UTC"))
        except ValueError:
            yield LogFault(number, column, cells[column], "must be a date-time such as 2012/01/02 07:00:00")
            return
    if cells["end"] < cells["start"]:
        yield LogFault(number, "end", cells["end"], f"must not be before the start {cells['start']}")
    if cells["report_type"] not in list(ReportType):
        yield LogFault(number, "report_type", cells["report_type"], "must be S, D or B")
    for column in ("order_quantity", "quantity_completed", "quantity_rejected", "quantity_for_mrb"):
        if not cells[column].strip().isdecimal():
            yield LogFault(number, column, cells[column], "must be a whole number, 0 or more")


def _row(number: int, cells: dict[str, str], zone: ZoneInfo) -> LogRow:
    return LogRow(
        row=number,
        work_order=cells["work_order"].strip(),
        part=cells["part"].strip(),
        order_quantity=int(cells["order_quantity"]),
        activity=cells["activity"].strip(),
        machine=re.sub(r"\s*-\s*", " - ", cells["machine"].strip()),
        worker=cells["worker"].strip(),
        type=ReportType(cells["report_type"]),
        start=_moment(cells["start"], zone),
        end=_moment(cells["end"], zone),
        completed=int(cells["quantity_completed"]),
        rejected=int(cells["quantity_rejected"]),
        for_mrb=int(cells["quantity_for_mrb"]),
        rework=cells["rework"].strip().upper() == "Y",
    )
