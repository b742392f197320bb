"""How late suppliers are, as the journal tells it."""

from datetime import timedelta

from sprue.figures.suppliers import delays_of, punctuality_of
from sprue.floor import commands as co
from sprue.floor import material_commands as mc
from sprue.shop.ids import PartId, PurchaseId
from sprue.shop.supply import Supplied, SupplierDelay
from tests.core.floor.shops import NOW, Hall
from tests.core.floor.test_material import CORE_HEAT, SLIDE_HEAT, hardening

DAY = 1440


def bought(hall: Hall, late: int) -> None:
    """A purchase promised in two days that comes `late` days after that."""
    hall.do(
        mc.PlacePurchase(PartId("core"), "block", "Huaxin", promised=hall.clock.moment + timedelta(days=2))
    )
    name = [*hall.store.state.shop.purchases][-1]
    hall.later(days=2 + late)
    hall.do(co.ReceiveMaterial(name))


def test_the_median_and_the_spread_are_those_of_the_first_promise() -> None:
    hall = Hall()
    for late in (0, 1, 2, 6):
        bought(hall, late)
    hall.do(
        mc.PlacePurchase(PartId("core"), "block", "Huaxin", promised=hall.clock.moment + timedelta(days=1))
    )
    name = [*hall.store.state.shop.purchases][-1]
    # Moved to just when it comes: late all the same.
    hall.do(co.PromisePurchase(name, hall.clock.moment + timedelta(days=5)))
    hall.later(days=5)
    hall.do(co.ReceiveMaterial(name))
    [one] = punctuality_of(hall.store.entries)
    assert (one.supplier, one.what, one.count) == ("Huaxin", Supplied.PURCHASE, 5)
    assert (one.low, one.median, one.high) == (1 * DAY, 2 * DAY, 4 * DAY)
    assert one.in_time == 0.2
    assert delays_of([one]) == (SupplierDelay("Huaxin", Supplied.PURCHASE, 2 * DAY, 5),)


def test_a_load_counts_once_with_its_last_piece_and_its_first_date() -> None:
    hall = Hall(hardening())
    hall.do(mc.SendOutside((CORE_HEAT, SLIDE_HEAT), "Yongxin", NOW + timedelta(days=4)))
    hall.later(days=3)
    hall.do(mc.ChangeLoad(CORE_HEAT, back=NOW + timedelta(days=6)))
    hall.do(mc.BringBack((SLIDE_HEAT,)))
    hall.later(days=3)
    hall.do(mc.BringBack((CORE_HEAT,)))
    [one] = punctuality_of(hall.store.entries)
    assert (one.supplier, one.what, one.count, one.median) == ("Yongxin", Supplied.OUTSIDE, 1, 2 * DAY)
    hall.do(co.Undo(hall.last))
    [early] = punctuality_of(hall.store.entries)
    assert early.median == -1 * DAY


def test_few_deliveries_and_early_ones_teach_no_delay() -> None:
    hall = Hall()
    bought(hall, 3)
    bought(hall, 3)
    assert delays_of(punctuality_of(hall.store.entries)) == ()
    other = Hall()
    for _ in range(4):
        bought(other, -1)
    assert delays_of(punctuality_of(other.store.entries)) == ()


def test_what_nobody_promised_or_nobody_delivers_says_nothing() -> None:
    hall = Hall()
    hall.do(co.ReceiveMaterial(PurchaseId("pins")))
    hall.do(co.ReceiveMaterial(PurchaseId("steel")))
    assert punctuality_of(hall.store.entries) == []
