"""The bulletin: published shares and changes, sums by brute force, the unknown, molds of earlier shops."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.figures.amounts import change, change_of_stock, implied_change, percent_of, points
from sprue.figures.book import Book, book_of
from sprue.figures.bulletin import Bulletin, Group, Measure, bulletin_of, known_since
from sprue.figures.evidence import rounded
from sprue.figures.span import Days, Month
from sprue.shop import events as ev
from sprue.shop.ids import MoldId, OperationId, OrderId, PartId
from sprue.shop.orders import Mold, MoldClass, Order, Part
from sprue.shop.routing import Milestone, Status
from sprue.shop.shop import Shop
from tests.core.floor.shops import B1, BENCH, M1, MILL, op, small_shop

ZONE = small_shop().settings.zone
IMPORTED = datetime(2026, 11, 2, 1, tzinfo=UTC)
NOVEMBER = Month(2026, 11)


def test_published_shares_and_changes_come_out_as_they_were_printed() -> None:
    parts = [Decimal("5843.9"), Decimal("4416.6"), Decimal("4149.0")]
    share = percent_of(sum(parts), 37_000)
    stock = change_of_stock(31_718, 706)
    whole = implied_change(Decimal("53.3"), Decimal("3.1"), Decimal("6.1"))
    assert share is not None
    assert stock is not None
    assert whole is not None
    assert rounded(share, 1) == Decimal("38.9")
    assert rounded(stock, 2) == Decimal("2.28")
    assert rounded(whole, 1) == Decimal("-0.1")


def test_there_is_no_share_of_nothing_and_no_change_from_nothing() -> None:
    assert percent_of(3, 0) is None
    assert (change(3, 0), change(None, 3), change(3, None)) == (None, None, None)
    assert points(Fraction(1), None) is None
    assert implied_change(0, 0, 5) is None
    assert implied_change(10, 10, 5) is None


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_whole_is_found_again_from_its_part(part: int, rest: int, part_was: int, rest_was: int) -> None:
    now, before = percent_of(part, part + rest), percent_of(part_was, part_was + rest_was)
    grown = change(part, part_was)
    more = points(now, before)
    assert now is not None
    assert more is not None
    assert grown is not None
    assert implied_change(now, more, grown) == change(part + rest, part_was + rest_was)


# -- a book of molds ---------------------------------------------------------------


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


@dataclass(frozen=True)
class Told:
    """A mold of a test: its order, and when it was delivered."""

    name: str
    received: date | None = None
    delivered: date | None = None
    due: date | None = None
    value: int | None = 1000
    currency: str = ""
    market: str = "export"
    customer: str = "ACME"
    order: str = ""


def shop_with(*molds: Told) -> Shop:
    """One order and two operations for each mold: milled for three hours, then delivered."""
    ground = replace(small_shop(), orders={}, molds={}, parts={}, operations={}, purchases={})
    for told in molds:
        order, mold, part = OrderId(told.order or f"O-{told.name}"), MoldId(told.name), PartId(told.name)
        received = at(told.received) if told.received is not None else None
        value = Decimal(told.value) if told.value is not None else None
        ground.orders[order] = Order(
            order, told.customer, told.market, received, value=value, currency=told.currency
        )
        due = at(told.due, 23) if told.due is not None else None
        ground.molds[mold] = Mold(mold, order, told.name, MoldClass.S, due=due)
        ground.parts[part] = Part(part, mold)
        mill, ship = op(f"{mold}-mill", part, 10, MILL), op(f"{mold}-ship", part, 20, BENCH)
        ship = replace(ship, milestone=Milestone.DELIVERY)
        if told.delivered is not None:
            begin, end = at(told.delivered, 13), at(told.delivered, 16)
            mill = replace(mill, status=Status.DONE, machine=M1, started=begin, finished=end)
            ship = replace(ship, status=Status.DONE, machine=B1, finished=at(told.delivered, 17))
        ground.operations.update({mill.id: mill, ship.id: ship})
    return replace(ground, settings=replace(ground.settings, currency="CNY"))


def plain(*values: Decimal | Fraction | None) -> list[float | None]:
    return [float(value) if value is not None else None for value in values]


def book(*shops: Shop, more: tuple[tuple[datetime, ev.Fact], ...] = ()) -> Book:
    facts: list[tuple[datetime, ev.Fact]] = [(IMPORTED, ev.ShopImported(shop)) for shop in shops]
    return book_of(
        ev.Entry(seq, when, ev.Event(UUID(int=seq), when, fact))
        for seq, (when, fact) in enumerate([*facts, *more], 1)
    )


def bulletin(*shops: Shop, now: datetime | None = None, month: Month = NOVEMBER) -> Bulletin:
    return bulletin_of(book(*shops), month, now or datetime(2026, 12, 5, tzinfo=UTC))


OLD = Told("old", received=date(2025, 8, 1), delivered=date(2025, 10, 20), due=date(2025, 10, 20))


def test_a_month_stands_beside_that_of_the_year_before() -> None:
    found = bulletin(
        shop_with(
            OLD,
            Told("a", received=date(2025, 10, 1), delivered=date(2025, 11, 7), due=date(2025, 11, 6)),
            Told("b", received=date(2026, 9, 1), delivered=date(2026, 11, 7), due=date(2026, 11, 7)),
            Told("c", received=date(2026, 11, 30), delivered=date(2026, 11, 30), value=2000),
            Told("d", received=date(2026, 11, 3)),
        )
    )
    assert found.over
    assert found.known_since == date(2025, 11, 1)
    month = found.total.month
    told = {m: plain(month[m].value, month[m].before, month[m].change) for m in Measure}
    assert told[Measure.DELIVERED] == [2, 1, 100.0]
    assert told[Measure.DELIVERED_VALUE] == [3000, 1000, 200.0]
    assert told[Measure.ON_TIME] == [100.0, 0.0, 100.0]
    assert month[Measure.ON_TIME].lacking == 1
    assert told[Measure.HOURS] == [6, 3, 100.0]
    assert told[Measure.RECEIVED] == [2, 0, None]
    # At the end of October b was open, at the end of November d.
    assert plain(month[Measure.OPEN].value, month[Measure.OPEN].more) == [1, 0]
    # Of the year before November is known, and no more.
    year = found.total.year
    assert plain(year[Measure.DELIVERED].value, year[Measure.DELIVERED].before) == [2, None]
    assert month[Measure.DELIVERED].molds == ("b", "c")


def test_shares_of_the_total_and_their_change_in_points() -> None:
    found = bulletin(
        shop_with(
            OLD,
            Told("a", delivered=date(2025, 11, 7), received=date(2025, 9, 1), market="export"),
            Told("b", delivered=date(2025, 11, 8), received=date(2025, 9, 1), market="domestic"),
            Told("c", delivered=date(2026, 11, 8), received=date(2026, 9, 1), value=3000),
            Told("d", delivered=date(2026, 11, 9), received=date(2026, 9, 1), market="domestic"),
        )
    )
    lines = {line.name: line.month[Measure.DELIVERED_VALUE] for line in found.groups[Group.MARKET]}
    export = lines["export"]
    assert plain(export.value, export.share, export.share_points) == [3000, 75, 25]
    assert plain(export.change, lines["domestic"].change) == [200, 0]


def test_values_that_lack_are_in_no_sum_and_are_told() -> None:
    found = bulletin(
        shop_with(
            OLD,
            Told("a", received=date(2026, 11, 2), value=None),
            Told("b", received=date(2026, 11, 2), value=500, currency="EUR"),
            Told("c", received=date(2026, 11, 2), value=700),
            Told("e"),
        )
    )
    value = found.total.month[Measure.RECEIVED_VALUE]
    assert plain(value.value, Fraction(value.lacking)) == [700, 2]
    assert (found.no_value, found.other_currency, found.no_received) == (1, 1, 1)
    only_unknown = bulletin(shop_with(OLD, Told("a", received=date(2026, 11, 2), value=None)))
    assert only_unknown.total.month[Measure.RECEIVED_VALUE].value is None


def test_an_order_of_several_molds_is_worth_what_it_is_worth_once() -> None:
    shop = shop_with(OLD, *(Told(name, order="O", received=date(2026, 11, 2)) for name in "abc"))
    found = bulletin(shop)
    assert found.total.month[Measure.RECEIVED_VALUE].value == 1000
    assert {one.value for one in book(shop).records() if one.order == "O"} == {Fraction(1000, 3)}


def test_a_month_that_runs_is_held_against_as_many_days() -> None:
    found = bulletin(
        shop_with(
            OLD,
            Told("a", received=date(2025, 11, 9)),
            Told("b", received=date(2025, 11, 11)),
            Told("c", received=date(2026, 11, 10)),
        ),
        now=at(date(2026, 11, 10)),
    )
    assert not found.over
    assert found.month_days == Days(date(2026, 11, 1), date(2026, 11, 10))
    assert plain(found.total.month[Measure.RECEIVED].value, found.total.month[Measure.RECEIVED].before) == [
        1,
        1,
    ]


def test_the_end_of_february_is_its_end_in_every_year() -> None:
    assert Days(date(2028, 2, 1), date(2028, 2, 29)).a_year_before().last == date(2027, 2, 28)
    assert Days(date(2029, 2, 1), date(2029, 2, 28)).a_year_before().last == date(2028, 2, 29)
    assert Days(date(2028, 2, 1), date(2028, 2, 28)).a_year_before().last == date(2027, 2, 28)


def test_a_shop_without_past_knows_the_month_after_it_came_in() -> None:
    found = bulletin(shop_with(Told("a", received=date(2026, 11, 3))))
    assert found.known_since == date(2026, 12, 1)
    assert {
        one.value for m, one in found.total.month.items() if m not in (Measure.OPEN, Measure.OPEN_VALUE)
    } == {None}
    assert found.total.month[Measure.OPEN].value == 1, "what is open at its end is known all the same"
    assert known_since(Book()) is None


def test_delivered_molds_stay_when_a_shop_comes_in_anew_and_open_ones_go() -> None:
    before = shop_with(OLD, Told("gone", received=date(2026, 1, 1)))
    after = shop_with(Told("new", received=date(2026, 11, 3)))
    assert {one.mold for one in book(before, after).records()} == {"old", "new"}
    assert book(before, after).records()[0].minutes == {date(2025, 10, 20): 180}
    other = replace(after, settings=replace(after.settings, name="Another shop"))
    assert {one.mold for one in book(before, other).records()} == {"new"}
    again = shop_with(Told("old", received=date(2025, 8, 1), value=9))
    (one,) = book(before, again).records()
    assert one.value == 9
    assert one.delivered is None


def test_work_that_is_reported_counts_by_the_day_in_open_hours() -> None:
    mill = OperationId("a-mill")
    evening, morning = at(date(2026, 11, 3), 19), at(date(2026, 11, 4), 9)
    more = ((evening, ev.OperationStarted(mill, M1)), (morning, ev.OperationFinished(mill)))
    (one,) = book(shop_with(Told("a")), more=more).records()
    assert one.minutes == {date(2026, 11, 3): 60, date(2026, 11, 4): 60}


DAYS = st.dates(date(2025, 10, 1), date(2026, 12, 4))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(DAYS, st.integers(0, 90), st.booleans(), st.sampled_from(["export", "domestic", ""])),
        min_size=1,
        max_size=12,
    )
)
def test_sums_are_those_of_a_plain_count_and_groups_add_up(
    raw: list[tuple[date, int, bool, str]],
) -> None:
    last = date(2026, 12, 4)
    molds = [
        Told(
            f"m{number}",
            received=received,
            delivered=min(received + timedelta(days), last) if done else None,
            market=market,
            value=number * 100,
        )
        for number, (received, days, done, market) in enumerate(raw)
    ]
    found = bulletin(shop_with(OLD, *molds))
    known, days_of = [OLD, *molds], found.month_days

    def received(days: Days) -> int:
        return sum(told.received in days for told in known)

    def delivered(days: Days) -> int:
        return sum(told.delivered in days for told in known)

    assert found.total.month[Measure.RECEIVED].value == received(days_of)
    assert found.total.month[Measure.DELIVERED].value == delivered(days_of)
    assert found.total.month[Measure.DELIVERED].before == delivered(days_of.a_year_before())
    assert found.total.year[Measure.RECEIVED].value == received(found.year_days)
    assert found.total.month[Measure.OPEN].value == sum(
        told.received <= days_of.last and (told.delivered or date.max) > days_of.last
        for told in known
        if told.received is not None
    )
    for measure in (Measure.RECEIVED, Measure.DELIVERED, Measure.DELIVERED_VALUE, Measure.OPEN):
        whole = found.total.month[measure].value or 0
        for lines in found.groups.values():
            assert sum(line.month[measure].value or 0 for line in lines) == whole


@pytest.mark.parametrize("group", Group)
def test_a_group_without_a_name_is_told_as_such(group: Group) -> None:
    shop = shop_with(OLD, Told("a", received=date(2026, 11, 2), customer="", market=""))
    shop = replace(shop, molds={name: replace(one, mold_class=None) for name, one in shop.molds.items()})
    assert "" in [line.name for line in bulletin(shop).groups[group]]
