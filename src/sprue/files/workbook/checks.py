"""What no single cell can tell: ids, references, and what the cells of a row say together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

from sprue.files.workbook.circles import operation_circles, part_circles
from sprue.files.workbook.faults import Fault, FaultCode
from sprue.files.workbook.layout import Sheet
from sprue.files.workbook.tables import Row, Table
from sprue.shop.routing import Mode, Status

#: The column of each sheet that holds its ids, each of which stands there once.
ID_COLUMN = {
    Sheet.SETTINGS: "key",
    Sheet.KINDS: "kind",
    Sheet.MACHINES: "machine",
    Sheet.PEOPLE: "person",
    Sheet.ORDERS: "order",
    Sheet.MOLDS: "mold",
    Sheet.PARTS: "part",
    Sheet.OPERATIONS: "operation",
    Sheet.PURCHASES: "purchase",
}

#: Column → the sheet in which its ids must stand.
REFERENCES = (
    (Sheet.MACHINES, "kind", Sheet.KINDS),
    (Sheet.MACHINES, "calendar", Sheet.CALENDARS),
    (Sheet.PEOPLE, "kinds", Sheet.KINDS),
    (Sheet.PEOPLE, "calendar", Sheet.CALENDARS),
    (Sheet.PEOPLE, "leader", Sheet.PEOPLE),
    (Sheet.MOLDS, "order", Sheet.ORDERS),
    (Sheet.PARTS, "mold", Sheet.MOLDS),
    (Sheet.PARTS, "parent", Sheet.PARTS),
    (Sheet.OPERATIONS, "part", Sheet.PARTS),
    (Sheet.OPERATIONS, "kind", Sheet.KINDS),
    (Sheet.OPERATIONS, "machines", Sheet.MACHINES),
    (Sheet.OPERATIONS, "machine", Sheet.MACHINES),
    (Sheet.OPERATIONS, "after", Sheet.OPERATIONS),
    (Sheet.SETUPS, "kind", Sheet.KINDS),
    (Sheet.PURCHASES, "part", Sheet.PARTS),
)

#: The nearest name is looked for so often; it takes a while in a long sheet.
MOST_HINTS = 40

Tables = Mapping[Sheet, Table]


def faults_between(tables: Tables, now: datetime) -> Iterator[Fault]:
    """All faults between cells and rows; `now` is the moment from which to plan."""
    yield from faults_of_rows(tables, now)
    yield from part_circles(tables[Sheet.PARTS])
    yield from operation_circles(tables[Sheet.OPERATIONS], tables[Sheet.PARTS])


def faults_of_rows(tables: Tables, now: datetime) -> Iterator[Fault]:
    """All but the circles."""
    names = Names(tables)
    for table in tables.values():
        yield from double_ids(table)
    for sheet, column, target in REFERENCES:
        yield from names.check(tables[sheet], column, (target,))
    exceptions = tables[Sheet.EXCEPTIONS]
    yield from names.check(exceptions, "resource", (Sheet.MACHINES, Sheet.PEOPLE, Sheet.CALENDARS))
    yield from _reversed(exceptions, "from", "to")
    yield from _reversed(tables[Sheet.OPERATIONS], "started", "finished")
    yield from _operations(tables, now)


def double_ids(table: Table) -> Iterator[Fault]:
    """Ids that stand in a table twice."""
    column = ID_COLUMN.get(table.sheet)
    seen: dict[str, int] = {}
    for row in table.rows:
        name = row.get(column) if column else None
        if column is None or name is None:
            continue
        if name in seen:
            yield table.fault(row, column, FaultCode.DOUBLE_ID, other=str(seen[name]))
        seen.setdefault(name, row.number)


def _reversed(table: Table, first: str, last: str) -> Iterator[Fault]:
    """The end of a period before its start; an exception of no length is one too."""
    for row in table.rows:
        start, end = row.get(first), row.get(last)
        if start is None or end is None or start < end or (start == end and table.sheet is Sheet.OPERATIONS):
            continue
        yield table.fault(row, last, FaultCode.REVERSED_PERIOD, start=f"{start:%Y-%m-%d %H:%M}")


@dataclass(slots=True)
class Names:
    """The ids of all sheets, and the nearest of them to a mistyped one."""

    tables: Tables
    _known: dict[Sheet, dict[str, None]] = field(default_factory=dict)
    _hints: dict[tuple[str, tuple[Sheet, ...]], str | None] = field(default_factory=dict)

    def of(self, sheet: Sheet) -> dict[str, None]:
        """Ids of a sheet in its order."""
        if sheet not in self._known:
            column = ID_COLUMN.get(sheet, "calendar")
            rows = self.tables[sheet].rows
            self._known[sheet] = {row.values[column]: None for row in rows if column in row.values}
        return self._known[sheet]

    def check(self, table: Table, column: str, targets: tuple[Sheet, ...]) -> Iterator[Fault]:
        """Faults of a column's ids that stand in none of the target sheets."""
        known: dict[str, None] = {}
        for target in targets:
            known |= self.of(target)
        for row in table.rows:
            for name in _names_in(row, column):
                if name not in known:
                    yield self._unknown(table, row, column, (name, targets))

    def _unknown(self, table: Table, row: Row, column: str, wrong: tuple[str, tuple[Sheet, ...]]) -> Fault:
        name, targets = wrong
        near = self.near(name, targets)
        facts = {
            "sheet": ", ".join(self.tables[target].name for target in targets),
            "hint": f"; did you mean {near}?" if near else "; add it there",
            "hint_zh": f"，是否应为 {near}？" if near else "，请先添加",
        }
        header = table.header(column)
        return Fault(table.name, row.number, header, name, FaultCode.UNKNOWN_REFERENCE, facts)

    def near(self, name: str, targets: tuple[Sheet, ...]) -> str | None:
        """The id most like `name`."""
        key = (name, targets)
        if key not in self._hints:
            if len(self._hints) >= MOST_HINTS or len(name) > MOST_HINTS:
                return None
            known = [other for target in targets for other in self.of(target)]
            folded = {other.casefold(): other for other in known}
            found = get_close_matches(name.casefold(), folded, 1, 0.7)
            self._hints[key] = folded[found[0]] if found else None
        return self._hints[key]


def _names_in(row: Row, column: str) -> tuple[str, ...]:
    value = row.get(column)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(v if isinstance(v, str) else v.machine for v in value)


def _operations(tables: Tables, now: datetime) -> Iterator[Fault]:
    table, machines = tables[Sheet.OPERATIONS], tables[Sheet.MACHINES]
    by_id = {row.values["machine"]: row for row in machines.rows if "machine" in row.values}
    running: dict[str, list[Row]] = defaultdict(list)
    for row in table.rows:
        status = row.get("status", Status.WAITING)
        if "status" in row.bad or "mode" in row.bad or status in (Status.DONE, Status.CANCELLED):
            continue
        yield from minutes_and_place(table, row)
        yield from _machine(table, row, by_id)
        if status is Status.RUNNING:
            yield from _start(table, row, now)
            if "machine" in row.values:
                running[row.values["machine"]].append(row)
    yield from _taken(table, running, by_id)


def minutes_and_place(table: Table, row: Row) -> Iterator[Fault]:
    """How long an open operation takes and where: both must be told."""
    options = row.get("machines", ())
    if "run_minutes" in table.places and "run_minutes" not in row.values and "run_minutes" not in row.bad:
        own = bool(options) and all(option.run_minutes is not None for option in options)
        left = row.get("status") is Status.RUNNING and "remaining_minutes" in row.values
        if not own and not left:
            yield table.fault(row, "run_minutes", FaultCode.MISSING_VALUE)
    placed = options or "kind" in row.values or {"kind", "machines"} & row.bad
    if not placed and row.get("mode") is not Mode.OUTSIDE and row.get("status") is not Status.RUNNING:
        yield table.fault(row, "kind", FaultCode.NO_PLACE)


def _machine(table: Table, row: Row, machines: Mapping[str, Row]) -> Iterator[Fault]:
    """Running and pinned work stands on a machine, pinned work on one that may do it."""
    running = row.get("status") is Status.RUNNING
    if row.get("mode") is Mode.OUTSIDE or not (running or row.get("pinned")) or "machine" in row.bad:
        return
    if "machine" not in row.values:
        why, why_zh = ("running", "加工中") if running else ("pinned", "已锁定")
        yield table.fault(row, "machine", FaultCode.MACHINE_NEEDED, why=why, why_zh=why_zh)
        return
    machine = machines.get(row.values["machine"])
    if running or machine is None or {"kind", "machines"} & row.bad or "kind" in machine.bad:
        return
    able = {option.machine for option in row.get("machines", ())}
    if not able:
        able = {name for name, other in machines.items() if row.get("kind") in other.get("kind", ())}
    if row.values["machine"] not in able:
        some = ", ".join(sorted(able)[:5])
        hints = {"hint": f": {some}", "hint_zh": f"：{some}"} if able else {"hint": "", "hint_zh": ""}
        yield table.fault(row, "machine", FaultCode.WRONG_MACHINE, **hints)


def _start(table: Table, row: Row, now: datetime) -> Iterator[Fault]:
    started = row.get("started")
    if started is None:
        if "remaining_minutes" not in row.values and not {"started", "remaining_minutes"} & row.bad:
            yield table.fault(row, "started", FaultCode.START_NEEDED)
    elif started > now:
        yield table.fault(row, "started", FaultCode.STARTED_LATER, now=f"{now:%Y-%m-%d %H:%M}")


def _taken(table: Table, running: Mapping[str, list[Row]], machines: Mapping[str, Row]) -> Iterator[Fault]:
    for name, rows in running.items():
        batch = machines[name].get("batch", 1) if name in machines else len(rows)
        for row in rows[batch:]:
            other = str(rows[0].get("operation", ""))
            yield table.fault(row, "machine", FaultCode.MACHINE_TAKEN, other=other, batch=str(batch))
