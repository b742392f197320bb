"""The shop's ground: calendars, kinds, machines, changeovers and closed days."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from sprue.sample.chance import lognormal
from sprue.sample.tables import MachineKind, between, machine_kinds, outside_kinds
from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.ids import CalendarId, KindId, MachineId
from sprue.shop.resources import Kind, Machine, Notes
from sprue.shop.routing import SetupRule

#: Below so many people the machines run one long shift.
TWO_SHIFTS_FROM = 60

#: Public holidays on which the shops of Ningbo close: Spring Festival (two weeks), Labor Day, National Day.
HOLIDAYS = (
    (date(2025, 10, 1), date(2025, 10, 4)),
    (date(2026, 2, 12), date(2026, 2, 23)),
    (date(2026, 5, 1), date(2026, 5, 3)),
    (date(2026, 10, 1), date(2026, 10, 4)),
    (date(2027, 2, 1), date(2027, 2, 14)),
    (date(2027, 5, 1), date(2027, 5, 3)),
    (date(2027, 10, 1), date(2027, 10, 4)),
)

#: Kinds of which the smallest machines don't take the blocks of large molds.
SIZED = ("cnc_rough", "cnc_finish", "edm_sinker", "wire_edm_slow")

#: Clamping force of trial presses, t.
_PRESS_TONNES = (1300, 450, 800, 280)
#: Work that begins only when a trial is approved.
_AFTER_APPROVAL = ("outsource_texturing",)

_DAY = (Shift(8 * 60, 18 * 60),)
_NIGHT = (Shift(20 * 60, 30 * 60),)
_LONG = (Shift(8 * 60, 21 * 60),)
_BENCH = (Shift(8 * 60, 12 * 60), Shift(13 * 60, 17 * 60 + 30), Shift(18 * 60, 20 * 60))
_OFFICE = (Shift(8 * 60, 12 * 60), Shift(13 * 60, 17 * 60 + 30), Shift(18 * 60, 19 * 60 + 30))
_SHORT = (Shift(8 * 60, 12 * 60), Shift(13 * 60, 17 * 60 + 30))
_TWO = (*_DAY, *_NIGHT)


def is_holiday(day: date) -> bool:
    """Whether the shop is closed on that day."""
    return day.weekday() == 6 or any(first <= day <= last for first, last in HOLIDAYS)


def calendars(people: int) -> dict[CalendarId, Calendar]:
    """Calendars by name; `machines` has two shifts in a larger shop and one long shift in a small one."""
    small = people < TWO_SHIFTS_FROM
    week = {
        "machines": (_LONG if small else _TWO, _LONG if small else _TWO),
        "day": (_LONG if small else _DAY, _LONG if small else _DAY),
        "night": (_NIGHT, _NIGHT),
        "bench": (_BENCH, _SHORT),
        "office": (_OFFICE, _SHORT),
    }
    return {CalendarId(name): _calendar(name, *shifts) for name, shifts in week.items()}


def _calendar(name: str, weekday: tuple[Shift, ...], saturday: tuple[Shift, ...]) -> Calendar:
    rules = [DayRule(weekday, weekday=day) for day in range(5)]
    rules += [DayRule(saturday, weekday=5), DayRule((), weekday=6)]
    rules += [DayRule((), first=first, last=last) for first, last in HOLIDAYS]
    return Calendar(CalendarId(name), tuple(rules))


def kinds() -> dict[KindId, Kind]:
    """Kinds of machines and places, then those of outside work."""
    found = {
        KindId(k.kind): Kind(KindId(k.kind), k.name.en, k.name.zh, k.department, Decimal(k.attention))
        for k in machine_kinds()
    }
    for kind, name, department in outside_kinds():
        notes = (("after_approval", "yes"),) if kind in _AFTER_APPROVAL else ()
        found[KindId(kind)] = Kind(KindId(kind), name.en, name.zh, department, Decimal(0), notes)
    return found


def machines(people: int, language: str, chance: Random) -> dict[MachineId, Machine]:
    """The machine park of a shop of `people`; kinds that a small shop lacks are sent out."""
    found: dict[MachineId, Machine] = {}
    for kind in machine_kinds():
        for number in range(1, _count(kind, people) + 1):
            machine = _machine(kind, number, language, chance)
            found[machine.id] = machine
    return found


def _count(kind: MachineKind, people: int) -> int:
    """How many of a kind; what even the smallest shop has, every shop has."""
    return max(min(1, kind.counts[0]), round(between(kind.counts, people)))


def _machine(kind: MachineKind, number: int, language: str, chance: Random) -> Machine:
    does: tuple[KindId, ...] = (KindId(kind.kind),)
    speed = Decimal(1)
    if kind.calendar == "machines" and kind.kind not in ("cmm", "spotting_press", "trial_press"):
        speed = Decimal(round(chance.uniform(0.9, 1.15) * 100)) / 100
    if kind.kind == "cnc_5axis":
        # A 5-axis machine does a finishing job in four fifths of the time.
        does, speed = (*does, KindId("cnc_finish")), speed * Decimal("1.25")
    return Machine(
        MachineId(f"{kind.kind}-{number}"),
        f"{kind.short.say(language)} {number}",
        does,
        CalendarId(kind.calendar),
        speed,
        kind.alone,
        notes=_notes(kind, number),
    )


def _notes(kind: MachineKind, number: int) -> Notes:
    """The first press takes every mold; smaller ones are beside it."""
    if kind.kind != "trial_press":
        return ()
    return (("tonnage", str(_PRESS_TONNES[(number - 1) % len(_PRESS_TONNES)])),)


def large_only(machines_of_kind: list[Machine]) -> list[Machine]:
    """Those of a kind that take large molds: of five machines one is too small."""
    return machines_of_kind[: len(machines_of_kind) - len(machines_of_kind) // 5]


def setups() -> tuple[SetupRule, ...]:
    """Graphite and copper on one mill: the dust is cleaned out between them."""
    mill = KindId("graphite_mill")
    return (
        SetupRule(mill, "graphite", "copper", Decimal(45)),
        SetupRule(mill, "copper", "graphite", Decimal(35)),
    )


def exceptions(
    machines: dict[MachineId, Machine], people: list[str], now: datetime, chance: Random
) -> tuple[CalendarException, ...]:
    """Maintenance of machines and leave of people in the weeks after `now`, and one recent breakdown."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)
    found = []
    alone = [m.id for m in machines.values() if m.unattended]
    for machine in chance.sample(alone, k=max(1, len(alone) // 12)):
        start = _day(now, chance.randint(2, 16), 8)
        found.append(CalendarException(machine, start, start + timedelta(hours=6), False, "maintenance"))
    for person in chance.sample(people, k=max(1, len(people) // 25)):
        start = _day(now, chance.randint(1, 14), 0)
        days = max(1, round(lognormal(chance, 2, 0.6)))
        found.append(CalendarException(person, start, start + timedelta(days=days), False, "leave"))
    return tuple(found)


def _day(now: datetime, days: int, hour: int) -> datetime:
    return now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
