"""A small shop in which every rule of the floor has something to bite on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sprue.floor.commands import Command
from sprue.floor.loop import Answer, Floor, Origin
from sprue.floor.ports import FixedClock, MemoryPublisher, MemoryStore
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.events import PlannedRow, PlanPublished, ShopAmended
from sprue.shop.gates import CLOSED, OK, Gate, GateState
from sprue.shop.ids import (
    CalendarId,
    KindId,
    MachineId,
    MoldId,
    OperationId,
    OrderId,
    PartId,
    PersonId,
    PurchaseId,
)
from sprue.shop.orders import Mold, Order, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Settings, Shop

#: A Monday, 10:00 in Shanghai.
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DAYS = CalendarId("days")
MILL, EDM, BENCH, PRESS = (
    KindId("cnc_finish"),
    KindId("edm_sinker"),
    KindId("fitting_bench"),
    KindId("trial_press"),
)
LI, WANG, ZHAO = PersonId("li"), PersonId("wang"), PersonId("zhao")
M1, M2, E1, B1, P1 = (MachineId(m) for m in ("cnc-1", "cnc-2", "edm-1", "bench-1", "press-1"))
MOLD = MoldId("M1")


def op(name: str, part: str, step: int, kind: KindId | None, minutes: int = 120, **more: object) -> Operation:
    """An operation with 30 minutes of setup."""
    operation = Operation(
        OperationId(name),
        PartId(part),
        Decimal(step),
        name=name,
        kind=kind,
        setup_minutes=Decimal(30),
        run_minutes=Decimal(minutes),
    )
    return replace(operation, **more)  # type: ignore[arg-type]  # fields of an operation, by name


def small_shop() -> Shop:
    """One mold: a core (milled, eroded alone, coated outside), a plate, and the assembly that joins both."""
    shifts = (Shift(8 * 60, 12 * 60), Shift(13 * 60, 20 * 60))
    calendar = Calendar(DAYS, tuple(DayRule(shifts, weekday=day) for day in range(6)))
    kinds = [
        Kind(MILL, "Milling", "精铣", "CNC"),
        Kind(EDM, "Sinker EDM", "火花机", "EDM", Decimal("0.25")),
        Kind(BENCH, "Bench", "钳工", "Fitting"),
        Kind(PRESS, "Trial press", "试模", "Trial"),
    ]
    machines = [
        Machine(M1, "DMG 1", (MILL,), DAYS),
        Machine(M2, "DMG 2", (MILL,), DAYS, speed=Decimal(2)),
        Machine(E1, "Sodick 1", (EDM,), DAYS, unattended=True),
        Machine(B1, "Bench 1", (BENCH,), DAYS),
        Machine(P1, "Press 1", (PRESS,), DAYS),
    ]
    people = [
        Person(LI, "Li Wei", "CNC", "operator", (MILL, EDM), DAYS, ZHAO, "B-LI"),
        Person(WANG, "Wang Fang", "Fitting", "fitter", (BENCH, PRESS), DAYS, ZHAO, "B-WANG"),
        Person(
            ZHAO, "Zhao Lei", "maintenance", "team leader", (MILL, EDM, BENCH, PRESS), DAYS, None, "B-ZHAO"
        ),
    ]
    mold = Mold(
        MOLD,
        OrderId("O1"),
        "Door panel",
        trial_due=NOW + timedelta(days=8),
        due=NOW + timedelta(days=20),
    )
    parts = [
        Part(PartId("base"), MOLD, "Mold base"),
        Part(PartId("core"), MOLD, "Core", parent=PartId("base")),
        Part(PartId("plate"), MOLD, "Plate", parent=PartId("base")),
        Part(PartId("pins"), MOLD, "Ejector pins", parent=PartId("base"), quantity=40),
    ]
    operations = [
        op("mill", "core", 10, MILL, program=OK),
        op("erode", "core", 20, EDM, 600, mode=Mode.UNATTENDED, electrode=CLOSED),
        op("coat", "core", 30, None, 2880, mode=Mode.OUTSIDE),
        op("plate-1", "plate", 10, MILL, drawing=Gate(GateState.EXPECTED, NOW + timedelta(hours=4))),
        op("plate-2", "plate", 20, BENCH, after=(OperationId("mill"),)),
        op("old", "plate", 5, MILL, status=Status.DONE),
        op("held", "plate", 30, BENCH, status=Status.HELD),
        op("assemble", "base", 10, BENCH, joins=True),
        op("trial", "base", 20, PRESS, milestone=Milestone.T1),
        op("later", "base", 5, BENCH, 60, not_before=NOW + timedelta(hours=2)),
    ]
    purchases = [
        Purchase(PurchaseId("steel"), PartId("plate"), "S136", promised=NOW + timedelta(hours=1)),
        Purchase(PurchaseId("pins"), PartId("pins"), "pins"),
    ]
    return Shop(
        Settings(name="Test shop", timezone="Asia/Shanghai", language="en"),
        {DAYS: calendar},
        (),
        {k.id: k for k in kinds},
        {m.id: m for m in machines},
        {p.id: p for p in people},
        {OrderId("O1"): Order(OrderId("O1"), "ACME")},
        {MOLD: mold},
        {p.id: p for p in parts},
        {o.id: o for o in operations},
        (),
        {p.id: p for p in purchases},
    )


def _new_mold() -> ShopAmended:
    """A second mold, taken while the first is made: two parts, three operations, steel on its way."""
    order, mold = OrderId("O2"), MoldId("M2")
    parts = (
        Part(PartId("n-core"), mold, "Core", parent=PartId("n-base")),
        Part(PartId("n-base"), mold, "Base"),
    )
    operations = (
        op("n-1", "n-core", 10, MILL),
        op("n-2", "n-core", 20, MILL),
        op("n-3", "n-base", 10, PRESS, joins=True, milestone=Milestone.T1),
    )
    return ShopAmended(
        operations=operations,
        molds=(Mold(mold, order, "Bumper", trial_due=NOW + timedelta(days=30)),),
        orders=(Order(order, "ACME"),),
        parts=parts,
        purchases=(
            Purchase(PurchaseId("n-steel"), PartId("n-base"), "P20", promised=NOW + timedelta(days=3)),
        ),
        person=ZHAO,
        reason="order O2",
    )


NEW_MOLD = _new_mold()


def small_plan(planned_at: datetime = NOW) -> PlanPublished:
    """A plan of the small shop, made by hand."""
    places: list[tuple[str, MachineId | None, int, int]] = [
        ("mill", M1, 0, 150),
        ("plate-1", M1, 240, 150),
        ("plate-2", B1, 400, 150),
        ("later", B1, 120, 90),
        ("assemble", B1, 6000, 150),
        ("trial", P1, 6300, 150),
    ]
    rows = tuple(
        PlannedRow(
            OperationId(name),
            machine,
            planned_at + timedelta(minutes=start),
            planned_at + timedelta(minutes=start + 30),
            planned_at + timedelta(minutes=start + length),
            slack_minutes=60,
            why=("now", ""),
        )
        for name, machine, start, length in places
    )
    blocked = ((OperationId("erode"), "gate_closed:electrode"), (OperationId("held"), "held"))
    return PlanPublished(1, planned_at, rows, blocked, message="first plan")


class Hall:
    """A floor in memory, with a clock that is moved by hand."""

    def __init__(self, shop: Shop | None = None) -> None:
        from sprue.floor.commands import ImportShop

        self.store = MemoryStore()
        self.heard = MemoryPublisher()
        self.clock = FixedClock(NOW)
        self.floor = Floor(self.store, self.heard, self.clock)
        self._sent = 0
        self.do(ImportShop(shop or small_shop()))

    def do(self, command: Command, **origin: object) -> Answer:
        """Send a command under the next id."""
        self._sent += 1
        known = replace(Origin(UUID(int=self._sent)), **origin)  # type: ignore[arg-type]  # its fields, by name
        return self.floor.submit(command, known)

    def later(self, **span: float) -> None:
        """Let time go on."""
        self.clock.moment += timedelta(**span)

    @property
    def last(self) -> UUID:
        """Id of the last command."""
        return UUID(int=self._sent)
