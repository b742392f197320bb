"""What can be read from the state: waits, lights, ends, stages, dates, loads, calls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor.live import (
    LivePlan,
    LiveRow,
    changed,
    live_from_published,
    minute_of,
    order_of,
    pack,
    unpack,
)
from sprue.floor.view.calls import called_for
from sprue.floor.view.hours import Hours
from sprue.floor.view.loads import Today, kind_loads, shift_of, today_of
from sprue.floor.view.machines import (
    Light,
    Outlook,
    end_of_running,
    light_of,
    outlook,
    queue_of,
    recommended,
)
from sprue.floor.view.molds import MoldLight, dates_of
from sprue.floor.view.stages import StageCell, StageLight, stages_of
from sprue.floor.view.waits import Sight, Wait, What, sight_of
from sprue.shop.calendar import CalendarException
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import KindId, MachineId, OperationId, ProblemId, PurchaseId
from sprue.shop.problems import Because, ProblemKind
from sprue.shop.records import OperationState, Work
from sprue.shop.resources import Kind
from sprue.shop.routing import Milestone
from sprue.shop.stages import Stage, stage_of
from tests.core.floor.shops import B1, E1, EDM, LI, M1, MILL, MOLD, NOW, Hall, op, small_plan, small_shop

ERODE = OperationId("erode")


def hall() -> Hall:
    found = Hall()
    found.do(co.PublishPlan(small_plan()))
    found.do(co.BadgeIn(person=LI, machine=M1))
    return found


def seen(found: Hall) -> Sight:
    return sight_of(found.store.state, found.clock.moment)


def plan_now(found: Hall) -> LivePlan:
    plan = found.store.state.plan
    assert plan is not None
    return live_from_published(plan)


def light(found: Hall, machine: MachineId) -> Light:
    sight, plan = seen(found), plan_now(found)
    hours = Hours(sight.state.shop, sight.now)
    queue = queue_of(sight, order_of(plan).get(machine, []))
    return light_of(sight, hours, plan, sight.state.shop.machines[machine], queue)


def erosion(found: Hall) -> None:
    """The core is milled and on the EDM machine."""
    found.do(co.Start(OperationId("mill"), M1, LI))
    found.do(co.Finish(OperationId("mill"), LI))
    found.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    found.do(co.Start(ERODE, E1, LI))


@pytest.mark.parametrize(
    ("operation", "waits"),
    [
        ("mill", []),
        ("erode", [Wait(What.OPERATION, "mill"), Wait(What.ELECTRODE, "electrode")]),
        (
            "plate-1",
            [
                Wait(What.MATERIAL, "steel", NOW + timedelta(hours=1)),
                Wait(What.DRAWING, "drawing", NOW + timedelta(hours=4)),
            ],
        ),
        ("later", [Wait(What.NOT_BEFORE, "", NOW + timedelta(hours=2))]),
        (
            "assemble",
            [
                Wait(What.OPERATION, "later"),
                Wait(What.OPERATION, "coat"),
                Wait(What.OPERATION, "held"),
                Wait(What.MATERIAL, "pins"),
            ],
        ),
    ],
)
def test_what_an_operation_waits_for(operation: str, waits: list[Wait]) -> None:
    assert list(seen(hall()).waits_for(OperationId(operation))) == waits


def test_held_work_and_work_with_a_problem_wait_too() -> None:
    found = hall()
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.OTHER, operation=OperationId("mill")))
    assert seen(found).waits_for(OperationId("mill")) == (Wait(What.PROBLEM, "p"),)
    assert Wait(What.HELD, "held") in seen(found).waits_for(OperationId("held"))


def test_the_light_of_a_machine_through_a_day_and_a_night() -> None:
    found = hall()
    lights = [light(found, E1)]
    erosion(found)
    lights.append(light(found, E1))
    found.later(minutes=40)
    lights.append(light(found, E1))
    found.later(hours=9, minutes=30)
    lights.append(light(found, E1))
    found.do(co.Pause(ERODE, LI))
    lights.append(light(found, E1))
    found.do(co.TakeDown(E1))
    lights.append(light(found, E1))
    assert lights == [
        Light.IDLE,
        Light.SETUP,
        Light.RUNNING,
        Light.UNATTENDED,
        Light.PAUSED,
        Light.DOWN,
    ]


def test_attended_work_rests_while_the_shop_is_closed() -> None:
    found = hall()
    found.do(co.Start(OperationId("mill"), M1, LI))
    found.later(hours=2, minutes=30)
    assert light(found, M1) is Light.PAUSED


def test_a_machine_waits_when_its_next_job_should_run_and_cannot() -> None:
    found = hall()
    found.later(hours=6)
    assert light(found, M1) is Light.IDLE, "mill is ready: nobody has begun it"
    found.do(co.Start(OperationId("mill"), M1, LI))
    found.do(co.Finish(OperationId("mill"), LI))
    assert light(found, M1) is Light.WAITING, "plate-1 has no steel"


def test_maintenance_shows() -> None:
    closed = CalendarException("cnc-1", NOW - timedelta(hours=1), NOW + timedelta(hours=5), open=False)
    found = Hall(replace(small_shop(), exceptions=(closed,)))
    found.do(co.PublishPlan(small_plan()))
    assert light(found, M1) is Light.MAINTENANCE


def test_running_work_ends_by_the_calendar_or_by_the_clock() -> None:
    found = hall()
    found.do(co.Start(OperationId("mill"), M1, LI))
    hours = Hours(found.store.state.shop, NOW)
    # 10:00 + 150 min of work, with the break from 12:00 to 13:00.
    assert end_of_running(seen(found), hours, OperationId("mill")) == NOW + timedelta(hours=3, minutes=30)
    found.do(co.Finish(OperationId("mill"), LI))
    assert end_of_running(seen(found), hours, OperationId("mill")) is None
    found = hall()
    erosion(found)
    assert end_of_running(seen(found), hours, ERODE) == NOW + timedelta(minutes=630)


def test_if_it_begins_now_it_ends_then_and_runs_alone_from_the_end_of_the_shift() -> None:
    found = hall()
    sight = seen(found)
    hours = Hours(sight.state.shop, NOW)
    machine = sight.state.shop.machines[E1]
    long = replace(sight.state.shop.operations[ERODE], run_minutes=Decimal(900))
    sight.state.shop.operations[ERODE] = long
    assert outlook(sight, hours, ERODE, machine) == Outlook(
        NOW + timedelta(minutes=930), datetime(2026, 11, 23, 4, tzinfo=UTC)
    )
    assert outlook(sight, hours, OperationId("coat"), None).ends == NOW + timedelta(minutes=2910)


def test_the_first_ready_job_is_recommended() -> None:
    found = hall()
    ready = {o for o in found.store.state.shop.operations if seen(found).is_ready(o)}
    queue = [OperationId(o) for o in ("plate-1", "erode", "mill")]
    assert recommended(queue, ready) == ["mill", "plate-1", "erode"]
    assert recommended(queue[:2], ready) == queue[:2]


def test_stages_are_told_from_kinds_and_milestones() -> None:
    shop = small_shop()
    assert {o.id: stage_of(shop, o) for o in shop.operations.values()} == {
        "mill": Stage.CNC,
        "erode": Stage.EDM,
        "coat": Stage.MATERIAL,
        "plate-1": Stage.CNC,
        "plate-2": Stage.FITTING,
        "old": Stage.CNC,
        "held": Stage.FITTING,
        "assemble": Stage.FITTING,
        "trial": Stage.TRIAL,
        "later": Stage.FITTING,
    }
    own = KindId("K7")
    chinese = replace(shop, kinds={own: Kind(own, name_zh="慢走丝线切割")})
    assert stage_of(chinese, op("x", "core", 1, own)) is Stage.EDM


def test_the_cells_of_a_mold() -> None:
    found = hall()
    found.do(co.Start(OperationId("mill"), M1, LI))
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.ELECTRODE, operation=ERODE))
    found.do(co.ReceiveMaterial(PurchaseId("steel")))
    assert stages_of(seen(found), plan_now(found), MOLD) == [
        StageCell(Stage.DESIGN, StageLight.NONE, 0, 0),
        StageCell(Stage.MATERIAL, StageLight.PLANNED, 1, 3),
        StageCell(Stage.CNC, StageLight.RUNNING, 1, 3),
        StageCell(Stage.ELECTRODE, StageLight.NONE, 0, 0),
        StageCell(Stage.EDM, StageLight.PROBLEM, 0, 1),
        StageCell(Stage.FITTING, StageLight.PLANNED, 0, 4),
        StageCell(Stage.TRIAL, StageLight.PLANNED, 0, 1),
    ]


def moved(plan: LivePlan, operation: str, end: datetime) -> LivePlan:
    row = plan.rows[OperationId(operation)]
    return replace(plan, rows={**plan.rows, OperationId(operation): row._replace(end_minute=minute_of(end))})


@pytest.mark.parametrize(
    ("end", "late", "expected"),
    [
        (timedelta(days=5), -3 * 1440, MoldLight.ON_TIME),
        (timedelta(days=7, hours=12), -720, MoldLight.AT_RISK),
        (timedelta(days=9), 1440, MoldLight.LATE),
    ],
)
def test_a_mold_is_on_time_at_risk_or_late(end: timedelta, late: int, expected: MoldLight) -> None:
    found = hall()
    dates = dates_of(seen(found), moved(plan_now(found), "trial", NOW + end), MOLD)
    assert (dates.milestone, dates.late_minutes, dates.light) == (Milestone.T1, late, expected)


def test_a_mold_whose_trial_is_blocked_has_no_date_and_a_finished_one_is_done() -> None:
    found = hall()
    plan = plan_now(found)
    without = replace(plan, rows={o: r for o, r in plan.rows.items() if o != "trial"})
    assert dates_of(seen(found), without, MOLD).light is MoldLight.NO_DATE
    for operation in found.store.state.shop.operations:
        found.store.state.operations[operation] = OperationState(Work.DONE, finished=NOW)
    dates = dates_of(seen(found), plan, MOLD)
    assert (dates.light, dates.trial, dates.milestone) == (MoldLight.DONE, NOW, None)


def test_loads_of_kinds() -> None:
    found = hall()
    sight = seen(found)
    hours = Hours(sight.state.shop, NOW)
    loads = kind_loads(sight, hours, plan_now(found), {OperationId("mill")})
    mill = loads[MILL]
    # Two mills, open 12:00 and 13:00 to 20:00 each day; mill and plate-1 are 150 minutes each.
    assert mill.queue_hours == 2.5
    assert mill.soon == round(300 / (2 * (9 * 60 + 11 * 60 * 2 + 2 * 60)), 3)
    assert [day.isoformat() for day, _ in mill.days[:2]] == ["2026-11-23", "2026-11-24"]
    # The plan by hand overlooks the break: of mill only the two hours before it can be worked.
    assert mill.days[0][1] == round(270 / (2 * 9 * 60), 3)
    assert mill.days[6][1] is None, "Sunday is closed"
    assert loads[EDM].soon == 0


def test_today_counts_what_the_plan_wanted_and_what_was_done_before_it() -> None:
    found = hall()
    found.later(hours=3)
    found.do(co.Start(OperationId("mill"), M1, LI))
    found.do(co.Finish(OperationId("mill"), LI))
    plan = found.store.state.plan
    assert today_of(seen(found), plan) == {"CNC": Today(1, 1, 2), "Fitting": Today(0, 0, 2)}
    found.later(minutes=10)
    second = replace(small_plan(found.clock.moment), rows=small_plan(found.clock.moment).rows[1:2])
    assert today_of(seen(found), second) == {"CNC": Today(1, 1, 2)}


def test_the_shift() -> None:
    shop = small_shop()
    hours = Hours(shop, NOW)
    assert shift_of(hours, shop, NOW) == ("day", NOW + timedelta(hours=2))
    assert shift_of(hours, shop, NOW + timedelta(hours=2, minutes=30)) == ("closed", None)
    assert hours.serves(shop, NOW + timedelta(days=1))
    assert not hours.serves(shop, NOW + timedelta(days=3))


def test_a_problem_stands_where_it_was_recorded_to_stand() -> None:
    found = hall()
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M1, person=LI))
    call = called_for(found.store.state, ProblemId("p"))
    assert (call.department, call.level, call.because) == ("maintenance", 1, None)
    assert [person.name for person in call.people] == ["Zhao Lei"]
    assert call.acknowledge_by == call.climbs_at == NOW + timedelta(minutes=5)
    assert call.answer_by == NOW + timedelta(minutes=15)
    found.later(minutes=7)
    found.do(co.Escalate(ProblemId("p"), 2))
    call = called_for(found.store.state, ProblemId("p"))
    assert (call.level, call.because, call.climbs_at) == (
        2,
        Because.NOT_ACKNOWLEDGED,
        NOW + timedelta(hours=2),
    )


def test_a_person_s_problem_calls_the_leader() -> None:
    found = hall()
    found.do(co.RaiseProblem(ProblemId("p"), ProblemKind.PERSON, B1, person=LI))
    call = called_for(found.store.state, ProblemId("p"))
    assert (call.department, call.acknowledge_by) == ("team_leader", NOW + timedelta(minutes=10))
    assert [person.name for person in call.people] == ["Zhao Lei"]


def test_a_live_plan_survives_its_packing_and_tells_what_changed() -> None:
    plan = live_from_published(small_plan())
    assert unpack(pack(plan)) == plan
    assert plan.rows[OperationId("mill")] == LiveRow(
        M1, minute_of(NOW), minute_of(NOW) + 30, minute_of(NOW) + 150, 60
    )
    other = moved(plan, "mill", NOW + timedelta(hours=9))
    assert changed(plan, other) == {"mill"}
    assert changed(plan, replace(plan, hindrances={})) == {"erode", "held"}
    assert order_of(plan)[B1] == ["later", "plate-2", "assemble"]
