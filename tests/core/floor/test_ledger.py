"""The rectification ledger: what it lets happen, one named situation each."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.floor import commands as co
from sprue.floor import ledger_commands as lc
from sprue.floor.ledger_clock import climb_of, due_commands, due_facts, next_leader
from sprue.floor.loop import Outcome
from sprue.floor.refusal import Code, Refusal
from sprue.shop.codec import from_json, to_json
from sprue.shop.events import Event
from sprue.shop.ids import LedgerItemId, MachineId, MoldId, OperationId, PartId, PersonId, ProblemId
from sprue.shop.ledger import Level, Norm, Owner, Photo, Source, Stage
from sprue.shop.ledger_record import LedgerItem
from sprue.shop.problems import ProblemKind
from sprue.shop.state import fold
from tests.core.floor.shops import B1, LI, M1, MOLD, NOW, WANG, ZHAO, Hall, small_plan, small_shop

ITEM, OTHER = LedgerItemId("i1"), LedgerItemId("i2")
PHOTO = Photo("a" * 64 + ".jpg")
PHOTOS = tuple(Photo(f"{n:064x}.png") for n in range(12))

OPEN = lc.OpenLedgerItem(
    ITEM,
    Source.INSPECTION,
    ProblemKind.QUALITY,
    "Core 0.05 mm too deep",
    "CNC",
    owner=LI,
    operation=OperationId("mill"),
    person=ZHAO,
)


def opened(**changes: Any) -> Hall:
    """The small shop with one item."""
    hall = Hall()
    hall.do(replace(OPEN, **changes))
    return hall


def item(hall: Hall, item_id: LedgerItemId = ITEM) -> LedgerItem:
    return hall.store.state.ledger[item_id]


def refused(hall: Hall, command: co.Command) -> Code:
    """The code with which a command is refused; nothing is recorded."""
    seq = hall.store.state.seq
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    assert hall.store.state.seq == seq
    return caught.value.code


def done(hall: Hall) -> Hall:
    """The item's owner has carried out the measure."""
    hall.do(lc.AcceptLedgerItem(ITEM, LI))
    hall.do(lc.ContainLedgerItem(ITEM, "Stop the next core", LI))
    hall.do(lc.CorrectLedgerItem(ITEM, "Probe before finishing", "Tool length taken wrong", LI))
    hall.do(lc.FinishLedgerItem(ITEM, "Measured 3 cores: within 0.01", LI))
    return hall


def closed(hall: Hall) -> Hall:
    done(hall)
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))
    hall.do(lc.CloseLedgerItem(ITEM, ZHAO))
    return hall


def test_an_item_goes_from_open_to_closed_and_keeps_what_was_said() -> None:
    hall = closed(opened())
    found = item(hall)
    assert (found.number, found.stage, found.closed_at) == ("2026-001", Stage.CLOSED, NOW)
    assert found.matter.part == PartId("core")
    assert found.matter.mold == MOLD
    assert (found.containment_action, found.corrective_action) == (
        "Stop the next core",
        "Probe before finishing",
    )
    assert [step.stage for step in found.history] == [
        Stage.OPEN,
        Stage.ACCEPTED,
        Stage.CONTAINING,
        Stage.CORRECTING,
        Stage.DONE,
        Stage.VERIFIED,
        Stage.CLOSED,
    ]
    assert found.verifications[0].person == WANG


@pytest.mark.parametrize(("level", "days"), [(Level.GENERAL, 3), (Level.MAJOR, 7), (Level.SUPERVISED, 15)])
def test_the_level_gives_the_deadline(level: Level, days: int) -> None:
    assert item(opened(level=level)).deadline == NOW + timedelta(days=days)


def test_a_trial_issue_must_be_well_before_the_next_trial() -> None:
    hall = Hall()
    hall.do(co.PublishPlan(small_plan()))
    hall.do(replace(OPEN, source=Source.TRIAL))
    trial = next(row for row in small_plan().rows if row.operation == "trial")
    assert item(hall).deadline == trial.setup_start


def test_without_a_plan_the_promised_trial_counts_and_without_both_the_level() -> None:
    assert item(opened(source=Source.TRIAL)).deadline == NOW + timedelta(days=8)
    shop = small_shop()
    shop = replace(shop, molds={MOLD: replace(shop.molds[MOLD], trial_due=None)})
    hall = Hall(shop)
    hall.do(replace(OPEN, source=Source.TRIAL))
    assert item(hall).deadline == NOW + timedelta(days=3)


def test_items_are_numbered_within_the_year_of_the_shops_zone() -> None:
    hall = opened()
    hall.do(replace(OPEN, item=OTHER))
    assert item(hall, OTHER).number == "2026-002"
    hall.clock.moment = NOW.replace(month=12, day=31, hour=16, minute=1, tzinfo=UTC)
    hall.do(replace(OPEN, item=LedgerItemId("i3")))
    assert item(hall, LedgerItemId("i3")).number == "2027-001"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"operation": OperationId("none")}, Code.UNKNOWN_OPERATION),
        ({"operation": None, "part": PartId("none")}, Code.UNKNOWN_PART),
        ({"operation": None, "mold": MoldId("none")}, Code.UNKNOWN_MOLD),
        ({"machine": MachineId("none")}, Code.UNKNOWN_MACHINE),
        ({"owner": PersonId("none")}, Code.UNKNOWN_PERSON),
        ({"helpers": (PersonId("none"),)}, Code.UNKNOWN_PERSON),
        ({"problem": ProblemId("none")}, Code.UNKNOWN_PROBLEM),
        ({"recurs": LedgerItemId("none")}, Code.UNKNOWN_LEDGER_ITEM),
        ({"description": "  "}, Code.LEDGER_TEXT_NEEDED),
        ({"department": " "}, Code.LEDGER_TEXT_NEEDED),
        ({"deadline": NOW}, Code.LEDGER_DEADLINE_PAST),
        ({"deadline": NOW + timedelta(days=90), "person": LI}, Code.LEDGER_OWNER_DEADLINE),
        ({"photos": (*PHOTOS, PHOTO)}, Code.LEDGER_PHOTOS_FULL),
    ],
)
def test_what_is_not_so_is_not_written_down(changes: dict[str, Any], code: Code) -> None:
    assert refused(Hall(), replace(OPEN, **changes)) is code


def test_the_same_id_is_not_written_down_twice() -> None:
    assert refused(opened(), OPEN) is Code.LEDGER_ITEM_KNOWN


def test_a_problem_becomes_an_item_with_what_is_known_of_it() -> None:
    hall = Hall()
    hall.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M1, OperationId("mill"), LI, "spindle hot"))
    hall.later(minutes=5)
    hall.do(co.Acknowledge(ProblemId("p"), ZHAO))
    hall.do(co.Resolve(ProblemId("p"), ZHAO, "belt changed"))
    hall.do(lc.LedgerFromProblem(ITEM, ProblemId("p"), WANG))
    found = item(hall)
    assert found.owner == Owner("maintenance", ZHAO)
    assert found.matter.description == "spindle hot → belt changed"
    assert (found.matter.machine, found.matter.part, found.matter.found_by) == (M1, "core", LI)
    assert (found.matter.source, found.matter.found_at, found.opened_by) == (Source.PROBLEM, NOW, WANG)
    assert refused(hall, lc.LedgerFromProblem(OTHER, ProblemId("p"))) is Code.LEDGER_ITEM_KNOWN
    assert refused(hall, lc.LedgerFromProblem(OTHER, ProblemId("q"))) is Code.UNKNOWN_PROBLEM


def test_who_accepts_becomes_the_owner_where_only_the_department_was_named() -> None:
    hall = opened(owner=None)
    hall.do(lc.AcceptLedgerItem(ITEM, LI))
    assert item(hall).owner == Owner("CNC", LI)
    assert refused(opened(), lc.AcceptLedgerItem(ITEM, WANG)) is Code.LEDGER_NOT_OWNER


@pytest.mark.parametrize("verifier", [LI, ZHAO])
def test_neither_the_owner_verifies_nor_who_reported_it_done(verifier: PersonId) -> None:
    hall = opened()
    hall.do(lc.AcceptLedgerItem(ITEM, LI))
    hall.do(lc.CorrectLedgerItem(ITEM, "Probe first", person=LI))
    hall.do(lc.FinishLedgerItem(ITEM, "measured", ZHAO))
    assert (
        refused(hall, lc.VerifyLedgerItem(ITEM, passed=True, person=verifier)) is Code.LEDGER_OWNER_VERIFIES
    )
    assert refused(hall, lc.VerifyLedgerItem(ITEM, passed=True)) is Code.LEDGER_VERIFIER_NEEDED
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))
    assert item(hall).stage is Stage.VERIFIED


def test_where_a_department_answers_none_of_its_people_verifies() -> None:
    hall = opened(owner=None)
    hall.do(lc.AcceptLedgerItem(ITEM))
    hall.do(lc.CorrectLedgerItem(ITEM, "Probe first"))
    hall.do(lc.FinishLedgerItem(ITEM, "measured"))
    assert refused(hall, lc.VerifyLedgerItem(ITEM, passed=True, person=LI)) is Code.LEDGER_OWNER_VERIFIES
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))


def test_what_does_not_work_goes_back_with_a_reason() -> None:
    hall = done(opened())
    failed = lc.VerifyLedgerItem(ITEM, passed=False, note="Still 0.03 off", person=WANG)
    assert refused(hall, replace(failed, note="")) is Code.LEDGER_TEXT_NEEDED
    hall.do(failed)
    found = item(hall)
    assert (found.stage, found.verifications[0].note) == (Stage.CORRECTING, "Still 0.03 off")
    hall.do(lc.FinishLedgerItem(ITEM, "Measured again", LI))
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))
    hall.do(lc.ReopenLedgerItem(ITEM, "One more core came out wrong", ZHAO))
    assert (item(hall).stage, item(hall).recurrences, item(hall).level) == (
        Stage.CORRECTING,
        0,
        Level.GENERAL,
    )


def test_a_heavy_item_is_closed_only_with_its_cause_and_a_changed_norm() -> None:
    hall = opened(level=Level.MAJOR)
    hall.do(lc.AcceptLedgerItem(ITEM, LI))
    hall.do(lc.CorrectLedgerItem(ITEM, "Probe first", person=LI))
    hall.do(lc.FinishLedgerItem(ITEM, "measured", LI))
    hall.do(lc.VerifyLedgerItem(ITEM, passed=False, note="why?", person=WANG))
    hall.do(lc.FinishLedgerItem(ITEM, "measured", LI))
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))
    assert refused(hall, lc.CloseLedgerItem(ITEM, ZHAO)) is Code.LEDGER_CAUSE_NEEDED
    hall.do(lc.ReopenLedgerItem(ITEM, "cause missing", ZHAO))
    hall.do(lc.CorrectLedgerItem(ITEM, "Probe first", "Tool length taken wrong", LI))
    hall.do(lc.FinishLedgerItem(ITEM, "measured", LI))
    hall.do(lc.VerifyLedgerItem(ITEM, passed=True, person=WANG))
    assert refused(hall, lc.CloseLedgerItem(ITEM, ZHAO)) is Code.LEDGER_NORM_NEEDED
    hall.do(lc.ChangeNorm(ITEM, Norm.CHECKLIST, "Probe each tool over 100 mm", LI))
    hall.do(lc.CloseLedgerItem(ITEM, ZHAO))
    assert item(hall).stage is Stage.CLOSED


def test_the_owner_moves_no_deadline_and_every_extension_is_kept() -> None:
    hall = opened()
    later = lc.MoveLedgerDeadline(ITEM, NOW + timedelta(days=5), "Steel is late", LI)
    assert refused(hall, later) is Code.LEDGER_OWNER_DEADLINE
    assert refused(hall, replace(later, person=None)) is Code.LEDGER_ALLOWER_NEEDED
    assert refused(hall, replace(later, person=ZHAO, deadline=NOW)) is Code.LEDGER_DEADLINE_PAST
    assert refused(hall, replace(later, person=ZHAO, reason="")) is Code.LEDGER_TEXT_NEEDED
    hall.do(replace(later, person=ZHAO))
    (kept,) = item(hall).extensions
    assert (kept.before, kept.after) == (NOW + timedelta(days=3), NOW + timedelta(days=5))
    assert (kept.allowed_by, kept.reason) == (ZHAO, "Steel is late")
    assert item(hall).deadline == NOW + timedelta(days=5)


def test_the_owner_does_not_make_it_weigh_less() -> None:
    hall = opened(level=Level.MAJOR)
    lighter = lc.ChangeLedgerMatter(ITEM, level=Level.GENERAL, person=LI)
    assert refused(hall, lighter) is Code.LEDGER_OWNER_LEVEL
    hall.do(replace(lighter, person=ZHAO, description="Core 0.06 mm too deep"))
    assert (item(hall).level, item(hall).matter.description) == (Level.GENERAL, "Core 0.06 mm too deep")


@pytest.mark.parametrize(("days", "level", "count"), [(60, Level.MAJOR, 1), (61, Level.GENERAL, 0)])
def test_reopened_within_sixty_days_it_recurs_and_weighs_more(days: int, level: Level, count: int) -> None:
    hall = closed(opened())
    hall.later(days=days)
    hall.do(lc.ReopenLedgerItem(ITEM, "The same on the next core", ZHAO))
    found = item(hall)
    assert (found.stage, found.level, found.recurrences) == (Stage.CORRECTING, level, count)
    limit = 7 if level is Level.MAJOR else 3
    assert found.deadline == NOW + timedelta(days=days + limit)
    assert found.closed_at is None


@pytest.mark.parametrize(("days", "level", "count"), [(60, Level.MAJOR, 1), (61, Level.GENERAL, 0)])
def test_the_same_again_within_sixty_days_recurs_and_weighs_more(days: int, level: Level, count: int) -> None:
    hall = closed(opened())
    hall.later(days=days)
    hall.do(replace(OPEN, item=OTHER, recurs=ITEM))
    found = item(hall, OTHER)
    assert (found.level, found.recurrences, found.recurs) == (level, count, ITEM)


def test_a_step_out_of_turn_is_refused() -> None:
    hall = opened()
    early: list[co.Command] = [
        lc.ContainLedgerItem(ITEM, "x"),
        lc.CorrectLedgerItem(ITEM, "x"),
        lc.FinishLedgerItem(ITEM, "x"),
        lc.VerifyLedgerItem(ITEM, passed=True, person=WANG),
        lc.CloseLedgerItem(ITEM),
        lc.ReopenLedgerItem(ITEM, "x"),
    ]
    for command in early:
        assert refused(hall, command) is Code.LEDGER_STAGE
    closed(hall)
    late: list[co.Command] = [
        lc.AcceptLedgerItem(ITEM, LI),
        lc.AssignLedgerItem(ITEM, "EDM"),
        lc.ChangeLedgerMatter(ITEM, level=Level.MAJOR),
        lc.MoveLedgerDeadline(ITEM, NOW + timedelta(days=9), "x", ZHAO),
        lc.ChangeNorm(ITEM, Norm.TEMPLATE, "x"),
    ]
    for command in late:
        assert refused(hall, command) is Code.LEDGER_STAGE
    assert refused(hall, lc.CloseLedgerItem(OTHER)) is Code.UNKNOWN_LEDGER_ITEM


def test_pictures_come_later_too_and_each_counts_once() -> None:
    hall = opened(photos=PHOTOS[:10])
    hall.do(lc.AddLedgerPhotos(ITEM, (PHOTOS[0], PHOTO, PHOTO)))
    assert item(hall).photos == (*PHOTOS[:10], PHOTO)
    assert refused(hall, lc.AddLedgerPhotos(ITEM, PHOTOS[10:])) is Code.LEDGER_PHOTOS_FULL


@pytest.mark.parametrize("name", ["x.jpg", "../" + "a" * 61 + ".jpg", "a" * 64 + ".svg", "A" * 64 + ".png"])
def test_a_picture_is_named_by_its_hash(name: str) -> None:
    with pytest.raises(ValueError, match="hash"):
        Photo(name)


def test_a_step_that_comes_late_never_happened_before_the_one_it_follows() -> None:
    hall = opened()
    hall.later(hours=2)
    hall.do(lc.AcceptLedgerItem(ITEM, LI), happened_at=NOW - timedelta(days=1))
    assert [step.at for step in item(hall).history] == [NOW, NOW]


# -- the clock ---------------------------------------------------------------------


def test_an_overdue_item_climbs_from_leader_to_leader() -> None:
    shop = small_shop()
    boss = replace(shop.people[ZHAO], id=PersonId("boss"), name="Boss")
    people = {**shop.people, ZHAO: replace(shop.people[ZHAO], leader=boss.id), boss.id: boss}
    hall = Hall(replace(shop, people=people))
    hall.do(OPEN)
    assert due_facts(hall.store.state, NOW + timedelta(days=3)) == ()
    called = {}
    for days in (3.1, 6.1, 10.1, 20):
        hall.clock.moment = NOW + timedelta(days=days)
        for command_id, command in due_commands(hall.store.state, hall.clock.moment):
            hall.do(command, id=command_id)
        called[days] = (item(hall).climbed, item(hall).called)
    assert called == {3.1: (1, ZHAO), 6.1: (2, "boss"), 10.1: (3, "boss"), 20: (3, "boss")}
    assert item(hall).overdue(hall.clock.moment)


def test_two_clocks_climb_once() -> None:
    hall = opened()
    hall.later(days=4)
    first = due_commands(hall.store.state, hall.clock.moment)
    second = due_commands(hall.store.state, hall.clock.moment)
    (one,), (other,) = first, second
    assert one == other
    assert hall.do(one[1], id=one[0]).outcome is Outcome.ACCEPTED
    assert hall.do(other[1], id=other[0]).outcome is Outcome.DUPLICATE
    assert due_commands(hall.store.state, hall.clock.moment) == ()


def test_an_item_does_not_climb_before_its_time() -> None:
    hall = opened()
    assert refused(hall, lc.ClimbLedgerItem(ITEM, 1)) is Code.LEDGER_NOT_OVERDUE
    hall.later(days=4)
    assert refused(hall, lc.ClimbLedgerItem(ITEM, 2)) is Code.LEDGER_NOT_OVERDUE


def test_a_new_deadline_begins_the_climb_anew_and_a_closed_item_never_climbs() -> None:
    hall = opened()
    hall.later(days=4)
    for command_id, command in due_commands(hall.store.state, hall.clock.moment):
        hall.do(command, id=command_id)
    hall.do(lc.MoveLedgerDeadline(ITEM, hall.clock.moment + timedelta(days=1), "Steel", ZHAO))
    assert (item(hall).climbed, item(hall).called) == (0, None)
    hall.later(days=2)
    assert [c.climbed for _, c in due_commands(hall.store.state, hall.clock.moment)] == [1]
    closed(hall)
    hall.later(days=30)
    assert due_commands(hall.store.state, hall.clock.moment) == ()


def test_the_department_leader_is_called_where_no_person_answers() -> None:
    shop = small_shop()
    assert next_leader(shop, Owner("Maintenance"), 1) == ZHAO
    assert next_leader(shop, Owner("Trial"), 1) is None
    assert next_leader(shop, Owner("maintenance", ZHAO), 1) is None


@given(st.lists(st.integers(min_value=0, max_value=30 * 24), min_size=1, max_size=12).map(sorted))
@settings(max_examples=40, deadline=None)
def test_however_often_the_clock_looks_an_item_ends_where_one_look_would_put_it(hours: list[int]) -> None:
    hall = opened()
    for hour in hours:
        hall.clock.moment = NOW + timedelta(hours=hour)
        for command_id, command in due_commands(hall.store.state, hall.clock.moment):
            hall.do(command, id=command_id)
    assert item(hall).climbed == climb_of(item(hall), hall.clock.moment)


# -- the journal -------------------------------------------------------------------


def test_the_ledger_outlives_the_shop_and_comes_out_of_the_journal_as_it_went_in() -> None:
    hall = closed(opened(photos=(PHOTO,)))
    before = dict(hall.store.state.ledger)
    hall.do(co.ImportShop(small_shop()))
    assert hall.store.state.ledger == before
    again = [replace(e, event=from_json(to_json(e.event, Event), Event)) for e in hall.store.entries]
    assert fold(again).ledger == before


def test_work_on_the_floor_is_not_touched() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(person=WANG, machine=B1))
    tables = ("operations", "machines", "people", "problems", "questions")
    before = {table: dict(getattr(hall.store.state, table)) for table in tables}
    hall.do(OPEN)
    closed(hall)
    assert {table: dict(getattr(hall.store.state, table)) for table in tables} == before
