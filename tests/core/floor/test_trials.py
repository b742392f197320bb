"""Trials: booked, written down, made into work, approved; and what must wait for the approval."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from sprue.figures.facts import facts_of
from sprue.figures.period import Period
from sprue.figures.registry import measured
from sprue.figures.span import Span
from sprue.floor import commands as co
from sprue.floor import trial_commands as tc
from sprue.floor.live import LivePlan
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.trials import number_of, trial_of
from sprue.floor.view.waits import What, sight_of
from sprue.shop.ids import MachineId, OperationId, PartId, PurchaseId
from sprue.shop.ledger import Source
from sprue.shop.records import Work
from sprue.shop.resources import Machine
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.trials import (
    CavityDefect,
    Defect,
    Parameter,
    Reading,
    TrialSheet,
    Verdict,
    WaterTest,
)
from tests.core.floor.shops import (
    BENCH,
    DAYS,
    MILL,
    MOLD,
    NOW,
    P1,
    PRESS,
    WANG,
    ZHAO,
    Hall,
    op,
    small_shop,
)

TRIAL = OperationId("trial")
P2 = MachineId("press-2")
SHEET = TrialSheet(
    (Reading(Parameter.MELT_TEMPERATURE, Decimal(230)), Reading(Parameter.CYCLE_TIME, Decimal("41.5"))),
    (CavityDefect(1, Defect.FLASH), CavityDefect(2, Defect.SINK_MARK)),
    WaterTest.TIGHT,
    ("a" * 64 + ".jpg",),
    "gate freezes early",
)
FLASH = tc.NewIssue("Flash at the parting line", PartId("core"), "Fitting", 90, BENCH, WANG, in_ledger=True)
SINK = tc.NewIssue("Sink at the rib", PartId("plate"), "CNC", 60, MILL)


def trial_shop(*more: Operation, presses: bool = True) -> Shop:
    """The small shop with everything before the trial done; shipment after it; two presses by tonnage."""
    shop = small_shop()
    done = {
        o.id: o if o.id == TRIAL else replace(o, status=Status.DONE, finished=NOW - timedelta(days=1))
        for o in shop.operations.values()
    }
    ship = op("ship", "base", 30, BENCH, milestone=Milestone.DELIVERY)
    machines = dict(shop.machines)
    if presses:
        machines[P1] = replace(machines[P1], notes=(("Tonnage", "160"),))
        machines[P2] = Machine(P2, "Press 2", (PRESS,), DAYS, notes=(("吨位", "450T"),))
    molds = {MOLD: replace(shop.molds[MOLD], notes=(("tonnage", "280"), ("型腔数", "2")))}
    operations = done | {o.id: o for o in (ship, *more)}
    received = {p.id: replace(p, received=NOW - timedelta(days=2)) for p in shop.purchases.values()}
    return replace(shop, machines=machines, molds=molds, operations=operations, purchases=received)


def hall(*more: Operation, presses: bool = True) -> Hall:
    return Hall(trial_shop(*more, presses=presses))


def tried(hall: Hall, verdict: Verdict = Verdict.ISSUES, press: MachineId = P2) -> None:
    hall.do(co.BadgeIn(person=WANG, machine=press))
    hall.do(co.Start(TRIAL, press, WANG))
    hall.later(hours=2)
    hall.do(tc.RecordTrial(TRIAL, verdict, SHEET, WANG))
    hall.do(co.Finish(TRIAL, WANG))


def refused(hall: Hall, command: co.Command) -> Code:
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    return caught.value.code


# -- booking


def test_a_press_that_is_too_weak_is_neither_booked_nor_started_nor_planned() -> None:
    known = hall()
    assert refused(known, tc.BookTrial(TRIAL, P1, NOW + timedelta(days=1))) is Code.PRESS_TOO_WEAK
    known.do(co.BadgeIn(person=WANG, machine=P1))
    known.do(co.Start(TRIAL, P1, WANG))  # a report is kept, as a question
    (question,) = known.store.state.questions.values()
    assert question.fact.reason == Code.PRESS_TOO_WEAK
    planned = known.store.state.shop_at(NOW).operations[TRIAL]
    assert [option.machine for option in planned.machines] == [P2]


def test_where_no_press_is_strong_enough_the_trial_is_held_for_the_planner() -> None:
    shop = trial_shop()
    weak = {**shop.machines, P2: replace(shop.machines[P2], notes=(("tonnage", "200"),))}
    known = Hall(replace(shop, machines=weak))
    assert known.store.state.shop_at(NOW).operations[TRIAL].status is Status.HELD


def test_what_nobody_has_said_is_in_nobodys_way() -> None:
    known = hall(presses=False)
    known.do(tc.BookTrial(TRIAL, P1, NOW + timedelta(days=1)))
    assert known.store.state.shop_at(NOW).operations[TRIAL].pinned_start == NOW + timedelta(days=1)


def test_a_booking_pins_the_trial_and_makes_it_wait_for_the_customers_material() -> None:
    known = hall()
    start = NOW + timedelta(days=3)
    due = NOW + timedelta(days=2)
    known.do(tc.BookTrial(TRIAL, P2, start, "PA66 GF30", due, ZHAO))
    state = known.store.state
    trial = state.shop.operations[TRIAL]
    assert (trial.machine, trial.pinned, trial.pinned_start) == (P2, True, start)
    purchase = state.shop.purchases[PurchaseId("trial-MAT")]
    assert (purchase.item, purchase.supplier, purchase.promised) == ("PA66 GF30", "ACME", due)
    waits = sight_of(state, known.clock.moment).waits_for(TRIAL)
    assert [(wait.what, wait.id) for wait in waits] == [(What.MATERIAL, purchase.id)]
    known.do(co.ReceiveMaterial(purchase.id))
    assert sight_of(known.store.state, known.clock.moment).is_ready(TRIAL)
    # Another day: the material that has come stays.
    known.do(tc.BookTrial(TRIAL, P2, start + timedelta(days=1)))
    assert known.store.state.shop.purchases[purchase.id].received is not None
    assert known.store.state.trials[TRIAL].number == 1


def test_a_press_is_booked_once_at_a_time() -> None:
    other = op("other", "pins", 10, PRESS)
    known = hall(other)
    start = NOW + timedelta(days=1)
    known.do(tc.BookTrial(TRIAL, P2, start))
    assert refused(known, tc.BookTrial(other.id, P2, start + timedelta(hours=1))) is Code.PRESS_TAKEN
    known.do(tc.BookTrial(other.id, P2, start + timedelta(hours=3)))
    assert refused(known, tc.BookTrial(other.id, P2, NOW - timedelta(hours=1))) is Code.BOOKED_PAST
    assert refused(known, tc.BookTrial(OperationId("ship"), P2, start)) is Code.NO_TRIAL


def test_what_is_tried_before_the_first_samples_is_t0() -> None:
    known = hall(replace(op("dry-run", "pins", 10, PRESS), step=Decimal(1)))
    sight = sight_of(known.store.state, NOW)
    assert number_of(sight, OperationId("dry-run")) == 0
    assert number_of(sight, TRIAL) == 1
    tile = trial_of(sight, LivePlan(), MOLD)
    assert tile is not None
    assert (tile.number, tile.due) == (0, known.store.state.shop.molds[MOLD].trial_due)


# -- the sheet


def test_a_sheet_is_of_a_trial_that_has_begun_and_of_cavities_that_the_mold_has() -> None:
    known = hall()
    assert refused(known, tc.RecordTrial(TRIAL, Verdict.PASSED)) is Code.NOT_STARTED
    tried(known)
    wrong = TrialSheet(defects=(CavityDefect(3, Defect.FLASH),))
    assert refused(known, tc.RecordTrial(TRIAL, Verdict.ISSUES, wrong)) is Code.NO_SUCH_CAVITY
    record = known.store.state.trials[TRIAL]
    assert (record.verdict, record.sheet, record.recorded_by) == (Verdict.ISSUES, SHEET, WANG)
    known.do(tc.RecordTrial(TRIAL, Verdict.FAILED, TrialSheet(note="  worse  "), WANG))
    record = known.store.state.trials[TRIAL]
    assert (record.verdict, record.sheet.note) == (Verdict.FAILED, "worse")


# -- issues


def test_issues_become_operations_with_owners_and_the_next_trial_waits_for_them() -> None:
    known = hall()
    assert refused(known, tc.TakeTrialIssues(TRIAL, (FLASH,))) is Code.NOT_RECORDED
    tried(known)
    known.do(tc.TakeTrialIssues(TRIAL, (FLASH, SINK), ZHAO))
    state = known.store.state
    record = state.trials[TRIAL]
    one, two = record.issues
    again = state.shop.operations[record.next or OperationId("")]
    assert (again.kind, again.after, again.milestone) == (PRESS, (TRIAL, one.operation, two.operation), None)
    assert state.shop.parts[again.part].name == "Trial T2"
    bench = state.shop.operations[one.operation]
    assert (bench.part, bench.kind, bench.run_minutes, bench.mode) == (
        FLASH.part,
        BENCH,
        Decimal(90),
        Mode.ATTENDED,
    )
    sight = sight_of(state, known.clock.moment)
    assert sight.is_ready(one.operation)
    assert {wait.id for wait in sight.waits_for(again.id)} == {one.operation, two.operation}
    assert again.id in {wait.id for wait in sight.waits_for(OperationId("ship"))}, "nothing ships before T2"
    (item,) = state.ledger.values()
    assert one.item is not None
    assert (item.matter.source, item.owner.person, item.number) == (Source.TRIAL, WANG, "2026-001")
    tile = trial_of(sight, LivePlan(), MOLD)
    assert tile is not None
    assert (tile.number, tile.left, tile.rework) == (2, 2, 2)


def test_a_trial_that_is_planned_already_waits_for_the_issues_and_no_other_is_made() -> None:
    planned = op("second", "pins", 10, PRESS, after=(TRIAL,))
    known = hall(planned)
    tried(known)
    before = len(known.store.state.shop.operations)
    known.do(tc.TakeTrialIssues(TRIAL, (FLASH,)))
    record = known.store.state.trials[TRIAL]
    assert record.next == planned.id
    assert known.store.state.shop.operations[planned.id].after == (TRIAL, record.issues[0].operation)
    assert len(known.store.state.shop.operations) == before + 1


@pytest.mark.parametrize(
    ("issue", "code"),
    [
        (replace(FLASH, part=PartId("nothing")), Code.UNKNOWN_PART),
        (replace(FLASH, minutes=0), Code.MINUTES_NEEDED),
        (replace(FLASH, what=" "), Code.LEDGER_TEXT_NEEDED),
    ],
)
def test_an_issue_that_can_not_be_work_is_refused_whole(issue: tc.NewIssue, code: Code) -> None:
    known = hall()
    tried(known)
    seq = known.store.state.seq
    assert refused(known, tc.TakeTrialIssues(TRIAL, (SINK, issue))) is code
    assert known.store.state.seq == seq


def test_two_records_of_one_trial_have_two_numbers() -> None:
    known = hall()
    tried(known)
    known.do(tc.TakeTrialIssues(TRIAL, (FLASH, replace(SINK, in_ledger=True))))
    assert sorted(item.number for item in known.store.state.ledger.values()) == ["2026-001", "2026-002"]


def test_an_issue_of_work_that_the_shop_has_no_place_for_is_sent_out() -> None:
    known = hall()
    tried(known)
    known.do(tc.TakeTrialIssues(TRIAL, (replace(SINK, work=None, minutes=2880),)))
    (issue,) = known.store.state.trials[TRIAL].issues
    assert known.store.state.shop.operations[issue.operation].mode is Mode.OUTSIDE


# -- approval

TEXTURE = op("texture", "core", 90, None, 8640, mode=Mode.OUTSIDE, notes=(("after_approval", "yes"),))


def test_texture_is_planned_after_the_trial_and_held_until_somebody_approves_it() -> None:
    known = hall(TEXTURE)
    state = known.store.state
    assert state.shop_at(NOW).operations[TEXTURE.id].after == (TRIAL,)
    assert [w.what for w in sight_of(state, NOW).waits_for(TEXTURE.id)] == [What.APPROVAL]
    known.do(co.Start(TEXTURE.id))
    assert known.store.state.operation(TEXTURE.id).work is Work.WAITING, "asked, not begun"
    tried(known, Verdict.PASSED)
    now = known.clock.moment
    assert known.store.state.shop_at(now).operations[TEXTURE.id].status is Status.HELD
    known.do(tc.ApproveTrial(TRIAL, "by mail", ZHAO))
    assert sight_of(known.store.state, now).is_ready(TEXTURE.id)
    assert known.store.state.shop_at(now).operations[TEXTURE.id].status is Status.WAITING
    assert refused(known, tc.ApproveTrial(TRIAL)) is Code.APPROVED_ALREADY
    assert refused(known, tc.RecordTrial(TRIAL, Verdict.FAILED)) is Code.APPROVED_ALREADY


def test_a_failed_trial_is_not_approved_and_one_without_a_sheet_neither() -> None:
    known = hall(TEXTURE)
    assert refused(known, tc.ApproveTrial(TRIAL)) is Code.NOT_RECORDED
    tried(known, Verdict.FAILED)
    assert refused(known, tc.ApproveTrial(TRIAL)) is Code.TRIAL_FAILED


def test_marked_work_that_the_trial_itself_waits_for_is_not_held() -> None:
    """A nitrided sleeve that is built in before the first trial."""
    sleeve = op("nitride", "pins", 10, None, mode=Mode.OUTSIDE, notes=(("认可后", "是"),))
    shop = trial_shop(sleeve)
    assemble = op("assemble", "base", 10, BENCH, joins=True)
    known = Hall(replace(shop, operations=shop.operations | {assemble.id: assemble}))
    assert sight_of(known.store.state, NOW).is_ready(sleeve.id)
    assert known.store.state.shop_at(NOW).operations[sleeve.id].after == ()


def test_a_trial_that_was_over_before_the_shop_came_in_holds_nothing() -> None:
    shop = trial_shop(TEXTURE)
    over = replace(shop.operations[TRIAL], status=Status.DONE, finished=NOW - timedelta(days=3))
    known = Hall(replace(shop, operations=shop.operations | {TRIAL: over}))
    assert sight_of(known.store.state, NOW).is_ready(TEXTURE.id)


def test_a_whole_kind_of_work_may_wait_for_the_approval() -> None:
    shop = trial_shop(op("etch", "core", 90, BENCH))
    kinds = {**shop.kinds, BENCH: replace(shop.kinds[BENCH], notes=(("after_approval", "1"),))}
    known = Hall(replace(shop, kinds=kinds))
    waits = sight_of(known.store.state, NOW).waits_for(OperationId("etch"))
    assert [wait.what for wait in waits] == [What.APPROVAL]


def test_trials_until_the_approval_are_counted() -> None:
    known = hall()
    tried(known)
    known.do(tc.TakeTrialIssues(TRIAL, (FLASH,)))
    record = known.store.state.trials[TRIAL]
    (issue,) = record.issues
    assert record.next is not None
    known.do(co.Start(issue.operation, MachineId("bench-1"), WANG))
    known.later(hours=1)
    known.do(co.Finish(issue.operation, WANG))
    known.do(co.Start(record.next, P2, WANG))
    known.later(hours=1)
    known.do(co.Finish(record.next, WANG))
    known.do(tc.RecordTrial(record.next, Verdict.PASSED))
    known.do(tc.ApproveTrial(record.next))
    assert known.store.state.trials[record.next].number == 2
    period = Period(facts_of(known.store.entries), Span(NOW, known.clock.moment))
    assert measured(period, "approved_after").value == Decimal("2.00")
