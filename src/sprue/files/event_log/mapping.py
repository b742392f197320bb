"""Log rows → a shop and the events of its journal.

A work order becomes an order, a mold (the project unit) and one part; each process of a work
order becomes one operation, in the order of first reports; each report becomes a `WorkReported`
fact, each breakdown report takes the machine down and up again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from uuid import NAMESPACE_OID, UUID, uuid5

from sprue.files.event_log.oddities import content
from sprue.files.event_log.rows import LogFault, LogRow, ReportType
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.events import (
    Event,
    Fact,
    MachineDown,
    MachineUp,
    OperationFinished,
    OperationStarted,
    ShopImported,
    WorkReported,
)
from sprue.shop.ids import (
    CalendarId,
    KindId,
    MachineId,
    MoldId,
    OperationId,
    OrderId,
    PartId,
    PersonId,
)
from sprue.shop.orders import Mold, Order, Part
from sprue.shop.resources import Kind, Machine
from sprue.shop.routing import MachineOption, Operation
from sprue.shop.shop import Settings, Shop

ALWAYS = CalendarId("always")


@dataclass(frozen=True, slots=True)
class Account:
    """Where each row went: its line → used, or the reason why it was not."""

    used: tuple[int, ...]
    left_out: tuple[tuple[int, str], ...]


def slug(text: str) -> str:
    """Lower-case words joined by `_`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower().replace("&", "and")).strip("_")


def machine_id(row: LogRow) -> MachineId:
    """`machine-7`, or the bench's own name: `quality_check_1`, `oven`."""
    return MachineId(f"machine-{row.machine_number}" if row.machine_number else slug(row.machine))


def machine_kind(row: LogRow) -> KindId:
    """The words of the machine's name beside its number."""
    words = re.sub(r"machine\s*\d+", "", row.machine, flags=re.IGNORECASE)
    return KindId(slug(re.sub(r"\s\d+$", "", words)))


def operation_id(row: LogRow) -> OperationId:
    """One operation per work order and process."""
    return OperationId(f"{row.work_order}-{slug(row.process)}")


def part_id(row: LogRow) -> PartId:
    """The one part of a work order."""
    return PartId(f"{row.work_order}-1")


def account_of(rows: Iterable[LogRow], faults: Iterable[LogFault]) -> tuple[list[LogRow], Account]:
    """The rows that are used and the account of all: a row said twice is used once."""
    seen: set[tuple[object, ...]] = set()
    used: list[LogRow] = []
    left: dict[int, str] = {}
    for row in rows:
        if content(row) in seen:
            left[row.row] = "says the same as an earlier row"
        else:
            used.append(row)
        seen.add(content(row))
    for fault in faults:
        left.setdefault(fault.row, str(fault))
    return used, Account(tuple(r.row for r in used), tuple(sorted(left.items())))


def shop_of(rows: Iterable[LogRow], timezone: str) -> Shop:
    """The shop as it was before the first report: all operations wait, with the minutes that they took."""
    rows = sorted(rows, key=lambda r: (r.start, r.row))
    by_operation: dict[OperationId, list[LogRow]] = defaultdict(list)
    doers: dict[str, set[MachineId]] = defaultdict(set)
    for row in rows:
        by_operation[operation_id(row)].append(row)
        doers[row.process].add(machine_id(row))
    step: dict[str, int] = defaultdict(int)
    operations = {}
    for operation, reports in by_operation.items():
        step[reports[0].work_order] += 10
        operations[operation] = _operation(reports, step[reports[0].work_order], doers[reports[0].process])
    return Shop(
        settings=Settings(name="Machine shop, 2012", timezone=timezone, language="en"),
        calendars={ALWAYS: _always()},
        kinds={machine_kind(r): Kind(machine_kind(r), _kind_name(r)) for r in rows},
        machines={machine_id(r): _machine(r) for r in sorted(rows, key=machine_id)},
        orders={OrderId(r.work_order): Order(OrderId(r.work_order)) for r in rows},
        molds={MoldId(r.work_order): _mold(r) for r in rows},
        parts={part_id(r): _part(r) for r in rows},
        operations=operations,
    )


def history_of(rows: Iterable[LogRow], shop: Shop) -> list[Event]:
    """The events of the log in the order in which they happened; their ids follow from their content."""
    rows = sorted(rows, key=lambda r: (r.start, r.row))
    first = datetime.combine(rows[0].start.date(), time(), rows[0].start.tzinfo)
    timed: list[tuple[datetime, int, str, Fact, LogRow | None]] = [
        (first, 0, "shop", ShopImported(shop, "event log"), None)
    ]
    last_end: dict[OperationId, LogRow] = {}
    begun: set[OperationId] = set()
    for row in rows:
        operation = operation_id(row)
        if operation not in begun:
            begun.add(operation)
            start = OperationStarted(operation, machine_id(row), PersonId(row.worker))
            timed.append((row.start, 1, f"start {operation}", start, row))
        timed += _report(row)
        if operation not in last_end or row.end >= last_end[operation].end:
            last_end[operation] = row
    for operation, row in last_end.items():
        finish = OperationFinished(operation, PersonId(row.worker))
        timed.append((row.end, 3, f"finish {operation}", finish, row))
    timed.sort(key=lambda item: (item[0], item[1], item[2]))
    return [_event(moment, name, fact, row) for moment, _, name, fact, row in timed]


def _report(row: LogRow) -> list[tuple[datetime, int, str, Fact, LogRow]]:
    report = WorkReported(
        operation=operation_id(row),
        machine=machine_id(row),
        start=row.start,
        end=row.end,
        activity=row.type.name.lower(),
        person=PersonId(row.worker),
        quantity=Decimal(row.completed),
        rejected=Decimal(row.rejected + row.for_mrb),
        rework=row.rework or "rework" in row.activity.lower(),
    )
    timed: list[tuple[datetime, int, str, Fact, LogRow]] = [(row.end, 2, f"report {row.row}", report, row)]
    if row.type is ReportType.BREAKDOWN:
        timed.append((row.start, 2, f"down {row.row}", MachineDown(machine_id(row), row.end), row))
        timed.append((row.end, 2, f"up {row.row}", MachineUp(machine_id(row)), row))
    return timed


def _event(moment: datetime, name: str, fact: Fact, row: LogRow | None) -> Event:
    return Event(
        id=_id(name),
        happened_at=moment,
        fact=fact,
        actor=row.worker if row else "event log",
        station=machine_id(row) if row else None,
    )


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"sprue event log {name}")


def _always() -> Calendar:
    day = (Shift(0, 24 * 60),)
    return Calendar(ALWAYS, tuple(DayRule(day, weekday=d) for d in range(7)))


def _kind_name(row: LogRow) -> str:
    return str(machine_kind(row)).replace("_", " ").capitalize()


def _machine(row: LogRow) -> Machine:
    return Machine(machine_id(row), row.machine, (machine_kind(row),), ALWAYS)


def _mold(row: LogRow) -> Mold:
    return Mold(MoldId(row.work_order), OrderId(row.work_order), row.part)


def _part(row: LogRow) -> Part:
    return Part(part_id(row), MoldId(row.work_order), row.part, slug(row.part), quantity=row.order_quantity)


def _operation(reports: list[LogRow], step: int, doers: set[MachineId]) -> Operation:
    setup = sum((_minutes(r) for r in reports if r.type is ReportType.SETUP), Decimal(0))
    run = sum((_minutes(r) for r in reports if r.type is ReportType.PRODUCTION), Decimal(0))
    return Operation(
        id=operation_id(reports[0]),
        part=part_id(reports[0]),
        step=Decimal(step),
        name=reports[0].process,
        machines=tuple(MachineOption(m) for m in sorted(doers)),
        setup_minutes=setup,
        run_minutes=run,
    )


def _minutes(row: LogRow) -> Decimal:
    return Decimal(round((row.end - row.start).total_seconds() / 60))
