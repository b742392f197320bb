"""The monthly bulletin: a month and the year to date, beside the year before, by market, customer, class.

Sums are exact and rounded once at the end, a half away from zero: counts, values and hours to whole numbers,
percents and points to one decimal. What nobody recorded is unknown: so are all days before the month that
begins after the first delivery the book knows of, for molds delivered earlier may have left no trace.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import fsum

from sprue.figures.amounts import change, percent_of, points
from sprue.figures.book import Book, MoldRecord
from sprue.figures.evidence import rounded
from sprue.figures.span import Days, Month

#: Decimals of percents and points.
_TENTHS = 1
_DAY = timedelta(days=1)


class Measure(StrEnum):
    """Flows of a time, then stocks at its end."""

    RECEIVED = "received"
    RECEIVED_VALUE = "received_value"
    DELIVERED = "delivered"
    DELIVERED_VALUE = "delivered_value"
    HOURS = "hours"
    TRIALS_ON_TIME = "trials_on_time"
    ON_TIME = "on_time"
    OPEN = "open"
    OPEN_VALUE = "open_value"


MONEY = frozenset({Measure.RECEIVED_VALUE, Measure.DELIVERED_VALUE, Measure.OPEN_VALUE})
SHARES = frozenset({Measure.TRIALS_ON_TIME, Measure.ON_TIME})
STOCKS = frozenset({Measure.OPEN, Measure.OPEN_VALUE})


class Group(StrEnum):
    """What the lines are by."""

    MARKET = "market"
    CUSTOMER = "customer"
    MOLD_CLASS = "mold_class"


@dataclass(frozen=True, slots=True)
class Sum:
    """An exact value, None: unknown. `lacking`: molds that belong in and have no value or no date."""

    value: Fraction | None
    molds: tuple[str, ...] = ()
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """A value beside that of the year before. Shares on time are percents, their change is in points.

    `share`: percent of the total of all groups, `share_points`: its change. `more`: of a stock, the change
    since the time began, `more_percent` the same in percent. `molds`: those it comes from.
    """

    value: Decimal | None
    before: Decimal | None
    change: Decimal | None
    share: Decimal | None = None
    share_points: Decimal | None = None
    more: Decimal | None = None
    more_percent: Decimal | None = None
    lacking: int = 0
    molds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One group ("": unknown) or, as `total`, all."""

    name: str
    month: Mapping[Measure, Compared]
    year: Mapping[Measure, Compared]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`over`: whether the month is; else it is told up to `month_days.last` and compared with as many days.

    `known_since`: the first day of which all is known. `no_value`, `other_currency`: molds whose value is in
    no sum; `no_received`, `no_delivered`: molds ordered or delivered on an unknown day; `undated`: finished
    operations without dates, their hours are in no sum.
    """

    month: Month
    month_days: Days
    year_days: Days
    over: bool
    known_since: date | None
    currency: str
    total: Line
    groups: Mapping[Group, tuple[Line, ...]]
    no_value: int
    other_currency: int
    no_received: int
    no_delivered: int
    undated: int


def bulletin_of(book: Book, month: Month, now: datetime) -> Bulletin:
    """The bulletin of a month as it is known at `now`."""
    zone, currency = book.shop.settings.zone, book.shop.settings.currency
    today = now.astimezone(zone).date()
    begin = date(month.year, month.number, 1)
    end = date(month.year, month.number, monthrange(month.year, month.number)[1])
    last = max(begin, min(end, today))
    month_days, year_days = Days(begin, last), Days(date(month.year, 1, 1), last)
    records = book.records()
    since = known_since(book)
    count = _Counter(month_days, year_days, since, today, currency)
    named: dict[Group, Callable[[MoldRecord], str]] = {
        Group.MARKET: lambda one: one.market,
        Group.CUSTOMER: lambda one: one.customer,
        Group.MOLD_CLASS: lambda one: one.mold_class,
    }
    total = count.sums(records)
    return Bulletin(
        month,
        month_days,
        year_days,
        end < today,
        since,
        currency,
        count.line("", total, total),
        {group: count.lines(records, name_of, total) for group, name_of in named.items()},
        sum(one.value is None for one in records),
        sum(one.value is not None and one.currency != currency for one in records),
        sum(one.received is None for one in records),
        sum(one.was_delivered and one.delivered is None for one in records),
        sum(one.undated for one in records),
    )


def known_since(book: Book) -> date | None:
    """The first day of the first whole month of which the book knows all."""
    if book.first is None:
        return None
    first = book.first.astimezone(book.shop.settings.zone).date()
    day = min([one.delivered_on for one in book.records() if one.delivered_on is not None] + [first])
    if day.day == 1:
        return day
    return (day.replace(day=1) + 32 * _DAY).replace(day=1)


_Sums = Mapping[tuple[Days, Measure], Sum]


@dataclass(frozen=True, slots=True)
class _Counter:
    month: Days
    year: Days
    since: date | None
    today: date
    currency: str

    def sums(self, records: Sequence[MoldRecord]) -> _Sums:
        """Everything of some molds, for both times, the year before, and stocks as each time began."""
        found: dict[tuple[Days, Measure], Sum] = {}
        for days in (self.month, self.year):
            for time in (days, days.a_year_before()):
                for measure in Measure:
                    found[time, measure] = self._sum(records, time, measure)
            opening = Days(days.first - _DAY, days.first - _DAY)
            for measure in STOCKS:
                found[opening, measure] = self._sum(records, opening, measure)
        return found

    def lines(
        self, records: Sequence[MoldRecord], name_of: Callable[[MoldRecord], str], total: _Sums
    ) -> tuple[Line, ...]:
        """A line for each group, that with most hours of the year first."""
        groups: dict[str, list[MoldRecord]] = {}
        for one in records:
            groups.setdefault(name_of(one), []).append(one)
        found = [(name, self.sums(own)) for name, own in groups.items()]
        by_hours = sorted(found, key=lambda pair: (-(pair[1][self.year, Measure.HOURS].value or 0), pair[0]))
        lines = [self.line(name, sums, total) for name, sums in by_hours]
        return tuple(line for line in lines if _says_something(line))

    def line(self, name: str, sums: _Sums, total: _Sums) -> Line:
        """Values beside the year before, and shares of the total."""
        return Line(name, self._compared(sums, total, self.month), self._compared(sums, total, self.year))

    def _compared(self, sums: _Sums, total: _Sums, days: Days) -> Mapping[Measure, Compared]:
        return {measure: _compare(measure, sums, total, days) for measure in Measure}

    def _sum(self, records: Sequence[MoldRecord], days: Days, measure: Measure) -> Sum:
        known_from = days.last + _DAY if measure in STOCKS else days.first
        if self.since is None or known_from < self.since or days.first > self.today:
            return Sum(None)
        match measure:
            case Measure.RECEIVED | Measure.RECEIVED_VALUE:
                chosen = [one for one in records if one.received in days]
            case Measure.DELIVERED | Measure.DELIVERED_VALUE | Measure.ON_TIME:
                chosen = [one for one in records if one.delivered_on in days]
            case Measure.TRIALS_ON_TIME:
                chosen = [one for one in records if one.trial_on in days]
            case Measure.OPEN | Measure.OPEN_VALUE:
                chosen = [one for one in records if _is_open(one, days.last)]
            case Measure.HOURS:
                return _hours(records, days)
        molds = tuple(one.mold for one in chosen)
        if measure in MONEY:
            worth = [one.value for one in chosen if one.value is not None and one.currency == self.currency]
            lacking = len(chosen) - len(worth)
            return Sum(sum(worth, Fraction(0)) if worth or not chosen else None, molds, lacking)
        if measure in SHARES:
            return _on_time(chosen, measure)
        return Sum(Fraction(len(chosen)), molds)


def _is_open(one: MoldRecord, day: date) -> bool:
    """Ordered by the end of the day and not delivered by then."""
    if one.received is None or one.received > day:
        return False
    return not one.was_delivered or (one.delivered_on is not None and one.delivered_on > day)


def _hours(records: Iterable[MoldRecord], days: Days) -> Sum:
    minutes: list[float] = []
    molds = []
    for one in records:
        own = [worked for day, worked in one.minutes.items() if days.first <= day <= days.last]
        if own:
            molds.append(one.mold)
            minutes += own
    return Sum(Fraction(fsum(minutes)) / 60, tuple(molds))


def _on_time(chosen: Sequence[MoldRecord], measure: Measure) -> Sum:
    """Percent; molds without a promised date are lacking."""
    trial = measure is Measure.TRIALS_ON_TIME
    pairs = [
        (one, one.trial if trial else one.delivered, one.trial_due if trial else one.due) for one in chosen
    ]
    judged = [(one.mold, end <= due) for one, end, due in pairs if end is not None and due is not None]
    share = percent_of(sum(kept for _, kept in judged), len(judged))
    return Sum(share, tuple(mold for mold, _ in judged), len(chosen) - len(judged))


def _compare(measure: Measure, sums: _Sums, total: _Sums, days: Days) -> Compared:
    now, before = sums[days, measure], sums[days.a_year_before(), measure]
    every, every_before = total[days, measure], total[days.a_year_before(), measure]
    if measure in SHARES:
        return Compared(
            _shown(now.value, _TENTHS),
            _shown(before.value, _TENTHS),
            _shown(points(now.value, before.value), _TENTHS),
            lacking=now.lacking,
            molds=now.molds,
        )
    share, share_before = _share(now, every), _share(before, every_before)
    opening = sums.get((Days(days.first - _DAY, days.first - _DAY), measure))
    more = points(now.value, opening.value) if opening is not None else None
    return Compared(
        _shown(now.value, 0),
        _shown(before.value, 0),
        _shown(change(now.value, before.value), _TENTHS),
        _shown(share, _TENTHS),
        _shown(points(share, share_before), _TENTHS),
        _shown(more, 0),
        _shown(change(now.value, opening.value), _TENTHS) if opening is not None else None,
        now.lacking,
        now.molds,
    )


def _share(part: Sum, whole: Sum) -> Fraction | None:
    if part.value is None or whole.value is None:
        return None
    return percent_of(part.value, whole.value)


def _shown(value: Fraction | None, digits: int) -> Decimal | None:
    return rounded(value, digits) if value is not None else None


def _says_something(line: Line) -> bool:
    return any(one.value or one.before for cells in (line.month, line.year) for one in cells.values())
