"""The molds of a shop over the years: who ordered, what they are worth, promised and real dates, hours.

A shop that comes in anew under the same name keeps the delivered molds of the one before, unless it brings
them itself; a shop of another name begins anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from sprue.figures.dates import reached
from sprue.figures.estimates import came_finished
from sprue.figures.facts import DayKeeper, Facts
from sprue.figures.period import Period
from sprue.figures.span import OpenHours, Span
from sprue.figures.work import Stretch
from sprue.shop import events as ev
from sprue.shop.ids import MoldId, OperationId, OrderId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Mode, Status
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MoldRecord:
    """One mold. Days are those of the shop's zone. `value`: its even part of its order's, None: unknown.

    `minutes`: worked in the house by day. `undated`: finished operations in the house without dates.
    `was_delivered` without `delivered`: on a day that nobody knows.
    """

    mold: MoldId
    name: str
    order: OrderId | None
    customer: str
    market: str
    mold_class: str
    value: Fraction | None
    currency: str
    received: date | None
    trial_due: datetime | None
    trial: datetime | None
    due: datetime | None
    delivered: datetime | None
    delivered_on: date | None
    trial_on: date | None
    was_delivered: bool
    minutes: Mapping[date, float]
    undated: int


@dataclass(slots=True)
class Book:
    """Fed with the whole journal; `facts` are those since the last import."""

    facts: Facts = field(default_factory=Facts)
    first: datetime | None = None
    _kept: dict[MoldId, MoldRecord] = field(default_factory=dict)
    _counted: tuple[int, tuple[MoldRecord, ...]] | None = None

    @property
    def began(self) -> datetime | None:
        return self.facts.began

    @property
    def shop(self) -> Shop:
        return self.facts.shop

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        fact = entry.event.fact
        if isinstance(fact, ev.ShopImported):
            self._change(fact.shop, entry.event.happened_at)
        self.facts.take(entry)

    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime], seq: int = 0) -> None:
        """The plan that was the shop's when the day began."""
        self.facts.plan_of_day(day, ends, seq)

    def records(self) -> tuple[MoldRecord, ...]:
        """All molds, those of earlier shops first; counted once for as long as nothing new is told."""
        if self._counted is None or self._counted[0] != self.facts.seq:
            found = [*self._kept.values(), *_records(self.facts)]
            self._counted = (self.facts.seq, _valued(found))
        return self._counted[1]

    def _change(self, shop: Shop, at: datetime) -> None:
        if self.first is None or shop.settings.name != self.shop.settings.name:
            self._kept.clear()
            self.first = at
        else:
            self._kept.update({one.mold: one for one in _records(self.facts) if one.was_delivered})
            for mold in shop.molds:
                self._kept.pop(mold, None)
        self._counted = None


def book_of(entries: Iterable[ev.Entry]) -> Book:
    """The book of a whole journal."""
    book, keeper = Book(), DayKeeper()
    for entry in entries:
        if isinstance(entry.event.fact, ev.ShopImported):
            book.take(entry)
        else:
            keeper.take(book.facts, entry)
    return book


def _valued(records: list[MoldRecord]) -> tuple[MoldRecord, ...]:
    """An order's value in even parts for its molds."""
    count = Counter(one.order for one in records)
    return tuple(
        replace(one, value=one.value / count[one.order]) if one.value is not None else one for one in records
    )


def _records(facts: Facts) -> list[MoldRecord]:
    if facts.began is None:
        return []
    period = Period(facts, Span(facts.began, facts.began))
    minutes = _minutes(period)
    return [_record(period, mold, minutes.get(mold.id, {})) for mold in facts.shop.molds.values()]


def _record(period: Period, mold: Mold, minutes: Mapping[date, float]) -> MoldRecord:
    """With the whole value of its order."""
    shop = period.facts.shop
    order = shop.orders.get(mold.order) if mold.order is not None else None
    trial = reached(period, mold.id, Milestone.T1)
    delivered = reached(period, mold.id, Milestone.DELIVERY)
    own = period.of_mold.get(mold.id, ())
    last = [o for o in own if o.milestone is Milestone.DELIVERY]
    done = bool(last) and all(o.id in period.facts.work.finished or o.status is Status.DONE for o in last)
    undated = [
        o
        for o in own
        if o.status is Status.DONE
        and o.mode is not Mode.OUTSIDE
        and (o.started is None or o.finished is None or o.machine is None)
        and o.id not in period.stretches_of
    ]
    return MoldRecord(
        mold.id,
        mold.name,
        mold.order,
        order.customer if order is not None else "",
        order.market if order is not None else "",
        mold.mold_class.value if mold.mold_class is not None else "",
        Fraction(order.value) if order is not None and order.value is not None else None,
        (order.currency if order is not None else "") or shop.settings.currency,
        _day(shop, order.received if order is not None else None),
        mold.trial_due,
        trial[0] if trial is not None else None,
        mold.due,
        delivered[0] if delivered is not None else None,
        _day(shop, delivered[0] if delivered is not None else None),
        _day(shop, trial[0] if trial is not None else None),
        done,
        minutes,
        len(undated),
    )


def _minutes(period: Period) -> dict[MoldId, dict[date, float]]:
    """Worked minutes of each mold by day: open minutes of the machine, by the clock where it runs alone."""
    facts, shop = period.facts, period.facts.shop
    stretches = [
        s
        for s in (*came_finished(facts.ledger()), *facts.work.stretches)
        if s.machine in shop.machines and s.operation in shop.operations and not s.breakdown
    ]
    if not stretches:
        return {}
    hours = OpenHours(shop, Span(min(s.start for s in stretches), max(s.end for s in stretches)))
    found: dict[MoldId, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    midnights: dict[date, datetime] = {}
    for stretch in stretches:
        own = found[shop.parts[shop.operations[stretch.operation].part].mold]
        for day, start, end in _by_day(shop, stretch, midnights):
            own[day] += _worked(shop, hours, stretch, start, end)
    return {mold: dict(days) for mold, days in found.items()}


def _worked(shop: Shop, hours: OpenHours, stretch: Stretch, start: datetime, end: datetime) -> float:
    assert stretch.machine is not None
    machine = shop.machines[stretch.machine]
    minutes = (end - start).total_seconds() / 60
    if runs_by_clock(shop.operations[stretch.operation], machine):
        return minutes
    return min(minutes, hours.between(machine, hours.span.minute(start), hours.span.minute(end)))


def _by_day(
    shop: Shop, stretch: Stretch, midnights: dict[date, datetime]
) -> Iterable[tuple[date, datetime, datetime]]:
    zone = shop.settings.zone
    start = stretch.start
    while start < stretch.end:
        day = start.astimezone(zone).date()
        if day not in midnights:
            after = day + _DAY
            midnights[day] = datetime(after.year, after.month, after.day, tzinfo=zone)
        end = min(stretch.end, midnights[day])
        yield day, start, end
        start = end


def _day(shop: Shop, at: datetime | None) -> date | None:
    return at.astimezone(shop.settings.zone).date() if at is not None else None
