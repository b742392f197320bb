"""Changes entered into a shop: each does what people would do by hand, and what can't be is told."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.planning.changing import apply, apply_all
from sprue.planning.solve import plan
from sprue.shop.calendar import CalendarException
from sprue.shop.errors import UserMistake
from sprue.shop.gates import CLOSED, OK, Gate, GateKind, GateState
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.orders import Purchase
from sprue.shop.routing import MachineOption, Mode, Operation, Status
from sprue.shop.shop import Shop
from tests.core.planning.shops import (
    BENCH,
    EDM,
    MILL,
    MOLD,
    NOW,
    at,
    machine,
    op,
    person,
    rows,
    running,
    shop_of,
)

A, B, C = MachineId("A"), MachineId("B"), MachineId("C")
P = PersonId("p")


def small() -> Shop:
    return shop_of(
        op("a", 60, program=CLOSED),
        op("a2", 30, step=Decimal(20)),
        op("b", 60, kind=None, machines=(MachineOption(A, Decimal(50)),)),
        running("c", 60, 30, "B"),
        machines=(machine("A"), machine("B"), machine("C", EDM)),
        people=[person("p")],
        purchases={PurchaseId("u"): Purchase(PurchaseId("u"), PartId("a"))},
    )


def operation(shop: Shop, name: str) -> Operation:
    return shop.operations[OperationId(name)]


def test_a_rush_order_has_another_weight_and_date_and_keeps_the_rest() -> None:
    made = apply(small(), Rush(MOLD, weight=Decimal(5), due=at(100)))
    assert made.molds[MOLD] == replace(small().molds[MOLD], weight=Decimal(5), due=at(100))


def test_what_goes_before_is_waited_for() -> None:
    made = apply(small(), GoesBefore(OperationId("b"), OperationId("a2")))
    assert operation(made, "a2").after == ("b",)
    assert apply(made, GoesBefore(OperationId("b"), OperationId("a2"))) == made


def test_hours_are_exceptions_and_who_is_away_stays_away() -> None:
    out, overtime = MachineOut(A, at(0), at(60)), Overtime(((at(-60), at(60)),), kind=MILL, people=(P,))
    made = apply_all(small(), (out, overtime, Absence(P, at(90), at(95))))
    assert made.exceptions == (
        CalendarException("A", at(-60), at(60), open=True, reason="what-if"),
        CalendarException("B", at(-60), at(60), open=True, reason="what-if"),
        CalendarException("p", at(-60), at(60), open=True, reason="what-if"),
        CalendarException("A", at(0), at(60), open=False, reason="what-if"),
        CalendarException("p", at(90), at(95), open=False, reason="what-if"),
    )


def test_a_further_machine_does_what_the_other_does_also_where_machines_are_listed() -> None:
    made = apply(small(), FurtherMachine(A, count=2))
    assert list(made.machines) == ["A", "B", "C", "A+1", "A+2"]
    listed = operation(made, "b").machines
    assert listed == tuple(MachineOption(MachineId(name), Decimal(50)) for name in ("A", "A+1", "A+2"))
    assert list(apply(made, FurtherMachine(A)).machines)[-1] == "A+3"


def test_a_further_person_has_the_same_shifts_and_no_badge() -> None:
    shop = small()
    shop = replace(shop, people={P: replace(shop.people[P], badge="77")})
    assert apply(shop, FurtherPerson(P)).people[PersonId("p+1")] == replace(
        shop.people[P], id=PersonId("p+1"), badge=""
    )


def test_another_machine_is_the_only_one_and_keeps_its_own_minutes() -> None:
    assert operation(apply(small(), OtherMachine(OperationId("a2"), B)), "a2").machines == (MachineOption(B),)
    assert operation(apply(small(), OtherMachine(OperationId("b"), A)), "b").machines[0].run_minutes == 50
    assert rows(plan(apply(small(), OtherMachine(OperationId("b"), B)), now=NOW))["b"][0] == "B"


def test_work_of_a_group_changes_machines_together() -> None:
    shop = shop_of(op("a", 60, group="g"), op("b", 60, group="g"), machines=(machine("A"), machine("B")))
    made = plan(apply(shop, OtherMachine(OperationId("a"), B)), now=NOW)
    assert {row[0] for row in rows(made).values()} == {"B"}


def test_an_operation_goes_outside_for_some_days() -> None:
    made = apply(small(), SentOutside(OperationId("b"), Decimal(2)))
    assert rows(plan(made, now=NOW))["b"] == (None, 0, 0, 2880)


def test_a_part_goes_outside_as_a_whole() -> None:
    made = apply(small(), SentOutside(PartId("a"), Decimal("0.5")))
    assert [(o.mode, o.run_minutes) for o in made.operations.values() if o.part == "a"] == [
        (Mode.OUTSIDE, Decimal(720)),
        (Mode.OUTSIDE, Decimal(0)),
    ]


def test_gates_purchases_and_material_move() -> None:
    gate = GateMoved(OperationId("a"), GateKind.PROGRAM, at(60))
    assert operation(apply(small(), gate), "a").program == Gate(GateState.EXPECTED, at(60))
    assert operation(apply(small(), replace(gate, expected=None)), "a").program == OK
    made = apply_all(small(), (PurchaseMoved(PurchaseId("u"), at(5)), MaterialMoved(PartId("a"), at(7))))
    assert made.purchases[PurchaseId("u")].promised == at(5)
    assert made.parts[PartId("a")].available == at(7)


def test_a_mold_on_hold_keeps_only_what_runs() -> None:
    made = apply(small(), Hold(MOLD))
    assert [o.status for o in made.operations.values()] == [*[Status.HELD] * 3, Status.RUNNING]


NAIVE = datetime(2026, 11, 23)  # noqa: DTZ001  # the mistake
MISTAKES: list[tuple[Change, str]] = [
    (Rush(MoldId("X"), weight=Decimal(2)), "X is no mold of the shop; name one"),
    (Rush(MOLD), "rushed by nothing; give a weight"),
    (Rush(MOLD, weight=Decimal(-1)), "must be 0 or more"),
    (Rush(MOLD, due=NAIVE), "needs a time zone"),
    (MachineOut(MachineId("X"), at(0), at(1)), "X is no machine"),
    (MachineOut(A, at(5), at(5)), "must end after it begins"),
    (Absence(PersonId("X"), at(0), at(1)), "X is no person"),
    (Overtime((), machines=(A,)), "overtime needs"),
    (Overtime(((at(0), at(1)),), kind=BENCH), "overtime needs a kind with machines"),
    (Overtime(((at(0), at(1)),), kind=KindId("X")), "X is no kind"),
    (FurtherMachine(A, count=0), "must be 1 or more"),
    (FurtherPerson(PersonId("X")), "X is no person"),
    (OtherMachine(OperationId("a"), C), "C is of no kind that a may be done on"),
    (OtherMachine(OperationId("c"), A), "c is running; name an operation that has not begun"),
    (SentOutside(OperationId("X"), Decimal(1)), "X is no operation"),
    (SentOutside(PartId("c"), Decimal(1)), "nothing of part c waits"),
    (SentOutside(OperationId("b"), Decimal(-1)), "must be 0 or more"),
    (GateMoved(OperationId("a2"), GateKind.PROGRAM, None), "a2 waits for no program"),
    (PurchaseMoved(PurchaseId("X"), at(1)), "X is no purchase"),
    (Hold(MoldId("X")), "X is no mold"),
]


@pytest.mark.parametrize(("change", "words"), MISTAKES, ids=lambda value: type(value).__name__)
def test_a_change_that_cant_be_says_what_to_do(change: Change, words: str) -> None:
    with pytest.raises(UserMistake, match=words):
        apply(small(), change)


HOURS = (at(0), at(60))
CONTRADICTIONS: list[tuple[tuple[Change, ...], str]] = [
    ((Rush(MOLD, weight=Decimal(2)), Hold(MOLD)), "M is changed twice"),
    ((SentOutside(PartId("a"), Decimal(1)), OtherMachine(OperationId("a2"), B)), "a2 is changed twice"),
    (
        (PurchaseMoved(PurchaseId("u"), at(1)), PurchaseMoved(PurchaseId("u"), at(2))),
        "u is changed twice in one scenario; leave one",
    ),
    ((MachineOut(A, *HOURS), Overtime((HOURS,), machines=(A,))), "A is away and in overtime"),
    ((Overtime((HOURS,), people=(P,)), Absence(P, *HOURS)), "p is away and in overtime"),
    (
        (GoesBefore(OperationId("a2"), OperationId("b")), GoesBefore(OperationId("b"), OperationId("a"))),
        "a would wait for itself",
    ),
]


@pytest.mark.parametrize(("changes", "words"), CONTRADICTIONS, ids=lambda value: value[:12] if value else "")
def test_changes_that_contradict_each_other_are_refused(changes: tuple[Change, ...], words: str) -> None:
    for order in (changes, changes[::-1]):
        with pytest.raises(UserMistake, match=words):
            apply_all(small(), order)


def test_all_of_a_kind_in_overtime_but_for_the_one_that_is_out_is_no_contradiction() -> None:
    shop = apply_all(small(), (MachineOut(A, *HOURS), Overtime((HOURS,), kind=MILL)))
    assert shop.exceptions[-1] == CalendarException("A", *HOURS, open=False, reason="what-if")
