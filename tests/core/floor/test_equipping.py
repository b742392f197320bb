"""Machines, people and their hours change while the shop works; work on them is not pulled away."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor.editing import judged
from sprue.floor.refusal import Code, Refusal
from sprue.planning.build import problem_of
from sprue.planning.referee import violations
from sprue.planning.repair import mend
from sprue.planning.solve import plan
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.events import ShopAmended
from sprue.shop.ids import CalendarId, KindId, MachineId, OperationId, PersonId
from sprue.shop.records import WHOLE_SHOP
from sprue.shop.resources import Kind
from sprue.shop.routing import SetupRule, Status
from tests.core.floor.shops import DAYS, E1, EDM, LI, M1, M2, MILL, NOW, WANG, ZHAO, Hall, small_shop

NIGHTS = Calendar(CalendarId("nights"), (DayRule((Shift(20 * 60, 28 * 60),), weekday=0),))


def edit(hall: Hall, **rows: object) -> co.EditTables:
    """Rows as a file says them, held against the shop as it is."""
    shop = hall.store.state.floor_at(NOW)
    before = {
        table: tuple(known[row.id] for row in wanted if row.id in known)
        for table, wanted in rows.items()
        if isinstance(known := getattr(shop, table), dict) and isinstance(wanted, tuple)
    }
    return co.EditTables(ShopAmended(**before), ShopAmended(**rows))  # type: ignore[arg-type]  # tables, by name


def refused(hall: Hall, amended: ShopAmended) -> Refusal:
    seq = hall.store.state.seq
    with pytest.raises(Refusal) as caught:
        hall.do(co.AmendShop(amended))
    assert hall.store.state.seq == seq
    return caught.value


def test_a_further_machine_and_its_hours_come_in_together() -> None:
    hall = Hall()
    machine = replace(small_shop().machines[M1], id=MachineId("cnc-3"), calendar=NIGHTS.id)
    hall.do(edit(hall, machines=(machine,), calendars=(NIGHTS,)))
    shop = hall.store.state.shop
    assert shop.machines[machine.id] == machine
    assert shop.calendars[NIGHTS.id] == NIGHTS
    assert list(shop.machines) == [*small_shop().machines, machine.id]


def test_the_plan_goes_on_with_the_further_machine() -> None:
    hall = Hall()
    before = hall.store.state.shop_at(NOW)
    published = plan(before, now=NOW, iterations=0)
    machine = replace(before.machines[M1], id=MachineId("cnc-3"), speed=Decimal(3))
    hall.do(edit(hall, machines=(machine,)))
    shop = hall.store.state.shop_at(NOW)
    mended, fresh = mend(shop, published, now=NOW), plan(shop, now=NOW, iterations=50)
    assert violations(problem_of(shop, NOW), mended) == violations(problem_of(shop, NOW), fresh) == []
    assert {row.machine for row in mended.operations.values()} <= {*before.machines, None}
    assert machine.id in {row.machine for row in fresh.operations.values()}


def test_every_row_of_the_shop_may_look_otherwise() -> None:
    hall = Hall()
    hall.do(edit(hall, people=(replace(small_shop().people[WANG], name="Wang Li"),)))
    assert WHOLE_SHOP in hall.store.changed[hall.store.state.seq]


def test_names_that_are_not_there() -> None:
    hall = Hall()
    shop = small_shop()
    m1, li = shop.machines[M1], shop.people[LI]
    kind, calendar = KindId("laser"), CalendarId("never")
    assert refused(hall, ShopAmended(machines=(replace(m1, kinds=(kind,)),))).code is Code.UNKNOWN_KIND
    assert (
        refused(hall, ShopAmended(machines=(replace(m1, calendar=calendar),))).code is Code.UNKNOWN_CALENDAR
    )
    assert refused(hall, ShopAmended(people=(replace(li, kinds=(kind,)),))).code is Code.UNKNOWN_KIND
    nobody = replace(li, leader=PersonId("nobody"))
    assert refused(hall, ShopAmended(people=(nobody,))).code is Code.UNKNOWN_PERSON
    rule = SetupRule(kind, "a", "b", Decimal(10))
    assert refused(hall, ShopAmended(setups=(rule,))).code is Code.UNKNOWN_KIND


def test_nobody_is_led_by_himself_and_a_badge_is_one_person_s() -> None:
    hall = Hall()
    li, zhao = small_shop().people[LI], small_shop().people[ZHAO]
    assert refused(hall, ShopAmended(people=(replace(zhao, leader=LI),))).code is Code.LEADS_HIMSELF
    assert refused(hall, ShopAmended(people=(replace(li, badge="B-WANG"),))).code is Code.BADGE_TAKEN
    wang = small_shop().people[WANG]
    hall.do(edit(hall, people=(replace(li, badge="B-WANG"), replace(wang, badge="B-LI"))))  # they swap
    assert hall.store.state.shop.people[LI].badge == "B-WANG"


def test_pinned_work_keeps_a_machine_that_can_do_it() -> None:
    hall = Hall()
    state = hall.store.state
    mill = replace(state.shop.operations[OperationId("mill")], machine=M2, pinned=True)
    hall.do(co.AmendShop(ShopAmended(operations=(mill,))))
    drills = replace(state.shop.machines[M2], kinds=(EDM,))
    refusal = refused(hall, ShopAmended(machines=(drills,)))
    assert (refusal.code, refusal.facts["machine"]) == (Code.PINNED_THERE, M2)
    loose = replace(mill, pinned=False, machine=None)
    hall.do(co.AmendShop(ShopAmended(machines=(drills,), operations=(loose,))))
    assert hall.store.state.shop.machines[M2].kinds == (EDM,)


def test_what_lies_in_the_furnace_fits_into_it() -> None:
    hall = Hall()
    furnace = replace(hall.store.state.shop.machines[E1], batch=2)
    hall.do(edit(hall, machines=(furnace,)))
    many = [replace(hall.store.state.shop.operations[OperationId("held")], id=OperationId(n)) for n in "ab"]
    loaded = tuple(replace(one, kind=EDM, status=Status.WAITING) for one in many)
    hall.do(co.AmendShop(ShopAmended(operations=loaded)))
    state = hall.store.state
    state.machines[E1] = replace(state.machine(E1), operations=(OperationId("a"), OperationId("b")))
    assert refused(hall, ShopAmended(machines=(replace(furnace, batch=1),))).code is Code.MACHINE_BUSY


def test_rows_that_cannot_be_are_left_out_and_the_others_come_in() -> None:
    hall = Hall()
    shop = small_shop()
    bad = replace(shop.machines[M1], calendar=CalendarId("never"))
    good = replace(shop.machines[M2], speed=Decimal(3))
    further = Kind(KindId("laser"), "Laser", "激光", "EDM")
    found = judged(ShopAmended(machines=(bad, good), kinds=(further,)), hall.store.state, NOW)
    assert dict(found.refused) == {("machines", M1): Code.UNKNOWN_CALENDAR}
    assert found.amended == ShopAmended(machines=(good,), kinds=(further,))


def test_a_rule_of_setups_takes_the_place_of_the_one_before() -> None:
    hall = Hall()
    for minutes in (20, 35):
        rule = SetupRule(MILL, "steel", "copper", Decimal(minutes))
        hall.do(co.AmendShop(ShopAmended(setups=(rule, SetupRule(MILL, "copper", "steel", Decimal(5))))))
    assert [rule.minutes for rule in hall.store.state.shop.setups] == [35, 5]


def test_two_planners_change_different_cells_of_a_machine() -> None:
    hall = Hall()
    m1 = small_shop().machines[M1]
    first = edit(hall, machines=(replace(m1, speed=Decimal(2)),))
    second = edit(hall, machines=(replace(m1, name="DMG one"),))
    third = edit(hall, machines=(replace(m1, speed=Decimal(4)),))
    hall.do(first)
    hall.do(second)
    after = hall.store.state.shop.machines[M1]
    assert (after.speed, after.name, after.calendar) == (Decimal(2), "DMG one", DAYS)
    with pytest.raises(Refusal) as caught:
        hall.do(third)
    assert caught.value.code is Code.EDITED_MEANWHILE
