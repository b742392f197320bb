"""What the wall's further tiles are made from: what is missing, trials, tonight, what a shop keeps."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.live import LivePlan, live_from_published, order_of
from sprue.floor.view.hours import Hours
from sprue.floor.view.kept import kept_of
from sprue.floor.view.missing import Lack, Missing, missing_of
from sprue.floor.view.nights import Night, NightBar, gaps_of, nights_of
from sprue.floor.view.trials import Trial, TrialLight, trial_of
from sprue.floor.view.waits import Sight, sight_of
from sprue.shop.calendar import DayRule, Shift
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import MachineId, OperationId, ProblemId, PurchaseId
from sprue.shop.problems import Duty, ProblemKind
from sprue.shop.routing import Milestone, Mode
from sprue.shop.shop import Shop
from tests.core.floor.shops import (
    DAYS,
    E1,
    EDM,
    LI,
    M1,
    M2,
    MOLD,
    NOW,
    P1,
    PRESS,
    WANG,
    ZHAO,
    Hall,
    op,
    small_plan,
    small_shop,
)

ERODE, MILL, TRIAL = OperationId("erode"), OperationId("mill"), OperationId("trial")
HOUR = timedelta(hours=1)


def hall() -> Hall:
    found = Hall()
    found.do(co.PublishPlan(small_plan()))
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def seen(found: Hall) -> Sight:
    return sight_of(found.store.state, found.clock.moment)


def plan_now(found: Hall) -> LivePlan:
    plan = found.store.state.plan
    return live_from_published(plan) if plan is not None else LivePlan()


def missing(found: Hall) -> dict[Lack, Missing]:
    return {m.what: m for m in missing_of(seen(found), plan_now(found), MOLD)}


# -- missing -------------------------------------------------------------------------


def test_material_is_counted_by_mold_and_the_first_to_come_is_named() -> None:
    lacks = missing(hall())
    # The plate waits for its steel; of the pins nobody knows when they come, but the assembly is far.
    assert lacks[Lack.MATERIAL] == Missing(Lack.MATERIAL, "S136", 2, NOW + HOUR, 1)


def test_steel_holds_up_nothing_while_its_operation_is_on_hold_for_a_problem() -> None:
    found = hall()
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.DRAWING, operation=OperationId("plate-1")))
    assert missing(found)[Lack.MATERIAL].holding == 0
    found.do(co.Resolve(ProblemId("p"), ZHAO))
    assert missing(found)[Lack.MATERIAL].holding == 1
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    assert missing(found)[Lack.MATERIAL] == Missing(Lack.MATERIAL, "pins", 1, None, 0)
    found.do(co.ReceiveMaterial(PurchaseId("pins")))
    assert Lack.MATERIAL not in missing(found)


def test_an_electrode_is_missing_once_the_work_before_runs() -> None:
    found = hall()
    assert Lack.ELECTRODE not in missing(found)
    found.do(co.Start(MILL, M1, LI))
    assert missing(found)[Lack.ELECTRODE] == Missing(Lack.ELECTRODE, "Core", 1, None, 0)
    found.do(co.Finish(MILL, LI))
    assert missing(found)[Lack.ELECTRODE].holding == 1
    found.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.EXPECTED, NOW + 2 * HOUR))
    assert missing(found)[Lack.ELECTRODE].expected == NOW + 2 * HOUR
    found.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    assert Lack.ELECTRODE not in missing(found)


def test_a_drawing_for_work_that_is_planned_soon_is_missing() -> None:
    found = hall()
    assert missing(found)[Lack.DRAWING] == Missing(Lack.DRAWING, "Plate", 1, NOW + 4 * HOUR, 1)
    unplanned = missing_of(seen(found), LivePlan(), MOLD)
    # Without a plan it still comes next: nothing is before it.
    assert Lack.DRAWING in {m.what for m in unplanned}


def to_the_coater(found: Hall) -> None:
    for command in (
        co.Start(MILL, M1, LI),
        co.Finish(MILL, LI),
        co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK),
        co.Start(ERODE, E1, LI),
        co.Finish(ERODE, LI),
    ):
        found.do(command)


def test_outside_work_is_sent_and_comes_back_late() -> None:
    found = hall()
    to_the_coater(found)
    assert missing(found)[Lack.TO_SEND] == Missing(Lack.TO_SEND, "coat", 1, None, 0)
    found.do(co.Start(OperationId("coat")))
    lacks = missing(found)
    back = NOW + timedelta(minutes=2910)
    assert Lack.TO_SEND not in lacks
    assert lacks[Lack.OUTSIDE] == Missing(Lack.OUTSIDE, "coat", 1, back, 0)
    found.later(days=3)
    assert missing(found)[Lack.OUTSIDE] == Missing(Lack.OUTSIDE, "coat", 1, back, 1)
    found.do(co.Finish(OperationId("coat")))
    assert Lack.OUTSIDE not in missing(found)


# -- trials and quality --------------------------------------------------------------


def trial(found: Hall) -> Trial | None:
    return trial_of(seen(found), plan_now(found), MOLD)


def test_a_trial_is_told_by_its_date_and_the_work_before_it() -> None:
    found = hall()
    planned = next(row.setup_start for row in small_plan().rows if row.operation == TRIAL)
    due = small_shop().molds[MOLD].trial_due
    first = trial(found)
    assert first is not None
    # Milled, eroded, coated, two of the plate, one later, one held, the assembly.
    assert first == Trial(1, TrialLight.PREPARING, planned, due, first.left, 0, 0)
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Finish(MILL, LI))
    second = trial(found)
    assert second is not None
    assert second.left == first.left - 1


def shop_for_trial(*more: str) -> Shop:
    """Only the trial and `more` of it are left to do."""
    shop = small_shop()
    trials = [
        op(name, "base", 20 + i, PRESS, milestone=Milestone.T1) for i, name in enumerate(("trial", *more))
    ]
    return replace(shop, operations={o.id: o for o in trials}, purchases={})


def test_after_the_first_trial_comes_the_second_with_the_date_of_delivery() -> None:
    found = Hall(shop_for_trial("trial-2"))
    found.do(co.BadgeIn(person=WANG, machine=P1))
    assert [t.light for t in [trial(found)] if t is not None] == [TrialLight.READY]
    found.do(co.Start(TRIAL, P1, WANG))
    running = trial(found)
    assert running is not None
    assert (running.light, running.start, running.number) == (TrialLight.RUNNING, NOW, 1)
    found.do(co.Finish(TRIAL, WANG))
    second = trial(found)
    assert second is not None
    assert (second.number, second.light, second.due) == (2, TrialLight.READY, small_shop().molds[MOLD].due)


def test_a_trial_that_is_over_leaves_after_three_days_unless_its_quality_is_open() -> None:
    found = Hall(shop_for_trial())
    found.do(co.BadgeIn(person=WANG, machine=P1))
    found.do(co.Start(TRIAL, P1, WANG))
    found.do(co.Finish(TRIAL, WANG))
    over = trial(found)
    assert over is not None
    assert (over.light, over.start, over.left) == (TrialLight.OVER, NOW, 0)
    found.later(days=4)
    assert trial(found) is None
    found.do(co.RaiseProblem(ProblemId("q"), ProblemKind.QUALITY, P1, TRIAL))
    open_again = trial(found)
    assert open_again is not None
    assert (open_again.quality, open_again.rework) == (1, 0)
    found.do(co.Resolve(ProblemId("q"), ZHAO, rework_minutes=30))
    reworked = trial(found)
    assert reworked is not None
    assert (reworked.quality, reworked.rework, reworked.number) == (0, 1, 2)


# -- tonight -------------------------------------------------------------------------

#: 20:00 and 08:00 in Shanghai.
CLOSES, OPENS = NOW + 10 * HOUR, NOW + 22 * HOUR


def nights(found: Hall, ready: frozenset[OperationId] = frozenset()) -> dict[MachineId, Night]:
    sight, plan = seen(found), plan_now(found)
    return nights_of(sight, Hours(sight.state.shop, sight.now), plan, order_of(plan), ready)


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (NOW, (CLOSES, OPENS)),
        (CLOSES + HOUR, (CLOSES, OPENS)),
        (OPENS, (CLOSES + 24 * HOUR, OPENS + 24 * HOUR)),
        # Saturday 10:00: nobody works on Sunday.
        (NOW + timedelta(days=5), (CLOSES + timedelta(days=5), OPENS + timedelta(days=6))),
    ],
)
def test_the_night_is_the_long_gap_and_not_the_lunch_hour(
    now: datetime, night: tuple[datetime, datetime]
) -> None:
    shop = small_shop()
    assert gaps_of(Hours(shop, now), shop.machines[E1], now) == (night,)


def test_a_machine_with_people_around_the_clock_has_no_night_before_the_weekend() -> None:
    shop = small_shop()
    calendar = shop.calendars[DAYS]
    round_the_clock = tuple(DayRule((Shift(0, 24 * 60),), weekday=day) for day in range(5))
    shop = replace(shop, calendars={DAYS: replace(calendar, rules=round_the_clock)})
    weekend = NOW + timedelta(days=4, hours=14), NOW + timedelta(days=6, hours=14)
    for now, night in ((NOW, ()), (NOW + timedelta(days=4), (weekend,))):
        assert gaps_of(Hours(shop, now), shop.machines[E1], now) == night


def test_a_machine_of_two_shifts_is_alone_between_them() -> None:
    shop = small_shop()
    shifts = Shift(8 * 60, 18 * 60), Shift(20 * 60, 30 * 60)
    rules = tuple(DayRule(shifts, weekday=day) for day in range(6))
    shop = replace(shop, calendars={DAYS: replace(shop.calendars[DAYS], rules=rules)})
    evening, morning = (NOW + 8 * HOUR, CLOSES), (NOW + 20 * HOUR, OPENS)
    hours = Hours(shop, NOW)
    assert gaps_of(hours, shop.machines[E1], NOW) == (evening, morning)
    # In the night only the morning is left, not the next evening.
    assert gaps_of(hours, shop.machines[E1], NOW + 19 * HOUR) == (morning,)


def test_a_machine_that_may_not_run_alone_has_no_night() -> None:
    assert set(nights(hall())) == {E1}


def test_a_night_with_nothing_planned_is_free() -> None:
    found = hall()
    night = nights(found)[E1]
    assert (night.bars, night.busy, night.free, night.stops, night.could) == ((), 0, 720, None, None)


def test_work_that_runs_alone_fills_the_night_until_it_stops_and_the_duty_is_named() -> None:
    found = hall()
    found.do(co.ChangeDutyList((Duty("edm", ZHAO, (0, 1), 1200, 480),)))
    found.do(co.Start(MILL, M1, LI))
    found.do(co.Finish(MILL, LI))
    found.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    found.later(hours=8)
    found.do(co.Start(ERODE, E1, LI))
    night = nights(found)[E1]
    # Half an hour of setup, ten hours alone: from 18:00 to 04:30.
    stops = NOW + timedelta(hours=18.5)
    bar = NightBar(ERODE, MOLD, "Core", NOW + 8 * HOUR, stops)
    assert night == Night(E1, ((CLOSES, OPENS),), (bar,), 510, 210, stops, None, ZHAO)


def test_ready_work_planned_for_later_could_fill_what_is_free() -> None:
    shop = small_shop()
    spare = op("spare", "plate", 1, EDM, 300, mode=Mode.UNATTENDED)
    found = Hall(replace(shop, operations={**shop.operations, spare.id: spare}))
    plan = small_plan()
    start = OPENS + HOUR
    row = replace(
        plan.rows[0], operation=spare.id, machine=E1, setup_start=start, run_start=start, end=start + 5 * HOUR
    )
    found.do(co.PublishPlan(replace(plan, rows=(*plan.rows, row))))
    assert nights(found)[E1].could is None
    night = nights(found, frozenset({spare.id}))[E1]
    assert (night.could, night.busy, night.free) == (MOLD, 0, 720)
    assert [bar.operation for bar in night.bars] == [spare.id]


# -- what is kept --------------------------------------------------------------------


def test_a_shop_keeps_what_its_data_speak_of() -> None:
    kept = kept_of(seen(hall()))
    assert {name for name, is_kept in kept.items() if not is_kept} == {"fixture"}


def test_a_shop_of_bare_operations_keeps_nothing() -> None:
    shop = small_shop()
    bare = op("bare", "core", 10, shop.machines[M2].kinds[0])
    machines = {M2: shop.machines[M2]}
    found = Hall(replace(shop, operations={bare.id: bare}, purchases={}, machines=machines))
    assert not any(kept_of(seen(found)).values())
