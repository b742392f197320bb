"""The planning room as the planner process uses it; importing this loads the compiled kernels."""

import time
from dataclasses import dataclass
from datetime import datetime

from sprue.planning import repair, solve
from sprue.planning.plan import Plan, plan_of, published
from sprue.shop.events import PlanPublished
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class RoomSolver:
    """`first_seconds` are short: a shop that waits for its first plan shows nothing."""

    first_seconds: float = 8.0
    fresh_seconds: float = 20.0

    def first(self, shop: Shop, now: datetime) -> Plan:
        return solve.plan(shop, now=now, seconds=self.first_seconds, workers=1, timer=time.perf_counter)

    def fresh(self, shop: Shop, now: datetime) -> Plan:
        return solve.plan(shop, now=now, seconds=self.fresh_seconds, workers=1, timer=time.perf_counter)

    def mend(self, shop: Shop, plan: PlanPublished, now: datetime) -> Plan:
        return repair.mend(shop, plan_of(plan, shop.settings.zone), now=now)

    def publishable(self, plan: Plan, version: int, message: str) -> PlanPublished:
        return published(plan, version, message)
