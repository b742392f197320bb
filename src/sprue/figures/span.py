"""Spans of time that figures are of, in the shop's zone; hours that a machine is open in one."""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from sprue.shop.calendar import Stretch
from sprue.shop.clock import PlanClock, whole_minute
from sprue.shop.ids import MachineId
from sprue.shop.resources import Machine
from sprue.shop.shop import Shop
from sprue.shop.work import stretches_of

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From `begin` to `end`, both in it; minutes count from the whole minute of `begin`."""

    begin: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment <= self.end

    def minute(self, moment: datetime) -> int:
        """Whole minutes since the span began (negative before it)."""
        return (moment - whole_minute(self.begin)) // _MINUTE

    @property
    def length(self) -> timedelta:
        return self.end - self.begin

    def before(self) -> "Span":
        """The span of the same length that ends where this one begins."""
        return Span(self.begin - self.length, self.begin)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the calendar."""

    year: int
    number: int

    @staticmethod
    def of(moment: datetime, zone: ZoneInfo) -> "Month":
        """The month of a moment in the shop's zone."""
        local = moment.astimezone(zone)
        return Month(local.year, local.month)

    def later(self, months: int) -> "Month":
        """So many months later (earlier where negative)."""
        years, rest = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, rest + 1)

    def begin(self, zone: ZoneInfo) -> datetime:
        """Midnight of its first day."""
        return datetime(self.year, self.number, 1, tzinfo=zone)

    def to_date(self) -> Iterator["Month"]:
        """The months of its year up to it."""
        return (Month(self.year, number) for number in range(1, self.number + 1))

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both in it."""

    first: date
    last: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def a_year_before(self) -> "Days":
        """The same days of the year before; the end of a month stays its end."""
        return Days(_year_before(self.first), _year_before(self.last))


def _year_before(day: date) -> date:
    length = monthrange(day.year - 1, day.month)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, length if is_end else min(day.day, length))


@dataclass(slots=True)
class OpenHours:
    """When machines are open in a span; the table of each is made once."""

    shop: Shop
    span: Span
    _tables: dict[MachineId, tuple[list[Stretch], list[int]]] = field(default_factory=dict)

    def stretches(self, machine: Machine) -> list[Stretch]:
        """Open minutes of the span, sorted and apart."""
        return self._table(machine)[0]

    def minutes(self, machine: Machine) -> int:
        """All open minutes of the span."""
        return self._table(machine)[1][-1]

    def between(self, machine: Machine, start: int, end: int) -> int:
        """Open minutes from `start` to `end`."""
        return self._until(machine, end) - self._until(machine, start) if end > start else 0

    def _until(self, machine: Machine, minute: int) -> int:
        stretches, sums = self._table(machine)
        place = bisect_right(stretches, minute, key=lambda s: s[0])
        if place == 0:
            return 0
        begin, end = stretches[place - 1]
        return sums[place - 1] + min(minute, end) - begin

    def _table(self, machine: Machine) -> tuple[list[Stretch], list[int]]:
        table = self._tables.get(machine.id)
        if table is None:
            clock = PlanClock(whole_minute(self.span.begin), self.shop.settings.zone)
            stretches = stretches_of(self.shop, machine, clock, max(0, self.span.minute(self.span.end)))
            sums = [0, *accumulate(b - a for a, b in stretches)]
            table = self._tables[machine.id] = (stretches, sums)
        return table


def is_machine(machine: Machine) -> bool:
    """Benches, seats and places outside are no machines."""
    kind = machine.kinds[0]
    return not kind.endswith(("_seat", "_bench")) and not kind.startswith(("outsource_", "wait_"))
