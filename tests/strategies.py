"""Random small shops, valid by the workbook's contract."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.gates import CLOSED, NOT_NEEDED, OK, Gate, GateState
from sprue.shop.ids import CalendarId, KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.orders import Mold, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import Milestone, Mode, Operation, SetupRule, Status
from sprue.shop.shop import Settings, Shop

ZONE = ZoneInfo("Asia/Shanghai")
#: A Monday, when the day shift begins.
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)
DAY, NIGHT, ALWAYS = CalendarId("day"), CalendarId("night"), CalendarId("always")
ATTENTION = {"mill": "1", "edm": "0.25", "bench": "1.5", "oven": "0"}
FAMILIES = ("", "", "steel", "copper")

Draw = st.DrawFn


def _calendars() -> dict[CalendarId, Calendar]:
    day = (Shift(480, 720), Shift(780, 1050))
    rules = {
        DAY: tuple(DayRule(day, weekday=d) for d in range(5)),
        NIGHT: tuple(DayRule((Shift(1200, 1800),), weekday=d) for d in range(7)),
        ALWAYS: tuple(DayRule((Shift(0, 1440),), weekday=d) for d in range(7)),
    }
    return {name: Calendar(name, found) for name, found in rules.items()}


def _moment(draw: Draw, first: int = -600, last: int = 6000) -> datetime:
    return NOW + timedelta(minutes=draw(st.integers(first, last)))


def _maybe_moment(draw: Draw) -> datetime | None:
    return _moment(draw) if draw(st.integers(0, 5)) == 0 else None


def _kinds(draw: Draw) -> tuple[KindId, ...]:
    return tuple(KindId(k) for k in draw(st.lists(st.sampled_from(list(ATTENTION)), min_size=1, unique=True)))


def _machine(draw: Draw, name: str) -> Machine:
    return Machine(
        MachineId(name),
        name,
        _kinds(draw),
        draw(st.sampled_from([DAY, DAY, NIGHT, ALWAYS])),
        speed=Decimal(draw(st.sampled_from(["1", "1.13", "0.8"]))),
        unattended=draw(st.booleans()),
        batch=draw(st.sampled_from([1, 1, 1, 3])),
        available_from=_maybe_moment(draw),
    )


def _person(draw: Draw, name: str) -> Person:
    return Person(PersonId(name), name, "", "", _kinds(draw), draw(st.sampled_from([DAY, DAY, NIGHT])))


def _gate(draw: Draw) -> Gate:
    state = draw(st.integers(0, 30))
    if state <= 1:
        return CLOSED if state else Gate(GateState.EXPECTED, _moment(draw))
    return OK if state == 2 else NOT_NEEDED


def _status(draw: Draw) -> Status:
    rare = {0: Status.RUNNING, 1: Status.DONE, 2: Status.HELD, 3: Status.CANCELLED}
    return rare.get(draw(st.integers(0, 24)), Status.WAITING)


def _operation(draw: Draw, part: Part, name: str, shop: Shop, busy: set[MachineId]) -> Operation:
    kind = draw(st.sampled_from(list(shop.kinds)))
    able = [m.id for m in shop.machines.values() if kind in m.kinds]
    mode = draw(st.sampled_from([Mode.ATTENDED, Mode.ATTENDED, *Mode]))
    machine = draw(st.sampled_from(able)) if able and mode is not Mode.OUTSIDE else None
    status = _status(draw)
    if status is Status.RUNNING and (machine in busy or (machine is None and mode is not Mode.OUTSIDE)):
        status = Status.WAITING
    if status is Status.RUNNING and machine is not None:
        busy.add(machine)
    begun = status in (Status.RUNNING, Status.DONE)
    pinned = status is Status.WAITING and machine is not None and draw(st.integers(0, 7)) == 0
    known = list(shop.operations)
    return Operation(
        OperationId(name),
        part.id,
        Decimal(draw(st.integers(1, 3))),
        kind=kind,
        setup_minutes=Decimal(draw(st.sampled_from([0, 0, 20, 45]))),
        run_minutes=Decimal(draw(st.integers(0, 240))),
        mode=mode,
        setup_family=draw(st.sampled_from(FAMILIES)),
        joins=draw(st.booleans()),
        after=tuple(draw(st.lists(st.sampled_from(known), max_size=1))) if known else (),
        not_before=_maybe_moment(draw),
        program=_gate(draw),
        electrode=_gate(draw),
        milestone=draw(st.sampled_from([None, None, *Milestone])),
        status=status,
        machine=machine if begun or pinned else None,
        started=NOW - timedelta(minutes=draw(st.integers(0, 300))) if begun else None,
        finished=NOW if status is Status.DONE else None,
        pinned=pinned,
        pinned_start=_maybe_moment(draw) if pinned else None,
    )


def _routing(draw: Draw, part: Part, shop: Shop, busy: set[MachineId]) -> None:
    """Adds operations whose `after` names only operations of parts made before: no circle."""
    found = [_operation(draw, part, f"{part.id}-{i}", shop, busy) for i in range(draw(st.integers(0, 4)))]
    shop.operations.update({o.id: o for o in found})


@st.composite
def shops(draw: Draw) -> Shop:
    """A shop of up to 5 machines, 4 people and 32 operations; children come first."""
    kinds = {KindId(k): Kind(KindId(k), attention=Decimal(a)) for k, a in ATTENTION.items()}
    machines = [_machine(draw, f"M{i}") for i in range(draw(st.integers(1, 5)))]
    people = [_person(draw, f"P{i}") for i in range(draw(st.integers(0, 4)))]
    away = [
        CalendarException(
            name, start, start + timedelta(minutes=draw(st.integers(1, 900))), open=draw(st.booleans())
        )
        for name in (*(m.id for m in machines), *(p.id for p in people))
        if (start := _maybe_moment(draw)) is not None
    ]
    shop = Shop(
        settings=Settings(now=NOW),
        calendars=_calendars(),
        exceptions=tuple(away),
        kinds=kinds,
        machines={m.id: m for m in machines},
        people={p.id: p for p in people},
        setups=(SetupRule(KindId("mill"), "steel", "copper", Decimal(35)),) if draw(st.booleans()) else (),
    )
    busy: set[MachineId] = set()
    for number in range(draw(st.integers(1, 2))):
        mold = MoldId(f"m{number}")
        weight = Decimal(draw(st.integers(0, 3)))
        shop.molds[mold] = Mold(mold, trial_due=_maybe_moment(draw), due=_moment(draw), weight=weight)
        root = PartId(f"{mold}-root")
        for i in range(draw(st.integers(0, 3))):
            name = PartId(f"{mold}-{i}")
            shop.parts[name] = Part(name, mold, parent=root, available=_maybe_moment(draw))
        shop.parts[root] = Part(root, mold)
        for part in [p for p in shop.parts.values() if p.mold == mold]:
            _routing(draw, part, shop, busy)
            if draw(st.integers(0, 9)) == 0:
                bought = PurchaseId(f"b-{part.id}")
                shop.purchases[bought] = Purchase(bought, part.id, promised=_maybe_moment(draw))
    return shop
