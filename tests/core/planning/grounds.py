"""Shops for promises: a sample shop's ground without work, and one in the middle of its work with a plan."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from sprue.planning.plan import Plan
from sprue.planning.solve import plan
from sprue.sample import NOW, make_shop
from sprue.shop.shop import Shop

PLANNED_AT: datetime = NOW


@cache
def busy() -> Shop:
    """A small shop with many molds under way and a history."""
    return make_shop(20, 4, 1.2)


@cache
def busy_plan() -> Plan:
    return plan(busy(), now=PLANNED_AT, iterations=10, seed=1)


@cache
def empty(people: int = 100) -> Shop:
    """Machines and people of a sample shop, and nothing to do."""
    shop = make_shop(people, 7, 0.1)
    return replace(shop, orders={}, molds={}, parts={}, operations={}, purchases={})


@cache
def no_plan(people: int = 100) -> Plan:
    return plan(empty(people), now=PLANNED_AT, iterations=0)
