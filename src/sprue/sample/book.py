"""The order book: which molds came in, for whom, how large, and what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sprue.planning.templates.routing import MoldSpec
from sprue.planning.templates.tables import Words
from sprue.sample.chance import lognormal, poisson, stream
from sprue.sample.site import TWO_SHIFTS_FROM, is_holiday
from sprue.sample.tables import between, names, words
from sprue.shop.ids import MoldId, OrderId
from sprue.shop.orders import Mold, MoldClass, Order
from sprue.shop.resources import Notes

#: So far back the book reaches; what came in earlier has been shipped.
HISTORY = timedelta(weeks=26)

_NEW_A_YEAR = (70.0, 180.0, 400.0)
_SHARES = {
    MoldClass.S: (0.62, 0.38, 0.25),
    MoldClass.M: (0.33, 0.42, 0.40),
    MoldClass.L: (0.05, 0.18, 0.28),
    MoldClass.XL: (0.0, 0.02, 0.07),
}
#: Weeks from order to the promised first trial.
_WINDOW = {
    MoldClass.S: (5.0, 7.0),
    MoldClass.M: (7.0, 10.0),
    MoldClass.L: (10.0, 14.0),
    MoldClass.XL: (14.0, 19.0),
}
_TIGHTNESS = ((0.8, 0.25), (0.95, 0.6), (1.2, 0.15))
_TRIALS = {MoldClass.S: 2.2, MoldClass.M: 2.8, MoldClass.L: 3.4, MoldClass.XL: 4.2}
_PRICE = {MoldClass.S: 85_000, MoldClass.M: 240_000, MoldClass.L: 620_000, MoldClass.XL: 1_450_000}
#: Sales promise so much more when the shop is full, per unit of load above 1.
_BACKLOG = 0.35
#: And so much more where many steps are sent out and take days each.
_SENT_OUT = 0.22
_REPAIR_PRICE = 9_000
#: Tonnes of clamping force that a mold needs, and its cavities.
_TONNES = {
    MoldClass.S: (90, 120, 160),
    MoldClass.M: (200, 280, 380),
    MoldClass.L: (450, 650, 800),
    MoldClass.XL: (1000, 1200, 1300),
}
_CAVITIES = {MoldClass.S: (4, 2, 8), MoldClass.M: (2, 1, 4), MoldClass.L: (1, 2), MoldClass.XL: (1,)}
_DIECAST = 0.15
_RUSH = 0.06
#: Share of orders that are for several molds of one product.
_FAMILIES = 0.1
_REPAIRS_A_MOLD = 0.35
#: Weeks from the first trial to delivery, and for every further trial.
WEEKS_TO_SHIP = 1.0
WEEKS_A_TRIAL = 1.5
#: A rush order gets so much of the usual time.
_RUSH_WINDOW = 0.75


@dataclass(frozen=True, slots=True)
class Project:
    """A mold to be made or repaired, as ordered; `trials` are expected until it is accepted."""

    mold: Mold
    size: MoldClass
    received: datetime
    product: Words
    diecast: bool = False
    repair: bool = False
    trials: int = 1

    @property
    def spec(self) -> MoldSpec:
        """What the router must know of it."""
        return MoldSpec(self.mold.id, self.size, self.diecast, self.repair, self.trials)


@dataclass(frozen=True, slots=True)
class Book:
    orders: dict[OrderId, Order]
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a mold came in, which class it is and whether it belongs to the order before it."""

    at: datetime
    size: MoldClass
    same_order: bool = False
    repair: bool = False


def book_of(people: int, seed: int, load: float, now: datetime, language: str) -> Book:
    """Every order of the half year before `now`; `load` 1 keeps the bottleneck about 70 % busy."""
    chance = stream(seed, "book")
    arrivals = sorted(_arrivals(people, load, now, chance), key=lambda arrival: arrival.at)
    stretch = 1 + _BACKLOG * max(0.0, load - 1) + (_SENT_OUT if people < TWO_SHIFTS_FROM else 0.0)
    numbers = _Numbers(people, load, now - HISTORY)
    orders: dict[OrderId, Order] = {}
    projects = []
    last: Order | None = None
    for arrival in arrivals:
        same = last if arrival.same_order else None
        order = same or _order(numbers, arrival, language, chance)
        project = _project(numbers.mold(arrival), order, arrival, (stretch, language), chance)
        projects.append(project)
        orders[order.id] = _grown(order, project)
        if not arrival.repair:
            last = orders[order.id]
    return Book(orders, tuple(projects))


class _Numbers:
    """Running numbers of molds and orders, from 1 every year."""

    def __init__(self, people: int, load: float, first: datetime) -> None:
        self._before = int(between(_NEW_A_YEAR, people) * load * (first.timetuple().tm_yday - 1) / 365)
        self._next: dict[str, int] = {}
        self._first = first.year

    def _number(self, letter: str, at: datetime) -> str:
        key = f"{letter}{at.year % 100:02d}"
        before = self._before if at.year == self._first and letter != "R" else 0
        self._next[key] = self._next.get(key, before) + 1
        return f"{key}{self._next[key]:02d}"

    def mold(self, arrival: Arrival) -> MoldId:
        return MoldId(self._number("R" if arrival.repair else "M", arrival.at))

    def order(self, arrival: Arrival) -> OrderId:
        return OrderId(self._number("SO", arrival.at))


def _arrivals(people: int, load: float, now: datetime, chance: Random) -> Iterator[Arrival]:
    days = _open_days(now)
    count = max(2, round(between(_NEW_A_YEAR, people) * load * len(days) / 300))
    family = 0
    at = now
    for index, size in enumerate(_sizes(people, count, chance)):
        same = family > 0
        if not same:
            day = days[min(len(days) - 1, int(len(days) * (index + chance.random()) / count))]
            at = _office_hour(day, now, chance)
        family = family - 1 if same else chance.randint(1, 4) * (chance.random() < _FAMILIES)
        yield Arrival(at, size, same)
    for number in range(1 + poisson(chance, count * _REPAIRS_A_MOLD / 26)):
        # One came in this morning; repairs older than a few days have left the shop.
        day = days[max(-len(days), -1 - number % 3)]
        yield Arrival(_office_hour(day, now, chance), MoldClass.S, repair=True)


def _open_days(now: datetime) -> list[datetime]:
    """Midnights of the working days of the history, oldest first, today last."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=back) for back in range(HISTORY.days - 1, -1, -1)]
    return [day for day in days if not is_holiday(day.date())] or [today]


def _office_hour(day: datetime, now: datetime, chance: Random) -> datetime:
    """A moment of that day between 9 and 17 o'clock, on a whole minute, some hours before now."""
    at = day + timedelta(hours=9, minutes=chance.randrange(8 * 60))
    return min(at, now - timedelta(hours=2))


def _sizes(people: int, count: int, chance: Random) -> list[MoldClass]:
    """Classes in the shares of a shop of that size, in chance order, mixed evenly over time."""
    within = min(max(people, 30), 300)
    shares = {size: share for size, at in _SHARES.items() if (share := between(at, within)) > 0}
    credit = {size: chance.random() * share for size, share in shares.items()}
    sizes = []
    for _ in range(count):
        for size, share in shares.items():
            credit[size] += share
        chosen = max(credit, key=lambda size: credit[size] + 0.3 * chance.random())
        credit[chosen] -= 1
        sizes.append(chosen)
    return sizes


def _order(numbers: _Numbers, arrival: Arrival, language: str, chance: Random) -> Order:
    name_en, name_zh, market = chance.choice(names()["customers"]).split("|")
    weight = chance.choices((1, 2, 4), (70, 22, 8))[0]
    return Order(
        numbers.order(arrival),
        Words(name_en, name_zh).say(language),
        market,
        arrival.at,
        value=Decimal(0),
        currency="CNY",
        weight=Decimal(3 if arrival.repair else weight),
    )


def _project(
    mold: MoldId, order: Order, arrival: Arrival, terms: tuple[float, str], chance: Random
) -> Project:
    stretch, language = terms
    diecast = not arrival.repair and chance.random() < _DIECAST
    product = words(chance.choice(names()["castings" if diecast else "products"]))
    name = product.say(language)
    if arrival.repair:
        due = _evening(arrival.at + timedelta(days=chance.uniform(1.5, 4)))
        made = Mold(mold, order.id, name, MoldClass.S, None, due, order.weight, "repair")
        return Project(made, MoldClass.S, arrival.at, product, repair=True)
    rush = chance.random() < _RUSH
    tightness = chance.choices([t for t, _ in _TIGHTNESS], [share for _, share in _TIGHTNESS])[0]
    weeks = chance.uniform(*_WINDOW[arrival.size]) * tightness * (_RUSH_WINDOW if rush else 1.0)
    weeks *= stretch
    trials = 1 + min(3, poisson(chance, _TRIALS[arrival.size] - 1))
    trial_due = _promised(arrival.at, weeks)
    due = _promised(trial_due, WEEKS_TO_SHIP + WEEKS_A_TRIAL * (trials - 1))
    weight = max(order.weight, Decimal(2)) if rush else order.weight
    status = "rush" if rush else "released"
    notes = _press_notes(mold, arrival.size)
    made = Mold(mold, order.id, name, arrival.size, trial_due, due, weight, status, notes)
    return Project(made, arrival.size, arrival.at, product, diecast, trials=trials)


def _press_notes(mold: MoldId, size: MoldClass) -> Notes:
    """Clamping force and cavities, by the mold's name: they draw nothing from the streams of chance."""
    place = sum(map(ord, mold))
    tonnes, cavities = _TONNES[size], _CAVITIES[size]
    return (("tonnage", str(tonnes[place % len(tonnes)])), ("cavities", str(cavities[place % len(cavities)])))


def _promised(since: datetime, weeks: float) -> datetime:
    """The evening so many weeks of six working days after `since`: sales knows the holidays."""
    at, days = since, round(weeks * 6)
    while days > 0:
        at += timedelta(days=1)
        days -= not is_holiday(at.date())
    return _evening(at)


def _evening(at: datetime) -> datetime:
    """18 o'clock of that day; Sunday's promises are for Saturday."""
    if at.weekday() == 6:
        at -= timedelta(days=1)
    return at.replace(hour=18, minute=0, second=0, microsecond=0)


def price_of(project: Project) -> Decimal:
    """What a mold is worth, in whole thousands."""
    price = _REPAIR_PRICE if project.repair else _PRICE[project.size] * (1.4 if project.diecast else 1.0)
    return Decimal(round(price, -3))


def _grown(order: Order, project: Project) -> Order:
    """The order with one more mold: its value grows and its date is that of its last mold."""
    dues = [due for due in (order.due, project.mold.due) if due is not None]
    return Order(
        order.id,
        order.customer,
        order.market,
        order.received,
        max(dues),
        (order.value or Decimal(0)) + price_of(project),
        order.currency,
        order.weight,
    )


def days_late(chance: Random, share: float, median_days: float) -> float:
    """Days a supplier is late: mostly none."""
    return lognormal(chance, median_days, 0.6) if chance.random() < share else 0.0
