"""The molds that a sample shop delivered in the years before: dates, values, hours, a few operations each.

Meant to be taken in before the sample shop itself: a shop that comes in anew under its name keeps what was
delivered. What is still in the shop is left to it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sprue.sample.book import HISTORY, Project, book_of, price_of
from sprue.sample.chance import lognormal, stream
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, OrderId, PartId
from sprue.shop.orders import Mold, MoldClass, Order, Part
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop

#: So many half years before the book of the shop, the newest first; two years and a half are known then.
HALF_YEARS = 4
#: Each half year back there were so much fewer orders.
_GROWTH = 0.93
#: Hours in the house by kind, of a mold of class S; larger ones take a multiple.
_HOURS = {
    "design_seat": 24.0,
    "cnc_finish": 45.0,
    "edm_sinker": 32.0,
    "wire_edm_slow": 16.0,
    "fitting_bench": 48.0,
}
_TIMES = {MoldClass.S: 1.0, MoldClass.M: 2.2, MoldClass.L: 4.6, MoldClass.XL: 9.0}
#: Days that dates are missed by: mean and spread; below zero is early.
_LATE = (-1.5, 4.0)


def make_past(shop: Shop, people: int, seed: int, load: float = 1.0) -> Shop:
    """The sample shop of `people` and `seed`, with the molds of the years before in the place of its work."""
    now = shop.settings.now
    assert now is not None
    past = _Past(shop, now, stream(seed, "past"))
    for back in range(HALF_YEARS + 1):
        until = now - back * HISTORY
        book = book_of(people, seed + 1000 * back, load * _GROWTH**back, until, shop.settings.language)
        for project in book.projects:
            past.add(project, book.orders[project.mold.order] if project.mold.order is not None else None)
    return replace(
        shop,
        orders=past.orders,
        molds=past.molds,
        parts=past.parts,
        operations=past.operations,
        purchases={},
    )


class _Past:
    def __init__(self, shop: Shop, now: datetime, chance: Random) -> None:
        self._shop, self._now, self._chance = shop, now, chance
        self._numbers: dict[str, int] = {}
        self.orders: dict[OrderId, Order] = {}
        self.molds: dict[MoldId, Mold] = {}
        self.parts: dict[PartId, Part] = {}
        self.operations: dict[OperationId, Operation] = {}

    def add(self, project: Project, order: Order | None) -> None:
        """A mold that has left the shop by now, with an order of its own; others are left out."""
        mold, due = project.mold, project.mold.due
        if order is None or due is None or mold.id in self._shop.molds:
            return
        late = timedelta(days=self._chance.gauss(*_LATE))
        delivered = max(due + late, project.received + timedelta(days=2))
        if delivered > self._now - timedelta(days=1):
            return
        number = self._number(project)
        name, made = MoldId(number), OrderId(f"SO{number[1:]}")
        self.orders[made] = replace(order, id=made, value=price_of(project), received=project.received)
        self.molds[name] = replace(mold, id=name, order=made, status="delivered")
        self.parts[PartId(number)] = Part(PartId(number), name, mold.name)
        self._work(project, number, delivered)

    def _number(self, project: Project) -> str:
        """Running numbers of their own, which no mold of the shop has: P24-001."""
        year = f"P{project.received.year % 100:02d}"
        self._numbers[year] = self._numbers.get(year, 0) + 1
        return f"{year}-{self._numbers[year]:03d}"

    def _work(self, project: Project, number: str, delivered: datetime) -> None:
        """From order to delivery, one operation of each kind after the other, then trial and delivery."""
        way = delivered - project.received
        times = 0.25 if project.repair else _TIMES[project.size] * lognormal(self._chance, 1.0, 0.25)
        places = self._machines()
        step = 10
        for place, (kind, machine) in enumerate(places.items()):
            begin = project.received + way * (0.1 + 0.6 * place / len(places))
            end = min(begin + timedelta(hours=2.5 * _HOURS[kind] * times), delivered)
            self._add(number, step, kind, machine, begin, end)
            step += 10
        milestone = None if project.repair else Milestone.T1
        trial = min(delivered - timedelta(hours=4), project.received + way * 0.8)
        last = [*places.items()][-1]
        self._add(number, step, *last, trial - timedelta(hours=3), trial, milestone)
        self._add(number, step + 10, *last, delivered - timedelta(hours=1), delivered, Milestone.DELIVERY)

    def _add(
        self,
        number: str,
        step: int,
        kind: str,
        machine: MachineId,
        begin: datetime,
        end: datetime,
        milestone: Milestone | None = None,
    ) -> None:
        name = OperationId(f"{number}-{step}")
        hours = (end - begin) / timedelta(hours=1)
        self.operations[name] = Operation(
            name,
            PartId(number),
            Decimal(step),
            self._shop.kinds[KindId(kind)].name,
            KindId(kind),
            run_minutes=Decimal(round(hours * 24)),
            milestone=milestone,
            status=Status.DONE,
            machine=machine,
            started=begin.replace(second=0, microsecond=0),
            finished=end.replace(second=0, microsecond=0),
        )

    def _machines(self) -> dict[str, MachineId]:
        """One machine of each kind that the shop has."""
        found: dict[str, MachineId] = {}
        for kind in _HOURS:
            able = [m.id for m in self._shop.machines.values() if kind in m.kinds]
            if able:
                found[kind] = self._chance.choice(able)
        return found
