"""Shops with anything that a workbook can hold."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.gates import CLOSED, NOT_NEEDED, OK, Gate, GateState
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
from sprue.shop.orders import Mold, MoldClass, Order, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import MachineOption, Milestone, Mode, Operation, SetupRule, Status
from sprue.shop.shop import Settings, Shop

ZONE = ZoneInfo("Asia/Shanghai")

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs", "Zs", "Zl", "Zp")), max_size=12
) | st.sampled_from(["", "=1+1", "'=x", "-", "@home", "12.50", "#5", "a, b", 'say "x"', "齐套"])
ids = st.from_regex(r"[A-Z][a-z0-9\-]{0,5}", fullmatch=True) | st.sampled_from(["2601", "-7x", "=A", "模具"])
numbers = st.decimals(0, 5000, places=3)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001  # as cells are
    lambda moment: moment.replace(microsecond=0, tzinfo=ZONE)
) | st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(
    lambda day: datetime(day.year, day.month, day.day, tzinfo=ZONE)
)
maybe_moments = st.none() | moments
gates = st.sampled_from([NOT_NEEDED, OK, CLOSED]) | moments.map(lambda m: Gate(GateState.EXPECTED, m))
shifts = st.builds(
    lambda start, length: Shift(start, start + length), st.integers(0, 1439), st.integers(1, 1440)
)
rules = st.one_of(
    st.builds(lambda s, day: DayRule(tuple(s), day), st.lists(shifts, max_size=3), st.integers(0, 6)),
    st.builds(
        lambda s, first, days: DayRule(tuple(s), None, first, first + timedelta(days=days)),
        st.lists(shifts, max_size=2),
        st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        st.integers(0, 20),
    ),
)


def notes_of(draw: st.DrawFn) -> tuple[tuple[str, str], ...]:
    """Notes under titles that are no columns of the format, in the order of the columns."""
    found = draw(st.lists(texts.filter(bool), max_size=2))
    return tuple(zip(("Cavities", "备注"), found, strict=False))


def _some(draw: st.DrawFn, least: int = 0) -> list[str]:
    return draw(st.lists(ids, min_size=least, max_size=4, unique=True))


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """A shop whose references stand and in which nothing waits for itself."""
    calendars = [CalendarId(name) for name in _some(draw, 1)]
    kinds = [KindId(name) for name in _some(draw, 1)]
    machines = [MachineId(name) for name in _some(draw, 1)]
    people = [PersonId(name) for name in _some(draw)]
    orders = [OrderId(name) for name in _some(draw)]
    molds = [MoldId(name) for name in _some(draw, 1)]
    parts = [PartId(name) for name in _some(draw, 1)]
    resources = [*calendars, *machines, *people]

    def one(names: list[Any]) -> Any:
        return draw(st.sampled_from(names))

    def none_or(names: list[Any]) -> Any:
        return draw(st.sampled_from([None, *names]))

    def several(names: list[Any], least: int = 0) -> tuple[Any, ...]:
        return tuple(draw(st.lists(st.sampled_from(names), min_size=least, max_size=3, unique=True)))

    made_parts = [
        Part(
            name, one(molds), draw(texts), draw(texts), none_or(parts[:i]), draw(st.integers(1, 99)),
            draw(texts), draw(maybe_moments), notes_of(draw),
        )
        for i, name in enumerate(parts)
    ]  # fmt: skip
    return Shop(
        Settings(1, draw(texts), "Asia/Shanghai", draw(maybe_moments), "CNY", "en"),
        {name: Calendar(name, tuple(draw(st.lists(rules, min_size=1, max_size=4)))) for name in calendars},
        tuple(
            CalendarException(one(resources), start, start + timedelta(minutes=minutes), is_open, draw(texts))
            for start, minutes, is_open in draw(
                st.lists(st.tuples(moments, st.integers(1, 9999), st.booleans()), max_size=3)
            )
        ),
        {name: Kind(name, draw(texts), draw(texts), "", draw(numbers), notes_of(draw)) for name in kinds},
        {
            name: Machine(
                name, draw(texts), several(kinds, 1), one(calendars), draw(numbers) + 1, draw(st.booleans()),
                draw(st.integers(1, 9)), draw(maybe_moments), notes_of(draw),
            )
            for name in machines
        },
        {
            name: Person(
                name, draw(texts), draw(texts), "fitter", several(kinds), one(calendars), none_or(people)
            )
            for name in people
        },
        {
            name: Order(
                name, draw(texts), "", draw(maybe_moments), draw(maybe_moments),
                draw(st.none() | st.decimals(-99, 99, places=2)), "EUR", draw(numbers),
            )
            for name in orders
        },
        {
            name: Mold(
                name, none_or(orders), draw(texts), draw(st.none() | st.sampled_from(MoldClass)),
                draw(maybe_moments), draw(maybe_moments), draw(numbers), draw(texts), notes_of(draw),
            )
            for name in molds
        },
        {part.id: part for part in made_parts},
        {o.id: o for o in _operations(draw, (parts, kinds, machines))},
        tuple(
            SetupRule(one(kinds), one_id, draw(ids), draw(numbers))
            for one_id in draw(st.lists(ids, max_size=2))
        ),
        {
            PurchaseId(name): Purchase(
                PurchaseId(name), none_or(parts), draw(texts), "", draw(st.none() | numbers),
                draw(maybe_moments), draw(maybe_moments), draw(maybe_moments), notes_of(draw),
            )
            for name in _some(draw)
        },
    )  # fmt: skip


def _operations(
    draw: st.DrawFn, names: tuple[list[PartId], list[KindId], list[MachineId]]
) -> list[Operation]:
    """Later operations wait for earlier ones only; steps rise with them."""
    parts, kinds, machines = names
    made: list[Operation] = []
    for number, name in enumerate(OperationId(n) for n in _some(draw, 1)):
        listed = draw(st.lists(st.sampled_from(machines), max_size=2, unique=True))
        running = draw(st.booleans()) and not any(o.status is Status.RUNNING for o in made)
        started = draw(moments) if running else None
        made.append(
            Operation(
                id=name,
                part=draw(st.sampled_from(parts)),
                step=Decimal(number) + draw(st.sampled_from([Decimal(0), Decimal("0.5")])),
                name=draw(texts),
                kind=None if listed else draw(st.sampled_from(kinds)),
                machines=tuple(MachineOption(m, draw(st.none() | numbers)) for m in listed),
                setup_minutes=draw(numbers),
                run_minutes=draw(numbers),
                mode=draw(st.sampled_from(Mode)),
                setup_family=draw(st.sampled_from(["", "steel", "2601"])),
                group=draw(st.sampled_from(["", "g1"])),
                checks=draw(st.sampled_from(["", "depth 3.20..3.25; surface", "火花纹"])),
                after=tuple(o.id for o in made if draw(st.booleans())),
                not_before=draw(maybe_moments),
                drawing=draw(gates),
                program=draw(gates),
                electrode=draw(gates),
                fixture=draw(gates),
                milestone=draw(st.none() | st.sampled_from(Milestone)),
                status=Status.RUNNING if running else draw(st.sampled_from(_STILL)),
                machine=draw(st.sampled_from(machines)) if running else None,
                started=started,
                remaining_minutes=draw(st.none() | numbers) if running else None,
                notes=notes_of(draw),
            )
        )
    return made


_STILL = (Status.WAITING, Status.DONE, Status.HELD, Status.CANCELLED)
LATER = datetime(2050, 1, 1, tzinfo=UTC)
