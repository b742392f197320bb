"""A part is found bad: steps come in and what follows waits for them, or it is made anew from new steel."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor import mold_commands as mc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.waits import sight_of
from sprue.planning.build import problem_of
from sprue.planning.solve import plan
from sprue.shop.events import OperationInserted
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import OperationId, PartId
from sprue.shop.records import Work
from tests.core.floor.shops import EDM, LI, M1, MILL, NOW, Hall

CORE = PartId("core")
MILLED, ERODE = OperationId("mill"), OperationId("erode")


def milled() -> Hall:
    """The core is milled; the plate's bench work waited for it by name."""
    floor = Hall()
    floor.do(co.BadgeIn(person=LI, machine=M1))
    floor.do(co.Start(MILLED, M1, LI))
    floor.later(hours=3)
    floor.do(co.Finish(MILLED, LI))
    return floor


def weld() -> mc.AddStep:
    return mc.AddStep(
        CORE,
        "Weld and mill again",
        Decimal(90),
        after=MILLED,
        work_kind=MILL,
        rework=True,
        reason="0.2 short",
    )


def test_rework_comes_between_the_bad_step_and_all_that_waited_for_it() -> None:
    floor = milled()
    floor.do(weld())
    state = floor.store.state
    (rework,) = [o for o in state.shop.operations.values() if o.name == "Weld and mill again"]
    assert state.shop.operations[MILLED].step < rework.step < state.shop.operations[ERODE].step
    sight = sight_of(state, floor.clock.moment)
    assert rework.id in sight.predecessors(state.shop.operations[ERODE])
    assert rework.id in sight.predecessors(state.shop.operations[OperationId("plate-2")])
    assert state.operation(MILLED).work is Work.DONE, "what happened stays"


def test_it_counts_against_the_first_pass_and_says_why() -> None:
    floor = milled()
    floor.do(weld())
    told = [e.event.fact for e in floor.store.entries if isinstance(e.event.fact, OperationInserted)]
    assert [fact.reason for fact in told] == ["0.2 short"]
    assert floor.store.state.inserted == {told[0].operation.id}


def test_a_step_that_was_forgotten_is_no_rework() -> None:
    floor = milled()
    floor.do(replace(weld(), rework=False))
    assert floor.store.state.inserted == set()


def test_the_plan_follows_the_new_routing() -> None:
    floor = milled()
    floor.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    floor.do(weld())
    now = floor.clock.moment
    made = plan(floor.store.state.shop_at(now), now=now, iterations=0).operations
    (rework,) = [
        made[name] for name in made if floor.store.state.shop.operations[name].name.startswith("Weld")
    ]
    assert rework.end <= made[ERODE].setup_start


def test_a_scrapped_part_is_made_anew_and_the_assembly_waits_for_the_new_one() -> None:
    floor = milled()
    routing = [(10, "Mill anew", MILL, 120), (20, "Erode anew", EDM, 600)]
    floor.do(mc.CancelWork(part=CORE, reason="scrapped"))
    for step, name, kind, minutes in routing:
        last = max(
            (o.id for o in floor.store.state.shop.operations.values() if o.part == CORE),
            key=lambda one: floor.store.state.shop.operations[one].step,
        )
        floor.do(
            mc.AddStep(
                CORE, name, Decimal(minutes), after=last, work_kind=kind, rework=True, reason=f"scrap {step}"
            )
        )
    state = floor.store.state
    works = {o.name: state.operation(o.id).work for o in state.shop.operations.values() if o.part == CORE}
    assert works == {
        "mill": Work.DONE,
        "erode": Work.CANCELLED,
        "coat": Work.CANCELLED,
        "Mill anew": Work.WAITING,
        "Erode anew": Work.WAITING,
    }
    sight = sight_of(state, floor.clock.moment)
    assembly = state.shop.operations[OperationId("assemble")]
    waited = {state.shop.operations[o].name for o in sight.predecessors(assembly)}
    assert "Erode anew" in waited
    assert not problem_of(state.shop_at(floor.clock.moment), floor.clock.moment).unplannable


def test_nothing_is_put_before_what_has_begun() -> None:
    floor = milled()
    with pytest.raises(Refusal) as caught:
        floor.do(mc.AddStep(CORE, "Stress relief", Decimal(600), work_kind=MILL))
    assert caught.value.code in (Code.ALREADY_STARTED, Code.ALREADY_DONE)
    assert floor.clock.moment > NOW
