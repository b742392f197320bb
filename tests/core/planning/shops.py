"""Small shops for the planner: one mold, days of 08:00–12:00 and 13:00–17:00, planned from a Monday 08:00.

In plan minutes the first day works 0–240 and 300–540, the second 1440–1680 and 1740–1980.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sprue.planning.plan import Plan
from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.ids import CalendarId, KindId, MachineId, MoldId, OperationId, PartId, PersonId
from sprue.shop.orders import Mold, Part
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Settings, Shop

#: A Monday.
NOW = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS, NIGHT_AND_DAY = CalendarId("days"), CalendarId("always")
MILL, EDM, BENCH = KindId("mill"), KindId("edm"), KindId("bench")
MOLD = MoldId("M")

#: Machine, setup start, run start, end.
Row = tuple[str | None, int, int, int]


def at(minute: int) -> datetime:
    """The moment of a plan minute."""
    return NOW + timedelta(minutes=minute)


def op(name: str, minutes: int, setup: int = 0, **more: Any) -> Operation:
    """Milling of a part of the same name as the operation's first letter, in step 10."""
    operation = Operation(
        OperationId(name),
        PartId(name[0]),
        Decimal(10),
        kind=None if more.get("mode") is Mode.OUTSIDE or "machines" in more else MILL,
        setup_minutes=Decimal(setup),
        run_minutes=Decimal(minutes),
    )
    return replace(operation, **more)


def running(name: str, minutes: int, left: int, machine: str, **more: Any) -> Operation:
    """An operation under way since an hour, with `left` minutes to go."""
    return op(
        name,
        minutes,
        status=Status.RUNNING,
        machine=MachineId(machine),
        started=at(-60),
        remaining_minutes=Decimal(left),
        **more,
    )


def machine(name: str, kind: KindId = MILL, **more: object) -> Machine:
    made = Machine(MachineId(name), name, (kind,), DAYS)
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a machine, by name


def person(name: str, *kinds: KindId) -> Person:
    return Person(PersonId(name), name, "", "", kinds or (MILL,), DAYS)


def closed(resource: str, start: int, end: int) -> CalendarException:
    return CalendarException(resource, at(start), at(end), open=False)


def shop_of(
    *operations: Operation,
    machines: Iterable[Machine] = (machine("A"),),
    people: Iterable[Person] = (),
    parents: dict[str, str] | None = None,
    mold: Mold | None = None,
    **more: object,
) -> Shop:
    """A shop with a part for each first letter of its operations; `parents`: part → what it is built into."""
    parents = parents or {}
    names = sorted({o.part for o in operations} | {PartId(name) for name in parents})
    parts = {n: Part(n, MOLD, parent=PartId(parents[n]) if n in parents else None) for n in names}
    days = (Shift(8 * 60, 12 * 60), Shift(13 * 60, 17 * 60))
    always = (Shift(0, 24 * 60),)
    made = Shop(
        Settings(now=NOW),
        {
            DAYS: Calendar(DAYS, tuple(DayRule(days, weekday=d) for d in range(5))),
            NIGHT_AND_DAY: Calendar(NIGHT_AND_DAY, tuple(DayRule(always, weekday=d) for d in range(7))),
        },
        kinds={MILL: Kind(MILL), EDM: Kind(EDM, attention=Decimal("0.25")), BENCH: Kind(BENCH)},
        machines={m.id: m for m in machines},
        people={p.id: p for p in people},
        molds={MOLD: mold or Mold(MOLD)},
        parts=parts,
        operations={o.id: o for o in operations},
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of a shop, by name


def rows(plan: Plan) -> dict[str, Row]:
    """Where and when everything is planned."""
    return {
        o.operation: (o.machine, o.setup_start, o.run_start, o.end)
        for o in sorted(plan.operations.values(), key=lambda o: o.operation)
    }


def stretches(plan: Plan, operation: str) -> list[tuple[int, int]]:
    """The stretches in which an operation is worked on."""
    return [(s.start, s.end) for s in plan.operations[OperationId(operation)].segments]
