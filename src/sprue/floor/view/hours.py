"""Working time around now: is a machine's calendar open, when does work end, how much fits between."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta

from sprue.shop.calendar import Stretch
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId
from sprue.shop.resources import Machine, Person
from sprue.shop.shop import Shop
from sprue.shop.work import stretches_of

#: How far the tables reach back and ahead of the moment for which they are made.
_BACK = timedelta(days=8)
_AHEAD_MINUTES = 40 * 24 * 60
_FRESH = timedelta(days=2)


class Hours:
    """Working stretches of machines and people, from some days before `now` to some weeks after."""

    def __init__(self, shop: Shop, now: datetime) -> None:
        day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        self.clock = PlanClock(day - _BACK, shop.settings.zone)
        self._shop = shop
        self._fresh_until = day + _FRESH
        self._made: dict[str, list[Stretch]] = {}

    def serves(self, shop: Shop, now: datetime) -> bool:
        """Whether the tables are still good for `shop` at `now`."""
        same = shop.calendars is self._shop.calendars and shop.machines is self._shop.machines
        return same and shop.exceptions is self._shop.exceptions and self._covers(now)

    def _covers(self, now: datetime) -> bool:
        return self._fresh_until - _FRESH <= now < self._fresh_until

    def stretches(self, resource: Machine | Person) -> list[Stretch]:
        """Working stretches in minutes of `clock`."""
        key = f"{type(resource).__name__}:{resource.id}"
        if key not in self._made:
            self._made[key] = stretches_of(self._shop, resource, self.clock, _AHEAD_MINUTES)
        return self._made[key]

    def stretch_at(self, resource: Machine | Person, now: datetime) -> Stretch | None:
        """The stretch in which `now` lies (None: closed)."""
        stretches = self.stretches(resource)
        minute = self.clock.minute(now)
        place = bisect_right(stretches, minute, key=lambda s: s[0]) - 1
        return stretches[place] if place >= 0 and stretches[place][1] > minute else None

    def is_open(self, machine: Machine, now: datetime) -> bool:
        return self.stretch_at(machine, now) is not None

    def end_of(self, resource: Machine | Person, start: datetime, minutes: int) -> datetime:
        """When `minutes` of working time of the resource, counted from `start`, are over."""
        begin = self.clock.minute_up(start)
        left = minutes
        stretches = self.stretches(resource)
        for a, b in stretches[bisect_right(stretches, begin, key=lambda s: s[1]) :]:
            room = b - max(a, begin)
            if room >= left:
                return self.at(max(a, begin) + left)
            left -= room
        return start + timedelta(minutes=minutes)

    def between(self, machine: Machine, start: datetime, end: datetime) -> int:
        """Working minutes of the machine from `start` to `end`."""
        first, last = self.clock.minute(start), self.clock.minute(end)
        return overlap(self.stretches(machine), first, last)

    def at(self, minute: int) -> datetime:
        """The moment of a minute of `clock`, in UTC."""
        return self.clock.at(minute).astimezone(UTC)


def overlap(stretches: list[Stretch], first: int, last: int) -> int:
    """Minutes of first..last that lie in the sorted stretches."""
    place = max(0, bisect_right(stretches, first, key=lambda s: s[0]) - 1)
    total = 0
    while place < len(stretches) and stretches[place][0] < last:
        a, b = stretches[place]
        total += max(0, min(b, last) - max(a, first))
        place += 1
    return total


def machine_or_none(shop: Shop, machine_id: MachineId | None) -> Machine | None:
    """The machine of that id, None for none and for one that is not there."""
    return shop.machines.get(machine_id) if machine_id is not None else None
