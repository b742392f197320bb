"""The years before a sample shop: only what was delivered, under its own numbers, enough for a bulletin."""

from datetime import timedelta
from uuid import UUID

import pytest

from sprue.figures.book import book_of
from sprue.figures.bulletin import Measure, bulletin_of
from sprue.figures.span import Month
from sprue.sample import make_past, make_shop
from sprue.shop.events import Entry, Event, ShopImported
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

PEOPLE, SEED = 30, 7


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(PEOPLE, SEED)


def test_it_is_delivered_whole_and_has_no_mold_of_the_shop(shop: Shop) -> None:
    past = make_past(shop, PEOPLE, SEED)
    now = shop.settings.now
    assert now is not None
    assert len(past.molds) > 50
    assert not past.molds.keys() & shop.molds.keys()
    assert not past.orders.keys() & shop.orders.keys()
    for operation in past.operations.values():
        assert operation.status is Status.DONE
        assert operation.started is not None
        assert operation.finished is not None
        assert operation.started < operation.finished <= now
        assert operation.machine in past.machines
    assert past == make_past(shop, PEOPLE, SEED)


def test_with_it_the_bulletin_of_last_month_has_a_year_before(shop: Shop) -> None:
    now = shop.settings.now
    assert now is not None
    events = [
        Event(UUID(int=n), now, ShopImported(s)) for n, s in enumerate((make_past(shop, PEOPLE, SEED), shop))
    ]
    book = book_of(Entry(seq, now, event) for seq, event in enumerate(events, 1))
    last = Month.of(now - timedelta(days=31), shop.settings.zone)
    found = bulletin_of(book, last, now).total
    for measure in (
        Measure.RECEIVED,
        Measure.DELIVERED,
        Measure.DELIVERED_VALUE,
        Measure.HOURS,
        Measure.ON_TIME,
    ):
        assert found.month[measure].value
        assert found.month[measure].before is not None
        assert found.year[measure].change is not None
