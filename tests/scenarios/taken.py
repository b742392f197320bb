"""A shop of 30 people that has taken M2650 before its parts were known."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from sprue.floor import mold_commands as mc
from sprue.floor.gaps import OPEN
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.sample import make_shop
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.marks import is_template
from sprue.shop.orders import MoldClass
from sprue.shop.records import Work
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.state import State
from tests.core.floor.shops import NOW, Hall
from tests.scenarios.bills import Rows, told

NEW = MoldId("M2650")


@lru_cache
def taken_shop() -> Shop:
    """A 30-person shop that has taken M2650 without its parts."""
    floor = Hall(make_shop(30, 2, 1.0))
    new = mc.NewMold(NEW, customer="Nordlicht", trial_due=NOW + timedelta(weeks=12))
    floor.do(mc.TakeMold(new, MoldClass.M))
    return floor.store.state.shop


@lru_cache
def first_plan() -> Plan:
    return plan(taken_shop(), now=NOW, iterations=0)


class Taken:
    """That shop, in which some of M2650 is done or under way."""

    def __init__(self, **works: Status) -> None:
        shop = taken_shop()
        known = {OperationId(f"M2650-{name.replace('_', '-')}"): status for name, status in works.items()}
        for name, status in known.items():
            finished = NOW - timedelta(hours=1) if status is Status.DONE else None
            was = replace(
                shop.operations[name],
                status=status,
                started=NOW - timedelta(hours=5),
                finished=finished,
                remaining_minutes=None if finished else Decimal(600),
            )
            shop = replace(shop, operations={**shop.operations, name: was})
        self.floor = Hall(shop)

    @property
    def state(self) -> State:
        return self.floor.store.state

    def release(self, rows: Rows, *picks: mc.ClassPick) -> None:
        bill = told(rows, self.state.shop, NEW)
        self.floor.do(mc.ReleaseParts(NEW, bill, picks))

    def work(self, *works: Work) -> list[Operation]:
        """Operations of the mold that are in one of these states."""
        shop = self.state.shop
        own = [o for o in shop.operations.values() if shop.parts[o.part].mold == NEW]
        return [o for o in own if self.state.operation(o.id).work in works]

    def parts(self, *, template: bool) -> set[PartId]:
        """Parts that have something to be made."""
        parts = self.state.shop.parts
        return {o.part for o in self.work(*OPEN) if is_template(parts[o.part]) is template}

    def of(self, part: str) -> list[Operation]:
        return [o for o in self.work(*OPEN, Work.DONE) if o.part == part]


def must_be_whole(taken: Taken) -> None:
    """All open work has a place in the plan, and both promises still hang on it."""
    open_work = taken.work(*OPEN)
    mended = mend(taken.state.shop_at(NOW), first_plan(), now=NOW)
    assert {o.id for o in open_work} <= set(mended.operations)
    assert not problem_of(taken.state.shop_at(NOW), NOW).unplannable
    assert {Milestone.T1, Milestone.DELIVERY} <= {o.milestone for o in open_work}
    dropped = {o.id for o in taken.work(Work.CANCELLED)}
    lost = {before for o in open_work for before in o.after} & dropped
    assert not lost, "nothing waits for what is not made any more"
