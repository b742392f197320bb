"""`make_shop`: the whole sample shop from its size, a seed and its load."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sprue.planning.templates.routing import MoldRouter, Routing
from sprue.planning.templates.tables import Words
from sprue.sample import crew, site
from sprue.sample.book import Book, Project, book_of
from sprue.sample.chance import ByChance, stream
from sprue.sample.history import History
from sprue.sample.quotes import quoted
from sprue.sample.today import Today
from sprue.shop.calendar import Calendar
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MachineId, OrderId, PersonId, PurchaseId
from sprue.shop.orders import MoldClass, Order
from sprue.shop.resources import Machine
from sprue.shop.shop import Settings, Shop

ZONE = ZoneInfo("Asia/Shanghai")
#: A Tuesday morning in spring.
NOW = datetime(2026, 4, 14, 10, 0, tzinfo=ZONE)
MOST_PEOPLE = 1000
LANGUAGES = ("en", "zh-hans")
#: Of so many molds one is stopped by its customer.
_HELD_OF = 40


def make_shop(
    people: int, seed: int, load: float = 1.0, now: datetime | None = None, language: str = "en"
) -> Shop:
    """A shop of `people` in the middle of its work at `now` (aware; default `NOW`).

    `load` multiplies the orders: 1.0 keeps the bottleneck about 70 % busy. `language` (en or zh-hans)
    is that of all names. The same arguments give the same shop. UserMistake for impossible ones.
    """
    _check(people, load, now, language)
    now = (now or NOW).astimezone(ZONE).replace(second=0, microsecond=0)
    shop = _ground(people, seed, now, language)
    book = book_of(people, seed, load, now, language)
    routed = [(project, _routed(project, shop, seed)) for project in book.projects]
    history = History(shop.machines, shop.calendars, now, stream(seed, "history"))
    records = history.work(routed)
    today = Today(shop, records, language, stream(seed, "today"))
    standing = today.stand(routed, round(len(book.projects) / 2.5 / _HELD_OF))
    made = replace(
        shop,
        orders=_orders_of(book, {mold.order for mold in standing.molds}),
        molds={mold.id: mold for mold in standing.molds},
        parts={part.id: part for part in standing.parts},
        operations={operation.id: operation for operation in standing.operations},
        purchases={purchase.id: purchase for purchase in standing.purchases},
    )
    return quoted(made)


def _check(people: int, load: float, now: datetime | None, language: str) -> None:
    if not crew.LEAST_PEOPLE <= people <= MOST_PEOPLE:
        raise UserMistake(f"a sample shop has {crew.LEAST_PEOPLE} to {MOST_PEOPLE} people, not {people}")
    if not 0.1 <= load <= 20:
        raise UserMistake(f"the load of a sample shop is from 0.1 to 20, not {load:g}")
    if now is not None and now.tzinfo is None:
        raise UserMistake("the sample's moment needs a time zone, as in 2026-03-10T10:00+08:00")
    if language not in LANGUAGES:
        raise UserMistake(f"a sample shop speaks {' or '.join(LANGUAGES)}, not {language}")


def _ground(people: int, seed: int, now: datetime, language: str) -> Shop:
    """The shop without work: calendars, machines, people."""
    machines = site.machines(people, language, stream(seed, "machines"))
    kinds = dict.fromkeys(kind for machine in machines.values() for kind in machine.kinds)
    staff = crew.people(people, kinds, language, stream(seed, "people"))
    name = Words("Dongqiao Mold", "东桥模具").say(language)
    return Shop(
        settings=Settings(name=name, timezone=ZONE.key, now=now, currency="CNY", language=language),
        calendars=site.calendars(people),
        exceptions=site.exceptions(machines, list(staff), now, stream(seed, "exceptions")),
        kinds=site.kinds(),
        machines=machines,
        people=staff,
        setups=site.setups(),
    )


def _routed(project: Project, shop: Shop, seed: int) -> Routing:
    """The project's parts and operations; its chance is its own, whatever else is in the book."""
    machines = _places(shop.machines, large=project.size in (MoldClass.L, MoldClass.XL))
    chance = ByChance(stream(seed, f"mold {project.mold.id}"))
    return MoldRouter(project.spec, machines, shop.settings.language, chance).routing()


def _places(machines: dict[MachineId, Machine], *, large: bool) -> dict[str, list[MachineId]]:
    """Kind → machines that take the mold; `all KIND` where a large mold has fewer of them."""
    of_kind: dict[str, list[Machine]] = {}
    for machine in machines.values():
        for place in machine.kinds:
            of_kind.setdefault(place, []).append(machine)
    found: dict[str, list[MachineId]] = {}
    for kind, every in of_kind.items():
        fit = site.large_only(every) if large and kind in site.SIZED else every
        found[kind] = [machine.id for machine in fit]
        found[f"all {kind}"] = [machine.id for machine in every]
    return found


def _orders_of(book: Book, wanted: set[OrderId | None]) -> dict[OrderId, Order]:
    return {order_id: order for order_id, order in book.orders.items() if order_id in wanted}


def shifts_of(people: int, seed: int) -> dict[PersonId, Calendar]:
    """When each person of the sample shop of that size and seed works."""
    ground = _ground(people, seed, NOW, "en")
    return {person.id: ground.calendars[person.calendar] for person in ground.people.values()}


def purchase_of(part: str) -> PurchaseId:
    """The purchase by which a bought part of a sample shop comes in."""
    return PurchaseId(f"PO-{part}")
